"""Partial answers of ASP.NET pages: ``181|updatePanel|ctl00_up|<span>…</span>|``, piece after piece.

The script of the page sends its form and replaces what comes back (ASP.NET AJAX, ``PageRequestManager``). Each piece
has its length in UTF-16 units, a type, an id and that much content, which is HTML, a hidden field, or script.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive

_PIECE = re.compile(r"(\d{1,8})\|([A-Za-z#]{0,40})\|([^|]{0,200})\|")
_START = re.compile(r"(?:1\|#\|\|4\||\d{1,8}\|(?:updatePanel|hiddenField)\|[^|]{1,200}\|)")
_MOST = 5000


class Piece(NamedTuple):
    """What the page is to do with a content: ``kind`` (``updatePanel``, ``hiddenField``), and of what by ``name``."""

    kind: str
    name: str
    content: str


def pieces(text: str) -> tuple[list[Piece], str]:
    """The pieces that a text begins with, and what follows; none for a text of another kind."""
    found: list[Piece] = []
    position = 0
    while _START.match(text) is not None and position < len(text) and len(found) < _MOST:
        head = _PIECE.match(text, position)
        if head is None:
            break
        end = _past(text, head.end(), int(head[1]))
        found.append(Piece(head[2], head[3], text[head.end() : end]))
        position = end + 1
    if not any(piece.kind in {"updatePanel", "hiddenField"} for piece in found):
        return [], text
    return found, text[position:]


def length_of(text: str) -> int:
    """The length of a text as its piece tells it."""
    return len(text) + sum(char > "\uffff" for char in text)


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the pieces below their ids; false, and nothing added, when the text does not begin with whole pieces."""
    found, rest = pieces(text)
    if not found:
        return False
    here = derive(origin, "delta", format="form")
    for kind, name, content in found:
        if content and kind:
            message.expand(content, message.child(path, name or kind), indices, here)
    if rest.strip():
        message.add(rest.strip(), path, indices, derive(origin, "text"))
    return True


def _past(text: str, start: int, units: int) -> int:
    """Where so many UTF-16 units end; a server that counts bytes or cuts is followed to the next bar."""
    end = start + units
    if not text[start:end].isascii():
        end -= length_of(text[start:end]) - len(text[start:end])
    if text[end : end + 1] == "|":
        return end
    bar = text.find("|", start)
    return bar if bar >= 0 else len(text)
