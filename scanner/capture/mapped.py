"""Maps a file into memory as it lies on disk, and gives its pages back while it is read."""

from __future__ import annotations

import mmap
from typing import Final

KEPT: Final = 256 << 20
"""A mapped capture of this size may stay resident; of a larger one pages are given back while it is read."""


def mapped(file: int, size: int) -> mmap.mmap:
    """The first ``size`` bytes (at least one) of an open file."""
    return mmap.mmap(file, size, access=mmap.ACCESS_READ)


def release_pages(buffer: object) -> None:
    """Give mapped pages back to the system; they are read again from the file when needed."""
    if isinstance(buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        buffer.madvise(mmap.MADV_DONTNEED)
