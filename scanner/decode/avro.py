"""Avro object container files: records by the schema that the file brings along (Avro 1.11 specification)."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from scanner.model import Gap, KeyPath, Origin

from .content_encoding import unpack
from .cursor import Cursor, Malformed
from .leaves import Pairs, emit
from .message import Indices, Message, derive

MARK = b"Obj\x01"
_DEEPEST = 60
_CODECS = {b"deflate": "raw", b"zstandard": "zstd"}
_SYNC = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Names = dict[str, Any]


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the records of a file; false, and nothing added, when it has no head that can be read."""
    if not data.startswith(MARK):
        return False
    cursor = Cursor(data, 4, left=message.budget.limits.values)
    try:
        head = dict(_blocks(cursor, _entry))
        cursor.take(_SYNC)
        schema = json.loads(head.get(b"avro.schema", b""))
    except (Malformed, ValueError, RecursionError):
        return False
    codec = head.get(b"avro.codec", b"null")
    here = derive(origin, "avro")
    number = 0
    while not cursor.at_end:
        start = cursor.position
        try:
            count, size = cursor.zigzag(), cursor.zigzag()
            block = cursor.take(size)
            cursor.take(_SYNC)
            if codec in _CODECS:
                unpacked = unpack(block, _CODECS[codec], message.budget)
                if unpacked.gap is not None:
                    message.gap(unpacked.gap, size, "avro", read=bool(unpacked.data))
                block = unpacked.data
            elif codec != b"null":
                message.gap(Gap.ENCODING_UNKNOWN, size, "avro")
                continue
            inner = Cursor(block, left=cursor.left)
            names: _Names = {}
            for _ in range(count):
                if not message.has_room():
                    return True
                value = _read(inner, schema, names, 0)
                emit(message, value, path.item(), (*indices, number), here)
                number += 1
            cursor.left = inner.left
        except Malformed:
            message.gap(Gap.PARSE_FAILED, len(data) - start, "avro", read=True)
            break
    return True


def _entry(cursor: Cursor) -> tuple[bytes, bytes]:
    return cursor.take(cursor.zigzag()), cursor.take(cursor.zigzag())


def _blocks(cursor: Cursor, read: Any) -> list[Any]:
    """The items of an array or map: blocks with their number before them, up to an empty one."""
    items: list[Any] = []
    while count := cursor.zigzag():
        if count < 0:
            cursor.zigzag()
        for _ in range(abs(count)):
            cursor.count()
            items.append(read(cursor))
    return items


def _read(cursor: Cursor, schema: Any, names: _Names, level: int) -> Any:
    """A value by its schema; raises ``Malformed``."""
    cursor.count()
    if level > _DEEPEST:
        raise Malformed
    if isinstance(schema, list):
        choice = cursor.zigzag()
        if not 0 <= choice < len(schema):
            raise Malformed
        return _read(cursor, schema[choice], names, level + 1)
    if isinstance(schema, str) and schema in names:
        return _read(cursor, names[schema], names, level + 1)
    kind = schema.get("type") if isinstance(schema, dict) else schema
    if isinstance(kind, (dict, list)):
        return _read(cursor, kind, names, level + 1)
    if not isinstance(schema, dict):
        schema = {}
    if kind in ("record", "error", "enum", "fixed"):
        name = str(schema.get("name"))
        names[name] = names[f"{schema.get('namespace')}.{name}"] = schema
        return _named(cursor, str(kind), schema, names, level)
    if kind == "array":
        return _blocks(cursor, lambda at: _read(at, schema.get("items"), names, level + 1))
    if kind == "map":
        return Pairs(_blocks(cursor, lambda at: (at.take(at.zigzag()), _read(at, schema.get("values"), names,
                                                                            level + 1))))
    return _logical(schema.get("logicalType"), _primitive(cursor, kind))


def _named(cursor: Cursor, kind: str, schema: dict[str, Any], names: _Names, level: int) -> Any:
    if kind == "enum":
        symbols, number = schema.get("symbols"), cursor.zigzag()
        if not isinstance(symbols, list) or not 0 <= number < len(symbols):
            raise Malformed
        return str(symbols[number])
    if kind == "fixed":
        size = schema.get("size")
        return cursor.take(size if isinstance(size, int) else -1)
    fields = schema.get("fields")
    if not isinstance(fields, list):
        raise Malformed
    return Pairs((field.get("name"), _read(cursor, field.get("type"), names, level + 1))
                 for field in fields if isinstance(field, dict))


def _primitive(cursor: Cursor, kind: Any) -> Any:
    if kind == "null":
        return None
    if kind == "boolean":
        return cursor.byte() != 0
    if kind in ("int", "long"):
        return cursor.zigzag()
    if kind in ("float", "double"):
        return cursor.floating("<f" if kind == "float" else "<d")
    if kind == "bytes":
        return cursor.take(cursor.zigzag())
    if kind == "string":
        return cursor.text(cursor.zigzag())
    raise Malformed


def _logical(kind: Any, value: Any) -> Any:
    """Days and moments as dates."""
    try:
        if kind == "date":
            return (date(1970, 1, 1) + timedelta(days=value)).isoformat()
        if kind == "timestamp-millis":
            return (_EPOCH + timedelta(milliseconds=value)).isoformat()
        if kind == "timestamp-micros":
            return (_EPOCH + timedelta(microseconds=value)).isoformat()
    except (OverflowError, TypeError):
        return value  # beyond all dates
    return value
