"""One direction of a conversation as bytes in order, with its gaps and the times of its packets.

Theory. Bytes that were never captured are left out of ``data``; a gap says at which index they are missing
and how many. A ``Cursor`` walks the data and never steps over a gap unawares: ``limit`` is where the known
bytes end, ``cross`` passes the gap. A length that a protocol announces can so be honoured over a gap, and the
reader is in step again behind it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .spool import IN_MEMORY, Data, Spool

Span = tuple[int, int]

_PIECE = 1 << 20

GAP: Span = (0, 0)
"""Stands among spans for bytes that are missing there."""


class Hole(NamedTuple):
    """``missing`` bytes were not captured before index ``at`` of the data."""

    at: int
    missing: int
    cut: bool = False
    """The recorder left out the end of a packet, whose beginning is there."""


@dataclass(slots=True, repr=False)
class Stream:
    """Bytes of one direction; ``starts`` (ascending indices) and ``times`` say when which byte was sent."""

    data: Data = b""
    starts: Sequence[int] = ()
    times: Sequence[float] = ()
    holes: list[Hole] = field(default_factory=list)
    closed: bool = False
    """The sender ended this direction, so nothing follows the last byte."""
    midstream: bool = False
    """The start of the connection was not captured."""

    def time_at(self, index: int) -> float:
        """When the packet with the byte at ``index`` was captured, seconds since the epoch."""
        if not self.times:
            return 0.0
        return self.times[max(bisect_right(self.starts, index) - 1, 0)]

    def tail(self, cursor: Cursor) -> Stream:
        """What the cursor has not read yet, as a stream of its own."""
        at = cursor.pos
        first = max(bisect_right(self.starts, at) - 1, 0)
        return Stream(
            data=gather(self.data, [(at, len(self.data))]),
            starts=[max(start - at, 0) for start in self.starts[first:]],
            times=self.times[first:],
            holes=[hole._replace(at=hole.at - at) for hole in self.holes[cursor.passed:]],
            closed=self.closed,
            midstream=self.midstream,
        )


class Taken(NamedTuple):
    """What ``Cursor.take`` found: pieces of the data, missing bytes, and whether the cursor is still in step."""

    spans: list[Span]
    missing: int
    in_step: bool
    beyond: int = 0
    """Bytes that are missing behind those that were asked for, when they end inside a gap."""

    @property
    def size(self) -> int:
        """How many bytes were there."""
        return sum(end - start for start, end in self.spans)


class Cursor:
    """A reading position in a stream that knows the gaps before and behind it."""

    __slots__ = ("_holes", "_size", "data", "limit", "passed", "pos", "stream")

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.data = stream.data
        self.pos = 0
        self.passed = 0
        self._holes = stream.holes
        self._size = len(stream.data)
        self.limit = self._holes[0].at if self._holes else self._size

    @property
    def finished(self) -> bool:
        """Nothing is left, neither bytes nor gaps."""
        return self.pos >= self._size and self.passed >= len(self._holes)

    @property
    def at_gap(self) -> bool:
        """The known bytes end at ``limit`` because bytes are missing there, not because the stream ends."""
        return self.passed < len(self._holes)

    @property
    def at_cut(self) -> bool:
        """The known bytes end at ``limit`` because the recorder left out the end of a packet."""
        return self.passed < len(self._holes) and self._holes[self.passed].cut

    def cross(self) -> int:
        """Go on behind the next gap (or at the end of the data); returns how many bytes are missing there."""
        self.pos = self.limit
        if self.passed >= len(self._holes):
            return 0
        missing = self._holes[self.passed].missing
        self.passed += 1
        self.limit = self._holes[self.passed].at if self.passed < len(self._holes) else self._size
        return missing

    def take(self, count: int) -> Taken:
        """Step over ``count`` bytes of the stream, gaps included; out of step when they end inside a gap."""
        end = self.pos + count
        if end <= self.limit:
            span = (self.pos, end)
            self.pos = end
            return Taken([span] if count else [], 0, True)
        spans: list[Span] = []
        missing = 0
        while True:
            here = min(count, self.limit - self.pos)
            if here:
                spans.append((self.pos, self.pos + here))
                self.pos += here
                count -= here
            if not count:
                return Taken(spans, missing, True)
            if not self.at_gap:
                return Taken(spans, missing + count, False)
            lost = self.cross()
            spans.append(GAP)
            missing += min(lost, count)
            if lost > count:
                return Taken(spans, missing, False, lost - count)
            count -= lost


def join(data: Data, spans: Sequence[Span], bound: int) -> bytes:
    """The bytes of the spans, at most ``bound`` of them.

    A line break stands for a gap, so that the bytes before and behind it never look like one value.
    """
    if len(spans) == 1:
        start, end = spans[0]
        return data[start:min(end, start + bound)]
    view = memoryview(data)
    pieces: list[memoryview | bytes] = []
    for start, end in spans:
        if bound <= 0:
            break
        pieces.append(view[start:min(end, start + bound)] if end else b"\n")
        bound -= end - start
    return b"".join(pieces)


def gather(data: Data, spans: Sequence[Span]) -> Data:
    """All bytes of the spans, out of memory when they are many."""
    size = sum(end - start for start, end in spans)
    if size <= IN_MEMORY:
        return join(data, spans, size)
    spool = Spool()
    view = memoryview(data)
    for start, end in spans:
        for at in range(start, end, _PIECE):
            spool.write(view[at:min(at + _PIECE, end)])
    return spool.data()
