"""Opens packets with a short header (1-RTT): many headers unmasked at once, numbers, key updates, losses.

Theory. Header protection does not depend on other packets, so the samples of thousands of packets become masks in
one call and their headers are unmasked as columns. What does depend on the packets before is the full packet
number and the key phase (RFC 9001 §6); both are followed packet by packet. Where many packets are missing from the
capture the number may be off by whole windows, and the phase by whole updates: then both are searched, within a
bound for the whole capture.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .columns import Bytes, Ints, rows
from .keylog import KeyLog
from .quic_keys import SAMPLE, Keys
from .quic_packets import full_number

_PHASE = 0x04
_WINDOWS = 64
"""How far packet numbers are searched behind a loss, in windows."""
_PHASES = 3
"""Key phases that are tried, the present one among them."""
_MAX_FAILURES = 16
"""Packets in a row that are searched for; behind them only the next numbers are tried until one opens."""


Header = tuple[int, int, int, bytes]
"""The unmasked header of a packet: key phase bit in its place (0 or 4), packet number as written, its width in bits,
and all of the header as bytes, which the tag covers too. A plain tuple: there is one for every packet."""


def shortest(id_length: int) -> int:
    """Bytes that a packet with a short header has at least."""
    return 1 + id_length + 4 + SAMPLE


def unmask(raw: Bytes, at: Ints, id_length: int, keys: Keys) -> Iterator[Header]:
    """The headers of the packets at these offsets; each has at least ``shortest`` bytes."""
    width = 1 + id_length + 4
    found = rows(raw, at, width + SAMPLE)
    masks = keys.masks(np.ascontiguousarray(found[:, width:]))
    heads = np.ascontiguousarray(found[:, :width])
    heads[:, 0] ^= masks[:, 0] & 0x1F
    heads[:, 1 + id_length:] ^= masks[:, 1:5]
    first = heads[:, 0]
    size = (first & 3).astype(np.int64) + 1
    number = np.ascontiguousarray(heads[:, 1 + id_length:]).view(">u4").reshape(-1).astype(np.int64)
    number >>= 8 * (4 - size)
    plain = heads.tobytes()
    ends = (np.arange(0, width * len(at), width) + size + 1 + id_length).tolist()
    return zip((first & _PHASE).tolist(), number.tolist(), (8 * size).tolist(),
               [plain[start:end] for start, end in zip(range(0, width * len(at), width), ends, strict=True)],
               strict=True)


def unmask_one(data: bytes, id_length: int, keys: Keys) -> Header:
    """The header of the single packet that begins the data, which has at least ``shortest`` bytes."""
    at = 1 + id_length
    mask = keys.mask(data[at + 4:at + 4 + SAMPLE])
    first = data[0] ^ mask[0] & 0x1F
    size = (first & 3) + 1
    number = int.from_bytes(data[at:at + size], "big") ^ int.from_bytes(mask[1:1 + size], "big")
    return first & _PHASE, number, 8 * size, bytes([first]) + data[1:at] + number.to_bytes(size, "big")


class OneRtt:
    """The short-header packets of one sender in order of capture."""

    def __init__(self, keys: Keys, budget: KeyLog, reach: tuple[int, int] = (_WINDOWS, _PHASES)) -> None:
        self.keys = keys
        self.largest = -1
        self._budget = budget
        self._reach = reach
        """Windows and phases to search until the first packet opens."""
        self._previous: Keys | None = None
        self._following: Keys | None = None
        self._phase = self._failures = 0
        self._since = 0
        """The first packet number of the present key phase."""

    def open(self, header: Header, sealed: bytes | memoryview) -> bytes | None:
        """The frames of a packet that follows the ones before, in this key phase or the next; else None."""
        phase, truncated, bits, plain_header = header
        expected = self.largest + 1
        window = 1 << bits
        number = expected & -window | truncated
        if not -window < 2 * (number - expected) <= window:
            number = full_number(truncated, bits, expected)
        if phase == self._phase:
            plain = self.keys.open(number, sealed, plain_header)
        else:
            plain = self._other_phase(number, sealed, plain_header)
        if plain is not None:
            self._failures = 0
            if number > self.largest:
                self.largest = number
        return plain

    def search(self, header: Header, sealed: bytes | memoryview) -> bytes | None:
        """The frames of a packet that did not open, with numbers further on and later keys."""
        self._failures += 1
        if self._failures > _MAX_FAILURES:
            return None
        return self._search(header, full_number(header[1], header[2], self.largest + 1), sealed)

    def fits(self, header: Header, sealed: bytes | memoryview) -> bool:
        """Whether these bytes are all of a packet in the present key phase, for trying where it ends."""
        if self._budget.attempts <= 0:
            return False
        self._budget.attempts -= 1
        return self.keys.open(full_number(header[1], header[2], self.largest + 1), sealed, header[3]) is not None

    def _other_phase(self, number: int, sealed: bytes | memoryview, header: bytes) -> bytes | None:
        if number < self._since and self._previous is not None:
            return self._previous.open(number, sealed, header)
        if self._following is None:
            self._following = self.keys.following()
        plain = self._following.open(number, sealed, header)
        if plain is not None:
            self._update(self._following, number)
        return plain

    def _update(self, keys: Keys, number: int) -> None:
        self._previous, self.keys, self._following = self.keys, keys, None
        self._phase ^= _PHASE
        self._since = number

    def _search(self, header: Header, number: int, sealed: bytes | memoryview) -> bytes | None:
        """The next windows with today's keys come first."""
        windows, phases = self._reach if self.largest < 0 else (_WINDOWS, _PHASES)
        keys, phase = self.keys, self._phase
        for step in range(phases):
            if step:
                keys, phase = keys.following(), phase ^ _PHASE
            if phase != header[0]:
                continue
            for window in range(windows):
                if self._budget.attempts <= 0:
                    return None
                self._budget.attempts -= 1
                tried = number + (window << header[2])
                plain = keys.open(tried, sealed, header[3])
                if plain is None:
                    continue
                if step:
                    self._previous, self.keys, self._following = None, keys, None
                    self._phase, self._since = phase, tried
                self.largest = max(self.largest, tried)
                self._failures = 0
                return plain
        return None
