"""ASP.NET view state that is not encrypted: the strings and numbers that a page keeps between requests.

Theory. ``ObjectStateFormatter`` writes a tree of tagged values behind the bytes FF 01, in base64; a signature of 20 or
32 bytes may follow. The tree is one of positions without names, so its leaves are given in order. Types that only
.NET could rebuild end the reading, and the rest is searched for strings.
"""

from __future__ import annotations

import re
from typing import Any

from scanner.model import KeyPath, Origin

from . import binary
from .cursor import Cursor, Malformed, TooMany
from .leaves import emit
from .message import Indices, Message, derive

MARK = b"\xff\x01"
_DEEPEST = 60
_SIGNATURES = frozenset({0, 20, 32, 48, 64})
_CONSTANTS: dict[int, Any] = {100: None, 101: "", 102: 0, 103: True, 104: False, 28: None, 12: None}


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of view state; false, and nothing added, when ``data`` is none."""
    if not data.startswith(MARK) or len(data) < 4:
        return False
    cursor = Cursor(data, 2, left=message.budget.limits.values)
    here = derive(origin, "viewstate")
    leaves: list[Any] = []
    strings: list[str] = []
    try:
        _read(cursor, leaves, strings, 0)
        whole = len(data) - cursor.position in _SIGNATURES
    except TooMany:
        raise
    except Malformed:
        whole = False
    if not whole and not any(isinstance(leaf, str) and re.search(r"\w{3}", leaf) for leaf in leaves):
        return False
    emit(message, [leaf for leaf in leaves if leaf not in (None, "")], path, indices, here)
    if not whole:
        binary.decode(message, data[cursor.position:], path, indices, here)
    return True


def _read(cursor: Cursor, leaves: list[Any], strings: list[str], level: int) -> None:
    """Add the leaves of one tagged value; raises ``Malformed`` at a type that is not read."""
    cursor.count()
    if level > _DEEPEST:
        raise Malformed
    kind = cursor.byte()
    if kind in _CONSTANTS:
        leaves.append(_CONSTANTS[kind])
    elif kind == 1:
        leaves.append(int.from_bytes(cursor.take(2), "little", signed=True))
    elif kind == 2:
        leaves.append(_number(cursor))
    elif kind in (3, 4):
        leaves.append(cursor.byte())
    elif kind in (5, 30):
        text = cursor.text(cursor.varint())
        leaves.append(text)
        if kind == 30:
            strings.append(text)
    elif kind == 31:
        number = cursor.byte()
        leaves.append(strings[number] if number < len(strings) else None)
    elif kind in (6, 7):
        cursor.take(8)
    elif kind in (8, 9):
        cursor.take(4)
    elif kind == 10:
        cursor.varint()
    elif kind in (15, 16):
        for _ in range(kind - 13):
            _read(cursor, leaves, strings, level + 1)
    elif kind == 11:
        _type(cursor)
        leaves.append(_number(cursor))
    elif kind == 25:
        _type(cursor)
    elif kind == 27:
        cursor.take(12)
    else:
        _many(cursor, kind, leaves, strings, level)


def _many(cursor: Cursor, kind: int, leaves: list[Any], strings: list[str], level: int) -> None:
    """Arrays, lists and dictionaries."""
    if kind == 21:  # an array of strings
        for _ in range(cursor.varint()):
            cursor.count()
            leaves.append(cursor.text(cursor.varint()))
    elif kind == 22:  # a list
        for _ in range(cursor.varint()):
            _read(cursor, leaves, strings, level + 1)
    elif kind in (23, 24):  # dictionaries
        for _ in range(2 * cursor.varint()):
            _read(cursor, leaves, strings, level + 1)
    elif kind == 20:  # an array of one type
        _type(cursor)
        for _ in range(cursor.varint()):
            _read(cursor, leaves, strings, level + 1)
    elif kind == 40:  # a value that .NET writes as text
        _type(cursor)
        leaves.append(cursor.text(cursor.varint()))
    elif kind == 60:  # an array in which most is empty
        _type(cursor)
        cursor.varint()
        for _ in range(cursor.varint()):
            cursor.varint()
            _read(cursor, leaves, strings, level + 1)
    else:
        raise Malformed


def _type(cursor: Cursor) -> None:
    """Go past a type: one with its name, or the number of one that was named before."""
    kind = cursor.byte()
    if kind in (41, 42):
        cursor.take(cursor.varint())
    elif kind == 43:
        cursor.varint()
    else:
        raise Malformed


def _number(cursor: Cursor) -> int:
    """A whole number of 32 bits in base 128; a negative one is its two's complement."""
    value = cursor.varint()
    return value - (1 << 32) if 1 << 31 <= value < 1 << 32 else value
