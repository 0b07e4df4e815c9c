"""Signs of the TLS session (RFC 8996 retired what came before 1.2) and of HSTS (RFC 6797)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from scanner.model import Headers, Sign

_VERSION = re.compile(r"\s*(?:(ssl)\s*v?\s*(\d)|tls\s*v?\s*(\d)(?:\.(\d))?)", re.I)
_WEAK = re.compile(
    r"rc4|3des|des-?cbc|(?:^|[_-])des(?:[_-]|$)|null|export|[_-]anon|^adh|aecdh|md5|(?:^|[_-])idea|seed", re.I)
"""Suites without confidentiality or authentication, or with broken ciphers (NCSC TLS guidelines: insufficient)."""


@lru_cache(maxsize=256)
def of_tls(version: str, cipher: str) -> tuple[Sign, ...]:
    """The signs of a negotiated version and cipher suite; empty strings where the capture does not say."""
    found = []
    told = _VERSION.match(version[:40])
    if told and (told[1] or (int(told[3]), int(told[4] or 0)) < (1, 2)):
        found.append(Sign("tls.old", "response", "", "", "ssl" if told[1] else f"tls {told[3]}.{told[4] or 0}"))
    if cipher and _WEAK.search(cipher[:100]):
        found.append(Sign("tls.weak-cipher", "response", ""))
    return tuple(found)


def of_redirect(headers: Headers) -> tuple[Sign, ...]:
    """Whether a request without TLS is sent on to the same by HTTPS: the request itself was read along all the same."""
    secure = any(name.lower() == "location" and value[:8].lower() == "https://" for name, value in headers)
    return (Sign("redirect.https", "request", ""),) if secure else ()


def of_headers(headers: Mapping[str, str], scheme: str, status: int) -> list[Sign]:
    """Whether an answer over TLS asks the browser to keep using it."""
    if scheme != "https" or not 200 <= status < 400:
        return []
    told = headers.get("strict-transport-security", "")
    age = re.search(r"max-age\s*=\s*\"?(\d{1,12})", told[:500], re.I)
    if age and int(age[1]) > 0:
        return [Sign("hsts.set", "response", "header.strict-transport-security", "", "", int(age[1]) // 86400)]
    return [Sign("hsts.missing", "response", "header.strict-transport-security")]
