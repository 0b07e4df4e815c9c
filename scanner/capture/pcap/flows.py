"""Groups TCP segments into connections while a capture is walked, and keeps of each only what reassembly needs.

Theory. Rows of segments come in parts, in the order of capture. Those of the same two end points are brought together
by sorting, and the connection of each pair is looked up once a part. Of a connection the table keeps its end points,
the sequence numbers where its directions begin and end and who opened it; of its segments only those with payload,
some 25 bytes each: where the payload lies in the file, its length and its sequence number. A SYN with another initial
number shows that the ports were used again and begins a new connection.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .columns import Column, Ints, Keys, Mask, distinct
from .packets import Rows

_FIN, _SYN, _RST, _ACK = 1, 2, 4, 16
_MIX = np.uint64(0x9E3779B97F4A7C15)


def group(src: Keys, dst: Keys) -> tuple[Ints, Mask]:
    """An order in which rows of the same two end points stand together, and where a new pair begins."""
    low, high = np.minimum(src, dst), np.maximum(src, dst)
    mixed = (low * _MIX ^ high >> np.uint64(7)) * _MIX ^ high
    order = np.argsort(mixed, kind="stable")
    new = _changes(low[order], high[order])
    same = mixed[order]
    if (new[1:] & (same[1:] == same[:-1])).any():  # two pairs mix to one number: go the exact way
        order = np.lexsort((high, low))
        new = _changes(low[order], high[order])
    return order, new


def _changes(low: Keys, high: Keys) -> Mask:
    new = np.ones(len(low), np.bool_)
    new[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return new


class _Column:
    """An array that grows, filled with a default."""

    def __init__(self, kind: npt.DTypeLike, default: int) -> None:
        self._kind, self._default = kind, default
        self.values: npt.NDArray[Any] = np.full(1024, default, kind)

    def reach(self, size: int) -> None:
        """Have at least ``size`` values."""
        if size > len(self.values):
            more = np.full(max(size, len(self.values) * 3 // 2) - len(self.values), self._default, self._kind)
            self.values = np.concatenate((self.values, more))

    def first(self, places: Ints, values: Column) -> None:
        """Set values where none were set before; of several for one place the first stays."""
        places, values = places[::-1], values[::-1]
        unset = self.values[places] == self._default
        self.values[places[unset]] = values[unset]


class FlowTable:
    """All TCP connections of a capture, numbered from 0 by their first packets.

    Columns by direction have two rows a connection, the end point with the lower key first.
    """

    def __init__(self) -> None:
        self._current: dict[tuple[int, int], int] = {}
        self.count = 0
        self.low, self.high = _Column(np.uint64, 0), _Column(np.uint64, 0)
        self.first = _Column(np.uint32, 0)
        """The record of the first packet."""
        self.base, self.fin = _Column(np.int64, -1), _Column(np.int64, -1)
        """By direction: the sequence numbers of its first byte and behind its last, -1 where unknown."""
        self.seen = _Column(np.bool_, 0)
        """By direction: whether any of its packets was captured."""
        self.asked, self.answered = _Column(np.int8, -1), _Column(np.int8, -1)
        """The client by who sent a SYN, and by who answered one."""
        self.reset = _Column(np.bool_, 0)
        self.reset_text = 0
        """Bytes in segments that reset a connection: an explanation (RFC 9293 §3.10.7.4), no part of the stream."""
        self._openings = _Column(np.int64, -1)
        """Initial numbers by direction and whether the SYN was an answer."""
        self._parts: list[tuple[Column, ...]] = []
        self._payloads: Payloads | None = None

    def add(self, rows: Rows) -> None:
        """Enter the segments of one part of the capture, in the order of their records."""
        if not len(rows):
            return
        order, new = group(rows.src, rows.dst)
        src, dst = rows.src[order], rows.dst[order]
        low = np.minimum(src, dst)
        side = (src != low).astype(np.int64)
        flags, seq = rows.flags[order], rows.seq[order].astype(np.int64)
        known = self._known(low, np.maximum(src, dst), new)
        self._split_reused(known, new, side, flags, seq)
        flow = self._number(known, new, order, low, np.maximum(src, dst), rows.number)
        key = flow * 2 + side
        length, cut = rows.length[order], rows.cut[order]
        self._enter(flow, key, side, flags, seq, length, cut)
        explains = flags & _RST != 0
        self.reset_text += int(length[explains].sum())
        carries = np.flatnonzero(((length > 0) | (cut > 0)) & ~explains)
        begins = (flags[carries] & _SYN != 0).astype(np.int64)
        chosen = order[carries]
        self._parts.append((key[carries].astype(np.uint32), rows.at[chosen], length[carries], cut[carries],
                            rows.number[chosen], (seq[carries] + begins & 0xFFFFFFFF).astype(np.uint32)))

    def _known(self, low: Keys, high: Keys, new: Mask) -> Ints:
        """The connection that each pair has so far, -1 for none."""
        look = self._current.get
        return np.array([look(pair, -1) for pair in zip(low[new].tolist(), high[new].tolist(), strict=True)], np.int64)

    def _split_reused(self, known: Ints, new: Mask, side: Ints, flags: Column, seq: Ints) -> None:
        """Mark in ``new`` where a SYN with another initial number shows that the ports were used again.

        Where that is at the first row of a pair, its connection so far is taken out of ``known``.
        """
        opening = np.flatnonzero(flags & (_SYN | _RST) == _SYN)
        if not len(opening):
            return
        pair = (np.cumsum(new) - 1)[opening]
        kind = side[opening] * 2 + (flags[opening] & _ACK != 0)
        number = seq[opening]
        before = np.where(known[pair] >= 0, self._openings.values[np.maximum(known[pair], 0) * 4 + kind], -1)
        _, first, same = distinct(pair * 4 + kind)
        differs = number != np.where(before >= 0, before, number[first][same])
        for mixed in sorted(set(pair[differs].tolist())):
            mine = pair == mixed
            kept = {}
            if known[mixed] >= 0:
                start = int(known[mixed]) * 4
                kept = {at: value for at, value in enumerate(self._openings.values[start:start + 4].tolist())
                        if value >= 0}
            for row, at, value in zip(opening[mine].tolist(), kind[mine].tolist(), number[mine].tolist(), strict=True):
                if kept.get(at, value) != value:
                    if new[row]:
                        known[mixed] = -1
                    new[row] = True
                    kept.clear()
                kept[at] = value

    def _number(self, known: Ints, new: Mask, order: Ints, low: Keys, high: Keys, record: Column) -> Ints:
        """The connection of each row; new ones get their numbers in the order of their first rows."""
        starts = np.flatnonzero(new)
        pairs = _changes(low, high)[starts]
        numbers = np.full(len(starts), -1, np.int64)
        numbers[pairs] = known
        fresh = np.flatnonzero(numbers < 0)
        fresh = fresh[np.argsort(order[starts[fresh]], kind="stable")]
        numbers[fresh] = np.arange(self.count, self.count + len(fresh))
        self.count += len(fresh)
        for column, rows in ((self.low, 1), (self.high, 1), (self.first, 1), (self.asked, 1), (self.answered, 1),
                             (self.reset, 1), (self.base, 2), (self.fin, 2), (self.seen, 2), (self._openings, 4)):
            column.reach(self.count * rows)
        at = starts[fresh]
        self.low.values[numbers[fresh]], self.high.values[numbers[fresh]] = low[at], high[at]
        self.first.values[numbers[fresh]] = record[order[at]]
        self._current.update(zip(zip(low[at].tolist(), high[at].tolist(), strict=True), numbers[fresh].tolist(),
                                 strict=True))
        flow: Ints = numbers[np.cumsum(new) - 1]
        return flow

    def _enter(self, flow: Ints, key: Ints, side: Ints, flags: Column, seq: Ints, length: Column, cut: Column) -> None:
        """What the flags of the segments tell."""
        self.seen.values[key] = True
        opening = np.flatnonzero(flags & _SYN)
        self.base.first(key[opening], seq[opening] + 1)
        sure = opening[flags[opening] & _RST == 0]
        self._openings.values[key[sure] * 2 + (flags[sure] & _ACK != 0)] = seq[sure]
        answers = flags[opening] & _ACK != 0
        asking, answering = opening[~answers], opening[answers]
        self.asked.first(flow[asking], side[asking])
        self.answered.first(flow[answering], 1 - side[answering])
        ending = np.flatnonzero(flags & _FIN)
        self.fin.first(key[ending], seq[ending] + length[ending] + cut[ending] & 0xFFFFFFFF)
        self.reset.values[flow[np.flatnonzero(flags & _RST)]] = True

    @property
    def payloads(self) -> Payloads:
        """All payloads in the order of their directions, and in each in the order of capture; the table is complete."""
        if self._payloads is None:
            parts, self._parts = self._parts, []
            self._current.clear()
            columns = [list(column) for column in zip(*parts, strict=True)]
            del parts
            self._payloads = Payloads(columns, 2 * self.count)
        return self._payloads


class Payloads:
    """Segments with payload by direction; ``start[d]`` to ``start[d + 1]`` are the rows of direction ``d``."""

    def __init__(self, columns: list[list[Column]], directions: int) -> None:
        if not columns:
            columns = [[np.zeros(0, kind)] for kind in (np.uint32, np.int64, np.int32, np.int32, np.uint32, np.uint32)]
        columns.reverse()
        key = _joined(columns)
        order = np.argsort(key, kind="stable")
        self.start: Ints = np.concatenate(([0], np.cumsum(np.bincount(key, minlength=directions))))
        del key
        self.at: Ints = _joined(columns)[order]
        self.length: Column = _joined(columns)[order]
        self.cut: Column = _joined(columns)[order]
        self.number: Column = _joined(columns)[order]
        self.seq: Column = _joined(columns)[order]


def _joined(columns: list[list[Column]]) -> Column:
    """The next column as one; its parts are given up."""
    return np.concatenate(columns.pop())
