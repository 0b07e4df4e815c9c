"""Builds packet captures for tests: TCP conversations as frames, real TLS sessions, pcap and pcapng files."""

from __future__ import annotations

import contextlib
import os
import ssl
import struct
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from scanner.capture.pcap import read_pcap
from scanner.capture.pcap.columns import seconds
from scanner.capture.pcap.connections import Connection, connections
from scanner.capture.pcap.flows import FlowTable
from scanner.capture.pcap.memory import Memory
from scanner.capture.pcap.packets import PacketReader
from scanner.capture.pcap.records import Records, read_records
from scanner.model import Exchange, Note

CLIENT, SERVER = ("192.0.2.10", 50_123), ("198.51.100.7", 80)
START = 1_791_184_462.0
FIN, SYN, RST, ACK = 1, 2, 4, 16

GET = b"GET /leerlingen?id=7 HTTP/1.1\r\nHost: les.example\r\n\r\n"
POST = b"POST /score HTTP/1.1\r\nHost: les.example\r\nContent-Length: 12\r\n\r\n{\"score\": 8}"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"naam\": \"An\"}"


@dataclass(frozen=True, slots=True)
class Segment:
    """One TCP segment of a conversation."""

    from_client: bool
    seq: int
    data: bytes
    flags: int = ACK
    time: float = START


@dataclass(slots=True)
class Talk:
    """A TCP conversation that is written segment by segment."""

    client: tuple[str, int] = CLIENT
    server: tuple[str, int] = SERVER
    isn: tuple[int, int] = (1_000, 7_000)
    time: float = START
    segments: list[Segment] = field(default_factory=list)
    sent: list[int] = field(default_factory=lambda: [0, 0])

    def open(self) -> Talk:
        """The three-way handshake."""
        self._add(True, b"", SYN, self.isn[0])
        self._add(False, b"", SYN | ACK, self.isn[1])
        return self

    def send(self, from_client: bool, data: bytes, size: int = 1400) -> Talk:
        """Data in segments of at most ``size`` bytes."""
        for at in range(0, len(data), size):
            side = 0 if from_client else 1
            self._add(from_client, data[at:at + size], ACK, (self.isn[side] + 1 + self.sent[side]) % (1 << 32))
            self.sent[side] += len(data[at:at + size])
        return self

    def close(self) -> Talk:
        """Both sides end."""
        for side in (0, 1):
            self._add(side == 0, b"", FIN | ACK, (self.isn[side] + 1 + self.sent[side]) % (1 << 32))
        return self

    def _add(self, from_client: bool, data: bytes, flags: int, seq: int) -> None:
        self.segments.append(Segment(from_client, seq, data, flags, self.time))
        self.time += 0.001

    def frames(self) -> list[tuple[float, bytes]]:
        """Ethernet frames with their times."""
        return [(segment.time, ethernet(self.packet(segment))) for segment in self.segments]

    def packet(self, segment: Segment) -> bytes:
        """One segment as an IP packet."""
        source, target = (self.client, self.server) if segment.from_client else (self.server, self.client)
        return tcp_packet(source, target, segment.seq, segment.flags, segment.data)


def tcp_packet(source: tuple[str, int], target: tuple[str, int], seq: int, flags: int, data: bytes) -> bytes:
    """An IPv4 or IPv6 packet with a TCP segment, made by scapy."""
    from scapy.layers.inet import IP, TCP
    from scapy.layers.inet6 import IPv6
    from scapy.packet import Raw

    network = IPv6 if ":" in source[0] else IP
    packet = network(src=source[0], dst=target[0]) / TCP(
        sport=source[1], dport=target[1], seq=seq % (1 << 32), ack=1, flags=flags) / Raw(data)
    return bytes(packet)


def ethernet(packet: bytes) -> bytes:
    """An Ethernet frame around an IP packet."""
    return bytes(12) + (b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\x00") + packet


def http_talk(*pairs: tuple[bytes, bytes], talk: Talk | None = None) -> Talk:
    """A whole conversation of requests and responses."""
    talk = (talk or Talk()).open()
    for request, response in pairs or ((GET, OK),):
        talk.send(True, request).send(False, response)
    return talk.close()


def pcap(frames: Iterable[tuple[float, bytes]], link: int = 1, order: str = "<", magic: int = 0xA1B2C3D4,
         snaplen: int = 1 << 18) -> bytes:
    """A classic capture; frames longer than ``snaplen`` are cut."""
    unit = 1e9 if magic == 0xA1B23C4D else 1e6
    pieces = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snaplen, link)]
    for time, frame in frames:
        cut = frame[:snaplen]
        pieces.append(struct.pack(order + "IIII", int(time), round(time % 1 * unit), len(cut), len(frame)))
        if magic == 0xA1B2CD34:
            pieces.append(bytes(8))
        pieces.append(cut)
    return b"".join(pieces)


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    """A pcapng block, padded."""
    body += bytes(-len(body) % 4)
    length = len(body) + 12
    return struct.pack(order + "II", kind, length) + body + struct.pack(order + "I", length)


def section(order: str = "<") -> bytes:
    """A pcapng section header."""
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link: int = 1, options: bytes = b"", order: str = "<") -> bytes:
    """A pcapng interface description."""
    return block(1, struct.pack(order + "HHI", link, 0, 0) + options, order)


def enhanced(frame: bytes, ticks: int = 0, number: int = 0, order: str = "<") -> bytes:
    """A pcapng packet."""
    return block(6, struct.pack(order + "IIIII", number, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
                 + frame, order)


def secrets(keylog: bytes, order: str = "<") -> bytes:
    """A Decryption Secrets Block."""
    return block(10, struct.pack(order + "II", 0x544C534B, len(keylog)) + keylog, order)


def dns_question(name: str, kind: int = 1) -> bytes:
    """A DNS query with one question."""
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label)
    return b"\x12\x34\x01\x00\x00\x01\0\0\0\0\0\0" + labels + b"\0" + kind.to_bytes(2, "big") + b"\0\x01"


def read_bytes(data: bytes, folder: Path, keylog: bytes = b"", max_body: int = 64 << 20,
               name: str = "a.pcap") -> tuple[list[Exchange], list[Note]]:
    """Write a capture and read it with the reader under test."""
    path = folder / name
    path.write_bytes(data)
    notes: list[Note] = []
    return list(read_pcap(path, name, notes.append, keylog, max_body)), notes


@lru_cache(maxsize=1)
def certificate() -> bytes:
    """A key and a self-signed certificate for les.example, as PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "les.example")])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    signed = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
              .serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=36500))
              .sign(key, hashes.SHA256()))
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                             serialization.NoEncryption()) + signed.public_bytes(serialization.Encoding.PEM)


@dataclass(frozen=True, slots=True)
class Session:
    """A recorded TLS session: what each side sent, in turns, and its key log."""

    turns: tuple[tuple[bool, bytes], ...]
    keylog: bytes
    cipher: str
    earlier: tuple[tuple[bool, bytes], ...] = ()
    """What was sent in the session that this one takes up again."""

    def talk(self) -> Talk:
        """As a TCP conversation on port 443."""
        talk = Talk(server=("198.51.100.7", 443)).open()
        for from_client, data in self.turns:
            talk.send(from_client, data)
        return talk.close()

    def side(self, from_client: bool) -> bytes:
        """All bytes of one direction."""
        return b"".join(data for sender, data in self.turns if sender == from_client)


def record_tls(messages: Sequence[tuple[bool, bytes]], *, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
               ciphers: str = "", options: int = 0, alpn: str = "http/1.1", resume: bool = False) -> Session:
    """A session of OpenSSL with itself in memory that carries the messages in order."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pem, log = os.path.join(folder, "pem"), os.path.join(folder, "keys")  # noqa: PTH118
        Path(pem).write_bytes(certificate())
        contexts = []
        for purpose in (ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER):
            context = ssl.SSLContext(purpose)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.minimum_version = context.maximum_version = version
            if ciphers:
                context.set_ciphers(ciphers)
            context.options |= options
            context.set_alpn_protocols([alpn])
            contexts.append(context)
        contexts[0].keylog_filename = log
        contexts[1].load_cert_chain(pem)
        session = _converse(contexts[0], contexts[1], messages, None, end=resume)
        earlier = session[0] if resume else []
        if resume:
            session = _converse(contexts[0], contexts[1], messages, session[2])
        # Both sessions log into one file, which stands for a browser's key log.
        return Session(tuple(session[0]), Path(log).read_bytes(), session[1], tuple(earlier))


def _converse(client_context: ssl.SSLContext, server_context: ssl.SSLContext, messages: Sequence[tuple[bool, bytes]],
              session: ssl.SSLSession | None, end: bool = False,
              ) -> tuple[list[tuple[bool, bytes]], str, ssl.SSLSession | None]:
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    turns: list[tuple[bool, bytes]] = []

    def carry(source: ssl.MemoryBIO, target: ssl.MemoryBIO, from_client: bool) -> None:
        data = source.read()
        if data:
            turns.append((from_client, data))
            target.write(data)

    wire_up, wire_down = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context.wrap_bio(to_client, wire_up, server_hostname="les.example", session=session)
    server = server_context.wrap_bio(to_server, wire_down, server_side=True)
    waiting = [client, server]
    while waiting:
        for end in list(waiting):
            try:
                end.do_handshake()
                waiting.remove(end)
            except ssl.SSLWantReadError:
                pass
            carry(wire_up, to_server, True)
            carry(wire_down, to_client, False)
    for from_client, data in messages:
        sender, receiver = (client, server) if from_client else (server, client)
        sender.write(data)
        carry(wire_up, to_server, True)
        carry(wire_down, to_client, False)
        left = len(data)
        while left > 0:
            left -= len(receiver.read(left))
    if end:  # a session that was not ended cannot be taken up by its id
        for peer in (client, server):
            with contextlib.suppress(ssl.SSLWantReadError):
                peer.unwrap()
            carry(wire_up, to_server, True)
            carry(wire_down, to_client, False)
    cipher = client.cipher()
    return turns, cipher[0] if cipher else "", client.session


def shuffled(talk: Talk, order: Sequence[int]) -> Talk:
    """The same segments in another order, the times rising."""
    times = [segment.time for segment in talk.segments]
    moved = [replace(talk.segments[place], time=time) for place, time in zip(order, times, strict=True)]
    return replace(talk, segments=moved)


def connections_of(data: bytes, parts: int = 1) -> list[Connection]:
    """The TCP connections of a capture, its packets taken in so many parts."""
    records = read_records(data)
    assert records is not None
    table = FlowTable()
    reader = PacketReader(Memory(data), table.add)
    step = max(-(-len(records) // parts), 1)
    for first in range(0, len(records), step):
        chosen = slice(first, first + step)
        reader.add(Records(records.offset[chosen], records.captured[chosen], records.time[chosen],
                           records.link[chosen]))
    packets = reader.finish()
    return list(connections(table, packets.memory, packets.addresses, seconds(records.time)))
