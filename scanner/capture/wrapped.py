"""Opens a capture file and undoes a gzip or zlib wrapping on the fly, in bounded memory."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from scanner.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BLOCK = 1 << 20
"""Files are read in blocks of this many bytes."""

_GZIP = b"\x1f\x8b\x08"
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_EITHER = 32 + zlib.MAX_WBITS  # zlib or gzip, by header


class Inflater(io.RawIOBase):
    """The content of a gzip (also of several members) or zlib stream; damage ends it and sets ``damaged``."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._stream = zlib.decompressobj(_EITHER)
        self._waiting = b""
        self.damaged = False

    def readable(self) -> bool:
        return True

    def readinto(self, target: WriteableBuffer) -> int:
        view = memoryview(target).cast("B")
        while len(view) and not self.damaged:
            if not self._waiting:
                self._waiting = self._source.read(BLOCK)
                if not self._waiting:
                    self.damaged = not self._stream.eof
                    break
            if self._stream.eof:  # the next member; what is no member (padding) ends the content
                if not self._waiting.startswith(_GZIP[:1]):
                    break
                self._stream = zlib.decompressobj(_EITHER)
            try:
                plain = self._stream.decompress(self._waiting, len(view))
            except zlib.error:
                self.damaged = True
                break
            self._waiting = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if plain:
                view[: len(plain)] = plain
                return len(plain)
        return 0


@dataclass(frozen=True, slots=True)
class Opened:
    """A readable capture; ``size`` is that of the file on disk."""

    stream: BinaryIO
    size: int
    inflater: Inflater | None = None

    @property
    def damaged(self) -> bool:
        """Whether the wrapping turned out to be damaged or cut off (known once read to the end)."""
        return self.inflater is not None and self.inflater.damaged


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open for reading, unwrapped. Raises InputError when the system refuses."""
    try:
        if not path.is_file():
            raise InputError(f"{path}: {'not a regular file' if path.exists() else 'no such file'}")
        file = io.BufferedReader(io.FileIO(path), 1 << 16)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    with file:
        size = path.stat().st_size
        head = file.peek(3)[:3]
        if head == _GZIP or head[:2] in _ZLIB:
            inflater = Inflater(file)
            yield Opened(io.BufferedReader(inflater, BLOCK), size, inflater)
        else:
            yield Opened(file, size)
