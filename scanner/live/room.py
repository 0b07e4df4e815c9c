"""How much room the disk has left for the live scan, and the count of what no longer fitted.

Theory. A full disk is no reason for a device to wait, and none to lose count. So the proxy stops writing while there is
still room for the scanner, its reports and the store (``FLOOR``); from then on it counts, in a file that was made when
there was room, so that the count outlives a kill. The scanner goes on meanwhile and frees what it has read.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

SCARCE = 500 << 20
"""Free bytes below which the user is warned."""
FLOOR = 64 << 20
"""Free bytes below which the proxy writes nothing more."""
AGAIN = FLOOR + (16 << 20)
"""Free bytes from which it writes again."""
TALLY = "tally"
"""Name of the file with the count."""

Level = Literal["enough", "scarce", "full"]
_TRIES, _PAUSE = 40, 0.1
_FORM = struct.Struct("<QQQ")


def free(folder: Path) -> int:
    """Bytes that are free on the disk of a folder; 0 where the folder is gone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def level(room: int, before: Level = "enough") -> Level:
    """What so many free bytes mean; what was full stays so until there is somewhat more."""
    if room < (AGAIN if before == "full" else FLOOR):
        return "full"
    return "scarce" if room < SCARCE else "enough"


class Tally:
    """Exchanges and bytes that had no room, and whether the proxy has ended; written in place, so it always fits."""

    def __init__(self, folder: Path) -> None:
        """Raises ``OSError`` when there is no room for even this."""
        self._file = os.open(folder / TALLY, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(self._file).st_size < _FORM.size:
                os.pwrite(self._file, bytes(4096), 0)
        except OSError:
            os.close(self._file)
            raise
        self.exchanges, self.bytes, _ = read(folder)

    def add(self, exchanges: int, size: int) -> None:
        """Count."""
        self._set(self.exchanges + exchanges, self.bytes + size)

    def clear(self) -> None:
        """What was counted now stands elsewhere."""
        self._set(0, 0)

    def end(self) -> None:
        """Nothing more comes; for when there is no room to say so elsewhere."""
        self._set(self.exchanges, self.bytes, ended=True)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _set(self, exchanges: int, size: int, *, ended: bool = False) -> None:
        self.exchanges, self.bytes = exchanges, size
        with suppress(OSError):  # a file system that writes nothing in place: the count stays in memory
            os.pwrite(self._file, _FORM.pack(exchanges, size, ended), 0)


def read(folder: Path) -> tuple[int, int, bool]:
    """What the tally of a folder says: exchanges, bytes, and whether the proxy has ended."""
    try:
        data = (folder / TALLY).read_bytes()[:_FORM.size]
    except OSError:
        data = b""
    if len(data) < _FORM.size:
        return 0, 0, False
    exchanges, size, ended = _FORM.unpack(data)
    return exchanges, size, bool(ended)


@contextmanager
def settling(results: Path) -> Iterator[None]:
    """Alone among those who begin or end a session in a folder: what one removes, another does not write to."""
    folder = os.open(results, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def claim(work: Path) -> int:
    """Be the one proxy that writes to a folder, until the open file that this gives is closed.

    One that is about to end is waited for. Raises ``BlockingIOError`` when another goes on.
    """
    held = os.open(work / "proxy", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for _ in range(_TRIES):
            with suppress(BlockingIOError):
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return held
            time.sleep(_PAUSE)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(held)
        raise
    return held
