"""Reads the datagrams between two end points, and of those that their QUIC connections moved to.

Theory. Datagrams are read in the order of capture, in steps: long headers one by one, the headers of all packets with
a short header of a step unmasked together. A step ends early when a handshake packet brings the keys for the rest. A
pair of end points may carry several connections (ports used again, a first attempt with another version), told apart
by their connection ids. A connection may go on between other end points (migration, NAT); the datagrams of such a
pair are taken in when they carry an id that the server gave out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scanner.model import Exchange

from .columns import Column, Ints, Mask, byte_at
from .quic_connection import Connection
from .quic_keys import initial_keys
from .quic_levels import CLIENT, SERVER
from .quic_packets import INITIAL, RETRY, Cut, Long, long_header
from .quic_short import Header, shortest, unmask
from .quic_source import QuicSource
from .quic_trial import SAMPLES

_STEP = 2048
_LEAST_STEP = 64
_MAX_LIVE = 8
"""Connections between one pair of end points that are followed at the same time."""
_HTTPS = 443
_UNMASKED, _CUT, _SHORT, _LONG = range(4)
"""Datagrams of a step by how they are read."""


class Path:
    """The datagrams between one pair of end points, and of the pairs that its connections moved to."""

    def __init__(self, source: QuicSource, rows: Ints) -> None:
        self._source = source
        self._udp = source.udp
        self._rows = rows
        first = int(rows[0])
        sender, target = int(self._udp.src[first]), int(self._udp.dst[first])
        self._ends = (sender, target)
        self._direction: Column = (self._udp.src[rows] != sender).astype(np.int64)
        """0 for datagrams from where the first one came, 1 for the others."""
        client = 1 if sender & 0xFFFF == _HTTPS and target & 0xFFFF != _HTTPS else 0
        self._live: list[tuple[Connection, int]] = [
            (Connection(source.context(first, self._ends[client])), client)]
        """Connections, the newest last, with the direction that is their client's."""
        self._alone = True

    def read(self) -> Iterator[Exchange]:
        """All exchanges."""
        yield from self._pass()
        if self._alone and not self._live[0][0].read and self.try_secrets():
            yield from self._pass()
        for connection, _ in self._live:
            yield from self._source.give(connection)

    def _pass(self) -> Iterator[Exchange]:
        """Read all datagrams once."""
        at = 0
        while at < len(self._rows):
            stop = self._border(at, min(at + _STEP, len(self._rows)))
            before, at = at, self._step(at, stop)
            self._source.passed(int(self._udp.length[self._rows[before:at]].sum()))
            for connection, _ in self._live:
                yield from connection.exchanges()
            while len(self._live) > _MAX_LIVE:
                yield from self._source.give(self._live.pop(0)[0])
            self._take_in(at)

    def _border(self, at: int, stop: int) -> int:
        """Where a step ends so that it is seen who moves: where another pair with the server begins."""
        number = self._udp.number[self._rows[at:stop]]
        first = int(number[0])
        start = min(self._source.strays.next_start(self._ends[1 - client], first) for _, client in self._live)
        return min(stop, max(at + _LEAST_STEP, at + int(np.searchsorted(number, start))))

    def _take_in(self, at: int) -> None:
        """Add the datagrams of pairs that carry an id of a server here: its client moved there."""
        for connection, client in self._live:
            length = connection.id_lengths[CLIENT]
            if length <= 0:
                continue
            moved = self._source.strays.carrying(self._ends[1 - client], connection.ids[SERVER], length)
            for pair, sender in moved.items():
                if pair in self._source.taken:
                    continue
                rows = self._source.take(pair)
                directions = np.where(self._udp.src[rows] == sender, client, 1 - client)
                merged = np.concatenate([self._rows[at:], rows])
                order = np.argsort(self._udp.number[merged], kind="stable")
                self._direction = np.concatenate(
                    [self._direction[:at], np.concatenate([self._direction[at:], directions])[order]])
                self._rows = np.concatenate([self._rows[:at], merged[order]])

    def _step(self, at: int, stop: int) -> int:
        """Read some datagrams; ends early where a connection begins or gets its keys, as that changes the reading."""
        udp, source = self._udp, self._source
        memory = source.packets.memory
        rows, direction = self._rows[at:stop], self._direction[at:stop]
        places, lengths = udp.at[rows], udp.length[rows].astype(np.int64)
        inside = (places + lengths <= memory.size) & (lengths > 0)
        first = np.zeros(len(rows), np.int64)
        first[inside] = byte_at(source.raw, places[inside])
        for index in np.flatnonzero(~inside & (lengths > 0)).tolist():
            first[index] = memory.slice(int(places[index]), int(places[index]) + 1)[0]
        short, whole = first < 0x80, udp.cut[rows] == 0
        connection, client = self._live[-1]
        if len(self._live) == 1 and connection.levels.without_keys:
            return at + self._long_only(connection, places, lengths, direction, ~short, whole, rows)
        unmasked, batches = self._unmasked(places, lengths, direction, short & inside & whole)
        kinds = np.select([unmasked, ~whole, short], [_UNMASKED, _CUT, _SHORT], _LONG).tolist()
        times = source.times[udp.number[rows]].tolist()
        passed = len(rows)
        for index, (kind, sent, time) in enumerate(zip(kinds, direction.tolist(), times, strict=True)):
            if kind == _UNMASKED:
                header, sealed = next(batches[sent])
                connection.opens(sent ^ client, header, sealed, time)
                continue
            length = int(lengths[index])
            if kind == _CUT:
                connection.cut(length, int(udp.cut[rows[index]]))
                continue
            data = bytes(memory.slice(int(places[index]), int(places[index]) + length))
            if kind == _SHORT:
                self._short(data, sent, time)
                continue
            ready = connection.ready
            if self._long(data, sent, time, int(rows[index])) or connection.ready != ready \
                    or connection.levels.without_keys:
                passed = index + 1
                break
        connection.bytes += int(lengths[:passed][unmasked[:passed]].sum())
        return at + passed

    def _unmasked(self, places: Ints, lengths: Ints, direction: Column,
                  usable: Mask) -> tuple[Mask, list[Iterator[tuple[Header, memoryview]]]]:
        """Which packets are unmasked together; by direction their headers and what they protect."""
        batched: Mask = np.zeros(len(places), np.bool_)
        batches: list[Iterator[tuple[Header, memoryview]]] = [iter(()), iter(())]
        view = self._source.packets.memory.view
        if len(self._live) == 1:
            connection, client = self._live[0]
            for sent in (0, 1):
                short, length = connection.short[sent ^ client], connection.id_lengths[sent ^ client]
                if short is None or length < 0:
                    continue
                mine = usable & (direction == sent) & (lengths >= shortest(length))
                if mine.any():
                    batched |= mine
                    headers = list(unmask(self._source.raw, places[mine], length, short.keys))
                    batches[sent] = zip(headers, [
                        view[place + len(header[3]):end] for header, place, end in
                        zip(headers, places[mine].tolist(), (places + lengths)[mine].tolist(), strict=True)],
                        strict=True)
        return batched, batches

    def _long_only(self, connection: Connection, places: Ints, lengths: Ints, direction: Column, long: Mask,
                   whole: Mask, rows: Ints) -> int:
        """Without keys only a new connection is looked for; returns how many datagrams were passed."""
        memory, passed = self._source.packets.memory, 0
        for index in np.flatnonzero(long & whole).tolist():
            place = int(places[index])
            connection.bytes += int(lengths[passed:index].sum())
            passed = index + 1
            if self._long(bytes(memory.slice(place, place + int(lengths[index]))), int(direction[index]),
                          float(self._source.times[self._udp.number[rows[index]]]), int(rows[index])):
                return passed
        connection.bytes += int(lengths[passed:].sum())
        return len(rows)

    def _short(self, data: bytes, sent: int, time: float) -> None:
        """A packet with a short header: for the connection whose id it carries, else for the newest."""
        chosen, client = self._live[-1]
        if len(self._live) > 1:
            for connection, its_client in self._live:
                side = sent ^ its_client
                length = connection.id_lengths[side]
                if length > 0 and data[1:1 + length] in connection.ids[1 - side]:
                    chosen, client = connection, its_client
        chosen.bytes += len(data)
        chosen.one_short(sent ^ client, data, time)

    def _long(self, data: bytes, sent: int, time: float, row: int) -> bool:
        """A datagram that begins with a long header: all its packets. Whether a new connection begins with it."""
        count = len(self._live)
        at = 0
        owner, client = self._live[-1]
        while at < len(data) and data[at] & 0x80:
            try:
                packet = long_header(data, at)
            except Cut:
                owner.foreign(data[at:])
                at = len(data)
                break
            owner, client = self._owner(packet, data, sent, row)
            if packet.kind == RETRY:
                owner.retry_ids.add(packet.source)
                owner.refused = True
            elif not owner.by_trial:
                owner.long(sent ^ client, packet, data, time)
            at = packet.end
        owner.bytes += len(data)
        rest = data[at:]
        if rest.strip(b"\0"):
            owner.one_short(sent ^ client, rest, time)
        return len(self._live) > count

    def _owner(self, packet: Long, data: bytes, sent: int, row: int) -> tuple[Connection, int]:
        """The connection of a packet with a long header; a client's first packet makes one."""
        for connection, client in reversed(self._live):
            if packet.kind == INITIAL and connection.levels.opens_initial(sent ^ client, packet, data):
                return connection, client
            if packet.kind != INITIAL and packet.destination in connection.ids[SERVER if sent == client else CLIENT]:
                return connection, client
        newest, client = self._live[-1]
        if packet.kind != INITIAL or newest.by_trial \
                or initial_keys(packet.version, packet.destination)[CLIENT].open_long(data, packet, 0) is None:
            return newest, client
        if not newest.levels.begun or (newest.refused and not newest.levels.answered and sent == client):
            if packet.destination in newest.retry_ids:
                newest.levels.retried(packet.destination)
            else:
                newest.begin(packet.version, packet.destination)
            if sent != client:
                context = newest.context
                newest.context = replace(context, client=context.server, server=context.client)
            self._live[-1] = newest, sent
        else:
            self._alone = False
            newest = Connection(self._source.context(row, self._ends[sent]))
            newest.begin(packet.version, packet.destination)
            self._live.append((newest, sent))
        return self._live[-1]

    def try_secrets(self) -> bool:
        """Look for secrets by trial where no handshake gave any; what is read from now on is read with them."""
        if not self._source.keylog.unused():
            return False
        connection, client = self._live[0]
        levels = connection.levels
        found = self._source.search(self._samples(), (client,) if levels.begun else (client, 1 - client), levels)
        if found is None:
            return False
        context = connection.context
        if found.client != client:
            context = replace(context, client=context.server, server=context.client)
        again = Connection(context)
        again.preset(found, levels.handshake)
        self._live = [(again, found.client)]
        return True

    def _samples(self) -> tuple[list[bytes], list[bytes]]:
        """The first packets with a short header in each direction."""
        samples: tuple[list[bytes], list[bytes]] = ([], [])
        udp, memory = self._udp, self._source.packets.memory
        for row, sent in zip(self._rows.tolist(), self._direction.tolist(), strict=True):
            if len(samples[sent]) < SAMPLES and not udp.cut[row] and udp.length[row] >= shortest(0):
                data = bytes(memory.slice(int(udp.at[row]), int(udp.at[row]) + int(udp.length[row])))
                if not data[0] & 0x80:
                    samples[sent].append(data)
            elif len(samples[1 - sent]) >= SAMPLES:
                break
        return samples
