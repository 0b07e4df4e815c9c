"""Binary formats that are not decoded: their printable runs become fields, as ``strings`` would show them.

Runs are looked for in UTF-8 and in UTF-16 of Latin letters, which Windows and Java programs write. The entropy tells
whether a content that nothing reads is packed or encrypted (close to eight bits a byte) or merely unknown.
"""

from __future__ import annotations

import math
import re
from collections import Counter

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive

SHORTEST = 6
_RUN = re.compile(
    rb"(?P<big>(?:\x00[\t\x20-\x7e\xc0-\xff]){6,})"
    rb"|(?P<little>[\t\x20-\x7e]\x00(?:[\t\x20-\x7e\xc0-\xff]\x00){5,})"
    rb"|(?:[\t\x20-\x7e]|\xc2[\xa0-\xbf]|[\xc3-\xc5][\x80-\xbf]){6,}")
"""UTF-16 in either byte order; printable ASCII and two-byte UTF-8 of Latin letters."""
_LONGEST = 65536
_SAMPLE = 1 << 16
_MEANINGFUL = 512
"""Fewer bytes cannot show how even their values are."""


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the runs of at least six printable characters in ``data``, by position."""
    node = path.item()
    here = derive(origin, "strings")
    for number, found in enumerate(_RUN.finditer(data)):
        if not message.has_room():
            return
        codec = {"little": "utf-16-le", "big": "utf-16-be"}.get(found.lastgroup or "", "utf-8")
        text = found[0].decode(codec, "replace").strip()
        if len(text) >= SHORTEST:
            here_span = derive(origin, "strings", found.start(), found.end()) if number < 1000 else here
            for start in range(0, len(text), _LONGEST):
                message.expand(text[start:start + _LONGEST], node, (*indices, number), here_span)


def named(name: str, data: bytes) -> str:
    """The name of a format with its entropy in bits a byte, to the half bit: ``binary, entropy 7.5``."""
    if len(data) < _MEANINGFUL:
        return name
    sample = data[:_SAMPLE]
    total = len(sample)
    bits = -sum(count / total * math.log2(count / total) for count in Counter(sample).values())
    return f"{name}, entropy {round(bits * 2) / 2:.1f}"
