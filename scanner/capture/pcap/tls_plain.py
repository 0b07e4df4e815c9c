"""The plain text of one TLS direction while its records are opened: pieces, gaps, and where each came from."""

from __future__ import annotations

from bisect import bisect_right

from .stream import Hole, Stream


class PlainText:
    """Collects application data; ``origins`` are the indices of the records in the encrypted stream."""

    __slots__ = ("chunks", "holes", "origins", "size", "starts")

    def __init__(self) -> None:
        self.chunks: list[bytes] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.holes: list[Hole] = []
        self.size = 0

    def add(self, plain: bytes, origin: int) -> None:
        """The content of one record."""
        if plain:
            self.chunks.append(plain)
            self.starts.append(self.size)
            self.origins.append(origin)
            self.size += len(plain)

    def miss(self, size: int) -> None:
        """Bytes that are missing here."""
        if size > 0:
            self.holes.append(Hole(self.size, size))

    def stream(self, cipher: Stream, closed: bool) -> Stream:
        """Everything in order, with the times of the packets that carried the records."""
        if cipher.times:
            starts, times = cipher.starts, cipher.times
            stamps = [times[max(bisect_right(starts, index) - 1, 0)] for index in self.origins]
        else:
            stamps = [0.0] * len(self.origins)
        return Stream(b"".join(self.chunks), self.starts, stamps, self.holes, closed or cipher.closed)
