"""What is fuzzed: every reader, and every decoder behind the content types that lead to it.

A target takes bytes and must return, whatever they are; ``InputError`` is the one refusal it may give. Seeds are the
captures of the tests and fixtures and what the builders of the tests make.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import export_builders as builders
import lz4.frame
import protocols
import zstandard

from scanner.capture import read_capture, sniff
from scanner.decode import Decoder
from scanner.errors import InputError
from scanner.inspection import rows
from scanner.model import Body, Exchange, Peer, WebSocketMessage

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
LARGEST_SEED = 200_000
MAX_BODY = 1 << 18

TYPES = ("application/json", "text/html", "application/x-www-form-urlencoded", "multipart/form-data; boundary=grens",
         "text/event-stream", "application/xml", "text/csv", "application/x-ndjson", "application/javascript",
         "application/x-protobuf", "application/grpc", "application/msgpack", "application/cbor", "application/graphql",
         "application/zip", "text/plain; charset=utf-16", "image/png", "application/octet-stream",
         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/pdf", "application/soap+xml")
CODINGS = ("", "gzip", "deflate", "br", "zstd", "gzip, br")

Target = Callable[[bytes], None]


@cache
def _scratch() -> Path:
    return Path(tempfile.mkstemp(prefix="leerlek-fuzz-")[1])


@cache
def _keys() -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(TESTS.glob("captures/**/*.keys")))


def reader(data: bytes) -> None:
    """Read a file of any kind by its content, and print it as ``inspect --json`` does."""
    path = _scratch()
    path.write_bytes(data)
    try:
        sniff(path)
        for exchange in read_capture(path, "x", lambda note: None, _keys(), MAX_BODY):
            for _ in rows(exchange):
                pass
    except InputError:
        pass


def body(data: bytes) -> None:
    """Decode a body; its first two bytes choose content type and coding."""
    kind = TYPES[data[0] % len(TYPES)] if data else ""
    coding = CODINGS[data[1] % len(CODINGS)] if len(data) > 1 else ""
    headers = (("Content-Type", kind), ("Content-Encoding", coding))
    content = data[2:]
    _decode(request_headers=headers, request_body=Body(content, len(content)), response_headers=headers,
            response_body=Body(content, len(content)))


def head(data: bytes) -> None:
    """Decode a URL and headers."""
    text = data.decode("latin-1")
    names = ("Cookie", "Authorization", "Set-Cookie", "Referer", "Location", "X-Client-Data", "Link")
    lines = text.split("\n")
    _decode(target="/" + lines[0], request_headers=tuple(zip(names * 50, lines[1:300], strict=False)),
            response_headers=tuple(zip(names[2:] * 50, lines[1:200], strict=False)))


def websocket(data: bytes) -> None:
    """Decode WebSocket messages of every opcode."""
    parts = data.split(b"\xff\x00")[:50]
    opcodes = (1, 2, 8, 9)
    _decode(websocket=tuple(WebSocketMessage(bool(i & 1), opcodes[i % 4], part, 0.0) for i, part in enumerate(parts)))


def http3(data: bytes) -> None:
    """Push pieces of streams into an HTTP/3 connection: two bytes choose stream and side, 0xFE ends a piece."""
    from scanner.capture.pcap.context import Context, Notes
    from scanner.capture.pcap.http3 import Http3
    from scanner.capture.pcap.keylog import KeyLog
    from scanner.capture.pcap.quic_frames import read_frames
    from scanner.capture.pcap.quic_streams import Incoming, Waiting

    context = Context("x", "quic-0", Peer("192.0.2.1", 5000), Peer("198.51.100.7", 443), MAX_BODY, KeyLog([]), Notes())
    connection, waiting = Http3(context), Waiting()
    streams: dict[tuple[int, int], Incoming] = {}

    class Sink:
        side = 0

        def stream(self, number: int, offset: int, content: bytes, fin: bool) -> None:
            if (number, self.side) not in streams:
                streams[number, self.side] = Incoming(connection.reader(number, self.side), waiting)
            streams[number, self.side].add(offset, content, fin, 1.0)

        def reset(self, number: int, final: int) -> None:
            if (number, self.side) in streams:
                connection.reset(number, self.side)
                streams[number, self.side].finish(final)

        def crypto(self, offset: int, content: bytes) -> None:
            """The handshake is not part of this."""

        def new_id(self, connection_id: bytes) -> None:
            """Nor are paths."""

        def datagram(self, size: int) -> None:
            """Nor are datagrams."""

    sink = Sink()
    for packet in data.split(b"\xfe")[:500]:
        sink.side = packet[0] & 1 if packet else 0
        read_frames(packet[1:], sink)
    for incoming in streams.values():
        incoming.finish()
    list(connection.finish())


def _http3_seeds() -> list[bytes]:
    head_ = b"\x01\x10\x00\x00\xd1\xd7\x50\x05les.a\xc1\x23\x01x\x01y"
    return [b"\x00\x0a\x02\x08\x00\x04\x04\x01\x44\x00\x07\x10\xfe\x00\x0b\x00\x12" + head_
            + b"\xfe\x01\x0b\x00\x09\x01\x03\x00\x00\xd9\x00\x02ok"
            + b"\xfe\x00\x0a\x06\x05\x02\x3f\xe1\x1f\x41\xfe\x01\x0e\x03\x04\x03\x01\x02\x03\xfe\x01\x04\x00\x00\x0b"]


def _decode(**parts: Any) -> None:
    values = {"target": "/", "status": 200, "time": 0.0, **parts}
    Decoder().decode(Exchange("x", "x", "http/1.1", "POST", "https", "les.example", 443, **values),
                     lambda note: None)


def _files(*patterns: str) -> list[bytes]:
    found = [path for pattern in patterns for path in sorted(ROOT.glob(pattern)) if path.is_file()]
    return [path.read_bytes() for path in found if 0 < path.stat().st_size <= LARGEST_SEED]


def _har() -> list[bytes]:
    return _files("tests/captures/har/*.har")


def _packets() -> list[bytes]:
    return _files("tests/captures/pcap/*.pcap", "tests/captures/pcap/*.pcapng")


def _flows() -> list[bytes]:
    return _files("tests/captures/flows/*.mitm")


def _exports() -> list[bytes]:
    messages = (builders.REQUEST.replace(b"POST /", b"POST https://les.example/"), builders.RESPONSE)
    head_, _, body_ = (part.decode() for part in messages[0].partition(b"\r\n\r\n"))
    return [
        builders.burp(builders.burp_item(), builders.burp_item(encoded=False)), builders.zap_text(messages, messages),
        builders.zap_xml((head_ + "\r\n\r\n", body_, "HTTP/1.1 200 OK\r\n\r\n", "klaar")),
        b"".join(builders.warc_pair(1) + builders.warc_pair(2)[::-1]),
        builders.charles(builders.charles_item(), builders.charles_item()), builders.charles_xml(),
    ]


def _archives() -> list[bytes]:
    messages = (builders.REQUEST, builders.RESPONSE)
    return [builders.saz(messages, messages), builders.a_zip({"har.har": builders.har_with_attachment("a"), "a": b"x"}),
            builders.a_zip({"x.har": _har()[0]}, 0)]


def _packed() -> list[bytes]:
    import gzip

    samples = [_har()[0], _packets()[0], *_exports()]
    return [pack(data) for data in samples for pack in (gzip.compress, zstandard.compress, lz4.frame.compress)]


def _heads() -> list[bytes]:
    return [
        b"api?a=b&c=%7B%22d%22%3A1%7D&SAMLRequest=PHg%2BPC94Pg#e\na=b; c=d\nBasic bm9vcjpnZWhlaW0\nx=y; Path=/",
        b"?utm_source=a&data=eyJhIjoxfQ&x=a%253Db\ns=.eJyrVkpUslIyVLIwAwAPTwJz.x.y\nBearer eyJhIjoxfQ.eyJiIjoyfQ.x",
    ]


def _bodies() -> list[bytes]:
    samples = _files("tests/samples/**/*")
    return [bytes([number % 256, 0]) + data for number, data in enumerate(samples)] + [
        bytes([number, coding]) + b'{"a": [1, "x"], "b": "eyJhIjoxfQ=="}'
        for number in range(len(TYPES)) for coding in range(len(CODINGS))]


TARGETS: dict[str, tuple[Target, Callable[[], list[bytes]]]] = {
    "har": (reader, _har),
    "packets": (reader, _packets),
    "flows": (reader, _flows),
    "exports": (reader, _exports),
    "archives": (reader, _archives),
    "packed": (reader, _packed),
    "http3": (http3, _http3_seeds),
    "body": (body, _bodies),
    "head": (head, _heads),
    **protocols.TARGETS,
    "websocket": (websocket, lambda: [b'42["a",{"b":1}]\xff\x00{"c":2}\xff\x00\x03\xe8dag\xff\x00SEND\nd:1\n\n{}\x00']),
}
"""Name → target and its seeds."""
