"""Groups TCP segments into connections and prepares their reassembly, for all packets of a capture at once.

Theory. Segments are sorted by connection, direction and order of capture. Sequence numbers become positions
relative to the first byte of their direction by adding up the signed differences from segment to segment,
which also unwraps them. One vector comparison then says for every direction whether its segments already
follow each other; only the others are sorted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scanner.model import Peer

from .addresses import Addresses
from .columns import Column, Floats, Ints, Keys, Mask
from .packets import Memory, Packets, Rows
from .reassembly import Losses, Segments, in_order, reorder
from .stream import Stream

_FIN, _SYN, _RST, _ACK = 1, 2, 4, 16
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(slots=True)
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


def connections(packets: Packets, times: Floats) -> Iterator[Connection]:
    """All connections with payload, ordered by their first packet; ``times`` by record in seconds."""
    return _Flows(packets, times).read() if len(packets.tcp) else iter(())


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


class _Flows:
    def __init__(self, packets: Packets, times: Floats) -> None:
        self.memory: Memory = packets.memory
        self.addresses: Addresses = packets.addresses
        self.times = times
        order, new = group(packets.tcp.src, packets.tcp.dst)
        tcp = Rows(*(getattr(packets.tcp, name)[order] for name in Rows.__slots__))
        del order
        self.tcp = tcp
        _split_reused(tcp, new)
        self.first: Ints = np.flatnonzero(new)
        self.connection: Ints = np.cumsum(new) - 1
        low = np.minimum(tcp.src, tcp.dst)
        self.side: Column = (tcp.src != low).astype(np.int64)
        self.low = low[self.first]
        self._openings()
        self._payloads()

    def _openings(self) -> None:
        """Initial sequence numbers, ends and clients, by connection and side."""
        tcp, count = self.tcp, len(self.first)
        key = self.connection * 2 + self.side
        flags = tcp.flags
        self.base: Ints = np.zeros(2 * count, np.int64)
        self.has_base: Mask = np.zeros(2 * count, np.bool_)
        opening = np.flatnonzero((flags & _SYN) != 0)[::-1]  # backwards, so that the first of each key stays
        self.base[key[opening]] = tcp.seq[opening].astype(np.int64) + 1
        self.has_base[key[opening]] = True
        self.client: Ints = np.full(count, -1, np.int64)
        answer = opening[(flags[opening] & _ACK) != 0]
        self.client[self.connection[answer]] = 1 - self.side[answer]
        request = opening[(flags[opening] & _ACK) == 0]
        self.client[self.connection[request]] = self.side[request]
        ending = np.flatnonzero((flags & _FIN) != 0)[::-1]
        self.fin: Ints = np.full(2 * count, -1, np.int64)
        self.fin[key[ending]] = (tcp.seq[ending].astype(np.int64) + tcp.length[ending] + tcp.cut[ending]) & 0xFFFFFFFF
        self.reset: Mask = np.zeros(count, np.bool_)
        self.reset[self.connection[(flags & _RST) != 0]] = True
        self.seen: Mask = np.zeros(2 * count, np.bool_)
        self.seen[key] = True

    def _payloads(self) -> None:
        """Segments with payload in order of connection, side and capture, with positions and continuity."""
        tcp = self.tcp
        carries = np.flatnonzero((tcp.length > 0) | (tcp.cut > 0))
        key = self.connection[carries] * 2 + self.side[carries]
        order = np.argsort(key, kind="stable")
        carries, key = carries[order], key[order]
        self.row = carries
        self.at = tcp.at[carries]
        self.length, self.cut = tcp.length[carries], tcp.cut[carries]
        size = self.length.astype(np.int64) + self.cut
        seq = tcp.seq[carries].astype(np.int64) + ((tcp.flags[carries] & _SYN) != 0)
        starts = np.searchsorted(key, np.arange(2 * len(self.first) + 1))
        self.start = starts
        if not len(key):
            self.rel, self.continuous = seq, np.zeros(2 * len(self.first), np.bool_)
            return
        new = np.ones(len(key), np.bool_)
        new[1:] = key[1:] != key[:-1]
        heads = np.flatnonzero(new)
        step = np.zeros(len(key), np.int64)
        step[1:] = _signed(seq[1:] - seq[:-1])
        known = self.has_base[key[heads]]
        step[heads] = np.where(known, _signed(seq[heads] - self.base[key[heads]]), 0)
        total = np.cumsum(step)
        which = np.cumsum(new) - 1
        rel = total - (total[heads] - step[heads])[which]
        lowest = np.where(known, 0, np.minimum.reduceat(rel, heads))
        self.rel = rel - lowest[which]
        expected = np.zeros(len(key), np.int64)
        expected[1:] = (self.rel + size)[:-1]
        expected[heads] = 0
        follows = (self.rel == expected) & (self.cut == 0)
        self.continuous = np.zeros(2 * len(self.first), np.bool_)
        self.continuous[key[heads]] = np.logical_and.reduceat(follows, heads)

    def read(self) -> Iterator[Connection]:
        order = np.argsort(self.tcp.number[self.first], kind="stable")
        for number, connection in enumerate(order.tolist()):
            low, high = self.start[2 * connection], self.start[2 * connection + 2]
            if low == high:
                continue
            yield self._connection(number, connection)

    def _connection(self, number: int, connection: int) -> Connection:
        row = int(self.first[connection])
        src, dst = int(self.tcp.src[row]), int(self.tcp.dst[row])
        low = int(self.low[connection])
        ends = (low, dst if src == low else src)
        client = int(self.client[connection])
        known = client >= 0
        if not known:  # the higher port is the client's as a rule
            client = 0 if ends[0] & 0xFFFF > ends[1] & 0xFFFF else 1
        losses = Losses()
        streams = [self._stream(2 * connection + side, losses) for side in (client, 1 - client)]
        time = float(self.times[self.tcp.number[row]])
        seen = self.seen[2 * connection:2 * connection + 2]
        return Connection(number, self.addresses.peer(ends[client]), self.addresses.peer(ends[1 - client]),
                          streams[0], streams[1], time, losses, known, not bool(seen.all()))

    def _stream(self, key: int, losses: Losses) -> Stream:
        start, end = int(self.start[key]), int(self.start[key + 1])
        closed = bool(self.fin[key] >= 0 or self.reset[key >> 1])
        midstream = not self.has_base[key]
        if start == end:
            return Stream(closed=closed, midstream=midstream)
        times = self.times[self.tcp.number[self.row[start:end]]].tolist()
        segments = Segments(self.rel[start:end].tolist(), self.at[start:end].tolist(),
                            self.length[start:end].tolist(), self.cut[start:end].tolist(), times)
        last = segments.rel[-1] + segments.length[-1] + segments.cut[-1]
        if self.fin[key] >= 0:
            # Relative to the last captured segment, so that wrapped sequence numbers need no thought.
            seq = int(self.tcp.seq[self.row[end - 1]]) + segments.length[-1] + segments.cut[-1]
            segments.end = last + (int(self.fin[key]) - seq + 0x80000000 & 0xFFFFFFFF) - 0x80000000
        if self.continuous[key] and segments.end <= last:
            stream = in_order(self.memory, segments)
        else:
            stream = reorder(self.memory, segments, losses)
        stream.closed, stream.midstream = closed, midstream
        return stream


def _signed(difference: Ints) -> Ints:
    """A difference of sequence numbers as the nearest signed 32-bit step."""
    return ((difference + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def _split_reused(tcp: Rows, new: Mask) -> None:
    """Begin a new connection where a SYN with another initial number shows that the ports were used again."""
    number = np.cumsum(new)
    opening = np.flatnonzero((tcp.flags & (_SYN | _RST)) == _SYN)
    seen: dict[tuple[int, bool], int] = {}
    current = -1
    for row, connection, src, seq, answer in zip(
            opening.tolist(), number[opening].tolist(), tcp.src[opening].tolist(), tcp.seq[opening].tolist(),
            ((tcp.flags[opening] & _ACK) != 0).tolist(), strict=True):
        if connection != current:
            current = connection
            seen.clear()
        known = seen.get((src, answer))
        if known is not None and known != seq:
            new[row] = True
            seen.clear()
        seen[src, answer] = seq
