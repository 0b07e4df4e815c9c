"""The scanner's journal: what became of each record of the spool, in files that only the user's key opens.

Theory. A scanner that was killed reads it again from the beginning and knows what it knew: judging is cheap, detecting
is not. Each run writes files of its own, so that a frame that a kill cut short stands at the end of one and is left
out. A frame holds what was entered together: traffic repeats itself, so together it packs to an eighth.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scanner.judge import mark_of
from scanner.model import EMPTY_BODY, Exchange, Note, Protected, Protecting
from scanner.pipeline import Examined

from .conversations import Cut
from .handshakes import Handshake
from .sealed import SealedReader, SealedWriter
from .spool import Piece, Position

_PATTERN = "journal-*.llk"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal holds of one record: of what was examined nothing raw that the pipeline does not keep itself."""

    position: Position
    note: Note | Protecting | Protected | None = None
    piece: Piece | None = None
    """Of a conversation that goes on."""
    cut: Cut | None = None
    """What of a conversation the exchange stands for."""
    handshake: Handshake | None = None
    exchange: Exchange | None = None
    """Without what was examined: bodies, and headers and URL unless they hold a mark of the tester."""
    outcome: Examined | Note | None = None


class Journal:
    """The files in a folder. Read the entries first, then add more."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key
        self._file: SealedWriter | None = None

    def entries(self) -> Iterator[Entry]:
        """All that were written, in order. Raises ``WrongKeyError``."""
        for path in self._paths():
            reader = SealedReader(path, self._key)
            for data in reader.frames():
                yield from pickle.loads(zlib.decompress(data))  # sealed under the user's key: our own words
            reader.close()

    def add(self, data: bytes) -> None:
        """Write entries that are ``packed``. Raises ``OSError`` when there is no room; it may be tried again."""
        if self._file is None:
            paths = self._paths()
            number = int(paths[-1].stem.partition("-")[2]) + 1 if paths else 1
            self._file = SealedWriter(self._folder / _PATTERN.replace("*", f"{number:06d}"), self._key)
        try:
            self._file.append(data)
        except OSError:
            self.close()  # nothing may follow a frame that failed: its number was used
            raise

    def close(self) -> None:
        """Close the file that is written."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob(_PATTERN))


def packed(entries: Sequence[Entry]) -> bytes:
    """Entries as they are written."""
    return zlib.compress(pickle.dumps(tuple(entries), pickle.HIGHEST_PROTOCOL), 1)


def bare(exchange: Exchange) -> Exchange:
    """An exchange without what was examined."""
    if mark_of(exchange) is not None:
        return replace(exchange, request_body=EMPTY_BODY, response_body=EMPTY_BODY, websocket=())
    return replace(exchange, target="/", request_headers=(), response_headers=(), request_body=EMPTY_BODY,
                   response_body=EMPTY_BODY, websocket=())
