"""The scanner's journal: what became of each record of the spool, in files that only the user's key opens.

Theory. A scanner that was killed reads it again from the beginning and knows what it knew: judging is cheap, detecting
is not. Each run writes files of its own, so that a frame that a kill cut short stands at the end of one and is left
out. A frame holds what was entered together: traffic repeats itself, so together it packs to an eighth.

Pieces of conversations stand here as they came, for they are examined later. Once they were, ``tidy`` blanks them where
they stand: as many messages and bytes as there were, of nothing.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from scanner.model import Exchange, Note, Protected, Protecting
from scanner.pipeline import Examined

from .bare import blank
from .conversations import Cut
from .handshakes import Handshake
from .sealed import SealedReader, SealedWriter
from .spool import Piece, Position

_PATTERN = "journal-*.llk"
SEGMENT = 4 << 20
"""Bytes after which another file is begun, so that little is written anew when a conversation ends."""
Leaves = Callable[[Piece, Position], Piece]
"""What may stay of a piece that was read at a position of the spool."""


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
        self._raw = set(self._paths())
        """Files in which there may be pieces as they came."""

    def entries(self) -> Iterator[Entry]:
        """All that were written, in order. Raises ``WrongKeyError``."""
        for path in self._paths():
            for entries in self._frames(path):
                yield from entries

    def add(self, data: bytes, *, raw: bool = False) -> None:
        """Write entries that are ``packed``; ``raw`` when pieces are among them.

        Raises ``OSError`` when there is no room; it may be tried again.
        """
        if self._file is not None and self._file.size > SEGMENT:
            self.close()
        if self._file is None:
            paths = self._paths()
            number = int(paths[-1].stem.partition("-")[2]) + 1 if paths else 1
            self._path = self._folder / _PATTERN.replace("*", f"{number:06d}")
            self._file = SealedWriter(self._path, self._key)
        if raw:
            self._raw.add(self._path)
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

    def tidy(self, leaves: Leaves) -> None:
        """Take out of all files what no longer need be there; without room for that they stay as they are."""
        if not self._raw:
            return
        self.close()
        for path in sorted(self._raw):
            with suppress(OSError):
                if not self._tidied(path, leaves):
                    self._raw.discard(path)

    def _tidied(self, path: Path, leaves: Leaves) -> bool:
        """Write a file anew without what no longer need be there; whether pieces are left as they came."""
        before = [entry for entries in self._frames(path) for entry in entries if entry.piece is not None]
        after = [_left(entry, leaves) for entry in before]
        if before != after:
            draft = path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            writer = SealedWriter(draft, self._key)
            try:
                for entries in self._frames(path):
                    writer.append(packed([_left(entry, leaves) for entry in entries]))
                draft.replace(path)
            finally:
                writer.close()
                draft.unlink(missing_ok=True)
        return any(entry.piece != blank(entry.piece) for entry in after if entry.piece is not None)

    def _frames(self, path: Path) -> Iterator[tuple[Entry, ...]]:
        reader = SealedReader(path, self._key)
        for data in reader.frames():
            yield pickle.loads(zlib.decompress(data))  # sealed under the user's key: our own words
        reader.close()

    def _paths(self) -> list[Path]:
        return sorted(self._folder.glob(_PATTERN))


def packed(entries: Sequence[Entry]) -> bytes:
    """Entries as they are written."""
    return zlib.compress(pickle.dumps(tuple(entries), pickle.HIGHEST_PROTOCOL), 1)


def _left(entry: Entry, leaves: Leaves) -> Entry:
    return entry if entry.piece is None else replace(entry, piece=leaves(entry.piece, entry.position))
