"""Partial answers of ASP.NET pages: ``181|updatePanel|ctl00_up|<span>…</span>|``, piece after piece.

The script of the page sends its form and replaces what comes back (ASP.NET AJAX, ``PageRequestManager``). Each piece
has its length in UTF-16 units, a type, an id and that much content, which is HTML, a hidden field, or script.
"""

from __future__ import annotations

import re

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive

_PIECE = re.compile(r"(\d{1,8})\|([A-Za-z#]{0,40})\|([^|]{0,200})\|")
_START = re.compile(r"(?:1\|#\|\|4\||\d{1,8}\|(?:updatePanel|hiddenField)\|[^|]{1,200}\|)")
_MOST = 5000


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the pieces below their ids; false, and nothing added, when the text does not begin with whole pieces."""
    if _START.match(text) is None:
        return False
    pieces: list[tuple[str, str, str]] = []
    position = 0
    while position < len(text) and len(pieces) < _MOST:
        found = _PIECE.match(text, position)
        if found is None:
            break
        end = _past(text, found.end(), int(found[1]))
        pieces.append((found[2], found[3], text[found.end() : end]))
        position = end + 1
    if not any(kind in {"updatePanel", "hiddenField"} for kind, _, _ in pieces):
        return False
    here = derive(origin, "delta", format="form")
    for kind, name, content in pieces:
        if content and kind:
            message.expand(content, message.child(path, name or kind), indices, here)
    if text[position:].strip():
        message.add(text[position:].strip(), path, indices, derive(origin, "text"))
    return True


def _past(text: str, start: int, units: int) -> int:
    """Where so many UTF-16 units end; a server that counts bytes or cuts is followed to the next bar."""
    end = start + units
    if not text[start:end].isascii():
        over = sum(ord(char) > 0xFFFF for char in text[start:end])
        end -= over
    if text[end : end + 1] == "|":
        return end
    bar = text.find("|", start)
    return bar if bar >= 0 else len(text)
