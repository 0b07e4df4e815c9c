"""Fuzz targets for the parsers behind packet captures, each reached directly rather than through whole files.

Conversations are pieces that 0xFE ends; the first byte of a piece says who speaks (bit 0) and whether bytes are missing
before it (bit 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from unittest.mock import patch

import pcap_builders as build
import pcap_encapsulations as wrap

from scanner.model import Peer

TESTS = Path(__file__).parent.parent
MAX_BODY = 1 << 18
LINKS = sorted({link for link, _ in wrap.LINKS.values()} | {14, 109, 117, 142, 143, 147, 192, 228, 229, 277})
UPGRADE = (b"GET /live HTTP/1.1\r\nHost: les.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           b"Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
           b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Extensions: permessage-deflate"
           b"\r\n\r\n")
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\nhall\r\n1\r\no\r\n0\r\nX-Som: 1\r\n\r\n"
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"


def links(data: bytes) -> None:
    """Frames of a link type, which the first byte chooses, through all tunnels up to transport."""
    from scanner.capture.pcap.packets import read_packets
    from scanner.capture.pcap.records import record_parts

    if not data:
        return
    frames = [(float(number), frame) for number, frame in enumerate(data[1:].split(b"\xfe\xfe")[:200])]
    capture = build.pcap(frames, LINKS[data[0] % len(LINKS)])
    for records in record_parts(capture) or ():
        read_packets(capture, records)


def conversation(data: bytes) -> None:
    """A TCP connection of any protocol: told apart, then read."""
    from scanner.capture.pcap.conversation import read_conversation

    list(read_conversation(_context(), *_streams(data)))


def http2(data: bytes) -> None:
    """Frames of HTTP/2 in both directions, header blocks among them."""
    from scanner.capture.pcap.http2 import read_http2

    list(read_http2(_context(), *_streams(data, PREFACE)))


def websocket(data: bytes) -> None:
    """WebSocket frames in both directions, compressed ones among them."""
    from scanner.capture.pcap.websocket import read_websocket

    read_websocket(_context(), *_streams(data), "permessage-deflate")


def tls(data: bytes) -> None:
    """Records of TLS whose protection says nothing, so that what is in them is reached."""
    from scanner.capture.pcap.keylog import KeyLog
    from scanner.capture.pcap.tls import open_tls

    def transparent(*_: object) -> Callable[[int, bytes, bytes], bytes]:
        return lambda sequence, header, body: body

    def both(*_: object) -> tuple[Callable[[int, bytes, bytes], bytes], Callable[[int, bytes, bytes], bytes]]:
        return transparent(), transparent()

    secrets = b"\n".join(label + b" " + (b"52" * 32) + b" " + b"00" * size for label, size in (
        (b"CLIENT_RANDOM", 48), (b"CLIENT_EARLY_TRAFFIC_SECRET", 32), (b"CLIENT_HANDSHAKE_TRAFFIC_SECRET", 32),
        (b"SERVER_HANDSHAKE_TRAFFIC_SECRET", 32), (b"CLIENT_TRAFFIC_SECRET_0", 32), (b"SERVER_TRAFFIC_SECRET_0", 32)))
    with (patch("scanner.capture.pcap.tls_side.opener13", transparent),
          patch("scanner.capture.pcap.tls_handshake.openers12", both)):
        open_tls(*_streams(data), KeyLog([secrets]))


def quic(data: bytes) -> None:
    """Headers of QUIC packets, and handshake messages in pieces: side, level and place of each come first."""
    from scanner.capture.pcap.quic_handshake import QuicHandshake
    from scanner.capture.pcap.quic_packets import Cut, long_header

    handshake = QuicHandshake()
    for piece in data.split(b"\xfe")[:200]:
        with suppress(Cut):
            long_header(piece, 0)
        if len(piece) > 2:
            handshake.add(piece[0] & 1, piece[0] >> 1 & 3, piece[1], piece[2:])
    handshake.facts()
    len(handshake.hint + handshake.alpn)


def names(data: bytes) -> None:
    """DNS messages, alone and in a stream, and key logs."""
    from scanner.capture.pcap.dns import led_to, looked_up, messages
    from scanner.capture.pcap.keylog import KeyLog

    for message in (data, *messages(data)):
        looked_up(message)
        led_to(message)
    len(KeyLog([data]).complaint)


@cache
def _parts() -> tuple[type, ...]:
    from scanner.capture.pcap.context import Context, Notes
    from scanner.capture.pcap.keylog import KeyLog

    return Context, KeyLog, Notes


def _context() -> object:
    context, keylog, notes = _parts()
    return context("x", "tcp-0", Peer("192.0.2.1", 5000), Peer("198.51.100.7", 443), MAX_BODY, keylog([]), notes())


def _streams(data: bytes, before: bytes = b"") -> tuple[object, object]:
    """What client and server said, by the pieces."""
    from scanner.capture.pcap.stream import Hole, Stream

    said, holes = [bytearray(before), bytearray()], [[], []]  # type: ignore[var-annotated]
    starts, times = [[0], [0]], [[0.0], [0.0]]
    for number, piece in enumerate(data.split(b"\xfe")[:300]):
        side = piece[0] & 1 if piece else 0
        if piece and piece[0] & 2 and said[side]:
            holes[side].append(Hole(len(said[side]), piece[0]))
        if len(said[side]) > starts[side][-1]:
            starts[side].append(len(said[side]))
            times[side].append(float(number))
        said[side] += piece[1:]
    up, down = (Stream(bytes(said[side]), starts[side], times[side], holes[side], closed=True) for side in (0, 1))
    return up, down


def _talk(*turns: tuple[int, bytes]) -> bytes:
    return b"\xfe".join(bytes([side]) + content.replace(b"\xfe", b"\xff") for side, content in turns)


def _link_seeds() -> list[bytes]:
    packet = build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, build.GET)
    seeds = [bytes([LINKS.index(link)]) + frame(packet) for link, frame in wrap.LINKS.values()]
    return seeds + [bytes([LINKS.index(1)]) + wrap.ethernet(tunnel(packet)) for tunnel in wrap.TUNNELS.values()]


def _conversation_seeds() -> list[bytes]:
    return [
        _talk((0, build.GET), (1, build.OK), (0, build.POST), (1, CHUNKED), (2, build.GET), (3, build.OK)),
        _talk((0, UPGRADE[0]), (1, UPGRADE[1] + b"\x81\x05hallo"), (0, b"\x81\x82\1\2\3\4ih"), (1, b"\x88\0")),
        _talk((0, b"CONNECT les.example:80 HTTP/1.1\r\n\r\n"), (1, b"HTTP/1.1 200 OK\r\n\r\n"), (0, build.GET),
              (1, build.OK)),
        _talk((0, b"\5\1\0"), (1, b"\5\0"), (0, b"\5\1\0\3\x0bles.example\0\x50"), (1, b"\5\0\0\1\0\0\0\0\0\0"),
              (0, build.GET), (1, build.OK)),
        _talk((0, b"PROXY TCP4 192.0.2.1 192.0.2.2 5 80\r\n" + build.GET), (1, build.OK)),
        _talk((0, b"\0\x1d" + build.dns_question("les.example"))),
        _talk((0, build.GET.replace(b"\r\n\r\n", b"\r\nUpgrade: h2c\r\n\r\n")),
              (1, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + next(_frames(1)))),
    ]


def _frames(side: int) -> Iterator[bytes]:
    import hpack

    encoder = hpack.Encoder()

    def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
        return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload

    yield frame(4, 0, 0, b"\0\1\0\0\x10\0")
    request = [(":method", "POST"), (":scheme", "https"), (":authority", "les.example"), (":path", "/a?b=c")]
    for number in (1, 3):
        block = encoder.encode([(":status", "200"), ("x", "z" * 30)] if side else request)
        yield frame(1, 0, number, block[:9]) + frame(9, 4, number, block[9:]) + frame(0, 9, number, b"\2hallo\0\0")
    yield frame(5, 4, 1, b"\0\0\0\2" + encoder.encode(request)) if side else frame(3, 0, 3, b"\0\0\0\x08")
    yield frame(7, 0, 0, bytes(8))


def _http2_seeds() -> list[bytes]:
    return [_talk(*((side, frame) for pair in zip(_frames(0), _frames(1), strict=True)
                    for side, frame in enumerate(pair)))]


def _websocket_seeds() -> list[bytes]:
    import zlib

    packer = zlib.compressobj(wbits=-15)
    packed = (packer.compress(b"hallo " * 20) + packer.flush(zlib.Z_SYNC_FLUSH))[:-4]
    return [_talk((0, b"\x81\x82\1\2\3\4ih\x89\0"), (1, b"\x01\3abc\x80\2de\x82\x7e\0\x80" + b"x" * 128),
                  (1, b"\xc1" + bytes([len(packed)]) + packed), (0, b"\x88\x82\0\0\0\0\3\xe8"), (3, b"\x81\2ok"))]


def _record(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + b"\3\3" + len(body).to_bytes(2, "big") + body


def _message(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + body


def _extension(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "big") + len(body).to_bytes(2, "big") + body


def _hellos(newest: bool) -> tuple[bytes, bytes]:
    """Messages of client (with the random that the key log knows) and server."""
    offers = _extension(0, b"\0\x0e\0\0\x0bles.example") + _extension(16, b"\0\x03\x02h2") + (
        _extension(43, b"\2\3\4") + _extension(42, b"") if newest else _extension(23, b"") + _extension(35, b"kaartje"))
    suite = b"\x13\x01" if newest else b"\xc0\x2f"
    client = b"\3\3" + b"R" * 32 + b"\4abcd\0\2" + suite + b"\1\0" + len(offers).to_bytes(2, "big") + offers
    chosen = _extension(43, b"\3\4") if newest else _extension(23, b"")
    server = b"\3\3" + b"S" * 32 + b"\4abcd" + suite + b"\0" + len(chosen).to_bytes(2, "big") + chosen
    return _message(1, client), _message(2, server)


def _tls_seeds() -> list[bytes]:
    change, finished = _record(20, b"\1"), _message(20, bytes(12))
    client, server = _hellos(False)
    older = _talk((0, _record(22, client)), (1, _record(22, server + _message(11, b"\0\0\0") + _message(14, b""))),
                  (0, _record(22, _message(16, b"\0")) + change + _record(22, finished)),
                  (1, change + _record(22, finished)), (0, _record(23, build.GET)), (1, _record(23, build.OK)),
                  (0, _record(22, client)), (3, _record(22, server)), (1, _record(21, b"\1\0")))
    client, server = _hellos(True)
    inner = _message(8, b"\0\x09" + _extension(16, b"\0\x03\x02h2")) + _message(11, bytes(4)) + finished
    newer = _talk((0, _record(22, client) + change), (1, _record(22, server) + change + _record(23, inner + b"\x16")),
                  (0, _record(23, b"vroeg\x17") + _record(23, _message(5, b"") + b"\x16")),
                  (0, _record(23, finished + b"\x16") + _record(23, build.GET + b"\x17\0\0")),
                  (1, _record(23, _message(24, b"\1") + b"\x16") + _record(23, build.OK + b"\x17")),
                  (3, _record(23, b"\1\0\x15")))
    return [older, newer]


def _quic_seeds() -> list[bytes]:
    client, server = _hellos(True)
    headers = b"\xc3\0\0\0\x01\x02ab\x03cde\0\x05body!"
    return [b"\xfe".join((headers, b"\0\0" + client, b"\1\0" + server, b"\0\x09" + client[9:])), headers]


def _name_seeds() -> list[bytes]:
    question = build.dns_question("les.example")
    answer = question[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + question[12:] + b"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\2\xc0\x10"
    return [question, answer, len(answer).to_bytes(2, "big") + answer,
            b"# x\r\nCLIENT_RANDOM " + b"52" * 32 + b" " + b"00" * 48 + b"\nRSA 0011223344556677 " + b"11" * 48]


TARGETS: dict[str, tuple[Callable[[bytes], None], Callable[[], list[bytes]]]] = {
    "links": (links, _link_seeds),
    "tcp": (conversation, _conversation_seeds),
    "http2": (http2, _http2_seeds),
    "frames": (websocket, _websocket_seeds),
    "tls": (tls, _tls_seeds),
    "quic": (quic, _quic_seeds),
    "names": (names, _name_seeds),
}
"""Name → target and its seeds."""
