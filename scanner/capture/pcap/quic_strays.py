"""Finds where QUIC connections moved to: pairs of end points that no connection began between (RFC 9000 §9)."""

from __future__ import annotations

from bisect import bisect_right

import numpy as np

from .columns import Ints
from .memory import Memory
from .packets import Rows

_SAMPLES = 16
"""Datagrams of a pair that are looked at."""


class Strays:
    """Pairs of end points that no connection began between, found by the end point of a server."""

    def __init__(self, memory: Memory, udp: Rows, starts: Ints, ends: Ints, pairs: list[int]) -> None:
        self._memory, self._udp, self._starts, self._ends = memory, udp, starts, ends
        chosen = np.array(pairs, np.int64)
        first = starts[chosen]
        both = np.concatenate([udp.src[first], udp.dst[first]])
        order = np.argsort(both, kind="stable")
        self._keys, self._pairs = both[order], np.concatenate([chosen, chosen])[order]
        self._near: dict[int, tuple[list[int], list[int]]] = {}
        self._tables: dict[tuple[int, int], dict[bytes, list[tuple[int, int]]]] = {}

    def next_start(self, server: int, after: int) -> int:
        """The record at which the next of the pairs with this server begins."""
        starts, _ = self._of(server)
        place = bisect_right(starts, after)
        return starts[place] if place < len(starts) else 1 << 62

    def carrying(self, server: int, ids: set[bytes], length: int) -> dict[int, int]:
        """The pairs with this server whose first datagrams carry one of these ids, and who sent them."""
        table = self._tables.get((server, length))
        if table is None:
            table = self._tables[server, length] = self._first_ids(server, length)
        if not table:
            return {}
        return {pair: sender for connection_id in ids for pair, sender in table.get(connection_id, ())}

    def _of(self, server: int) -> tuple[list[int], list[int]]:
        """First records and numbers of the pairs with this server."""
        near = self._near.get(server)
        if near is None:
            low, high = np.searchsorted(self._keys, np.array([server, server + 1], np.uint64))
            pairs = self._pairs[low:high]
            starts = self._udp.number[self._starts[pairs]].astype(np.int64)
            order = np.argsort(starts, kind="stable")
            near = self._near[server] = starts[order].tolist(), pairs[order].tolist()
        return near

    def _first_ids(self, server: int, length: int) -> dict[bytes, list[tuple[int, int]]]:
        """What the first datagrams to the server carry as id."""
        table: dict[bytes, list[tuple[int, int]]] = {}
        udp = self._udp
        for pair in self._of(server)[1]:
            for row in range(int(self._starts[pair]), min(int(self._ends[pair]), int(self._starts[pair]) + _SAMPLES)):
                if udp.dst[row] == server and udp.length[row] > length + 1:
                    at = int(udp.at[row]) + 1
                    carried = bytes(self._memory.slice(at, at + length))
                    table.setdefault(carried, []).append((pair, int(udp.src[row])))
                    break
        return table
