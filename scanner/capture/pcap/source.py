"""Opens a capture file as one read-only buffer: mapped, or unpacked first when it is compressed."""

from __future__ import annotations

import mmap
from pathlib import Path
from typing import IO, Final

from scanner.capture.mapped import mapped
from scanner.capture.wrapped import BLOCK, opened
from scanner.errors import InputError

Buffer = mmap.mmap | bytes

MAX_UNPACKED: Final = 4 << 30
"""Bound on what a compressed capture may unpack to; the rest is reported as cut off."""
_IN_MEMORY: Final = 64 << 20
"""A larger capture is unpacked to a file without a name, which is gone when the process is."""


def open_buffer(path: Path, bound: int = MAX_UNPACKED) -> tuple[Buffer, bool]:
    """The bytes of a capture and whether they are whole; raises ``InputError`` when it cannot be read."""
    try:
        with opened(path) as source:
            if source.packed:
                import tempfile

                with tempfile.SpooledTemporaryFile(_IN_MEMORY) as plain:
                    size = 0
                    while size < bound and (piece := source.stream.read(min(BLOCK, bound - size))):
                        size += len(piece)
                        plain.write(piece)
                    whole = not source.complaint and (size < bound or not source.stream.read(1))
                    return _buffer(plain, size), whole
            if not source.size:
                return b"", True
            return mapped(source.stream.fileno(), source.size), True
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or type(error).__name__})") from error


def _buffer(plain: IO[bytes], size: int) -> Buffer:
    if size > _IN_MEMORY:
        plain.flush()
        return mmap.mmap(plain.fileno(), size, access=mmap.ACCESS_READ)
    plain.seek(0)
    return plain.read()
