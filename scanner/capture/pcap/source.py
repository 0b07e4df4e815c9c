"""Opens a capture file as one read-only buffer: mapped, or unpacked into memory when it is gzip or zstd."""

from __future__ import annotations

import mmap
import zlib
from pathlib import Path

from scanner.errors import InputError

Buffer = mmap.mmap | bytes

MAX_UNPACKED = 4 << 30
"""Bound on what a compressed capture may unpack to; the rest is reported as cut off."""

_STEP = 1 << 20


def open_buffer(path: Path, bound: int = MAX_UNPACKED) -> tuple[Buffer, bool]:
    """The bytes of a capture and whether they are whole; raises ``InputError`` when there is no such file."""
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            if magic[:2] == b"\x1f\x8b":
                return _gunzip(path, bound)
            if magic == b"\x28\xb5\x2f\xfd":
                return _unzstd(path, bound)
            if not magic:
                return b"", True
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), True
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or type(error).__name__})") from error


def release_pages(buffer: Buffer) -> None:
    """Give mapped pages back to the system; they are read again from the file when needed."""
    if isinstance(buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        buffer.madvise(mmap.MADV_DONTNEED)


def _gunzip(path: Path, bound: int) -> tuple[bytes, bool]:
    """Unpack all gzip members; a broken or cut member ends the result."""
    pieces: list[bytes] = []
    size = 0
    unpacker = zlib.decompressobj(31)
    with path.open("rb") as file:
        pending = file.read(_STEP)
        while pending:
            try:
                piece = unpacker.decompress(pending, _STEP)
            except zlib.error:
                return b"".join(pieces), False
            pieces.append(piece)
            size += len(piece)
            if size > bound:
                return b"".join(pieces)[:bound], False
            if unpacker.eof:
                pending = unpacker.unused_data or file.read(_STEP)
                if pending and not pending.startswith(b"\x1f\x8b"):
                    break  # gzip ignores what follows the last member, tapes padded it with zeros
                if pending:
                    unpacker = zlib.decompressobj(31)
            else:
                pending = unpacker.unconsumed_tail or file.read(_STEP)
    return b"".join(pieces), unpacker.eof


def _unzstd(path: Path, bound: int) -> tuple[bytes, bool]:
    """Unpack all zstd frames; a broken or cut frame ends the result."""
    import zstandard

    pieces: list[bytes] = []
    size = 0
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as reader:
        while True:
            try:
                piece = reader.read(_STEP)
            except zstandard.ZstdError:
                return b"".join(pieces), False
            if not piece:
                return b"".join(pieces), True
            pieces.append(piece)
            size += len(piece)
            if size > bound:
                return b"".join(pieces)[:bound], False
