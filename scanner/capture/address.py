"""Addresses as recorders write them: URLs and authorities, read without ever raising."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import Final

_URL: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]{0,30})://([^/?#\\]*)(.*)", re.DOTALL)
_PORT: Final = re.compile(r":([0-9]{0,5})\Z")
_SCHEMES: Final = {"http": "http", "https": "https", "ws": "http", "wss": "https"}
_DEFAULT_PORT: Final = {"http": 80, "https": 443}
_LONGEST_HOST: Final = 255


@dataclass(frozen=True, slots=True)
class Url:
    """An HTTP(S) URL; a WebSocket's scheme is that of the request that opened it."""

    scheme: str
    userinfo: str
    host: str
    port: int
    target: str
    """Path with query and fragment, beginning with ``/``."""


def split_url(text: str) -> Url | None:
    """The parts of an HTTP or WebSocket URL, or None for any other scheme or no URL at all."""
    found = _URL.match(text)
    scheme = _SCHEMES.get(found[1].lower()) if found is not None else None
    if found is None or scheme is None:
        return None
    userinfo, _, authority = found[2].rpartition("@")
    host, port = split_authority(authority)
    target = found[3]
    return Url(scheme, userinfo, host, port or default_port(scheme), target if target[:1] == "/" else "/" + target)


def split_authority(text: str) -> tuple[str, int]:
    """Host (lower case, without brackets) and port, 0 when the authority names none."""
    text = text.strip()
    port = 0
    found = _PORT.search(text)
    if found is not None and (text[: found.start()].count(":") == 0 or text[: found.start()].endswith("]")):
        port = int(found[1] or 0)
        text = text[: found.start()]
    host = text.removeprefix("[").removesuffix("]").lower()
    return host[:_LONGEST_HOST], port if port < 1 << 16 else 0


def default_port(scheme: str) -> int:
    """The port of a scheme that names none; 0 when unknown."""
    return _DEFAULT_PORT.get(scheme, 0)


@lru_cache(1024)
def is_ip(host: str) -> bool:
    """Whether a host is an IP address rather than a name."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def protocol_of(version: str) -> str:
    """``http/1.1``, ``http/2``, ``http/3``, whatever spelling a recorder uses (``h2``, ``HTTP/2.0``)."""
    version = version.strip().lower()
    if version.startswith(("h2", "http/2", "http2", "spdy")):
        return "http/2"
    if version.startswith(("h3", "http/3", "http3", "quic")):
        return "http/3"
    return "http/1.0" if version.startswith("http/1.0") else "http/1.1"
