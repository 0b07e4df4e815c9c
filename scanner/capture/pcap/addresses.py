"""Network addresses as numbers: an endpoint is one 64-bit key, exact, so that flows are never confused.

IPv4: address and port side by side. IPv6: the number of the address in a table and the port, top bit set.
"""

from __future__ import annotations

import numpy as np

from scanner.model import Peer

from .columns import Bytes, Ints, Keys, distinct, rows

_MIX = np.uint64(0x9E3779B97F4A7C15)
_V6 = 1 << 63


class Addresses:
    """The IPv6 addresses of a capture, numbered in order of appearance."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._list: list[bytes] = []

    def keys_v6(self, raw: Bytes, offsets: Ints) -> Keys:
        """Address keys (port 0) of the 16-byte addresses at the offsets."""
        if not len(offsets):
            return np.zeros(0, np.uint64)
        halves = rows(raw, offsets, 16).view(np.uint64).reshape(-1, 2)
        mixed = (halves[:, 0] * _MIX ^ halves[:, 1]) * _MIX
        _, first, inverse = distinct(mixed)
        if not (halves[first[inverse]] == halves).all():  # two addresses mix to one number: go the exact way
            _, first, inverse = np.unique(halves, axis=0, return_index=True, return_inverse=True)
        table = np.zeros(len(first), np.uint64)
        for place in np.argsort(first, kind="stable").tolist():
            address = halves[first[place]].tobytes()
            number = self._numbers.get(address)
            if number is None:
                number = self._numbers[address] = len(self._list)
                self._list.append(address)
            table[place] = _V6 | number << 16
        keys: Keys = table[inverse.reshape(-1)]
        return keys

    def peer(self, key: int) -> Peer:
        """The end point behind a key."""
        port = key & 0xFFFF
        if key & _V6:
            from ipaddress import IPv6Address

            return Peer(str(IPv6Address(self._list[(key & ~_V6) >> 16])), port)
        return Peer(".".join(map(str, (key >> 16 & 0xFFFFFFFF).to_bytes(4, "big"))), port)
