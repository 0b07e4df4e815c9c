"""Reads the QUIC connections of a capture to HTTP/3 exchanges; those that cannot be read are named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scanner.model import Exchange, NoteSink

from .columns import Floats, Ints, Mask, byte_at
from .keylog import KeyLog
from .packets import Packets, Rows
from .quic_paths import Path
from .quic_short import shortest
from .quic_source import QuicSource

_FEWEST, _LOOK = 8, 64
"""Datagrams that must look like QUIC, and so many are looked at, to try secrets on them."""


class QuicReader:
    """All QUIC of a capture; the rows are grouped by pairs of end points."""

    def __init__(self, packets: Packets, udp: Rows, starts: Ints, ends: Ints, sure: list[int], others: list[int],
                 times: Floats, label: str, note: NoteSink, keylog: KeyLog, max_body: int) -> None:
        """``sure`` are the pairs that speak QUIC, ``others`` may be where their connections move to."""
        headed = _with_long_header(packets, udp, starts, ends, sure)
        # Connections are looked for where their handshakes are; what they move to is theirs.
        self.begun = [pair for pair in sure if headed[pair]]
        """Pairs with handshakes: each can be read without the others."""
        self._continued = [pair for pair in sure if not headed[pair]]
        self._others = others
        strays = self._continued + others
        self.source = QuicSource(packets, udp, starts, ends, times, label, note, keylog, max_body,
                                 self.begun + strays, strays)

    def read(self, places: range) -> Iterator[Exchange]:
        """The exchanges of some connections whose handshakes were captured, by their places in ``begun``."""
        for pair in self.begun[places.start:places.stop]:
            yield from Path(self.source, self.source.take(pair)).read()

    def rest(self) -> Iterator[Exchange]:
        """The exchanges of all others; after those."""
        source = self.source
        for pair in self._continued:
            if pair not in source.taken:
                yield from Path(source, source.take(pair)).read()
        for pair in self._others:
            # On any port may be what began before the capture; the secrets that nobody claimed tell.
            if pair not in source.taken and source.keylog.unused() and self._likely(pair):
                path = Path(source, source.rows(pair))
                if path.try_secrets():
                    source.taken.add(pair)
                    yield from path.read()

    def _likely(self, pair: int) -> bool:
        """Whether datagrams look like packets with short headers: the first bits 01, and long enough."""
        udp, raw = self.source.udp, self.source.raw
        rows = self.source.rows(pair)[:_LOOK]
        rows = rows[(udp.at[rows] < len(raw)) & (udp.length[rows] >= shortest(0))]
        return len(rows) >= _FEWEST and bool(((byte_at(raw, udp.at[rows]) & 0xC0) == 0x40).all())

    @property
    def taken(self) -> list[int]:
        """The pairs that were read."""
        return sorted(self.source.taken)


def _with_long_header(packets: Packets, udp: Rows, starts: Ints, ends: Ints, pairs: list[int]) -> dict[int, bool]:
    """Which pairs have a datagram that begins with a long header."""
    size = packets.memory.size
    raw = np.frombuffer(packets.memory.main, np.uint8)
    found: dict[int, bool] = {}
    for pair in pairs:
        places = udp.at[starts[pair]:ends[pair]]
        inside: Mask = places < size
        found[pair] = bool((byte_at(raw, places[inside]) >= 0x80).any())
    return found
