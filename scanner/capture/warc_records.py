"""Reads the records of a WARC file one after the other (ISO 28500, WARC 0.17 to 1.1), whatever lengths they claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from .unpack import BLOCK

VERSION: Final = re.compile(rb"WARC/[0-9]\.[0-9]{1,3}\r?\n\Z")
_LONGEST_LINE: Final = 1 << 16
_MOST_LINES: Final = 1000


class WarcRecord(NamedTuple):
    """Header fields (names in lower case) and the block, cut at the bound; ``size`` is the length it should have.

    ``got`` are the bytes of the block that the file holds. A record without fields stands for ``size`` bytes between
    records that belong to none.
    """

    fields: dict[str, str]
    block: bytes
    size: int
    got: int


def warc_records(stream: BinaryIO, bound: int) -> Iterator[WarcRecord]:
    """Records up to the end of the stream; blocks are kept up to ``bound`` bytes."""
    stray = 0
    while line := stream.readline(_LONGEST_LINE):
        if VERSION.match(line) is None:
            stray += len(line) if line.strip() else 0
            continue
        if stray:
            yield WarcRecord({}, b"", stray, stray)
            stray = 0
        fields, taken = _fields(stream)
        length = fields.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 16):
            stray += len(line) + taken  # and what follows, up to the next version line
            continue
        size = int(length)
        block, got = _block(stream, size, bound)
        yield WarcRecord(fields, block, size, got)
    if stray:
        yield WarcRecord({}, b"", stray, stray)


def _fields(stream: BinaryIO) -> tuple[dict[str, str], int]:
    """The fields of a record, and how many bytes they take."""
    found: dict[str, str] = {}
    taken = 0
    for _ in range(_MOST_LINES):
        line = stream.readline(_LONGEST_LINE)
        taken += len(line)
        if not line.strip():
            break
        name, colon, value = line.partition(b":")
        if colon:
            found.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("utf-8", "replace"))
    return found, taken


def _block(stream: BinaryIO, size: int, bound: int) -> tuple[bytes, int]:
    parts: list[bytes] = []
    kept = got = 0
    while got < size and (part := stream.read(min(BLOCK, size - got))):
        got += len(part)
        parts.append(part[:max(bound - kept, 0)])
        kept += len(parts[-1])
    return b"".join(parts), got
