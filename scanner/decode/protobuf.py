"""Protocol Buffers without their schema: field numbers as keys, values by what they look like.

Theory. The wire format (https://protobuf.dev/programming-guides/encoding/) tells numbers, eight and four bytes, and
"so many bytes" apart, no more. Bytes are a string when they are text, a message when they parse as one to the last
byte, packed numbers when they split into such, else an id or a digest, written in hex. Text that parses as a message
too (its tag and its length happen to be printable) is taken for a message only when all of it is fields of text and
it does not begin like a word. The type of a content is believed when it parses at all; without one, most of it has
to be text in a few fields, as arbitrary binary passes the grammar by chance.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Iterator

from scanner.model import KeyPath, Origin

from .cursor import Cursor, Malformed
from .leaves import LONGEST_ID, emit_bytes, text_of, written
from .message import Indices, Message, derive

DEEPEST = 40
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5
_HIGHEST = 1 << 15
"""Field numbers above this are believed of nobody; specifications seldom pass 1,000."""
_HIGHEST_UNDECLARED = 1_000
_MOST_FIELDS = 1_000_000
"""Fields of one message; nobody sends as many, and reading them takes its time."""
_DIGEST_SIZES = frozenset({16, 20, 28, 32, 48, 64})
_SIGN = 1 << 63
_WORDS = re.compile(rb"[\x20-\x7e]{6}")
_Span = tuple[int, int, int, int]
"""Field number, wire type, start and end of the value; of a varint its value and 0."""


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the fields of a content that is declared as protobuf; false, and nothing added, when it does not parse.

    A sequence of messages, each with its length before it, is an array.
    """
    here = derive(origin, "protobuf")
    if fits(data, 0, len(data)):
        _walk(message, data, 0, len(data), path, indices, here, 0)
        return True
    pieces = _delimited(data)
    if pieces is None:
        return False
    for number, (start, end) in enumerate(pieces):
        if not message.has_room():
            return True
        _walk(message, data, start, end, path.item(), (*indices, number), here, 0)
    return True


def detect(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """The same for a content of unknown type, when it is protobuf beyond reasonable doubt."""
    if data[0] & 7 not in (_VARINT, _BYTES) or not is_likely(data):
        return False
    _walk(message, data, 0, len(data), path, indices, derive(origin, "protobuf"), 0)
    return True


def fits(data: bytes, start: int, end: int, highest: int = _HIGHEST) -> bool:
    """Whether the bytes are fields from the first to the last; none at all are no fields."""
    if start >= end:
        return False
    try:
        for _ in _fields(data, start, end, highest):
            pass
    except Malformed:
        return False
    return True


def is_likely(data: bytes) -> bool:
    """Whether bytes of unknown type are a message: low field numbers, and a good part is text."""
    if len(data) < 8 or not fits(data, 0, len(data), _HIGHEST_UNDECLARED):
        return False
    text, other, strings = _measure(data, 0, len(data), 0)
    return strings > 0 and text >= 6 and text * 4 >= len(data) and other * 3 <= len(data)


def _fields(data: bytes, start: int, end: int, highest: int) -> Iterator[_Span]:
    """The fields of a message; raises ``Malformed``. Groups, long deprecated, are not read."""
    cursor = Cursor(data, start, end)
    varint = cursor.varint
    left = _MOST_FIELDS
    while cursor.position < end:
        left -= 1
        tag = varint()
        number, wire = tag >> 3, tag & 7
        if not 0 < number <= highest or left < 0:
            raise Malformed
        if wire == _VARINT:
            yield number, wire, varint(), 0
            continue
        if wire == _BYTES:
            size = varint()
        elif wire == _EIGHT:
            size = 8
        elif wire == _FOUR:
            size = 4
        else:
            raise Malformed
        at = cursor.position
        cursor.position = at + size
        if cursor.position > end:
            raise Malformed
        yield number, wire, at, at + size


def _measure(data: bytes, start: int, end: int, level: int) -> tuple[int, int, int]:
    """Bytes of text and bytes of neither text nor fields, and the number of strings."""
    text = other = strings = 0
    for _, wire, first, last in _fields(data, start, end, _HIGHEST_UNDECLARED):
        if wire != _BYTES or first == last:
            continue
        if text_of(data[first:last]) is not None:
            text += last - first
            strings += last - first >= 3
        elif level < DEEPEST and fits(data, first, last, _HIGHEST_UNDECLARED):
            inner = _measure(data, first, last, level + 1)
            text, other, strings = text + inner[0], other + inner[1], strings + inner[2]
        elif last - first > LONGEST_ID:
            other += last - first
    return text, other, strings


def _delimited(data: bytes) -> list[tuple[int, int]] | None:
    cursor = Cursor(data)
    pieces: list[tuple[int, int]] = []
    try:
        while not cursor.at_end:
            size = cursor.varint()
            start = cursor.position
            cursor.take(size)
            if size and not fits(data, start, start + size):
                return None
            pieces.append((start, start + size))
    except Malformed:
        return None
    return pieces if any(start < end for start, end in pieces) else None


def _walk(message: Message, data: bytes, start: int, end: int, path: KeyPath, indices: Indices, origin: Origin,
          level: int) -> None:
    """Add the fields between two positions, that are known to parse."""
    times: dict[int, int] = {}
    for number, _, _, _ in _fields(data, start, end, _HIGHEST):
        times[number] = times.get(number, 0) + 1
    seen: dict[int, int] = {}
    levels = message.budget.limits.levels
    for number, wire, first, last in _fields(data, start, end, _HIGHEST):
        if not message.has_room():
            return
        node, place = message.child(path, str(number)), indices
        if times[number] > 1 and node.depth < levels:
            position = seen.get(number, 0)
            seen[number] = position + 1
            node, place = node.item(), (*indices, position)
        if wire == _VARINT:
            # Negative numbers are written as 64 bits of two's complement.
            message.add(str(first - (1 << 64) if first >= _SIGN else first), node, place, origin)
        elif wire == _BYTES:
            _bytes(message, data, first, last, node, place, origin, level)
        else:
            message.add(_number(data[first:last]), node, place, origin)


def _bytes(message: Message, data: bytes, start: int, end: int, path: KeyPath, indices: Indices, origin: Origin,
           level: int) -> None:
    """Add a field of "so many bytes"."""
    chunk = data[start:end]
    text = text_of(chunk)
    deep = level >= DEEPEST
    if not deep and (_is_wrapped(chunk) if text is not None else fits(data, start, end)):
        _walk(message, data, start, end, path, indices, origin, level + 1)
        return
    packed = None if deep or text is not None or path.depth >= message.budget.limits.levels else _packed(chunk)
    if packed is None:
        emit_bytes(message, chunk, path, indices, origin)
        return
    for position, value in enumerate(packed):
        message.add(value, path.item(), (*indices, position), origin)


def _is_wrapped(chunk: bytes) -> bool:
    """Whether a text is a message of strings after all, such as a uuid (36 characters are ``$``) in field 4."""
    if len(chunk) < 3 or chunk[0] & 7 != _BYTES or (chunk[:1].isalnum() and chunk[1:2].isalnum()):
        return False
    try:
        return all(wire == _BYTES and first < last and _begins_well(chunk[first:last])
                   for _, wire, first, last in _fields(chunk, 0, len(chunk), 15))
    except Malformed:
        return False


def _begins_well(data: bytes) -> bool:
    """Whether bytes begin as a string of a message would, with a letter, a digit or another message."""
    return data[:1].isalnum() or data[:1] in b'\n"{[</*_-' or data[0] >= 0xC3


def _packed(chunk: bytes) -> list[str] | None:
    """The numbers of a packed field: doubles of everyday size, or varints."""
    size = len(chunk)
    if size % 8 == 0 and 8 < size <= 4096:
        values = struct.unpack(f"<{size // 8}d", chunk)
        if all(value == 0 or 1e-4 < abs(value) < 1e7 for value in values) and any(values):
            return [written(value) for value in values]
    if size in _DIGEST_SIZES or not 1 < size <= 4096 or _WORDS.search(chunk):
        return None
    cursor = Cursor(chunk)
    numbers: list[str] = []
    try:
        while not cursor.at_end:
            before = cursor.position
            value = cursor.varint()
            if cursor.position - before > 1 and value < 1 << 7 * (cursor.position - before - 1):
                return None  # longer than it need be
            numbers.append(str(value))
    except Malformed:
        return None
    return numbers


def _number(chunk: bytes) -> str:
    """Four or eight bytes: a float when it is of everyday size, else a whole number."""
    value: float = struct.unpack("<d" if len(chunk) == 8 else "<f", chunk)[0]
    if math.isfinite(value) and 1e-5 < abs(value) < 1e15:
        return written(value)
    return str(int.from_bytes(chunk, "little"))
