"""Reads the QUIC connections of a capture: from the datagrams of each pair of end points to HTTP/3 exchanges.

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

from scanner.model import Exchange, NoteSink

from .columns import Column, Floats, Ints, Mask, byte_at
from .context import Context, Notes
from .keylog import KeyLog
from .packets import Packets, Rows
from .quic_connection import CLIENT, SERVER, Connection
from .quic_keys import initial_keys
from .quic_packets import INITIAL, RETRY, Cut, Long, long_header
from .quic_short import Header, shortest, unmask
from .quic_trial import SAMPLES, Found, SecretSearch

_STEP = 2048
_MAX_LIVE = 8
"""Connections between one pair of end points that are followed at the same time."""
_HTTPS = 443


class QuicReader:
    """All QUIC of a capture; the rows are grouped by pairs of end points."""

    def __init__(self, packets: Packets, udp: Rows, starts: Ints, ends: Ints, times: Floats, label: str,
                 note: NoteSink, keylog: KeyLog, max_body: int) -> None:
        self.packets, self.udp, self.times, self.keylog = packets, udp, times, keylog
        self.raw = np.frombuffer(packets.memory.main, np.uint8)
        self.taken: set[int] = set()
        """Pairs that were read."""
        self._starts, self._ends = starts, ends
        self._label, self._note, self._max_body = label, note, max_body
        self._search = SecretSearch(keylog)
        self._strays: dict[int, dict[bytes, list[tuple[int, int]]]] = {}
        self._candidates: list[int] = []
        self._count = 0

    def read(self, pairs: list[int], others: list[int]) -> Iterator[Exchange]:
        """The exchanges of these pairs in the order given; ``others`` may belong to connections that moved there."""
        headed = {pair for pair in pairs if self._has_long(pair)}
        self._candidates = [pair for pair in pairs if pair not in headed] + others
        for pair in sorted(pairs, key=lambda pair: pair not in headed):
            if pair not in self.taken:
                self.taken.add(pair)
                rows = np.arange(self._starts[pair], self._ends[pair])
                yield from _Path(self, rows, pair).read()

    def _has_long(self, pair: int) -> bool:
        places = self.udp.at[self._starts[pair]:self._ends[pair]]
        places = places[places < len(self.raw)]
        return bool((byte_at(self.raw, places) >= 0x80).any())

    def context(self, row: int, client: int) -> Context:
        """A new connection whose first datagram is this row, ``client`` the key of its client's end point."""
        src, dst = int(self.udp.src[row]), int(self.udp.dst[row])
        number, self._count = self._count, self._count + 1
        addresses = self.packets.addresses
        return Context(self._label, f"quic-{number}", addresses.peer(client),
                       addresses.peer(dst if client == src else src), self._max_body, self.keylog, Notes(),
                       float(self.times[self.udp.number[row]]))

    def give(self, connection: Connection) -> Iterator[Exchange]:
        """What is left of a connection, and its notes."""
        yield from connection.finish()
        context = connection.context
        context.notes.give(self._note, self._label, context.server.host)

    def search(self, directions: tuple[list[bytes], list[bytes]], clients: tuple[int, ...]) -> Found | None:
        """Secrets that open these packets, found by trial."""
        return self._search.search(directions, clients)

    def moved(self, ids: set[bytes], length: int) -> list[tuple[int, int]]:
        """The pairs not yet read that carry one of these ids, and the key of the end point that sent it."""
        table = self._strays.get(length)
        if table is None:
            table = self._strays[length] = self._first_ids(length)
        found = {pair: sender for connection_id in ids for pair, sender in table.get(connection_id, ())}
        return [(pair, sender) for pair, sender in found.items() if pair not in self.taken]

    def _first_ids(self, length: int) -> dict[bytes, list[tuple[int, int]]]:
        """What the first datagrams of each direction of the pairs without long headers carry as id."""
        table: dict[bytes, list[tuple[int, int]]] = {}
        for pair in self._candidates:
            seen: set[int] = set()
            for row in range(int(self._starts[pair]), min(int(self._ends[pair]), int(self._starts[pair]) + SAMPLES)):
                source = int(self.udp.src[row])
                if source not in seen and self.udp.length[row] > length + 1:
                    seen.add(source)
                    at = int(self.udp.at[row]) + 1
                    table.setdefault(bytes(self.packets.memory.slice(at, at + length)), []).append((pair, source))
        return table

    def rows_of(self, pair: int) -> Ints:
        """The rows of a pair that a connection moved to."""
        self.taken.add(pair)
        return np.arange(self._starts[pair], self._ends[pair])

    def next_start(self, after: int) -> int:
        """The record at which the next pair without long headers begins; steps end there, to see who moves."""
        later = [int(self.udp.number[self._starts[pair]]) for pair in self._candidates if pair not in self.taken]
        return min((number for number in later if number > after), default=1 << 62)


class _Path:
    """The datagrams between one pair of end points, and of the pairs that its connections moved to."""

    def __init__(self, reader: QuicReader, rows: Ints, pair: int) -> None:
        self._reader = reader
        self._udp = reader.udp
        self._rows = rows
        first = int(rows[0])
        source, target = int(self._udp.src[first]), int(self._udp.dst[first])
        self._ends = (source, target)
        self._direction: Column = (self._udp.src[rows] != source).astype(np.int64)
        """0 for datagrams from where the first one came, 1 for the others."""
        client = 1 if source & 0xFFFF == _HTTPS and target & 0xFFFF != _HTTPS else 0
        self._live: list[tuple[Connection, int]] = [
            (Connection(reader.context(first, self._ends[client])), client)]
        """Connections, the newest last, with the direction that is their client's."""
        self._alone = True

    def read(self) -> Iterator[Exchange]:
        """All exchanges."""
        yield from self._pass()
        if self._alone:
            yield from self._try()
        for connection, _ in self._live:
            yield from self._reader.give(connection)

    def _pass(self) -> Iterator[Exchange]:
        """Read all datagrams once."""
        at = 0
        while at < len(self._rows):
            stop = self._border(at, min(at + _STEP, len(self._rows)))
            at = self._step(at, stop)
            for connection, _ in self._live:
                yield from connection.exchanges()
            while len(self._live) > _MAX_LIVE:
                yield from self._reader.give(self._live.pop(0)[0])
            self._take_in(at)

    def _border(self, at: int, stop: int) -> int:
        number = self._udp.number
        start = self._reader.next_start(int(number[self._rows[at]]))
        if int(number[self._rows[stop - 1]]) < start:
            return stop
        return max(at + 1, at + int(np.searchsorted(number[self._rows[at:stop]], start)))

    def _take_in(self, at: int) -> None:
        """Add the datagrams of pairs that carry an id of a server here: its client moved there."""
        for connection, client in self._live:
            length = connection.id_lengths[CLIENT]
            if length <= 0:
                continue
            for pair, sender in self._reader.moved(connection.ids[SERVER], length):
                rows = self._reader.rows_of(pair)
                directions = np.where(self._udp.src[rows] == sender, client, 1 - client)
                merged = np.concatenate([self._rows[at:], rows])
                order = np.argsort(self._udp.number[merged], kind="stable")
                self._direction = np.concatenate(
                    [self._direction[:at], np.concatenate([self._direction[at:], directions])[order]])
                self._rows = np.concatenate([self._rows[:at], merged[order]])

    def _step(self, at: int, stop: int) -> int:
        """Read some datagrams; ends early where a connection begins or gets its keys, as that changes the reading."""
        udp, reader = self._udp, self._reader
        memory = reader.packets.memory
        rows, direction = self._rows[at:stop], self._direction[at:stop]
        places, lengths = udp.at[rows], udp.length[rows].astype(np.int64)
        inside = (places + lengths <= memory.size) & (lengths > 0)
        first = np.zeros(len(rows), np.int64)
        first[inside] = byte_at(reader.raw, places[inside])
        for index in np.flatnonzero(~inside & (lengths > 0)).tolist():
            first[index] = memory.slice(int(places[index]), int(places[index]) + 1)[0]
        short, whole = first < 0x80, udp.cut[rows] == 0
        connection, client = self._live[-1]
        if len(self._live) == 1 and connection.without_keys:
            return at + self._long_only(connection, places, lengths, direction, ~short, whole, rows)
        batched, batches = self._unmasked(places, lengths, direction, short & inside & whole)
        view, times = memory.view, reader.times[udp.number[rows]].tolist()
        columns = zip(places.tolist(), lengths.tolist(), direction.tolist(), batched, short.tolist(),
                      whole.tolist(), times, strict=True)
        for index, (place, length, sent, is_batched, is_short, is_whole, time) in enumerate(columns):
            if is_batched:
                header: Header = next(batches[sent])
                connection.bytes += length
                connection.opens(sent ^ client, header, view[place + len(header[3]):place + length], time)
            elif not is_whole:
                connection.cut(length, int(udp.cut[rows[index]]))
            elif is_short:
                self._short(bytes(memory.slice(place, place + length)), sent, time)
            else:
                ready = connection.ready
                if self._long(bytes(memory.slice(place, place + length)), sent, time, int(rows[index])) \
                        or connection.ready != ready or connection.without_keys:
                    return at + index + 1
        return stop

    def _unmasked(self, places: Ints, lengths: Ints, direction: Column,
                  usable: Mask) -> tuple[list[bool], list[Iterator[Header]]]:
        """Which packets are unmasked together, and their headers in order by direction."""
        batched = np.zeros(len(places), np.bool_)
        batches: list[Iterator[Header]] = [iter(()), iter(())]
        if len(self._live) == 1:
            connection, client = self._live[0]
            for sent in (0, 1):
                short, length = connection.short[sent ^ client], connection.id_lengths[sent ^ client]
                if short is None or length < 0:
                    continue
                mine = usable & (direction == sent) & (lengths >= shortest(length))
                if mine.any():
                    batched |= mine
                    batches[sent] = unmask(self._reader.raw, places[mine], length, short.keys)
        return batched.tolist(), batches

    def _long_only(self, connection: Connection, places: Ints, lengths: Ints, direction: Column, long: Mask,
                   whole: Mask, rows: Ints) -> int:
        """Without keys only a new connection is looked for; returns how many datagrams were passed."""
        memory, passed = self._reader.packets.memory, 0
        for index in np.flatnonzero(long & whole).tolist():
            place = int(places[index])
            connection.bytes += int(lengths[passed:index].sum())
            passed = index + 1
            if self._long(bytes(memory.slice(place, place + int(lengths[index]))), int(direction[index]),
                          float(self._reader.times[self._udp.number[rows[index]]]), int(rows[index])):
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
            elif not owner.by_trial and not owner.long(sent ^ client, packet, data, time):
                owner.unopened(packet.end - packet.start)
            at = packet.end
        owner.bytes += len(data)
        rest = data[at:]
        if rest.strip(b"\0"):
            owner.one_short(sent ^ client, rest, time)
        return len(self._live) > count

    def _owner(self, packet: Long, data: bytes, sent: int, row: int) -> tuple[Connection, int]:
        """The connection of a packet with a long header; a client's first packet makes one."""
        for connection, client in reversed(self._live):
            if packet.kind == INITIAL and connection.protects(sent ^ client, packet, data):
                return connection, client
            if packet.kind != INITIAL and packet.destination in connection.ids[SERVER if sent == client else CLIENT]:
                return connection, client
        newest, client = self._live[-1]
        if packet.kind != INITIAL or newest.by_trial \
                or initial_keys(packet.version, packet.destination)[CLIENT].open_long(data, packet, 0) is None:
            return newest, client
        if not newest.begun or (newest.refused and not newest.answered and sent == client):
            if packet.destination in newest.retry_ids:
                newest.retried(packet.destination)
            else:
                newest.begin(packet.version, packet.destination)
            if sent != client:
                context = newest.context
                newest.context = replace(context, client=context.server, server=context.client)
            self._live[-1] = newest, sent
        else:
            self._alone = False
            newest = Connection(self._reader.context(row, self._ends[sent]))
            newest.begin(packet.version, packet.destination)
            self._live.append((newest, sent))
        return self._live[-1]

    def _try(self) -> Iterator[Exchange]:
        """Look for secrets by trial when the handshake gave none, and read everything again with them."""
        connection, client = self._live[0]
        if connection.read or not self._reader.keylog.unused():
            return
        samples = self._samples()
        found = self._reader.search(samples, (client,) if connection.begun else (client, 1 - client))
        if found is None:
            return
        context = connection.context
        if found.client != client:
            context = replace(context, client=context.server, server=context.client)
        again = Connection(context)
        again.bytes = 0
        again.preset(found, connection.handshake)
        self._live = [(again, found.client)]
        yield from self._pass()

    def _samples(self) -> tuple[list[bytes], list[bytes]]:
        """The first packets with a short header in each direction."""
        samples: tuple[list[bytes], list[bytes]] = ([], [])
        udp, memory = self._udp, self._reader.packets.memory
        for row, sent in zip(self._rows.tolist(), self._direction.tolist(), strict=True):
            if len(samples[sent]) < SAMPLES and not udp.cut[row] and udp.length[row] >= shortest(0):
                data = bytes(memory.slice(int(udp.at[row]), int(udp.at[row]) + int(udp.length[row])))
                if not data[0] & 0x80:
                    samples[sent].append(data)
            elif len(samples[1 - sent]) >= SAMPLES:
                break
        return samples
