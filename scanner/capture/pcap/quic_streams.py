"""Puts the bytes of a QUIC stream in order as its frames come, and hands them on; what is lost is named.

Theory. Frames may come in any order, twice, and overlapping; bytes at an offset never change (RFC 9000 §2.2), so the
first copy is taken. What continues the stream is handed on at once, the rest waits in a heap by offset. A gap is
declared when the connection or the stream ends, or when more waits than a sender could have under way.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Protocol

MAX_WAITING = 32 << 20
"""Bytes behind gaps that one connection may hold; flow control windows in use are smaller."""
_OVERHEAD = 120
"""Bytes that a waiting piece costs besides its data."""


class Reader(Protocol):
    """Takes the bytes of one direction of a stream in order."""

    def feed(self, data: bytes, time: float) -> None:
        """The next bytes, captured at this time."""

    def gap(self, missing: int) -> None:
        """So many bytes were not captured; what follows lies behind them."""

    def end(self, whole: bool) -> None:
        """Nothing follows; ``whole`` when the sender ended the stream here, not reset it or left it open."""


@dataclass(slots=True)
class Waiting:
    """What the streams of a connection hold back, and what they had to give up."""

    size: int = 0
    holes: int = 0
    missing: int = 0


class Incoming:
    """One direction of a stream."""

    __slots__ = ("_final", "_heap", "_position", "_reader", "_waiting", "ended")

    def __init__(self, reader: Reader, waiting: Waiting) -> None:
        self._reader = reader
        self._waiting = waiting
        self._position = 0
        self._final = -1
        self._heap: list[tuple[int, int, bytes, float]] = []
        self.ended = False

    def add(self, offset: int, data: bytes, fin: bool, time: float) -> None:
        """Take the content of a STREAM frame."""
        behind = offset + len(data)
        if fin:
            self._final = behind
        if self.ended:
            return
        if offset > self._position:
            heappush(self._heap, (offset, -len(data), data, time))
            self._waiting.size += len(data) + _OVERHEAD
            if self._waiting.size > MAX_WAITING:
                self._skip()
                self._drain()
        elif behind > self._position:
            self._reader.feed(data[self._position - offset:] if offset < self._position else data, time)
            self._position = behind
            if self._heap:
                self._drain()
        if self._position == self._final:
            self._close(True)

    def finish(self, final: int = -1) -> None:
        """Hand over all that is there, with its gaps; ``final`` is the length that a reset announced."""
        if self.ended:
            return
        while self._heap:
            self._skip()
            self._drain()
        known = self._final
        if max(known, final) > self._position:
            self._lose(max(known, final) - self._position)
        self._close(known >= 0 and final < 0)

    def _drain(self) -> None:
        heap = self._heap
        while heap and heap[0][0] <= self._position:
            offset, _, data, time = heappop(heap)
            self._waiting.size -= len(data) + _OVERHEAD
            behind = offset + len(data)
            if behind > self._position:
                self._reader.feed(data[self._position - offset:], time)
                self._position = behind

    def _skip(self) -> None:
        """Go on behind the gap before the lowest piece that waits."""
        missing = self._heap[0][0] - self._position
        if missing > 0:
            self._lose(missing)

    def _lose(self, missing: int) -> None:
        self._waiting.holes += 1
        self._waiting.missing += missing
        self._reader.gap(missing)
        self._position += missing

    def _close(self, whole: bool) -> None:
        self.ended = True
        while self._heap:
            self._waiting.size -= len(heappop(self._heap)[2]) + _OVERHEAD
        self._reader.end(whole)


class Ignored:
    """Counts the bytes of a stream that nobody reads."""

    def __init__(self) -> None:
        self.size = 0

    def feed(self, data: bytes, time: float) -> None:
        """Count."""
        self.size += len(data)

    def gap(self, missing: int) -> None:
        """Nothing to do."""

    def end(self, whole: bool) -> None:
        """Nothing to do."""
