"""The records of a dump one by one, whatever the length that they claim."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from typing import Final, NamedTuple, cast

from scanner.model import Gap

from .wrapped import BLOCK, Opened

_MAPPED: Final = 16 << 20
"""Records from this size are mapped, not read, so that their bodies are copied once and only in part."""
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
    stream = source.stream
    at = 0
    while True:
        digits = b""
        while (byte := stream.read(1)).isdigit() and len(digits) < _LONGEST_LENGTH:
            digits += byte
        if not digits and not byte:
            if source.complaint:
                yield Record(None, 0, 0, 0, detail=source.complaint)
            return
        at += len(digits) + len(byte)
        left = max(source.size - at, 0)  # of the file; means nothing in a compressed one
        if byte != b":" or not digits:
            size = 0 if source.packed else left + len(digits) + len(byte)
            what = "no flow record" if byte else "the dump ends within a flow"
            yield Record(None, 0, 0, size, Gap.FILE_ENTRY_BROKEN if byte else Gap.FILE_TRUNCATED, what)
            return
        length = int(digits)
        if not source.packed and length >= left:
            yield Record(None, 0, 0, left, detail="the dump ends within a flow")
            return
        if not source.packed and length >= _MAPPED:
            yield from _mapped(source, at, length)
            stream.seek(at + length + 1)
        else:
            data, size = _read(source, length + 1)
            if size <= length:
                yield Record(None, 0, 0, size, detail="the dump ends within a flow")
                return
            yield _record(data, 0, length, length) if len(data) == size else Record(
                None, 0, 0, size, Gap.FILE_ENTRY_BROKEN, "flow record is too large")
        at += length + 1


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


def _mapped(source: Opened, at: int, length: int) -> Iterator[Record]:
    page = at - at % mmap.ALLOCATIONGRANULARITY
    end = at - page + length
    with mmap.mmap(source.stream.fileno(), end + 1, access=mmap.ACCESS_READ, offset=page) as mapped:
        # A map finds, slices and indexes like bytes, and regular expressions run over it.
        yield _record(cast(bytes, mapped), at - page, end, length)
