"""Collects bytes that may become many: in memory up to a bound, beyond it in a file without a name.

The file is never in a directory (or is removed from it at once where the system cannot do that), so nothing readable
is left when the process ends, however it ends. What was collected is mapped, so the system can take its pages back.
"""

from __future__ import annotations

import mmap
import os
import weakref
from pathlib import Path
from typing import IO, Final

Data = bytes | mmap.mmap
"""Bytes in memory or mapped: both can be indexed, sliced and searched, and hold still."""

IN_MEMORY: Final = 8 << 20
"""Bytes that a spool keeps in memory."""

_maps: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()


class Spool:
    """Bytes in the order in which they come."""

    def __init__(self, in_memory: int = IN_MEMORY) -> None:
        self._bound = in_memory
        self._pieces: list[bytes | memoryview] = []
        self._pending = 0
        self._file: IO[bytes] | None = None
        self.size = 0
        """Bytes that were collected."""
        self.refused = 0
        """Bytes that were not, because there was no room for the file."""

    def write(self, piece: bytes | memoryview) -> None:
        """Append bytes; they must not change before the next call of ``data`` or until ``settle``."""
        self._pieces.append(piece)
        self._pending += len(piece)
        if self._pending > self._bound:
            self.settle()

    def settle(self) -> None:
        """Take what was written out of memory."""
        import tempfile

        pieces, self._pieces = self._pieces, []
        pending, self._pending = self._pending, 0
        try:
            if self._file is None:
                # It outlives this function as the map does.
                self._file = tempfile.TemporaryFile(prefix="leerlek-", dir=_folder(), buffering=0)  # noqa: SIM115
            if self.refused:
                raise OSError
            rest = memoryview(b"".join(pieces))
            while rest:
                written = self._file.write(rest)
                self.size += written
                pending -= written
                rest = rest[written:]
        except OSError:
            self.refused += pending
        release_maps()

    def data(self) -> Data:
        """Everything, and the end of this spool."""
        if self._file is None:
            pieces, self._pieces = self._pieces, []
            self.size = self._pending
            return b"".join(pieces)
        if self._pieces:
            self.settle()
        with self._file as file:
            if not self.size:
                return b""
            mapped = mmap.mmap(file.fileno(), self.size, access=mmap.ACCESS_READ)
        _maps.add(mapped)
        return mapped


def release_maps() -> None:
    """Give the mapped pages of all spools back to the system; they are read again from the file when needed."""
    if hasattr(mmap, "MADV_DONTNEED"):
        for mapped in _maps:
            mapped.madvise(mmap.MADV_DONTNEED)


def _folder() -> str | None:
    """A directory on disk: the usual one for temporary files is memory on many systems."""
    if any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")):
        return None
    return "/var/tmp" if os.access("/var/tmp", os.W_OK) and Path("/var/tmp").is_dir() else None
