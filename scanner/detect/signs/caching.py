"""Signs of what caches may keep and kept (RFC 9111, RFC 9211, headers of the usual delivery networks)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scanner.model import Sign

_STORED = frozenset({200, 203, 206, 300, 301, 308, 404, 410})
"""Status codes that a cache keeps without being told to (RFC 9110 §15.1), of those with a body of interest."""
HIT_HEADERS = ("x-cache", "cf-cache-status", "x-proxy-cache", "x-cache-status", "x-vercel-cache", "cdn-cache",
               "x-nginx-cache", "x-drupal-cache")
"""Headers in which proxies and delivery networks say whether they had the answer."""
_HIT = re.compile(r"\b(?:tcp_)?(?:mem_|refresh_?|remote_|ims_)?hit\b|\bstale\b|\brevalidated\b|\bupdating\b", re.I)
_STATUS_HIT = re.compile(r";\s*hit\s*(?:;|,|$)", re.I)


def of_headers(headers: Mapping[str, str], method: str, status: int) -> list[Sign]:
    """The signs of the response headers (lower-case names) to a request with this method."""
    if method.upper() not in {"GET", "HEAD"}:
        return []
    found = []
    directives = {name.strip().lower(): value.strip().strip('"')
                  for name, _, value in (each.partition("=") for each in headers.get("cache-control", "").split(","))}
    part = "header.cache-control"
    if status in _STORED and "no-store" not in directives:
        found.append(Sign("cache.storable", "response", part, "", _told(directives)))
        if "private" not in directives and ("public" in directives or _is_positive(directives.get("s-maxage", ""))):
            found.append(Sign("cache.public", "response", part))
    name = _hit(headers)
    if name:
        found.append(Sign("cache.hit", "response", f"header.{name}"))
    return found


def _told(directives: Mapping[str, str]) -> str:
    """What the server said about keeping it: for one user, after asking again, for some time, or nothing."""
    if "private" in directives:
        return "private"
    if "no-cache" in directives:
        return "revalidate"
    return "explicit" if {"max-age", "public", "s-maxage", "immutable"} & set(directives) else "silent"


def _hit(headers: Mapping[str, str]) -> str:
    """The header that says that a cache answered, empty when none does."""
    for name in HIT_HEADERS:
        if name in headers and _HIT.search(headers[name][:200]):
            return name
    if _STATUS_HIT.search(headers.get("cache-status", "")[:500]):
        return "cache-status"
    return "age" if _is_positive(headers.get("age", "").strip()) else ""


def _is_positive(text: str) -> bool:
    return text.isascii() and text.isdigit() and bool(text.lstrip("0"))
