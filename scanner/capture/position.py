"""How far the capture that is being read has been read; for progress, nothing else depends on it.

Theory. Readers stream, so nobody knows how many exchanges will come; how many bytes of the file were taken is known.
``opened`` reports the file under its unpackers; a reader that maps the file says its share itself. One capture is read
at a time in a process, so one place to look at is enough.
"""

from __future__ import annotations

import io
from typing import Final


class _Reading:
    """The latest file that was opened, or what a reader said."""

    __slots__ = ("raw", "said", "size")

    def __init__(self) -> None:
        self.raw: io.RawIOBase | None = None
        self.size = 0
        self.said: float | None = None


_NOW: Final = _Reading()


def begin(raw: io.RawIOBase, size: int) -> None:
    """A capture of ``size`` bytes on disk is read through ``raw``."""
    _NOW.raw, _NOW.size, _NOW.said = raw, size, None


def say(share: float) -> None:
    """The share (0 to 1) of the capture that was read, from a reader that does not read it in order."""
    _NOW.said = share


def share() -> float:
    """The share of the capture that was read so far: 0 before anything was opened, 1 when it is closed again."""
    if _NOW.said is not None:
        return min(1.0, max(0.0, _NOW.said))
    if _NOW.raw is None:
        return 0.0
    if _NOW.raw.closed or not _NOW.size:
        return 1.0
    return min(1.0, _NOW.raw.tell() / _NOW.size)
