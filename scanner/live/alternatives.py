"""Takes offers of QUIC and of an encrypted ClientHello out of what servers and DNS say, so that devices stay readable.

Theory. A device that learns of HTTP/3 goes on over UDP, where a proxy that was set by hand does not stand, and browsers
take no installed certificate there. It learns of it from the header ``Alt-Svc`` (RFC 7838), a frame of HTTP/2 (which
mitmproxy keeps to itself) and DNS records (RFC 9460). Without the offer it uses TCP, as it does in many networks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

SVCB, HTTPS = 64, 65
_MANDATORY, _ALPN, _NO_DEFAULT_ALPN, _ECH, _IPV6_HINT = 0, 1, 2, 5, 6
# One alternative: protocol, quoted authority and parameters, up to a comma outside quotes.
_ALTERNATIVE = re.compile(r'(?:[^",]|"(?:[^"\\]|\\.)*"?)+')
_OVER_QUIC = re.compile(r"(?i)\s*(?:h3(?:-[^=\s]*)?|quic|hq(?:-[^=\s]*)?)\s*=")


class Removed(NamedTuple):
    """How many offers were taken out."""

    quic: int = 0
    ech: int = 0


def alternatives_without_quic(header: str) -> tuple[str, int]:
    """An ``Alt-Svc`` value without the alternatives over QUIC, and how many those were.

    Where nothing is left it is ``clear``, so that a browser forgets the ones it knew.
    """
    kept, gone = [], 0
    for found in _ALTERNATIVE.findall(header):
        if _OVER_QUIC.match(found):
            gone += 1
        elif found.strip():
            kept.append(found.strip())
    if not gone:
        return header, 0
    return ", ".join(kept) or "clear", gone


def record_without(data: bytes, *, quic: bool, ipv6: bool = True) -> tuple[bytes | None, Removed]:
    """The RDATA of an SVCB or HTTPS record without ``ech`` and, if ``quic``, without HTTP/3 among its protocols.

    Without ``ipv6`` its hints of such addresses go too.

    None when nothing that a device could use is left. Data that are no such record come back as they are.
    """
    try:
        head, parameters = _parts(data)
    except ValueError:
        return data, Removed()
    if int.from_bytes(data[:2], "big") == 0:  # an alias has no parameters that count (§2.4.2)
        return data, Removed()
    ech = parameters.pop(_ECH, None)
    gone = 0
    if quic and _ALPN in parameters:
        names = list(_names(parameters[_ALPN]))
        kept = [name for name in names if not (name == b"h3" or name.startswith((b"h3-", b"hq-", b"quic")))]
        gone = len(names) - len(kept)
        if gone and not kept:
            if _NO_DEFAULT_ALPN in parameters:
                return None, Removed(gone, int(ech is not None))
            del parameters[_ALPN]
        elif gone:
            parameters[_ALPN] = b"".join(bytes([len(name)]) + name for name in kept)
    hint = None if ipv6 else parameters.pop(_IPV6_HINT, None)
    if ech is None and not gone and hint is None:
        return data, Removed()
    if _MANDATORY in parameters:  # a key that is named there must be there (§8)
        listed = parameters[_MANDATORY]
        named = b"".join(key for key in (listed[at:at + 2] for at in range(0, len(listed) - 1, 2))
                         if int.from_bytes(key, "big") in parameters)
        if named:
            parameters[_MANDATORY] = named
        else:
            del parameters[_MANDATORY]
    written = b"".join(key.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value
                       for key, value in sorted(parameters.items()))
    return head + written, Removed(gone, int(ech is not None))


def public_names(data: bytes) -> list[str]:
    """The outer names (RFC 9849 §4) in the ECH configurations of a record: what a device will show as its SNI."""
    try:
        _, parameters = _parts(data)
        config = parameters.get(_ECH, b"")
        found, at = [], 2
        while at + 4 <= len(config):
            version, size = int.from_bytes(config[at:at + 2], "big"), int.from_bytes(config[at + 2:at + 4], "big")
            body = config[at + 4:at + 4 + size]
            at += 4 + size
            if version == 0xFE0D and len(body) == size:
                found += [_public_name(body)]
    except (ValueError, IndexError):
        return []
    return [name for name in found if name]


def _public_name(body: bytes) -> str:
    """``config_id``, ``kem_id``, ``public_key``, ``cipher_suites``, ``maximum_name_length``, ``public_name``."""
    at = 3
    at += 2 + int.from_bytes(body[at:at + 2], "big")
    at += 2 + int.from_bytes(body[at:at + 2], "big")
    at += 1
    return body[at + 1:at + 1 + body[at]].decode("ascii", "replace").lower()


def _parts(data: bytes) -> tuple[bytes, dict[int, bytes]]:
    """Priority with target name, and the parameters. Raises ``ValueError`` when it is no such record."""
    at = 2
    while at < len(data) and 0 < data[at] < 64:
        at += 1 + data[at]
    if at >= len(data) or data[at]:
        raise ValueError("no target name")
    at += 1
    head, parameters = data[:at], dict[int, bytes]()
    while at < len(data):
        if at + 4 > len(data):
            raise ValueError("a parameter ends early")
        key, size = int.from_bytes(data[at:at + 2], "big"), int.from_bytes(data[at + 2:at + 4], "big")
        if at + 4 + size > len(data):
            raise ValueError("a parameter ends early")
        parameters[key] = data[at + 4:at + 4 + size]
        at += 4 + size
    return head, parameters


def _names(value: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(value):
        yield value[at + 1:at + 1 + value[at]]
        at += 1 + value[at]
