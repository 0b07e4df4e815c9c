"""Makes connections with their two streams of bytes out of the payloads of a capture.

Theory. Sequence numbers become positions relative to the first byte of their direction by adding up the signed
differences from segment to segment, which also unwraps them. One vector comparison then says for every direction
whether its segments already follow each other; only the others are sorted. This is done for some ten thousand
segments at once, and the streams are put together one connection at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scanner.model import Peer

from .addresses import Addresses
from .columns import Floats, Ints, Mask
from .flows import FlowTable, Payloads
from .memory import Memory
from .reassembly import MAX_HOLE, Losses, Segments, in_order, reorder
from .stream import Hole, Stream

_SLAB = 1 << 16
"""Segments that are looked at together."""


@dataclass(slots=True, eq=False, repr=False)
class Connection:
    """One TCP connection: its end points, both directions, what was lost."""

    number: int
    """Position among all TCP connections of the capture, from 0, by their first packet."""
    client: Peer
    server: Peer
    upstream: Stream
    """From client to server."""
    downstream: Stream
    time: float
    losses: Losses
    roles_known: bool
    """A SYN told who the client is; else the guess may be turned round by what the streams say."""
    one_sided: bool
    """Packets of one direction only were captured."""

    def turned(self) -> Connection:
        """The same connection with the roles exchanged."""
        return Connection(self.number, self.server, self.client, self.downstream, self.upstream, self.time,
                          self.losses, self.roles_known, self.one_sided)


def connections(table: FlowTable, memory: Memory, addresses: Addresses, times: Floats,
                flows: range | None = None) -> Iterator[Connection]:
    """All connections with payload, captured or not, or some of them, ordered by their first packet.

    ``times`` are those of the records in seconds. The table must be complete.
    """
    payloads = table.payloads
    first, end = (flows.start, flows.stop) if flows is not None else (0, table.count)
    while first < end:
        room = int(payloads.start[2 * first]) + _SLAB
        last = (int(np.searchsorted(payloads.start, room, "right")) - 1) // 2
        last = max(min(last, end), first + 1)
        if payloads.start[2 * first] < payloads.start[2 * last] or _unseen(table, first, last).any():
            yield from _Slab(table, payloads, first, last, memory, addresses, times).read()
        first = last


def _unseen(table: FlowTable, first: int, last: int) -> Ints:
    """By direction, how many bytes there were by the numbers of its SYN and FIN."""
    base, fin = (column.values[2 * first:2 * last] for column in (table.base, table.fin))
    size = fin - base & 0xFFFFFFFF
    found: Ints = np.where((base >= 0) & (fin >= 0) & (size < MAX_HOLE), size, 0)
    return found


class _Slab:
    """Some connections in a row."""

    def __init__(self, table: FlowTable, payloads: Payloads, first: int, last: int, memory: Memory,
                 addresses: Addresses, times: Floats) -> None:
        self.table, self.payloads = table, payloads
        self.first, self.last = first, last
        self.memory, self.addresses, self.times = memory, addresses, times
        self.start = payloads.start[2 * first:2 * last + 1]
        self.row = int(self.start[0])
        self.rel, self.continuous = self._positions()

    def _positions(self) -> tuple[Ints, Mask]:
        """Position of each segment in its direction, and which directions are continuous as they were captured."""
        rows = slice(self.row, int(self.start[-1]))
        seq = self.payloads.seq[rows].astype(np.int64)
        cut = self.payloads.cut[rows]
        size = self.payloads.length[rows].astype(np.int64) + cut
        begins = self.start[:-1] - self.row
        filled = np.flatnonzero(self.start[1:] > self.start[:-1])
        if not len(filled):
            return seq, np.zeros(len(begins), np.bool_)
        heads = begins[filled]
        base = self.table.base.values[2 * self.first:2 * self.last][filled]
        known = base >= 0
        step = np.zeros(len(seq), np.int64)
        step[1:] = _signed(seq[1:] - seq[:-1])
        step[heads] = np.where(known, _signed(seq[heads] - base), 0)
        total = np.cumsum(step)
        which = np.repeat(np.arange(len(heads)), np.diff(np.append(heads, len(seq))))
        rel = total - (total[heads] - step[heads])[which]
        lowest = np.where(known, 0, np.minimum.reduceat(rel, heads))
        rel -= lowest[which]
        expected = np.zeros(len(seq), np.int64)
        expected[1:] = (rel + size)[:-1]
        expected[heads] = 0
        follows = (rel == expected) & (cut == 0)
        continuous = np.zeros(len(begins), np.bool_)
        continuous[filled] = np.logical_and.reduceat(follows, heads)
        return rel, continuous

    def read(self) -> Iterator[Connection]:
        filled = self.start[2::2] > self.start[:-2:2]
        filled |= _unseen(self.table, self.first, self.last).reshape(-1, 2).any(axis=1)
        for flow in (np.flatnonzero(filled) + self.first).tolist():
            yield self._connection(flow)

    def _connection(self, flow: int) -> Connection:
        table = self.table
        ends = int(table.low.values[flow]), int(table.high.values[flow])
        client = int(table.asked.values[flow])
        if client < 0:
            client = int(table.answered.values[flow])
        known = client >= 0
        if not known:  # the higher port is the client's as a rule
            client = 0 if ends[0] & 0xFFFF > ends[1] & 0xFFFF else 1
        losses = Losses()
        streams = [self._stream(2 * flow + side, losses) for side in (client, 1 - client)]
        seen = table.seen.values[2 * flow:2 * flow + 2]
        return Connection(flow, self.addresses.peer(ends[client]), self.addresses.peer(ends[1 - client]),
                          streams[0], streams[1], float(self.times[table.first.values[flow]]), losses, known,
                          not bool(seen.all()))

    def _stream(self, key: int, losses: Losses) -> Stream:
        table, payloads = self.table, self.payloads
        fin = int(table.fin.values[key])
        closed = fin >= 0 or bool(table.reset.values[key >> 1])
        midstream = bool(table.base.values[key] < 0)
        place = key - 2 * self.first
        start, end = int(self.start[place]), int(self.start[place + 1])
        if start == end:
            unseen = int(_unseen(table, key >> 1, (key >> 1) + 1)[key & 1])
            if unseen:
                losses.holes += 1
                losses.hole_bytes += unseen
            return Stream(holes=[Hole(0, unseen)] if unseen else [], closed=closed, midstream=midstream)
        rows = slice(start, end)
        segments = Segments(self.rel[start - self.row:end - self.row], payloads.at[rows], payloads.length[rows],
                            payloads.cut[rows], self.times[payloads.number[rows]])
        size = int(segments.length[-1] + segments.cut[-1])
        last = int(segments.rel[-1]) + size
        if fin >= 0:
            # Relative to the last captured segment, so that wrapped sequence numbers need no thought.
            segments.end = last + (fin - int(payloads.seq[end - 1]) - size + 0x80000000 & 0xFFFFFFFF) - 0x80000000
        if self.continuous[place] and segments.end <= last:
            stream = in_order(self.memory, segments, losses)
        else:
            stream = reorder(self.memory, segments, losses)
        stream.closed, stream.midstream = closed, midstream
        return stream


def _signed(difference: Ints) -> Ints:
    """A difference of sequence numbers as the nearest signed 32-bit step."""
    return ((difference + 0x80000000) & 0xFFFFFFFF) - 0x80000000
