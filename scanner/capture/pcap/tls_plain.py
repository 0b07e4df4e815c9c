"""The plain text of one TLS direction while its records are opened: pieces, gaps, and where each came from."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from .spool import Spool
from .stream import Hole, Stream

_FEW = 1 << 13
"""So many places are kept in a list, which is quicker; more in an array, which takes a fifth of the memory."""


class PlainText:
    """Collects application data; ``origins`` are the indices of the records in the encrypted stream."""

    __slots__ = ("holes", "origins", "size", "spool", "starts")

    def __init__(self) -> None:
        self.spool = Spool()
        self.starts = array("q")
        self.origins = array("q")
        self.holes: list[Hole] = []
        self.size = 0

    def add(self, plain: bytes | memoryview, origin: int) -> None:
        """The content of one record."""
        if plain:
            self.spool.write(plain)
            self.starts.append(self.size)
            self.origins.append(origin)
            self.size += len(plain)

    def miss(self, size: int) -> None:
        """Bytes that are missing here."""
        if size > 0:
            self.holes.append(Hole(self.size, size))

    def stream(self, cipher: Stream, closed: bool) -> Stream:
        """Everything in order, with the times of the packets that carried the records."""
        starts, times = cipher.starts, cipher.times
        stamps = array("d", [times[max(bisect_right(starts, index) - 1, 0)] for index in self.origins]
                       if times else bytes(8 * len(self.origins)))
        data, holes = self.spool.data(), self.holes
        if self.spool.refused:  # no room for all of it
            holes = [*(hole for hole in holes if hole.at <= len(data)), Hole(len(data), self.spool.refused)]
        few = len(self.starts) <= _FEW
        return Stream(data, self.starts.tolist() if few else self.starts, stamps.tolist() if few else stamps, holes,
                      closed or cipher.closed)
