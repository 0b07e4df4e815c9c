"""The pseudonyms that were given in a session, on disk: a judging process that follows another keeps to them.

It holds keyed digests alone (``scanner.sanitize.apart``), in files that only the user's key opens, and goes with the
folder of what is unfinished.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from scanner.live.sealed import SealedReader, SealedWriter, WrongKeyError

_PATTERN = "given-*.llk"


class Given:
    """The records of one session; each process writes a file of its own."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key
        self._file: SealedWriter | None = None
        self._full = False

    def before(self) -> Iterator[bytes]:
        """What earlier processes wrote."""
        for path in self._files():
            with suppress(OSError, WrongKeyError):
                reader = SealedReader(path, self._key)
                try:
                    yield from reader.frames()
                finally:
                    reader.close()

    def write(self, record: bytes) -> None:
        """Add a record. Where there is no room, this process alone remembers the rest."""
        if self._full:
            return
        try:
            if self._file is None:
                self._file = SealedWriter(self._folder / _PATTERN.replace("*", f"{len(self._files()) + 1:06d}"),
                                          self._key)
            self._file.append(record)
        except OSError:
            self._full = True

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(_PATTERN))
