"""A client and a server of aioquic that speak HTTP/3 with each other in memory, every datagram recorded."""

from __future__ import annotations

import io
import ssl
import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from aioquic.h3.connection import H3Connection
from aioquic.h3.events import DataReceived, H3Event, HeadersReceived
from aioquic.quic.configuration import QuicConfiguration
from aioquic.quic.connection import QuicConnection
from aioquic.quic.events import ConnectionTerminated, QuicEvent

HOST = "les.example"
Address = tuple[str, int]
Headers = list[tuple[bytes, bytes]]
_START = 1_793_606_400.0
_TICK = 0.0005
_PATIENCE = 2000


@dataclass(frozen=True, slots=True)
class Datagram:
    """One UDP datagram as it was sent."""

    time: float
    from_client: bool
    client: Address
    server: Address
    data: bytes


@dataclass(slots=True)
class Asked:
    """What the server received of a request, or the client of a response."""

    headers: Headers = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    ended: bool = False


@lru_cache(maxsize=1)
def credentials() -> tuple[Any, Any]:
    """A self-signed certificate and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                   .serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=36500))
                   .sign(key, hashes.SHA256()))
    return certificate, key


def configurations(**options: Any) -> tuple[QuicConfiguration, QuicConfiguration]:
    """Of client and server, with options for both."""
    certificate, key = credentials()
    options = {"alpn_protocols": ["h3"], "max_datagram_frame_size": 65536, **options}
    client = QuicConfiguration(is_client=True, server_name=HOST, verify_mode=ssl.CERT_NONE, **options)
    server = QuicConfiguration(is_client=False, certificate=certificate, private_key=key, **options)
    return client, server


class Talk:
    """One connection; ``answer`` is called for each whole request at the server."""

    def __init__(self, client: QuicConfiguration, server: QuicConfiguration,
                 answer: Callable[[Talk, int, Asked], None], *, retry: bool = False,
                 tickets: dict[bytes, Any] | None = None,
                 addresses: tuple[Address, Address] = (("192.0.2.10", 50_123), ("198.51.100.7", 443)),
                 start: float = _START) -> None:
        self.keylog = io.StringIO()
        self.sent: list[Datagram] = []
        self.address, self.server_address = addresses
        self.now = start
        self.lose: Callable[[Datagram], bool] = lambda _: False
        self.answers: dict[int, Asked] = {}
        self.events: list[QuicEvent] = []
        """Of the client, those that are not HTTP/3's too."""
        self.session_ticket: Any = None
        self._answer = answer
        self._retry = retry
        self._tickets = tickets if tickets is not None else {}
        self._server_configuration = server
        self._asked: dict[int, Asked] = {}
        self.client = QuicConnection(configuration=replace(client, secrets_log_file=self.keylog),
                                     session_ticket_handler=self._keep)
        self.http = H3Connection(self.client)
        self.server: QuicConnection | None = None
        self.server_http: H3Connection | None = None

    def _keep(self, ticket: Any) -> None:
        self.session_ticket = ticket

    def connect(self) -> Talk:
        """Begin the handshake; nothing is sent before ``run``."""
        self.client.connect(self.server_address, now=self.now)
        return self

    def ask(self, headers: Headers, body: bytes = b"", end: bool = True) -> int:
        """Send a request; returns its stream."""
        stream = self.client.get_next_available_stream_id()
        self.http.send_headers(stream, headers, end_stream=end and not body)
        if body:
            self.http.send_data(stream, body, end_stream=end)
        return stream

    def run(self) -> Talk:
        """Carry datagrams until nobody has anything to say for a while."""
        quiet = 0
        while quiet < _PATIENCE:
            self.now += _TICK
            if self._carry():
                quiet = 0
                continue
            quiet += 1
            due = [(timer, connection) for connection in (self.client, self.server) if connection is not None
                   if (timer := connection.get_timer()) is not None]
            if not due or min(timer for timer, _ in due) > self.now + 1:
                break
            self.now = max(self.now, min(timer for timer, _ in due))
            for timer, connection in due:
                if timer <= self.now:
                    connection.handle_timer(self.now)
        return self

    def _carry(self) -> bool:
        moved = False
        for data, _ in self.client.datagrams_to_send(self.now):
            moved = True
            datagram = self._record(True, data)
            if not self.lose(datagram):
                self._to_server(data)
        if self.server is not None:
            self._serve()
            for data, _ in self.server.datagrams_to_send(self.now):
                moved = True
                datagram = self._record(False, data)
                if not self.lose(datagram):
                    self.client.receive_datagram(data, self.server_address, self.now)
        self._hear()
        return moved

    def _record(self, from_client: bool, data: bytes) -> Datagram:
        self.now += 0.00001
        datagram = Datagram(self.now, from_client, self.address, self.server_address, data)
        self.sent.append(datagram)
        return datagram

    def _to_server(self, data: bytes) -> None:
        if self.server is None and not self._accept(data):
            return
        assert self.server is not None
        self.server.receive_datagram(data, self.address, self.now)

    def _accept(self, data: bytes) -> bool:
        """Make the server's end for a first packet, or answer it with version negotiation or a Retry."""
        from aioquic._buffer import Buffer
        from aioquic.quic.packet import encode_quic_retry, encode_quic_version_negotiation, pull_quic_header

        header = pull_quic_header(Buffer(data=data), host_cid_length=8)
        configuration = self._server_configuration
        original, retried = header.destination_cid, None
        if header.version not in configuration.supported_versions:
            self._reply(encode_quic_version_negotiation(source_cid=header.destination_cid,
                                                        destination_cid=header.source_cid,
                                                        supported_versions=configuration.supported_versions))
            return False
        if self._retry and not header.token:
            self._reply(encode_quic_retry(version=header.version or 1, source_cid=b"\x07" * 8,
                                          destination_cid=header.source_cid,
                                          original_destination_cid=header.destination_cid,
                                          retry_token=b"token" + header.destination_cid))
            return False
        if self._retry:
            original, retried = header.token[5:], header.destination_cid
        self.server = QuicConnection(configuration=configuration, original_destination_connection_id=original,
                                     retry_source_connection_id=retried, session_ticket_fetcher=self._tickets.get,
                                     session_ticket_handler=lambda ticket: self._tickets.__setitem__(ticket.ticket,
                                                                                                    ticket))
        self.server_http = H3Connection(self.server)
        return True

    def _reply(self, data: bytes) -> None:
        self._record(False, data)
        self.client.receive_datagram(data, self.server_address, self.now)

    def _serve(self) -> None:
        assert self.server is not None and self.server_http is not None
        while (event := self.server.next_event()) is not None:
            for item in self.server_http.handle_event(event):
                asked = self._asked.setdefault(getattr(item, "stream_id", -1), Asked())
                _add(asked, item)
                if asked.ended and isinstance(item, (HeadersReceived, DataReceived)):
                    self._answer(self, item.stream_id, asked)

    def _hear(self) -> None:
        while (event := self.client.next_event()) is not None:
            self.events.append(event)
            assert not isinstance(event, ConnectionTerminated) or not event.error_code, event
            for item in self.http.handle_event(event):
                if isinstance(item, (HeadersReceived, DataReceived)):
                    _add(self.answers.setdefault(item.stream_id, Asked()), item)

    @property
    def secrets(self) -> bytes:
        """The key log."""
        return self.keylog.getvalue().encode()


def _add(asked: Asked, item: H3Event) -> None:
    if isinstance(item, HeadersReceived):
        asked.headers += item.headers
        asked.ended = item.stream_ended
    elif isinstance(item, DataReceived):
        asked.body += item.data
        asked.ended = item.stream_ended


_HEAD = struct.Struct(">12sHBBHHHBBH4s4sHHHH")


def frame(datagram: Datagram) -> bytes:
    """A datagram in an Ethernet frame, over IPv4; checksums are left zero, as offloading hosts show them."""
    source, target = datagram.client, datagram.server
    if not datagram.from_client:
        source, target = target, source
    size = 8 + len(datagram.data)
    address = [bytes(map(int, end[0].split("."))) for end in (source, target)]
    return _HEAD.pack(bytes(12), 0x0800, 0x45, 0, 20 + size, 0, 0x4000, 64, 17, 0, *address, source[1], target[1], size,
                      0) + datagram.data


def pcap(datagrams: Iterable[Datagram]) -> bytes:
    """A capture file with microsecond stamps."""
    pieces = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, 1)]
    for datagram in datagrams:
        data = frame(datagram)
        whole = round(datagram.time * 1_000_000)
        pieces.append(struct.pack("<IIII", whole // 1_000_000, whole % 1_000_000, len(data), len(data)) + data)
    return b"".join(pieces)
