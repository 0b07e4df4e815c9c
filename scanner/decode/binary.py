"""Binary formats that are not decoded: their printable runs become fields, as ``strings`` would show them."""

from __future__ import annotations

import re

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive

SHORTEST = 6
_RUN = re.compile(rb"(?:[\t\x20-\x7e]|\xc2[\xa0-\xbf]|[\xc3-\xc5][\x80-\xbf]){6,}")
"""Printable ASCII and two-byte UTF-8 of Latin letters."""
_LONGEST = 65536


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the runs of at least six printable characters in ``data``, by position."""
    node = path.item()
    here = derive(origin, "strings")
    for number, found in enumerate(_RUN.finditer(data)):
        if not message.has_room():
            return
        text = found[0].decode("utf-8", "replace").strip()
        if len(text) >= SHORTEST:
            here_span = derive(origin, "strings", found.start(), found.end()) if number < 1000 else here
            for start in range(0, len(text), _LONGEST):
                message.expand(text[start:start + _LONGEST], node, (*indices, number), here_span)
