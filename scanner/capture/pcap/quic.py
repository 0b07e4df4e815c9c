"""Reads the QUIC connections of a capture to HTTP/3 exchanges; those that cannot be read are named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scanner.model import Exchange, NoteSink

from .columns import Floats, Ints, Mask, byte_at
from .keylog import KeyLog
from .packets import Packets, Rows
from .quic_paths import Path
from .quic_source import QuicSource


class QuicReader:
    """All QUIC of a capture; the rows are grouped by pairs of end points."""

    def __init__(self, packets: Packets, udp: Rows, starts: Ints, ends: Ints, sure: list[int], others: list[int],
                 times: Floats, label: str, note: NoteSink, keylog: KeyLog, max_body: int) -> None:
        """``sure`` are the pairs that speak QUIC, ``others`` may be where their connections move to."""
        headed = _with_long_header(packets, udp, starts, ends, sure)
        # Connections are looked for where their handshakes are; what they move to is theirs.
        self._pairs = sorted(sure, key=lambda pair: not headed[pair])
        self._source = QuicSource(packets, udp, starts, ends, times, label, note, keylog, max_body,
                                  [pair for pair in sure if not headed[pair]] + others)

    def read(self) -> Iterator[Exchange]:
        """All exchanges, connection by connection."""
        for pair in self._pairs:
            if pair not in self._source.taken:
                yield from Path(self._source, self._source.take(pair)).read()

    @property
    def taken(self) -> list[int]:
        """The pairs that were read."""
        return sorted(self._source.taken)


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
