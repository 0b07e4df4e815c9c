"""Reads typed netstrings, the notation of mitmproxy dumps: ``length:payload`` and a character for the type.

Theory. A record says how long it is, so what is not wanted is stepped over without looking at it, and what
repeats (a header, a whole connection) is found again by its bytes. The functions work on a buffer and offsets;
slicing happens once, for the values that are kept. Malformed input raises ``Malformed`` and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias

Value: TypeAlias = "bytes | str | int | float | bool | list[Value] | dict[str, Value] | None"

DEEPEST: Final = 32
"""Containers within containers; mitmproxy nests to 7."""
_BYTES, _TEXT, _INT, _FLOAT, _BOOL, _NULL, _LIST, _DICT = b",;#^!~]}"
LENGTH: Final = re.compile(rb"([0-9]{1,12}+):")
# A member of a dict up to its value: the name as bytes (before mitmproxy 1.0) or as text, the length of the value.
MEMBER: Final = re.compile(rb"[0-9]{1,3}+:([^,;:]{1,64}+)[,;]([0-9]{1,12}+):")


class Malformed(ValueError):
    """The bytes are no typed netstring; carries no content."""


def frame(data: bytes, at: int, end: int) -> tuple[int, int, int]:
    """Start and end of the payload of the element at ``at``, and its type."""
    head = LENGTH.match(data, at, end)
    if head is None:
        raise Malformed
    start = head.end()
    stop = start + int(head[1])
    if stop >= end:
        raise Malformed
    return start, stop, data[stop]


def members(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Name, payload start, payload end and type of the members of a dict."""
    while start < end:
        head = MEMBER.match(data, start)
        if head is None:
            raise Malformed
        value_start = head.end()
        value_end = value_start + int(head[2])
        if value_end >= end:
            raise Malformed
        yield head[1], value_start, value_end, data[value_end]
        start = value_end + 1


def items(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Payload start, payload end and type of the items of a list."""
    while start < end:
        item = frame(data, start, end)
        yield item
        start = item[1] + 1


def value(data: bytes, start: int, end: int, kind: int, depth: int = 0) -> Value:
    """The value of a payload; names of members become text."""
    if kind == _BYTES:
        return data[start:end]
    if kind == _TEXT:
        return data[start:end].decode("utf-8", "replace")
    if kind == _NULL:
        return None
    if kind == _BOOL:
        return data[start:end] == b"true"
    if kind in (_LIST, _DICT):
        if depth == DEEPEST:
            raise Malformed
        if kind == _LIST:
            return [value(data, *item, depth + 1) for item in items(data, start, end)]
        return {name.decode("utf-8", "replace"): value(data, a, b, k, depth + 1)
                for name, a, b, k in members(data, start, end)}
    try:
        if end - start > 40:
            raise Malformed
        if kind == _INT:
            return int(data[start:end])
        if kind == _FLOAT:
            return float(data[start:end])
    except ValueError:
        raise Malformed from None
    raise Malformed
