"""MessagePack: one value or several in a row (https://github.com/msgpack/msgpack/blob/master/spec.md)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from scanner.model import KeyPath, Origin

from .cursor import Cursor, Malformed
from .leaves import Pairs, emit, is_document
from .message import Indices, Message, derive

DEEPEST = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of a content that is declared as MessagePack; false, and nothing added, when it is none."""
    return _decode(message, data, path, indices, origin, sure=True)


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """The same for a content of unknown type: only a map, or an array that holds maps, with names as keys."""
    first = data[0]
    if not (0x81 <= first <= 0x9F or 0xDC <= first <= 0xDF):
        return False
    return _decode(message, data, path, indices, origin, sure=False)


def _decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin, *, sure: bool) -> bool:
    values = read_all(data, message.budget.limits.values)
    if values is None or not (sure or is_document(values)):
        return False
    emit(message, values[0] if len(values) == 1 else values, path, indices, derive(origin, "msgpack"))
    return True


def read_all(data: bytes, most: int) -> list[Any] | None:
    """The values that ``data`` consists of from its first to its last byte, None when it does not."""
    cursor = Cursor(data, left=most)
    values: list[Any] = []
    try:
        while not cursor.at_end:
            values.append(read(cursor))
    except Malformed as error:
        if type(error) is not Malformed:
            raise
        return None
    return values or None


def read(cursor: Cursor, level: int = 0) -> Any:
    """The next value; raises ``Malformed``."""
    cursor.count()
    if level > DEEPEST:
        raise Malformed
    kind = cursor.byte()
    if kind < 0x80:
        return kind
    if kind >= 0xE0:
        return kind - 0x100
    if kind < 0x90:
        return _map(cursor, kind & 0x0F, level)
    if kind < 0xA0:
        return _array(cursor, kind & 0x0F, level)
    if kind < 0xC0:
        return _string(cursor, kind & 0x1F)
    return _long(cursor, kind, level)


def _long(cursor: Cursor, kind: int, level: int) -> Any:
    """A value of the types C0 to DF."""
    if kind == 0xC0:
        return None
    if kind in (0xC2, 0xC3):
        return kind == 0xC3
    if kind in (0xC4, 0xC5, 0xC6):
        return cursor.take(cursor.unsigned(1 << kind - 0xC4))
    if kind in (0xC7, 0xC8, 0xC9):
        return _extension(cursor, cursor.unsigned(1 << kind - 0xC7))
    if kind in (0xCA, 0xCB):
        return cursor.floating(">f" if kind == 0xCA else ">d")
    if 0xCC <= kind <= 0xCF:
        return cursor.unsigned(1 << kind - 0xCC)
    if 0xD0 <= kind <= 0xD3:
        return cursor.signed(1 << kind - 0xD0)
    if 0xD4 <= kind <= 0xD8:
        return _extension(cursor, 1 << kind - 0xD4)
    if 0xD9 <= kind <= 0xDB:
        return _string(cursor, cursor.unsigned(1 << kind - 0xD9))
    if kind in (0xDC, 0xDD):
        return _array(cursor, cursor.unsigned(2 << kind - 0xDC), level)
    if kind in (0xDE, 0xDF):
        return _map(cursor, cursor.unsigned(2 << kind - 0xDE), level)
    raise Malformed


def _string(cursor: Cursor, size: int) -> str | bytes:
    """A string; old writers put bytes into the same type."""
    data = cursor.take(size)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data


def _array(cursor: Cursor, size: int, level: int) -> list[Any]:
    return [read(cursor, level + 1) for _ in range(size)]


def _map(cursor: Cursor, size: int, level: int) -> Pairs:
    return Pairs((read(cursor, level + 1), read(cursor, level + 1)) for _ in range(size))


def _extension(cursor: Cursor, size: int) -> str | bytes:
    """An extension; type -1 is a time."""
    kind = cursor.signed(1)
    data = cursor.take(size)
    if kind != -1 or size not in (4, 8, 12):
        return data
    if size == 4:
        seconds = int.from_bytes(data, "big")
    elif size == 8:
        seconds = int.from_bytes(data, "big") & (1 << 34) - 1
    else:
        seconds = int.from_bytes(data[4:], "big", signed=True)
    try:
        return (_EPOCH + timedelta(seconds=seconds)).isoformat()
    except OverflowError:
        return data
