"""React Server Components: rows of JSON and text that Next.js streams into pages and answers (``text/x-component``).

Each row is ``number:value`` up to a line feed, where a value is JSON, JSON behind a tag (``I``, ``HL``, ``E``), or
``T`` with a length in bytes and that much text. In a page the rows arrive in pieces, one script element each.
"""

from __future__ import annotations

import re

from scanner.model import KeyPath, Origin

from . import json_
from .message import Indices, Message, derive

_ROW = re.compile(rb"([0-9a-f]{0,8}):")
_TEXT = re.compile(rb"T([0-9a-f]{1,8}),")
_TAG = re.compile(rb"[A-Z]{1,2}(?=[\[{\"])")
_MOST_BAD = 200


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the rows; false when the first is none."""
    data = text.encode("utf-8", "replace")
    if _ROW.match(data) is None:
        return False
    here = derive(origin, "flight")
    deep = path.depth >= message.budget.limits.levels
    node = path if deep else path.item()
    position = number = bad = 0
    while position < len(data) and message.has_room() and bad < _MOST_BAD:
        place = indices if deep else (*indices, number)
        number += 1
        row = _ROW.match(data, position)
        start = row.end() if row else position
        long = _TEXT.match(data, start) if row else None
        if long:
            position = min(long.end() + int(long[1], 16), len(data))
            message.expand(data[long.end():position].decode("utf-8", "replace"), node, place, here)
            continue
        end = data.find(b"\n", start)
        end = end if end >= 0 else len(data)
        position = end + 1
        tag = _TAG.match(data, start)
        value = data[tag.end() if tag else start:end]
        if value.strip() and not json_.decode(message, value, node, place, here):
            message.expand(value.decode("utf-8", "replace"), node, place, here)
            bad += 1
    if position < len(data):
        message.add(data[position:].decode("utf-8", "replace"), path, indices, here)
    return True
