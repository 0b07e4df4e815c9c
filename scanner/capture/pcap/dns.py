"""Reads which host names were looked up in plain DNS messages, and to which names they lead (RFC 1035 §4, RFC 7766)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

PORT: Final = 53
_HEADER: Final = 12
_ADDRESSES: Final = frozenset({1, 5, 28, 33, 64, 65, 255})
"""A, CNAME, AAAA, SRV, SVCB, HTTPS, ANY: who asks for these means to go there."""
_NAME: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_\-.]{0,250}[a-z0-9_])?")
_REVERSE: Final = (".arpa", ".local")
_CNAME: Final = 5
_MOST_RECORDS: Final = 64
_MOST_ALIASES: Final = 16
_MOST_LABELS: Final = 300
"""Steps that reading one name may take: 127 labels, with pointers between them."""


def looked_up(message: bytes) -> str:
    """The host in the question of a query or an answer, in lower case; empty when it asks for no host."""
    if len(message) < _HEADER + 5 or message[2] & 0x78 or message[4:6] != b"\0\1":
        return ""
    labels: list[bytes] = []
    at = _HEADER
    while at < len(message) and message[at]:
        length = message[at]
        if length > 63 or len(labels) > 127:  # a question holds no pointers
            return ""
        labels.append(message[at + 1:at + 1 + length])
        at += 1 + length
    if at + 5 > len(message) or int.from_bytes(message[at + 1:at + 3], "big") not in _ADDRESSES:
        return ""
    return _host(labels)


def led_to(message: bytes) -> str:
    """The name at the end of the aliases (CNAME) of an answer, in lower case; empty when it has none, or is a query."""
    if len(message) < _HEADER or not message[2] & 0x80 or message[4:6] != b"\0\1":
        return ""
    asked, at = _name(message, _HEADER)
    at += 4
    aliases: dict[str, str] = {}
    for _ in range(min(int.from_bytes(message[6:8], "big"), _MOST_RECORDS)):
        owner, at = _name(message, at)
        if at + 10 > len(message):
            break
        kind, size = int.from_bytes(message[at:at + 2], "big"), int.from_bytes(message[at + 8:at + 10], "big")
        if kind == _CNAME:
            aliases.setdefault(owner, _name(message, at + 10)[0])
        at += 10 + size
    found = asked
    for _ in range(_MOST_ALIASES):
        following = aliases.get(found, "")
        if not following:
            break
        found = following
    return found if found != asked else ""


def _name(message: bytes, at: int) -> tuple[str, int]:
    """The name at a place, pointers followed (RFC 1035 §4.1.4), and where it ends; empty when it is no host's."""
    labels: list[bytes] = []
    end = -1
    for _ in range(_MOST_LABELS):
        if at >= len(message):
            return "", len(message)
        length = message[at]
        if length >= 0xC0:
            end = at + 2 if end < 0 else end
            at = int.from_bytes(message[at:at + 2], "big") & 0x3FFF
            continue
        if length > 63:
            return "", len(message)
        if not length:
            return _host(labels), at + 1 if end < 0 else end
        labels.append(message[at + 1:at + 1 + length])
        at += 1 + length
    return "", len(message)


def _host(labels: list[bytes]) -> str:
    name = b".".join(labels).decode("latin-1").lower()
    return name if "." in name and _NAME.fullmatch(name) and not name.endswith(_REVERSE) else ""


def messages(stream: bytes) -> Iterator[bytes]:
    """The messages of a TCP connection, each behind its length in two bytes."""
    at = 0
    while at + 2 <= len(stream):
        length = int.from_bytes(stream[at:at + 2], "big")
        yield stream[at + 2:at + 2 + length]
        at += 2 + length
