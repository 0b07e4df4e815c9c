"""Signs of who may read an answer from another origin (Fetch standard, CORS protocol)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from scanner.model import Sign

from ..sites import site_of

_ALLOW = "access-control-allow-origin"
_CREDENTIALS = "access-control-allow-credentials"


def of_headers(headers: Mapping[str, str], origin: str) -> list[Sign]:
    """The signs of the response headers (lower-case names) to a request from this foreign origin, empty without one."""
    allowed = headers.get(_ALLOW, "").strip()
    if not allowed:
        return []
    found = []
    if allowed == "*":
        found.append(Sign("cors.any", "response", f"header.{_ALLOW}"))
    elif origin and allowed == origin.strip():
        found.append(Sign("cors.reflected", "response", f"header.{_ALLOW}", "", "null" if allowed == "null" else ""))
    if headers.get(_CREDENTIALS, "").strip().lower() == "true":
        found.append(Sign("cors.credentials", "response", f"header.{_CREDENTIALS}"))
    return found


@lru_cache(maxsize=4096)
def is_foreign(origin: str, host: str) -> bool:
    """Whether an origin is another site than the host; ``null`` is: any sandboxed page sends it."""
    if origin.strip() == "null":
        return True
    try:
        other = urlsplit(origin[:2000]).hostname or ""
    except ValueError:
        return False
    return bool(other) and site_of(other) != site_of(host)
