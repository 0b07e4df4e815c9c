"""Writes a pcapng: exchanges as HTTP/1.1 over new connections, encrypted ones as TLS with the secrets in the file.

Plain HTTP would be simpler, but what travels without encryption is a finding of its own, and the SNI and the version
of TLS are evidence. HTTP/2 and HTTP/3 become HTTP/1.1, one exchange after the other on a connection; WebSocket
messages are frames behind an upgrade. Look-ups of names, and connections that nobody could read, are written as such.
"""

from __future__ import annotations

import hashlib
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from typing import IO, Any

from scanner.model import Exchange, Gap, Note, Peer

from ..rewrite.values import Values
from . import dns
from .http1 import frame, request_bytes, response_bytes
from .packets import ACK, FIN, PUSH, SYN, Packets
from .tls import Session

_SEGMENT = 16_000
_MOST_OPEN = 2_048
_MOST_FILLER = 1 << 20
_STEP = 0.000_01
_STRIDE = 0x2545_F491
_UNREAD = frozenset({Gap.TLS_NO_KEY, Gap.TLS_UNSUPPORTED, Gap.TLS_DAMAGED, Gap.QUIC_UNREAD})
_RESOLVER = Peer("192.0.2.53", 53)
_NEW = ("TLSv1.2", "TLSv1.3", "")


@dataclass(slots=True)
class _Connection:
    client: Peer
    server: Peer
    tls: Session | None
    seq: list[int]
    """The next number of either side."""


class PcapWriter:
    """A capture under construction; connections that stay open are few numbers each."""

    kind = "pcap"

    def __init__(self, out: IO[bytes], counts: Counter[str]) -> None:
        self._packets = Packets(out)
        self._counts = counts
        self._open: OrderedDict[tuple[Peer, Peer, str], _Connection] = OrderedDict()
        self._made = 0
        self._time = 0.0

    def add(self, exchange: Exchange, entry: dict[str, Any] | None, values: Values) -> None:
        """Write one exchange."""
        self._time = exchange.time
        client, server = self._ends(exchange)
        connection = self._connection(client, server, exchange)
        upgraded = bool(exchange.websocket) and not _is_events(exchange)
        self._send(connection, True, request_bytes(exchange, upgraded=upgraded))
        if exchange.status or exchange.response_body.data or upgraded:
            self._send(connection, False, response_bytes(exchange, upgraded=upgraded))
        for message in exchange.websocket if upgraded else ():
            self._time = message.time or self._time
            self._send(connection, message.from_client, frame(message))
        for what, body in (("request", exchange.request_body), ("response", exchange.response_body)):
            if body.state != "complete":
                self._counts[f"{what} bodies that were not captured whole, written without the rest"] += 1
        if upgraded or not exchange.status or exchange.method == "CONNECT" or exchange.status == 101:
            self._close(connection)
            self._open.pop(self._key(client, server, exchange), None)

    def note(self, note: Note) -> None:
        """Write a look-up, or an encrypted connection to a host that was not read."""
        self._time = note.time or self._time
        if note.gap is Gap.DNS_LOOKUP and note.host:
            self._made += 1
            client = Peer("192.0.2.1", 1024 + self._made % 64_000)
            question, answer = dns.lookup(note.host, note.alias, self._made)
            self._packets.udp(self._tick(), client, _RESOLVER, question)
            self._packets.udp(self._tick(), _RESOLVER, client, answer)
        elif note.gap in _UNREAD and note.host:
            self._unread(note)

    def close(self) -> None:
        """End the connections that are open."""
        for connection in self._open.values():
            self._close(connection)

    def _unread(self, note: Note) -> None:
        """A connection of which only the name of the server can be read, as many bytes as there were."""
        client, server = self._invented(note.host)
        session = Session(f"unread {self._made}", note.host, old=False)
        connection = _Connection(client, server, session, self._numbers())
        self._shake(connection)
        for from_client, data in session.opening():
            self._raw(connection, from_client, data)
        left = min(note.bytes, _MOST_FILLER)
        if left < note.bytes:
            self._counts["bytes of connections that could not be read, not written"] += note.bytes - left
        for number in range(0, left, 16_000):
            data = hashlib.shake_128(f"{self._made} {number}".encode()).digest(min(16_000, left - number))
            self._raw(connection, False, session.seal(False, data))
        self._close(connection)

    # ── connections

    def _ends(self, exchange: Exchange) -> tuple[Peer, Peer]:
        client, server = self._invented(exchange.host)
        if exchange.server is not None and _is_address(exchange.server.host):
            server = Peer(exchange.server.host, exchange.server.port or exchange.port)
        else:
            server = Peer(server.host, exchange.port or server.port)
        if exchange.client is not None and _is_address(exchange.client.host):
            client = exchange.client
        if (":" in client.host) != (":" in server.host):
            server = Peer("2001:db8::1" if ":" in client.host else "198.51.100.1", server.port)
        return client, server

    def _invented(self, host: str) -> tuple[Peer, Peer]:
        """Addresses of the documentation ranges (RFC 5737): a client port of its own, a server for each host."""
        self._made += 1
        number = hashlib.sha256(host.encode("utf-8", "replace")).digest()[0]
        return Peer("192.0.2.1", 1024 + self._made % 64_000), Peer(f"198.51.100.{number or 1}", 443)

    @staticmethod
    def _key(client: Peer, server: Peer, exchange: Exchange) -> tuple[Peer, Peer, str]:
        return client, server, exchange.scheme

    def _connection(self, client: Peer, server: Peer, exchange: Exchange) -> _Connection:
        key = self._key(client, server, exchange)
        known = self._open.get(key)
        if known is not None:
            self._open.move_to_end(key)
            return known
        if len(self._open) >= _MOST_OPEN:
            self._close(self._open.popitem(last=False)[1])
        self._made += 1
        session = None
        if exchange.scheme in ("https", "wss"):
            version = exchange.tls.version if exchange.tls else ""
            if version not in _NEW:
                self._counts["connections with TLS before 1.2, written as TLS 1.2"] += 1
            sni = exchange.tls.sni if exchange.tls and exchange.tls.sni else exchange.host
            session = Session(f"{self._made}", "" if _is_address(sni) else sni, old=version not in ("TLSv1.3", ""))
            self._packets.secrets(session.log)
        made = self._open[key] = _Connection(client, server, session, self._numbers())
        self._shake(made)
        for from_client, data in session.opening() if session is not None else ():
            self._raw(made, from_client, data)
        return made

    def _numbers(self) -> list[int]:
        """First numbers of a connection: others each time, so that one between the same ends is not its repetition."""
        return [self._made * _STRIDE, self._made * _STRIDE + (_STRIDE >> 1)]

    def _shake(self, connection: _Connection) -> None:
        client, server = connection.client, connection.server
        mine, theirs = connection.seq
        self._packets.tcp(self._tick(), client, server, mine, 0, SYN)
        self._packets.tcp(self._tick(), server, client, theirs, mine + 1, SYN | ACK)
        connection.seq = [mine + 1, theirs + 1]
        self._packets.tcp(self._tick(), client, server, mine + 1, theirs + 1, ACK)

    def _send(self, connection: _Connection, from_client: bool, data: bytes) -> None:
        self._raw(
            connection, from_client, connection.tls.seal(from_client, data) if connection.tls is not None else data
        )

    def _raw(self, connection: _Connection, from_client: bool, data: bytes) -> None:
        side = 0 if from_client else 1
        for piece in _pieces(data):
            self._segment(connection, side, PUSH | ACK, piece)
            connection.seq[side] += len(piece)

    def _close(self, connection: _Connection) -> None:
        for side in (0, 1):
            self._segment(connection, side, FIN | ACK)
            connection.seq[side] += 1

    def _segment(self, connection: _Connection, side: int, flags: int, data: bytes = b"") -> None:
        ends = (connection.client, connection.server)
        self._packets.tcp(
            self._tick(), ends[side], ends[1 - side], connection.seq[side], connection.seq[1 - side], flags, data
        )

    def _tick(self) -> float:
        time, self._time = self._time, self._time + _STEP
        return time


def _pieces(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), _SEGMENT):
        yield data[at : at + _SEGMENT]


def _is_events(exchange: Exchange) -> bool:
    return any(name.lower() == "content-type" and "event-stream" in value for name, value in exchange.response_headers)


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
