"""What passed the proxy and is still to be scanned: records in files that only the user's key opens.

Theory. The proxy must never wait for the scanner and lose nothing when either is killed. So there is no queue in
memory: the proxy appends each finished exchange to a file and goes on; the scanner reads behind it, at its own pace,
and removes a file once all of it has been scanned. The files are the queue, bounded by the disk alone. Every run of the
proxy begins a new file, so that a record that a kill cut short stands at the end of a file and is told.

What a device gets bit by bit (an event stream, a WebSocket, a film) is written bit by bit too, each before it goes on
to the device (``Piece``); the scanner puts the pieces together (``conversations``).
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scanner.model import Exchange, Gap, Note, Protected, Protecting, WebSocketMessage, sent_by_fields

from . import room
from .handshakes import Handshake
from .sealed import LARGEST, SealedReader, SealedWriter

SEGMENT = 8 << 20
"""Bytes after which the proxy begins another file; what was scanned goes with its file."""
_PATTERN = "spool-*.llk"


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a conversation that goes on; the first and the last hold the exchange as it was known then."""

    id: str
    exchange: Exchange | None = None
    """Without what other pieces hold; of a body that passed unbuffered it tells the size so far."""
    message: WebSocketMessage | None = None
    data: bytes = b""
    """More of the body of the answer."""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """The proxy has stopped and sends nothing more."""


Record = Exchange | Piece | Note | Handshake | Protecting | Protected | Finished


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
        self._tally = room.Tally(folder)
        try:
            self._file: SealedWriter | None = self._begin()
        except OSError:
            self._tally.close()
            raise
        self.number = self._number
        """Of the first file of this writer: no other writer on this folder has it."""
        self.shut = False
        """Nothing is written for want of room; what comes is counted."""
        self._tell()

    @property
    def dropped(self) -> tuple[int, int]:
        """Exchanges and bytes that had no room and are not told yet."""
        return self._tally.exchanges, self._tally.bytes

    def put(self, record: Record) -> bool:
        """Append a record in constant time; False when there was no room for it, which is counted."""
        data = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
        if len(data) <= LARGEST // 2 and not self.shut and self._append(data):
            return True
        counts = isinstance(record, Exchange) or (isinstance(record, Piece) and record.exchange is not None
                                                  and not record.ended)
        self._tally.add(int(counts), len(data))
        return False

    def look(self) -> room.Level:
        """See how much room there is, and stop or begin to write accordingly; to be called now and then."""
        found = room.level(self.room(), "full" if self.shut else "enough")
        if found != "full" and self.shut:
            self.shut = False
            self._tell()
        elif found == "full":
            self.shut = True
        return "full" if self.shut else found

    def finish(self) -> None:
        """Say that nothing more comes; for these few bytes there may be room below the floor."""
        self.shut = False
        self._tell()
        if not self._append(pickle.dumps(Finished(), pickle.HIGHEST_PROTOCOL)):
            self._tally.end()
        self._leave()
        self._tally.close()

    def room(self) -> int:
        """Bytes that are free on the disk."""
        return room.free(self._folder)

    def _tell(self) -> None:
        """Write down what had no room."""
        exchanges, size = self.dropped
        if exchanges or size:
            note = Note(Gap.QUEUE_DROPPED, "live", bytes=size, count=max(1, exchanges), detail=NO_ROOM)
            if self._append(pickle.dumps(note, pickle.HIGHEST_PROTOCOL)):
                self._tally.clear()
        else:
            self._tally.clear()  # an earlier run may have ended here

    def _append(self, data: bytes) -> bool:
        for _ in range(2):  # a file may have met a limit that another has not
            try:
                if self._file is not None and self._file.size > self._most:
                    self._leave()
                if self._file is None:
                    self._file = self._begin()
                self._file.append(data)
            except OSError:
                self._leave()  # nothing may follow a frame that failed: its number was used
            else:
                return True
        self.shut = True  # no file is begun again and again on a full disk
        return False

    def _leave(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self) -> SealedWriter:
        self._number += 1
        return SealedWriter(_path(self._folder, self._number), self._key)


NO_ROOM = "no room on the disk"
"""Detail of the gap of what was only counted."""


class SpoolReader:
    """The scanner's end."""

    def __init__(self, folder: Path, key: bytes, start: Position = START) -> None:
        self._folder, self._key = folder, key
        self.position = start
        self._file: SealedReader | None = None

    def records(self) -> Iterator[tuple[Record, Position]]:
        """The records that are there by now, each with the position after it. Raises ``WrongKeyError``.

        A record that a kill cut short comes as a note.
        """
        while self._open():
            assert self._file is not None
            # Looked at before the frames are: once there is a later file, nothing more comes into this one.
            later = self.later
            for data in self._file.frames():
                self.position = Position(self.position.segment, self._file.number)
                yield pickle.loads(data), self.position  # sealed under the user's key: our own words
            if not later:
                return
            cut = self._file.rest
            self.close()
            self.position = Position(later[0], 0)
            if cut:
                yield Note(Gap.QUEUE_DROPPED, "live", bytes=cut, detail="the proxy was killed while writing"), \
                    self.position

    def forget(self, until: Position) -> None:
        """Remove the files before the one of a position: what was in them has been scanned."""
        for number in _numbers(self._folder):
            if number < until.segment:
                _path(self._folder, number).unlink(missing_ok=True)

    @property
    def later(self) -> list[int]:
        """Numbers of the files after the one that is being read."""
        return [number for number in _numbers(self._folder) if number > self.position.segment]

    @property
    def waiting(self) -> int:
        """Bytes that are still to be scanned, about."""
        rest = self._file.rest if self._file is not None else 0
        return rest + sum(_path(self._folder, number).stat().st_size for number in self.later)

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
