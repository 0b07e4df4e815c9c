"""CBOR (RFC 8949), one item or a sequence of items (RFC 8742)."""

from __future__ import annotations

from typing import Any

from scanner.model import KeyPath, Origin

from .cursor import Cursor, Malformed
from .leaves import Pairs, emit, is_document
from .message import Indices, Message, derive

DEEPEST = 100
_BREAK = object()
_INDEFINITE = -1
_SELF_DESCRIBED = b"\xd9\xd9\xf7"


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of a content that is declared as CBOR; false, and nothing added, when it is none."""
    return _decode(message, data, path, indices, origin, sure=True)


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """The same for a content of unknown type: it says so itself (RFC 8949 §3.4.6), or is a map with names as keys."""
    first = data[0]
    marked = data.startswith(_SELF_DESCRIBED)
    if not (marked or 0x81 <= first <= 0x9F or 0xA1 <= first <= 0xBF):
        return False
    return _decode(message, data, path, indices, origin, sure=marked)


def _decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin, *, sure: bool) -> bool:
    cursor = Cursor(data, left=message.budget.limits.values)
    values: list[Any] = []
    try:
        while not cursor.at_end:
            values.append(_read(cursor))
    except Malformed as error:
        if type(error) is not Malformed:
            raise
        return False
    if not values or not (sure or is_document(values)):
        return False
    emit(message, values[0] if len(values) == 1 else values, path, indices, derive(origin, "cbor"))
    return True


def _read(cursor: Cursor, level: int = 0, *, may_break: bool = False) -> Any:
    cursor.count()
    if level > DEEPEST:
        raise Malformed
    first = cursor.byte()
    major, detail = first >> 5, first & 0x1F
    if major == 7:
        return _simple(cursor, detail, may_break=may_break)
    size = _argument(cursor, detail, indefinite=2 <= major <= 5)
    if major == 0:
        return size
    if major == 1:
        return -1 - size
    if major in (2, 3):
        return _string(cursor, major, size)
    if major == 4:
        return _items(cursor, size, level)
    if major == 5:
        return _members(cursor, size, level)
    return _tagged(size, _read(cursor, level + 1))


def _argument(cursor: Cursor, detail: int, *, indefinite: bool = False) -> int:
    if detail < 24:
        return detail
    if detail < 28:
        return cursor.unsigned(1 << detail - 24)
    if detail == 31 and indefinite:
        return _INDEFINITE
    raise Malformed


def _string(cursor: Cursor, major: int, size: int) -> str | bytes:
    if size == _INDEFINITE:
        pieces: list[bytes] = []
        while (first := cursor.byte()) != 0xFF:
            cursor.count()
            if first >> 5 != major:
                raise Malformed
            pieces.append(cursor.take(_argument(cursor, first & 0x1F)))
        data = b"".join(pieces)
    else:
        data = cursor.take(size)
    if major == 2:
        return data
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed from None


def _items(cursor: Cursor, size: int, level: int) -> list[Any]:
    if size != _INDEFINITE:
        return [_read(cursor, level + 1) for _ in range(size)]
    items: list[Any] = []
    while (item := _read(cursor, level + 1, may_break=True)) is not _BREAK:
        items.append(item)
    return items


def _members(cursor: Cursor, size: int, level: int) -> Pairs:
    if size != _INDEFINITE:
        return Pairs((_read(cursor, level + 1), _read(cursor, level + 1)) for _ in range(size))
    members = Pairs()
    while (key := _read(cursor, level + 1, may_break=True)) is not _BREAK:
        members.append((key, _read(cursor, level + 1)))
    return members


def _simple(cursor: Cursor, detail: int, *, may_break: bool) -> Any:
    """Literals and floats; null and undefined are no values."""
    if detail in (20, 21):
        return detail == 21
    if detail in (25, 26, 27):
        return cursor.floating({25: ">e", 26: ">f", 27: ">d"}[detail])
    if detail == 31:
        if may_break:
            return _BREAK
        raise Malformed
    if detail == 24:
        return cursor.byte()
    if detail in (28, 29, 30):
        raise Malformed
    return None if detail in (22, 23) else detail


def _tagged(tag: int, value: Any) -> Any:
    """A tagged item: big numbers (§3.4.3) and UUIDs are written out, of all others the tag is left away."""
    if isinstance(value, bytes):
        if tag == 2 and len(value) <= 64:
            return int.from_bytes(value, "big")
        if tag == 3 and len(value) <= 64:
            return -1 - int.from_bytes(value, "big")
        if tag == 37 and len(value) == 16:
            digits = value.hex()
            return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
    return value
