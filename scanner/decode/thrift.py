"""Apache Thrift messages in the binary and the compact protocol: field numbers as keys, as for protobuf.

https://github.com/apache/thrift/tree/master/doc/specs. The name of the method stands above its arguments.
"""

from __future__ import annotations

from typing import Any

from scanner.model import KeyPath, Origin

from .cursor import Cursor, Malformed
from .leaves import Pairs, emit
from .message import Indices, Message, derive

_DEEPEST = 60
_BINARY = b"\x80\x01"
_COMPACT = 0x82


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the values of a message; false, and nothing added, when it is none."""
    framed = len(data) > 8 and int.from_bytes(data[:4], "big") == len(data) - 4
    cursor = Cursor(data, 4 if framed else 0, left=message.budget.limits.values)
    try:
        if data.startswith(_BINARY, cursor.position) and len(data) > cursor.position + 8:
            name, value = _binary_message(cursor)
        elif data[cursor.position] == _COMPACT:
            name, value = _compact_message(cursor)
        else:
            return False
    except Malformed as error:
        if type(error) is not Malformed:
            raise
        return False
    if not cursor.at_end or not name.replace(":", "").replace("_", "").isalnum():
        return False
    emit(message, Pairs([(name, value)]), path, indices, derive(origin, "thrift"))
    return True


def _binary_message(cursor: Cursor) -> tuple[str, Any]:
    cursor.take(3)
    if not 1 <= cursor.byte() <= 4:
        raise Malformed
    name = cursor.text(cursor.unsigned(4))
    cursor.take(4)
    return name, _binary(cursor, 12, 0)


def _binary(cursor: Cursor, kind: int, level: int) -> Any:
    """A value of the binary protocol by its type."""
    cursor.count()
    if level > _DEEPEST:
        raise Malformed
    if kind == 2:
        return cursor.byte() != 0
    if kind == 4:
        return cursor.floating(">d")
    if kind in (3, 6, 8, 10):
        return cursor.signed({3: 1, 6: 2, 8: 4, 10: 8}[kind])
    if kind == 11:
        return cursor.take(cursor.unsigned(4))
    if kind == 12:
        members = Pairs()
        while (inner := cursor.byte()) != 0:
            number = cursor.signed(2)
            members.append((number, _binary(cursor, inner, level + 1)))
        return members
    if kind == 13:
        keys, values, count = cursor.byte(), cursor.byte(), cursor.unsigned(4)
        return Pairs((_binary(cursor, keys, level + 1), _binary(cursor, values, level + 1)) for _ in range(count))
    if kind in (14, 15):
        inner, count = cursor.byte(), cursor.unsigned(4)
        return [_binary(cursor, inner, level + 1) for _ in range(count)]
    raise Malformed


def _compact_message(cursor: Cursor) -> tuple[str, Any]:
    cursor.byte()
    if cursor.byte() & 0x1F != 1:
        raise Malformed
    cursor.varint()
    name = cursor.text(cursor.varint())
    return name, _compact(cursor, 12, 0)


def _compact(cursor: Cursor, kind: int, level: int, *, member: bool = False) -> Any:
    """A value of the compact protocol by its type; a boolean that is a ``member`` is told by the type alone."""
    cursor.count()
    if level > _DEEPEST:
        raise Malformed
    if kind in (1, 2):
        return kind == 1 if member else cursor.byte() == 1
    if kind == 3:
        return cursor.signed(1)
    if kind in (4, 5, 6):
        return cursor.zigzag()
    if kind == 7:
        return cursor.floating("<d")
    if kind == 8:
        return cursor.take(cursor.varint())
    if kind in (9, 10):
        head = cursor.byte()
        count = head >> 4 if head >> 4 != 15 else cursor.varint()
        return [_compact(cursor, head & 15, level + 1) for _ in range(count)]
    if kind == 11:
        count = cursor.varint()
        types = cursor.byte() if count else 0
        return Pairs((_compact(cursor, types >> 4, level + 1), _compact(cursor, types & 15, level + 1))
                     for _ in range(count))
    if kind == 12:
        members, number = Pairs(), 0
        while (head := cursor.byte()) != 0:
            number = number + (head >> 4) if head >> 4 else cursor.zigzag()
            members.append((number, _compact(cursor, head & 15, level + 1, member=True)))
        return members
    raise Malformed
