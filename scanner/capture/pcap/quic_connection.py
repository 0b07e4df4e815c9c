"""One QUIC connection: finds the keys for its packets, opens them, and hands streams on (RFC 9000, RFC 9001)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scanner.model import Exchange, Gap

from .context import Context
from .http3 import Http3
from .keylog import Secrets
from .quic_frames import read_frames
from .quic_handshake import QuicHandshake
from .quic_keys import Keys, initial_keys, suites_for
from .quic_packets import EARLY, INITIAL, Long
from .quic_short import Header, OneRtt, shortest, unmask_one
from .quic_streams import Ignored, Incoming, Reader, Waiting
from .quic_trial import Found

CLIENT, SERVER = 0, 1
_SHORT = 4
"""The level of packets with a short header, behind the types of long ones."""
_MAX_HELD = 4 << 20
_MAX_IDS = 1 << 10
_APPLICATION = ("CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0")
_HANDSHAKE = ("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET")
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
        self.handshake = QuicHandshake()
        self.begun = self.answered = self.refused = False
        """A client's Initial packet was opened; a packet of the server was; it sent it away to try again."""
        self.bytes = 0
        self.opened = 0
        """Packets with a short header that were opened."""
        self.retry_ids: set[bytes] = set()
        self.ids: tuple[set[bytes], set[bytes]] = (set(), set())
        """Connection ids that packets to the client, to the server carry."""
        self.id_lengths = [-1, -1]
        """Of the ids in packets that client and server send; -1 is unknown."""
        self.short: list[OneRtt | None] = [None, None]
        self.without_keys = False
        """The handshake was read and the key log has nothing for it."""
        self.by_trial = False
        """The keys were found without the handshake, which is not read again."""
        self._headed = self._foreign = False
        self._first_id = b""
        self._version = self._client_version = 0
        self._secrets: Secrets | None = None
        self._keys: dict[tuple[int, int, int], Keys] = {}
        self._early: Keys | None = None
        self._largest: dict[tuple[int, int], int] = {}
        self._held: list[_Held] = []
        self._held_size = 0
        self._unopened = self._unopened_bytes = 0
        self._damaged = 0
        self._cut = self._cut_bytes = 0
        self._datagrams = self._datagram_bytes = 0
        self._incoming: dict[int, Incoming] = {}
        self._waiting = Waiting()
        self._other = Ignored()
        self._http: Http3 | None = None
        self._side = self._level = 0
        self._time = 0.0
        self._ends = False

    # Handshake

    def begin(self, version: int, first_id: bytes) -> None:
        """A client's first Initial packet opens under its own destination id: a new attempt to connect."""
        self.handshake = QuicHandshake()
        self._largest.clear()
        self._unopened = self._unopened_bytes = 0
        self._first_id, self._version, self._client_version = first_id, version, version
        self.begun = True

    def retried(self, retry_id: bytes) -> None:
        """The server sent a Retry packet: new keys for Initial packets (RFC 9001 §5.2), the hello is sent again.

        It should be the same hello (RFC 9000 §17.2.5.2), but there are clients that make a new one.
        """
        self.handshake = QuicHandshake()
        self._first_id = retry_id

    def preset(self, found: Found, handshake: QuicHandshake) -> None:
        """Begin without a handshake: keys and lengths were found by trial; what its packets said is kept."""
        self.short, self.id_lengths = found.short, found.id_lengths
        self.by_trial = self.begun = self.answered = True
        handshake.suite = found.suite
        self.handshake = handshake

    def protects(self, side: int, packet: Long, data: bytes) -> bool:
        """Whether an Initial packet opens with the keys of this connection."""
        return self.begun and self._initial(side, packet, data) is not None

    def _initial(self, side: int, packet: Long, data: bytes) -> tuple[int, bytes] | None:
        """Number and frames of an Initial packet.

        While the version changes, there are clients that write the new one and still use the keys of the old.
        """
        expected = self._largest.get((side, INITIAL), -1) + 1
        for version in dict.fromkeys((packet.version, self._client_version or packet.version)):
            found = initial_keys(version, self._first_id)[side].open_long(data, packet, expected)
            if found is not None:
                return found
        return None

    def long(self, side: int, packet: Long, data: bytes, time: float) -> bool:
        """Read a packet with a long header; False when its keys are known and do not open it."""
        self._headed = True
        number = self._largest.get((side, packet.kind), -1)
        if packet.kind == INITIAL:
            found = self._initial(side, packet, data)
        else:
            keys = self._keys_for(side, packet)
            if keys is None:
                return self._hold(side, packet, data, time)
            found = keys.open_long(data, packet, number + 1)
        if found is None:
            return False
        self._largest[side, packet.kind] = max(number, found[0])
        if side == SERVER:
            self.answered = True
            self._version = packet.version
        elif packet.kind == INITIAL and packet.version != self._client_version:
            if not self.answered:
                self.begin(packet.version, self._first_id)  # after a version negotiation
            self._client_version = packet.version
        self._learn_id(side, packet.source)
        self._frames(side, packet.kind, found[1], time)
        return True

    def _keys_for(self, side: int, packet: Long) -> Keys | None:
        """The keys of a Handshake or 0-RTT packet, None while they are not known."""
        if self._secrets is None:
            return None
        if packet.kind == EARLY:
            return self._early_keys(packet) if self.handshake.extensions is not None or self._ends else None
        secret = self._secrets.get(_HANDSHAKE[side])
        if secret is None or not self.handshake.suite:
            return None
        place = side, packet.kind, packet.version
        if place not in self._keys:
            self._keys[place] = Keys(self.handshake.suite, secret, packet.version)
        return self._keys[place]

    def _early_keys(self, packet: Long) -> Keys | None:
        """The keys of 0-RTT packets: the suite is that of the session before, as a rule the present one."""
        secret = self._secrets.get("CLIENT_EARLY_TRAFFIC_SECRET") if self._secrets is not None else None
        if secret is None:
            return None
        if self._early is None:
            suites = suites_for(secret)
            suite = self.handshake.suite if self.handshake.suite in suites else suites[0]
            self._early = Keys(suite, secret, packet.version)
        return self._early

    def _learn_id(self, side: int, connection_id: bytes) -> None:
        """``side`` is reached under this id."""
        self.id_lengths[1 - side] = len(connection_id)
        if connection_id and connection_id not in self.ids[side] and len(self.ids[side]) < _MAX_IDS:
            self.ids[side].add(connection_id)

    def _learn_keys(self) -> None:
        """Look for the secrets as soon as both hellos are there."""
        handshake = self.handshake
        if self._secrets is not None or handshake.client is None or handshake.server is None:
            return
        self.context.notes.host = self.context.notes.host or handshake.client.sni
        self._secrets = self.context.keylog.find(handshake.client.random)
        if self._secrets is None:
            self.without_keys = True
            return
        for side in (CLIENT, SERVER):
            secret = self._secrets.get(_APPLICATION[side])
            if secret is not None and handshake.suite in suites_for(secret):
                self.short[side] = OneRtt(Keys(handshake.suite, secret, self._version), self.context.keylog)

    def foreign(self, data: bytes) -> None:
        """The rest of a datagram that is no packet of a known version; the server may have refused the version."""
        if data[1:5] == bytes(4):
            self.refused = True
        elif data.strip(b"\0"):
            self._foreign = True
            self.unopened(len(data))

    def cut(self, size: int, missing: int) -> None:
        """A datagram that the recorder cut off cannot be opened."""
        self.bytes += size
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
            self.unopened(len(header[3]) + len(sealed))
            return
        self.opened += 1
        self._side, self._level, self._time = side, _SHORT, time
        if not read_frames(plain, self):
            self._damaged += len(plain)

    def unopened(self, size: int) -> None:
        """Count a packet that was not opened."""
        self._unopened += 1
        self._unopened_bytes += size

    def _hold(self, side: int, packet: Long | None, data: bytes, time: float) -> bool:
        size = packet.end - packet.start if packet is not None else len(data)
        if self.without_keys or self._held_size + len(data) > _MAX_HELD:
            self.unopened(size)
        else:
            self._held_size += len(data)
            self._held.append(_Held(side, packet, data, time))
        return True

    def _release(self) -> None:
        """Read what was held, as far as its keys are known now."""
        held, self._held, self._held_size = self._held, [], 0
        for entry in held:
            if entry.packet is None:
                self.one_short(entry.side, entry.data, entry.time)
            elif not self.long(entry.side, entry.packet, entry.data, entry.time):
                self.unopened(entry.packet.end - entry.packet.start)

    # Frames

    def _frames(self, side: int, level: int, plain: bytes, time: float) -> None:
        before = self._secrets, self.handshake.extensions
        self._side, self._level, self._time = side, level, time
        if not read_frames(plain, self):
            self._damaged += len(plain)
        if level != EARLY:
            self._learn_keys()
        if self._held and (self._secrets, self.handshake.extensions) != before:
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
            self.handshake.add(self._side, self._level, offset, data)
            preferred = self.handshake.preferred_id
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
        if connection_id:
            self._learn_id(self._side, connection_id)

    def datagram(self, size: int) -> None:
        """A DATAGRAM frame."""
        self._datagrams += 1
        self._datagram_bytes += size

    def _early_accepted(self) -> bool:
        extensions = self.handshake.extensions
        return extensions is None or extensions.early_data

    def _reader(self, number: int) -> Reader:
        if self._http is None:
            facts = self.handshake.facts()
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
        self._ends = True
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
        if self.handshake.client is not None:
            context.notes.host = context.notes.host or self.handshake.client.sni
        if self._cut:
            context.note(Gap.PACKET_CUT, self._cut_bytes, self._cut)
        if not self.read:
            if self.bytes:
                context.note(Gap.QUIC_UNREAD, self.bytes, detail=self._why())
            return
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
                         detail=_PROTOCOLS.get(self.handshake.alpn, "QUIC application"))

    def _why(self) -> str:
        """Why nothing of the connection was read, in fixed words."""
        if not self.begun:
            if self._headed:
                return "its first packets do not open"
            return "unknown version" if self._foreign else "without its first packets"
        if self._secrets is not None:
            return "only a part of its secrets is in the key log, or its packets do not open"
        return ""


_ENDED = Incoming(Ignored(), Waiting())
_ENDED.ended = True
