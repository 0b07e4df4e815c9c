"""What passed the proxy and is still to be scanned: records in files that only the user's key opens.

Theory. The proxy must never wait for the scanner and lose nothing when either is killed. So there is no queue in
memory: the proxy appends each finished exchange to a file and goes on; the scanner reads behind it, at its own pace,
and removes a file once all of it has been scanned. The files are the queue, bounded by the disk alone. Every run of the
proxy begins a new file, so that a record that a kill cut short stands at the end of a file and is told.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scanner.model import Exchange, Note, sent_by_fields

from .sealed import LARGEST, SealedReader, SealedWriter

SEGMENT = 64 << 20
"""Bytes after which the proxy begins another file."""
_PATTERN = "spool-*.llk"


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Finished:
    """The proxy has stopped and sends nothing more; ``exchanges`` and ``bytes`` had no room on the disk."""

    exchanges: int = 0
    bytes: int = 0


Record = Exchange | Note | Finished


class Position(NamedTuple):
    """The number of a file and how many of its records have been read."""

    segment: int = 0
    records: int = 0


START = Position()


class SpoolWriter:
    """The proxy's end."""

    def __init__(self, folder: Path, key: bytes, segment: int = SEGMENT) -> None:
        """Raises ``OSError`` when nothing can be written there."""
        self._folder, self._key, self._most = folder, key, segment
        self._number = max(_numbers(folder), default=0)
        self.dropped = self.dropped_bytes = 0
        self._file: SealedWriter | None = self._begin()

    def put(self, record: Record) -> bool:
        """Append a record in constant time; False when there was no room for it, which is counted."""
        data = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
        try:
            if len(data) > LARGEST // 2:
                raise OSError
            if self._file is not None and self._file.size > self._most:
                self._leave()
            if self._file is None:
                self._file = self._begin()
            self._file.append(data)
        except OSError:
            self._leave()  # nothing may follow a frame that failed: its number was used
            self.dropped += 1
            self.dropped_bytes += len(data)
            return False
        return True

    def finish(self) -> None:
        """Say that nothing more comes."""
        self.put(Finished(self.dropped, self.dropped_bytes))
        self._leave()

    def room(self) -> int:
        """Bytes that are free on the disk."""
        return shutil.disk_usage(self._folder).free

    def _leave(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self) -> SealedWriter:
        self._number += 1
        return SealedWriter(_path(self._folder, self._number), self._key)


class SpoolReader:
    """The scanner's end."""

    def __init__(self, folder: Path, key: bytes, start: Position = START) -> None:
        self._folder, self._key = folder, key
        self.position = start
        self._file: SealedReader | None = None
        self.cut = 0
        """Bytes of records that a kill cut short."""

    def records(self) -> Iterator[tuple[Record, Position]]:
        """The records that are there by now, each with the position after it. Raises ``WrongKeyError``."""
        while self._open():
            assert self._file is not None
            # Looked at before the frames are: once there is a later file, nothing more comes into this one.
            later = [number for number in _numbers(self._folder) if number > self.position.segment]
            for data in self._file.frames():
                self.position = Position(self.position.segment, self._file.number)
                yield pickle.loads(data), self.position  # sealed under the user's key: our own words
            if not later:
                return
            self.cut += self._file.rest
            self.close()
            self.position = Position(later[0], 0)

    def forget(self, until: Position) -> None:
        """Remove the files before the one of a position: what was in them has been scanned."""
        for number in _numbers(self._folder):
            if number < until.segment:
                _path(self._folder, number).unlink(missing_ok=True)

    @property
    def waiting(self) -> int:
        """Bytes that are still to be scanned, about."""
        rest = self._file.rest if self._file is not None else 0
        later = (number for number in _numbers(self._folder) if number > self.position.segment)
        return rest + sum(_path(self._folder, number).stat().st_size for number in later)

    def close(self) -> None:
        """Close the file that is open."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _open(self) -> bool:
        if self._file is not None:
            return True
        for number in _numbers(self._folder):
            if number >= self.position.segment:
                if number > self.position.segment:
                    self.position = Position(number, 0)
                self._file = SealedReader(_path(self._folder, number), self._key)
                self._file.skip(self.position.records)
                return True
        return False


def _path(folder: Path, number: int) -> Path:
    return folder / _PATTERN.replace("*", f"{number:06d}")


def _numbers(folder: Path) -> list[int]:
    return sorted(int(path.stem.partition("-")[2]) for path in folder.glob(_PATTERN))
