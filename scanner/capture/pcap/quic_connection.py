"""One QUIC connection: finds the keys for its packets, opens them, and hands streams on (RFC 9000, RFC 9001)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scanner.model import Exchange, Gap

from .context import Context
from .http3 import Http3
from .quic_frames import read_frames
from .quic_handshake import QuicHandshake
from .quic_levels import SERVER, Levels
from .quic_packets import EARLY, Long
from .quic_short import Header, OneRtt, shortest, unmask_one
from .quic_streams import Ignored, Incoming, Reader, Waiting
from .quic_trial import Found

_SHORT = 4
"""The level of packets with a short header, behind the types of long ones."""
_MAX_HELD = 4 << 20
_MAX_IDS = 1 << 10
_SMALLEST, _LARGEST = 1000, 1500
"""Bytes of the datagrams that hosts hand to their network cards several at once."""
_CLEAR_ID = 4
"""Connection ids of this length do not turn up in other bytes by chance."""
_PROTOCOLS = {"hq-interop": "HTTP/0.9 over QUIC", "doq": "DNS over QUIC", "doq-i00": "DNS over QUIC", "smb": "SMB"}


class _Held(NamedTuple):
    """A packet whose keys are not known yet."""

    side: int
    packet: Long | None
    """None for a short header, which then begins the data."""
    data: bytes
    time: float


class Connection:
    """Filled packet by packet in the order of capture; sides are 0 for what the client sends, 1 for the server."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.levels = Levels(context.keylog)
        self.refused = False
        """The server sent the client away to try again."""
        self.bytes = 0
        self.opened = 0
        """Packets with a short header that were opened."""
        self.retry_ids: set[bytes] = set()
        self.ids: tuple[set[bytes], set[bytes]] = (set(), set())
        """Connection ids that packets to the client, to the server carry."""
        self.id_lengths = [-1, -1]
        """Of the ids in packets that client and server send; -1 is unknown."""
        self.short: list[OneRtt | None] = [None, None]
        self.by_trial = False
        """The keys were found without the handshake, which is not read again."""
        self._headed = self._foreign = False
        self._held: list[_Held] = []
        self._held_size = 0
        self._unopened = self._unopened_bytes = 0
        self._segments = [0, 0]
        self._damaged = 0
        self._cut = self._cut_bytes = 0
        self._datagrams = self._datagram_bytes = 0
        self._incoming: dict[int, Incoming] = {}
        self._waiting = Waiting()
        self._other = Ignored()
        self._http: Http3 | None = None
        self._side = self._level = 0
        self._time = 0.0

    # Packets with a long header

    def begin(self, version: int, first_id: bytes) -> None:
        """A client's first Initial packet: a new attempt to connect."""
        self.levels.begin(version, first_id)
        self._unopened = self._unopened_bytes = 0

    def preset(self, found: Found, handshake: QuicHandshake) -> None:
        """Begin without a handshake: keys and lengths were found by trial; what its packets said is kept."""
        self.short, self.id_lengths = found.short, found.id_lengths
        self.by_trial = True
        handshake.suite = found.suite
        self.levels.preset(handshake)

    def long(self, side: int, packet: Long, data: bytes, time: float) -> None:
        """Read a packet with a long header, or hold it until its keys come."""
        self._headed = True
        if not self.levels.knows(side, packet):
            self._hold(side, packet, data, time)
            return
        plain = self.levels.open(side, packet, data)
        if plain is None:
            self.unopened(packet.end - packet.start)
            return
        self.id_lengths[1 - side] = len(packet.source)
        self._learn_id(side, packet.source)
        self._frames(side, packet.kind, plain, time)

    def _learn_id(self, side: int, connection_id: bytes) -> None:
        """``side`` is reached under this id."""
        if connection_id and len(self.ids[side]) < _MAX_IDS:
            self.ids[side].add(connection_id)

    def foreign(self, data: bytes) -> None:
        """The rest of a datagram that is no packet of a known version; the server may have refused the version."""
        if data[1:5] == bytes(4):
            self.refused = True
        elif data.strip(b"\0"):
            self._foreign = True
            self.unopened(len(data))

    def cut(self, size: int, missing: int) -> None:
        """A datagram that the recorder cut off cannot be opened."""
        self._cut += 1
        self._cut_bytes += size + missing

    # Packets with a short header

    @property
    def ready(self) -> int:
        """How many sides' packets with a short header can be opened."""
        return sum(short is not None and length >= 0 for short, length in zip(self.short, self.id_lengths, strict=True))

    def one_short(self, side: int, data: bytes, time: float) -> None:
        """Read a single packet with a short header, or hold it until its keys come."""
        short = self.short[side]
        if short is None or self.id_lengths[side] < 0:
            self._hold(side, None, data, time)
            return
        if len(data) < shortest(self.id_lengths[side]):
            self.unopened(len(data))
            return
        header = unmask_one(data, self.id_lengths[side], short.keys)
        self.opens(side, header, data[len(header[3]):], time)

    def opens(self, side: int, header: Header, sealed: bytes | memoryview, time: float) -> None:
        """Read a packet whose header is unmasked."""
        short = self.short[side]
        assert short is not None
        plain = short.open(header, sealed)
        if plain is None:
            size = len(header[3]) + len(sealed)
            segment = self._segment(short, side, header, sealed) if size > _LARGEST else 0
            if segment:
                end = segment - len(header[3])
                self.opens(side, header, sealed[:end], time)
                for at in range(end, len(sealed), segment):
                    self.one_short(side, bytes(sealed[at:at + segment]), time)
                return
            plain = short.search(header, sealed)
            if plain is None:
                self.unopened(size)
                return
        self.opened += 1
        self._side, self._level, self._time = side, _SHORT, time
        if not read_frames(plain, self):
            self._damaged += len(plain)

    def _segment(self, short: OneRtt, side: int, header: Header, sealed: bytes | memoryview) -> int:
        """The size of the first datagram where a host captured several as one, as its network card was given them.

        All but the last have the same size; where the second begins, its connection id shows it, or else trying.
        The result is 0 when this is one datagram that does not open.
        """
        start, length = len(header[3]), self.id_lengths[side]
        places = [self._segments[side]]
        if length >= _CLEAR_ID:
            places.append(start + bytes(sealed[:_LARGEST]).find(header[3][1:1 + length]) - 1)
        else:
            places += range(_SMALLEST, _LARGEST + 1)
        for place in places:
            if place >= _SMALLEST and short.fits(header, sealed[:place - start]):
                self._segments[side] = place
                return place
        return 0

    def unopened(self, size: int) -> None:
        """Count a packet that was not opened."""
        self._unopened += 1
        self._unopened_bytes += size

    def _hold(self, side: int, packet: Long | None, data: bytes, time: float) -> None:
        if self.levels.without_keys or self._held_size + len(data) > _MAX_HELD:
            self.unopened(packet.end - packet.start if packet is not None else len(data))
        else:
            self._held_size += len(data)
            self._held.append(_Held(side, packet, data, time))

    def _release(self) -> None:
        """Read what was held, as far as its keys are known now."""
        held, self._held, self._held_size = self._held, [], 0
        for entry in held:
            if entry.packet is None:
                self.one_short(entry.side, entry.data, entry.time)
            else:
                self.long(entry.side, entry.packet, entry.data, entry.time)

    # Frames

    def _frames(self, side: int, level: int, plain: bytes, time: float) -> None:
        decided = self.levels.handshake.extensions is not None
        self._side, self._level, self._time = side, level, time
        if not read_frames(plain, self):
            self._damaged += len(plain)
        handshake = self.levels.handshake
        if handshake.client is not None:
            self.context.notes.host = self.context.notes.host or handshake.client.sni
        if level != EARLY and (self.levels.learn(self.short) or (handshake.extensions is not None) != decided):
            self._release()

    def stream(self, number: int, offset: int, data: bytes, fin: bool) -> None:
        """A STREAM frame."""
        if self._level == EARLY and not self._early_accepted():
            return  # the client sends it again
        key = number << 1 | self._side
        incoming = self._incoming.get(key)
        if incoming is None:
            incoming = self._incoming[key] = Incoming(self._reader(number), self._waiting)
        incoming.add(offset, data, fin, self._time)
        if incoming.ended:
            self._incoming[key] = _ENDED

    def crypto(self, offset: int, data: bytes) -> None:
        """A CRYPTO frame; what follows the handshake (session tickets) is of no use here."""
        if self._level != _SHORT:
            self.levels.handshake.add(self._side, self._level, offset, data)
            preferred = self.levels.handshake.preferred_id
            if preferred:
                self.ids[SERVER].add(preferred)

    def reset(self, number: int, final: int) -> None:
        """A RESET_STREAM frame."""
        incoming = self._incoming.get(number << 1 | self._side)
        if incoming is None or incoming.ended:
            return
        if self._http is not None:
            self._http.reset(number, self._side)
        incoming.finish(final)
        self._incoming[number << 1 | self._side] = _ENDED

    def new_id(self, connection_id: bytes) -> None:
        """A NEW_CONNECTION_ID frame: the peer may send packets under this id from now on."""
        self._learn_id(self._side, connection_id)

    def datagram(self, size: int) -> None:
        """A DATAGRAM frame."""
        self._datagrams += 1
        self._datagram_bytes += size

    def _early_accepted(self) -> bool:
        extensions = self.levels.handshake.extensions
        return extensions is None or extensions.early_data

    def _reader(self, number: int) -> Reader:
        if self._http is None:
            facts = self.levels.handshake.facts()
            if facts.alpn and not facts.alpn.startswith("h3"):
                return self._other
            self._http = Http3(self.context.secured(facts))
        return self._http.reader(number, self._side)

    # Results

    @property
    def read(self) -> bool:
        """Whether anything but the handshake was read."""
        return bool(self.opened) or self._http is not None

    def exchanges(self) -> Iterator[Exchange]:
        """What is finished, when enough of it is held."""
        if self._http is not None:
            yield from self._http.ready()

    def finish(self) -> Iterator[Exchange]:
        """The connection ends: all the rest, and what could not be read."""
        self.levels.final = True
        self._release()
        for entry in self._held:
            self.unopened(entry.packet.end - entry.packet.start if entry.packet is not None else len(entry.data))
        self._held.clear()
        for incoming in self._incoming.values():
            incoming.finish()
        self._incoming.clear()
        if self._http is not None:
            yield from self._http.finish()
        self._note()

    def _note(self) -> None:
        context = self.context
        if self._cut:
            context.note(Gap.PACKET_CUT, self._cut_bytes, self._cut)
        if not self.read:
            if self.bytes:
                context.note(Gap.QUIC_UNREAD, self.bytes, detail=self._why())
            return
        if not self._unopened and any(short is None or short.largest < 0 for short in self.short):
            context.note(Gap.TCP_GAP, detail="one direction was not captured")
        elif self.by_trial and self.levels.handshake.client is None:
            context.note(Gap.TCP_MIDSTREAM, detail="the capture begins after the connection did")
        if self._unopened:
            context.note(Gap.QUIC_UNREAD, self._unopened_bytes, self._unopened, "packets that do not open")
        if self._damaged:
            context.note(Gap.QUIC_UNREAD, self._damaged, detail="packets with unknown frames")
        if self._waiting.holes:
            context.note(Gap.TCP_GAP, self._waiting.missing, self._waiting.holes, "in QUIC streams")
        if self._datagrams:
            context.note(Gap.PROTOCOL_UNREAD, self._datagram_bytes, self._datagrams, "QUIC datagrams")
        if self._other.size:
            context.note(Gap.PROTOCOL_UNREAD, self._other.size,
                         detail=_PROTOCOLS.get(self.levels.handshake.alpn, "QUIC application"))

    def _why(self) -> str:
        """Why nothing of the connection was read, in fixed words."""
        if not self.levels.begun:
            if self._headed:
                return "its first packets do not open"
            return "unknown version" if self._foreign else "without its first packets"
        if self.levels.secrets is not None:
            return "only a part of its secrets is in the key log, or its packets do not open"
        return self.levels.handshake.hint


_ENDED = Incoming(Ignored(), Waiting())
_ENDED.ended = True
