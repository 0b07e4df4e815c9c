"""The records of a dump one by one, whatever the length that they claim."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple, cast

from scanner.model import Gap

from . import position
from .mapped import KEPT, mapped, release_pages
from .tnetstring import LENGTH
from .wrapped import BLOCK, Opened

_LARGEST: Final = 256 << 20
"""The largest record that is read from a compressed dump, which cannot be mapped."""
_LONGEST_LENGTH: Final = 12
_DICT: Final = b"}"


class Record(NamedTuple):
    """A flow: the payload between ``start`` and ``end`` of ``data``; without data, why there is none."""

    data: bytes | None
    start: int
    end: int
    size: int
    gap: Gap = Gap.FILE_TRUNCATED
    detail: str = ""


def records(source: Opened) -> Iterator[Record]:
    """The records up to the end or to where the file is cut off or is no dump any more; that comes last."""
    return _unpacked(source) if source.packed else _in_file(source)


def _in_file(source: Opened) -> Iterator[Record]:
    """The records where they lie in the file: nothing but what is kept of them is ever copied."""
    size = source.size
    if not size:
        return
    buffer = mapped(source.stream.fileno(), size)
    data = cast(bytes, buffer)  # a map finds, slices and indexes like bytes, and regular expressions run over it
    at = given_back = 0
    while at < size:
        position.say(at / size)
        head = LENGTH.match(data, at)
        if head is None:
            if size - at <= _LONGEST_LENGTH and data[at:size].isdigit():
                yield _cut(size - at)
            else:
                yield Record(None, 0, 0, size - at, Gap.FILE_ENTRY_BROKEN, "no flow record")
            return
        start, length = head.end(), int(head[1])
        if length >= size - start:
            yield _cut(size - start)
            return
        yield _record(data, start, start + length, length)
        at = start + length + 1
        if at - given_back > KEPT:
            given_back = at
            release_pages(buffer)


def _unpacked(source: Opened) -> Iterator[Record]:
    """The records of a compressed dump, one at a time."""
    stream = source.stream
    while True:
        digits = b""
        while (byte := stream.read(1)).isdigit() and len(digits) < _LONGEST_LENGTH:
            digits += byte
        if not digits and not byte:
            if source.complaint:
                yield Record(None, 0, 0, 0, detail=source.complaint)
            return
        if byte != b":" or not digits:
            yield Record(None, 0, 0, 0, Gap.FILE_ENTRY_BROKEN, "no flow record") if byte else _cut(0)
            return
        length = int(digits)
        data, size = _read(source, length + 1)
        if size <= length:
            yield _cut(size)
            return
        yield _record(data, 0, length, length) if len(data) == size else Record(
            None, 0, 0, size, Gap.FILE_ENTRY_BROKEN, "flow record is too large")


def _cut(size: int) -> Record:
    return Record(None, 0, 0, size, detail="the dump ends within a flow")


def _record(data: bytes, start: int, end: int, size: int) -> Record:
    if data[end:end + 1] != _DICT:
        return Record(None, 0, 0, size, Gap.FILE_ENTRY_BROKEN, "record is no flow")
    return Record(data, start, end, size)


def _read(source: Opened, size: int) -> tuple[bytes, int]:
    """Up to ``size`` bytes, and how many there were; nothing beyond the bound is kept."""
    if size <= BLOCK:
        data = source.stream.read(size)
        return data, len(data)
    parts: list[bytes] = []
    got = 0
    while got < size and (part := source.stream.read(min(BLOCK, size - got))):
        got += len(part)
        parts.append(part)
        if got > _LARGEST:
            parts.clear()
    return b"".join(parts), got
