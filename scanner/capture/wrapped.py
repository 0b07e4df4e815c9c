"""Opens a capture file and undoes a compression around it on the fly, in bounded memory."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from scanner.errors import InputError

from . import position
from .unpack import BLOCK, Unpacker, member_of

__all__ = ["BLOCK", "Opened", "opened"]

_LAYERS: Final = 2
"""A file that was compressed by the recorder and once more by someone who sent it is still read."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A readable capture; ``size`` is that of the file on disk."""

    stream: BinaryIO
    size: int
    unpackers: tuple[Unpacker, ...] = ()

    @property
    def packed(self) -> bool:
        """Whether the file is compressed; its stream can then neither seek nor be mapped."""
        return bool(self.unpackers)

    @property
    def complaint(self) -> str:
        """What is wrong with the compression, in fixed words (known once read to the end); empty when nothing."""
        return next((unpacker.complaint for unpacker in self.unpackers if unpacker.complaint), "")


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """Open for reading, unpacked. Raises InputError when the system refuses."""
    try:
        if not path.is_file():
            raise InputError(f"{path}: {'not a regular file' if path.exists() else 'no such file'}")
        raw: io.RawIOBase = io.FileIO(path)
        file = io.BufferedReader(raw, 1 << 16)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from error
    size = path.stat().st_size
    position.begin(raw, size)
    with file:
        stream: io.BufferedReader[io.RawIOBase] = file
        unpackers: list[Unpacker] = []
        while len(unpackers) < _LAYERS and (make := member_of(stream.peek(4)[:4])) is not None:
            unpackers.append(Unpacker(stream, make))
            stream = io.BufferedReader(unpackers[-1], BLOCK)
        yield Opened(cast(BinaryIO, stream), size, tuple(unpackers))
