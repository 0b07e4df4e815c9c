"""Reads a packet capture from file to exchanges: index, packets, connections, conversations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scanner.capture import position
from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .columns import Floats, Ints, seconds
from .connections import Connection, connections
from .context import HELLO_HINT, Context, Notes
from .conversation import answers, head_of, read_conversation, speaks_first
from .flows import FlowTable
from .keylog import KeyLog, Uses
from .memory import Memory
from .packets import PacketReader, Packets
from .reassembly import Losses
from .records import Records, record_parts
from .source import open_buffer

if TYPE_CHECKING:
    from .datagrams import Datagrams
    from .quic_source import QuicShare, QuicSource

_SILENT = frozenset({"ARP", "RARP", "LLDP", "EAPOL", "slow protocols", "loop detection", "loopback test",
                     "bridging protocol", "wireless management", "PPP control", "PPPoE discovery", "ICMP", "ICMPv6",
                     "IGMP", "OSPF", "PIM", "VRRP", "no next header", "frame relay control"})
"""Packets that keep networks running and carry no messages of applications: they are not counted as unread."""


def read(path: Path, label: str, note: NoteSink, keylog: bytes, max_body: int) -> Iterator[Exchange]:
    """Exchanges connection by connection, ordered by first packet, and inside a connection by request time."""
    capture = Capture(path, label, note, keylog, max_body)
    yield from capture.read(range(capture.count))
    yield from capture.rest()
    capture.close()


@dataclass(slots=True, eq=False, repr=False)
class Share:
    """What reading some connections in another process led to, beside their exchanges."""

    notes: list[Note]
    held: list[Note]
    keys: Uses
    quic: QuicShare | None


class Capture:
    """A capture whose packets are sorted and whose connections can be read, all or some of them."""

    def __init__(self, path: Path, label: str, note: NoteSink, keylog: bytes, max_body: int) -> None:
        """Index the file; raises ``InputError`` when it is no packet capture."""
        buffer, whole = open_buffer(path)
        parts = record_parts(buffer)
        if parts is None:
            raise InputError(f"{path}: is no pcap or pcapng file")
        self.label, self.max_body = label, max_body
        self.table = FlowTable()
        reader = PacketReader(Memory(buffer, path), self.table.add)
        none = np.zeros(0, np.int64)
        facts = Records(none, none, none, none)
        stamps: list[Floats] = []
        for part in parts:
            reader.add(part)
            stamps.append(seconds(part.time))
            facts.secrets += part.secrets
            facts.unread += part.unread
            facts.missing += part.missing
            facts.unknown_interface += part.unknown_interface
        self.packets = reader.finish()
        if self.table.reset_text:
            note(Note(Gap.PROTOCOL_UNREAD, label, bytes=self.table.reset_text, detail="explanation of a TCP reset"))
        self.times: Floats = np.concatenate(stamps)
        _note_file(facts, whole, label, note)
        _note_packets(self.packets, label, note)
        self._keys = KeyLog([keylog, *facts.secrets])
        self._note = _HeldNotes(note, self._keys)

    @property
    def count(self) -> int:
        """Connections that can be read without each other: those over TCP, then those over QUIC."""
        return len(self._before) - 1

    def read(self, numbers: range) -> Iterator[Exchange]:
        """The exchanges of some of these connections."""
        memory, before, streams = self.packets.memory, self._before, self.table.count
        flows = range(min(numbers.start, streams), min(numbers.stop, streams))
        for connection in connections(self.table, memory, self.packets.addresses, self.times, flows):
            position.say(int(before[connection.number]) / max(1, memory.size))
            yield from self._used(_connection(connection, self.label, self._note, self._keys, self.max_body))
        if self._datagrams is not None and numbers.stop > streams:
            places = range(max(numbers.start - streams, 0), numbers.stop - streams)
            yield from self._used(self._datagrams.read(places))

    @cached_property
    def _datagrams(self) -> Datagrams | None:
        if not len(self.packets.udp):
            return None
        from .datagrams import Datagrams

        return Datagrams(self.packets, self.times, self.label, self._note, self._keys, self.max_body)

    @cached_property
    def _before(self) -> Ints:
        """For each connection the bytes in those before it; then the bytes in all."""
        payloads = self.table.payloads
        before: Ints = np.concatenate(([0], np.cumsum(payloads.length, dtype=np.int64)))[payloads.start[::2]]
        if self._datagrams is not None:
            before = np.concatenate([before, before[-1] + np.cumsum(self._datagrams.sizes)])
        return before

    def rest(self) -> Iterator[Exchange]:
        """The exchanges that are found only when those connections were read."""
        if self._datagrams is not None:
            yield from self._used(self._datagrams.rest())

    def close(self) -> None:
        """Give out the notes that waited for the end."""
        self._note.give()

    def pieces(self, most: int) -> list[range]:
        """All connections in at most so many parts, of which those in the middle have fewer bytes.

        Who reads them from both ends meet there, and wait for each other no longer than for a small part.
        """
        size = self._before
        place = np.linspace(-1, 1, most + 1)[1:-1]
        inner = np.searchsorted(size, (1 + place * np.abs(place)) / 2 * size[-1])
        bounds = sorted({0, *inner.tolist(), self.count})
        return [range(first, end) for first, end in pairwise(bounds)]

    def begin_share(self) -> None:
        """In a copy of the capture in another process: it reads a share of the connections next."""
        self._collected: list[Note] = []
        self._note.begin_share(self._collected.append)
        self._keys.begin_share()
        if self._quic is not None:
            self._quic.begin_share()

    def share(self) -> Share:
        """What reading the share led to."""
        quic = self._quic.share() if self._quic is not None else None
        return Share(self._collected, self._note.held, self._keys.uses(), quic)

    def add(self, share: Share) -> bool:
        """Take in what another process found in the next connections, unless it lacked what only this one knows."""
        if not self._keys.fits(share.keys):
            return False
        if self._quic is not None and share.quic is not None and not self._quic.add(share.quic):
            return False
        self._keys.add(share.keys)
        for note in [*share.held, *share.notes]:
            self._note(note)
        return True

    @property
    def _quic(self) -> QuicSource | None:
        return self._datagrams.source if self._datagrams is not None else None

    def _used(self, exchanges: Iterator[Exchange]) -> Iterator[Exchange]:
        for exchange in exchanges:
            yield exchange
            self.packets.memory.used(len(exchange.request_body.data) + len(exchange.response_body.data))


class _HeldNotes:
    """Passes notes on; those about missing keys wait until it is clear whether the key log fits at all."""

    def __init__(self, sink: NoteSink, keys: KeyLog) -> None:
        self._sink = sink
        self._keys = keys
        self.held: list[Note] = []

    def begin_share(self, sink: NoteSink) -> None:
        """From here on the notes are for another."""
        self._sink = sink
        self.held = []

    def __call__(self, note: Note) -> None:
        without_key = note.gap in (Gap.TLS_NO_KEY, Gap.QUIC_UNREAD) and (not note.detail
                                                                         or note.detail.startswith(HELLO_HINT))
        if without_key and self._keys.given and not self._keys.matched:
            self.held.append(note)
        else:
            self._sink(note)

    def give(self) -> None:
        """Hand over what was held back, with what is wrong with the key log."""
        detail = self._keys.complaint
        for held in self.held:
            self._sink(replace(held, detail="; ".join(filter(None, (detail, held.detail)))))
        self.held.clear()


def _connection(connection: Connection, label: str, note: NoteSink, keys: KeyLog,
                max_body: int) -> Iterator[Exchange]:
    if not connection.roles_known:
        up, down = head_of(connection.upstream.data), head_of(connection.downstream.data)
        if (speaks_first(down) or answers(up)) and not (speaks_first(up) or answers(down)):
            connection = connection.turned()
    notes = Notes()
    context = Context(label, f"tcp-{connection.number}", connection.client, connection.server, max_body, keys, notes,
                      connection.time)
    yield from read_conversation(context, connection.upstream, connection.downstream)
    _note_losses(context, connection.losses)
    if connection.upstream.midstream and connection.downstream.midstream:
        context.note(Gap.TCP_MIDSTREAM, detail="the capture begins after the connection did")
    if connection.one_sided:
        context.note(Gap.TCP_GAP, detail="one direction was not captured")
    notes.give(note, label, connection.server.host)


def _note_losses(context: Context, losses: Losses) -> None:
    if losses.holes:
        context.note(Gap.TCP_GAP, losses.hole_bytes, losses.holes)
    if losses.jumps:
        context.note(Gap.TCP_GAP, 0, losses.jumps, "sequence numbers jump")
    if losses.cut_packets:
        context.note(Gap.PACKET_CUT, losses.cut_bytes, losses.cut_packets)
    if losses.refused:
        context.note(Gap.TCP_GAP, losses.refused, detail="no room for a temporary file")
    if losses.conflicts:
        context.note(Gap.TCP_OVERLAP, losses.conflict_bytes, losses.conflicts,
                     "repeated segments with other bytes; the first were read")


def _note_file(records: Records, whole: bool, label: str, note: NoteSink) -> None:
    if not whole:
        note(Note(Gap.FILE_TRUNCATED, label, detail="compressed file that is cut off, damaged or too large"))
    if records.missing:
        note(Note(Gap.FILE_TRUNCATED, label, bytes=records.missing, detail="the file ends inside its last packet"))
    if records.unread:
        note(Note(Gap.FILE_TRUNCATED, label, bytes=records.unread, detail="the end of the file is no whole record"))
    if records.unknown_interface:
        note(Note(Gap.PACKET_UNSUPPORTED, label, count=records.unknown_interface, detail="unknown interface"))


def _note_packets(packets: Packets, label: str, note: NoteSink) -> None:
    for kind, count in sorted(packets.others.items()):
        if kind not in _SILENT:
            gap = Gap.PACKET_CUT if kind == "cut frame" else Gap.PACKET_UNSUPPORTED
            note(Note(gap, label, count=count, detail="" if kind == "cut frame" else kind))
    if packets.fragments:
        note(Note(Gap.PACKET_UNSUPPORTED, label, count=packets.fragments, detail="incomplete IP fragments"))
    if packets.fragment_conflicts:
        note(Note(Gap.TCP_OVERLAP, label, count=packets.fragment_conflicts,
                  detail="IP fragments that overlap with other bytes; the first were read"))
