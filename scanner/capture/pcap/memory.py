"""The bytes of a capture: its file and, behind its end, the packets put together from fragments.

Theory. The file is mapped, and the system maps it in blocks of up to some megabytes around each byte that is read. The
packets of a connection among thousands lie far apart in a large file, so putting it together through the map would
make most of the file resident: such packets are read by their places instead. What was mapped is given back when it
may have become much.
"""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from scanner.capture.mapped import KEPT, release_pages

from .columns import Ints
from .source import Buffer
from .spool import Data, Spool, release_maps

_ADDED: Final = 32 << 20
"""Bytes of added pieces that are kept in memory."""
_MAPPED: Final = 64 << 20
"""Of a file that is not kept resident about so much may be, until pages are given back."""
_BLOCK: Final = 21
"""The system maps at most a block of this power of two at once."""
_SPREAD: Final = 8
"""Bytes that become resident for each that is read, from which the file is read by places."""


class Memory:
    """Bytes by position. ``path`` names the file that was mapped, where it is the capture itself."""

    def __init__(self, main: Buffer, path: Path | None = None) -> None:
        self.main = main
        self.view = memoryview(main)
        self.size = len(main)
        self._extra: list[Data] = []
        self._fresh = self._spooled = 0
        self._bases: list[int] = []
        self._end = self.size
        self._mapped = 0
        self._file = -1
        if path is not None and not isinstance(main, bytes) and self.size > KEPT and hasattr(os, "pread") \
                and path.stat().st_size == self.size:
            self._file = os.open(path, os.O_RDONLY)

    def __del__(self) -> None:
        if self._file >= 0:
            os.close(self._file)

    def add(self, data: bytes) -> int:
        """Keep more bytes; returns the position of the first."""
        base = self._end
        self._extra.append(data)
        self._bases.append(base)
        self._end += len(data)
        self._fresh += len(data)
        if self._fresh > _ADDED:
            self._spool()
        return base

    def _spool(self) -> None:
        """Take the pieces that were added last out of memory, as one; without room for that they stay."""
        self._fresh = 0
        first = self._spooled
        spool = Spool(0)
        for piece in self._extra[first:]:
            spool.write(memoryview(piece))
        joined = spool.data()
        if not spool.refused:
            self._extra[first:] = [joined]
            del self._bases[first + 1:]
        self._spooled = len(self._extra)

    def slice(self, start: int, end: int) -> memoryview:
        """The bytes from one position to another, of the file or of one added piece."""
        if end <= self.size:
            return self.view[start:end]
        place = bisect_right(self._bases, start) - 1
        if place < 0:
            return self.view[start:end]
        base = self._bases[place]
        return memoryview(self._extra[place])[start - base:end - base]

    def reader(self, start: Ints, end: Ints) -> Callable[[int, int], bytes] | None:
        """How to read pieces of the file by length and place, or None when the map is the better way."""
        blocks = min(len(start), (int(end.max()) - int(start.min()) >> _BLOCK) + 1)
        size = int((end - start).sum())
        if self._file >= 0 and blocks << _BLOCK > _SPREAD * size:
            return partial(os.pread, self._file)
        self.used(max(blocks << _BLOCK, size))
        return None

    def used(self, size: int) -> None:
        """About so many bytes were or will be mapped: time to give some back?"""
        self._mapped += size
        if self._mapped > _MAPPED:
            self.release()

    def release(self) -> None:
        """Give mapped pages back; a small file stays."""
        self._mapped = 0
        if self.size > KEPT:
            release_pages(self.main)
        release_maps()
