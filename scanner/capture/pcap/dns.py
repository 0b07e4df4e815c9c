"""Reads which host names were looked up in plain DNS messages (RFC 1035 §4, RFC 7766 for TCP)."""

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
    name = b".".join(labels).decode("latin-1").lower()
    return name if "." in name and _NAME.fullmatch(name) and not name.endswith(_REVERSE) else ""


def messages(stream: bytes) -> Iterator[bytes]:
    """The messages of a TCP connection, each behind its length in two bytes."""
    at = 0
    while at + 2 <= len(stream):
        length = int.from_bytes(stream[at:at + 2], "big")
        yield stream[at + 2:at + 2 + length]
        at += 2 + length
