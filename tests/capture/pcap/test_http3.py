"""HTTP/3 connections from their streams: requests, pushes, WebSocket, resets, streams of others."""

from __future__ import annotations

from typing import Any

import pylsqpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import http3
from scanner.capture.pcap.context import Context, Notes
from scanner.capture.pcap.http3 import Http3
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.quic_streams import Reader
from scanner.model import Exchange, Gap, Note, Peer, Tls

Pairs = list[tuple[bytes, bytes]]
GET: Pairs = [(b":method", b"GET"), (b":scheme", b"https"), (b":authority", b"les.example"), (b":path", b"/a?b=c")]
OK: Pairs = [(b":status", b"200"), (b"content-type", b"text/plain")]
HEADERS, DATA, PUSH_PROMISE = 1, 0, 5


def frame(kind: int, payload: bytes) -> bytes:
    length = len(payload)
    return bytes([kind]) + (bytes([length]) if length < 64 else (0x4000 | length).to_bytes(2, "big")) + payload


def section(pairs: Pairs) -> bytes:
    return pylsqpack.Encoder().encode(0, pairs)[1]


def headers(pairs: Pairs) -> bytes:
    return frame(HEADERS, section(pairs))


class Talk:
    """Pushes whole streams into a connection."""

    def __init__(self, max_body: int = 1 << 20) -> None:
        self.context = Context("c", "quic-0", Peer("192.0.2.1", 5000), Peer("198.51.100.7", 443), max_body, KeyLog([]),
                               Notes(), 1.0, Tls("TLSv1.3", "", "les.example", "h3"), "les.example")
        self.http = Http3(self.context)
        self.readers: dict[tuple[int, int], Reader] = {}
        self.time = 1.0

    def send(self, number: int, side: int, data: bytes, end: bool = True) -> Talk:
        reader = self.readers.get((number, side))
        if reader is None:
            reader = self.readers[number, side] = self.http.reader(number, side)
        self.time += 1
        if data:
            reader.feed(data, self.time)
        if end:
            reader.end(True)
        return self

    def finish(self) -> tuple[list[Exchange], list[tuple[Gap, int, str]]]:
        found = list(self.http.finish())
        notes: list[Note] = []
        self.context.notes.give(notes.append, "c", "")
        return found, [(note.gap, note.bytes, note.detail) for note in notes]


def test_an_exchange() -> None:
    talk = Talk().send(0, 0, headers(GET)).send(0, 1, headers(OK) + frame(DATA, b"hoi"))
    [exchange], notes = talk.finish()
    assert (exchange.id, exchange.protocol, exchange.method, exchange.scheme, exchange.host, exchange.port,
            exchange.target, exchange.status, exchange.time) == (
        "quic-0.0", "http/3", "GET", "https", "les.example", 443, "/a?b=c", 200, 2.0)
    assert (exchange.response_body.data, exchange.response_body.state, notes) == (b"hoi", "complete", [])


def test_exchanges_come_in_the_order_of_their_requests() -> None:
    talk = Talk().send(8, 0, headers(GET)).send(0, 0, headers(GET)).send(4, 0, headers(GET))
    for number in (4, 0, 8):
        talk.send(number, 1, headers(OK))
    assert [exchange.id for exchange in talk.finish()[0]] == ["quic-0.8", "quic-0.0", "quic-0.4"]


def test_many_bytes_go_before_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http3, "_FLUSH", 5000)
    talk = Talk()
    for number in range(0, 40, 4):
        talk.send(number, 0, headers(GET)).send(number, 1, headers(OK) + frame(DATA, b"x" * 100))
        gone = len(list(talk.http.ready()))
        assert gone in (0, 3)
    assert len(talk.finish()[0]) == 1


def test_interim_responses_and_trailers() -> None:
    talk = Talk().send(0, 0, headers(GET) + frame(DATA, b"vraag") + headers([(b"x-som", b"1")]))
    talk.send(0, 1, headers([(b":status", b"100")]) + headers([(b":status", b"103"), (b"link", b"x")]) + headers(OK)
              + frame(DATA, b"hoi") + headers([(b"grpc-status", b"0")]))
    [exchange], notes = talk.finish()
    assert exchange.status == 200 and not notes
    assert exchange.response_headers == (("content-type", "text/plain"), ("grpc-status", "0"))
    assert exchange.request_headers == (("x-som", "1"),) and exchange.request_body.data == b"vraag"


def test_an_interim_response_alone_is_no_answer() -> None:
    talk = Talk().send(0, 0, headers(GET)).send(0, 1, headers([(b":status", b"103"), (b"link", b"x")]))
    [exchange], notes = talk.finish()
    assert (exchange.status, exchange.response_headers, exchange.error) == (0, (), "no response")
    assert [gap for gap, _, _ in notes] == [Gap.HTTP_NO_RESPONSE]


def test_greased_frames_streams_and_settings() -> None:
    talk = Talk().send(2, 0, b"\0" + frame(4, b"\x01\x44\0\x21\x05\x07\x10") + frame(7, b"\0"), end=False)
    talk.send(6, 0, b"\x40\x40" + b"reserved", end=False).send(0, 0, frame(0x21, b"zz") + headers(GET))
    talk.send(0, 1, frame(0x21, b"") + headers(OK) + frame(0x21, b"zz" * 20))
    found, notes = talk.finish()
    assert len(found) == 1 and not notes


def test_a_push_before_and_after_its_promise() -> None:
    push = [(b":method", b"GET"), (b":scheme", b"https"), (b":authority", b"les.example"), (b":path", b"/stijl.css")]
    talk = Talk().send(3, 1, b"\x01\x04" + headers(OK) + frame(DATA, b"css")).send(0, 0, headers(GET))
    talk.send(0, 1, frame(PUSH_PROMISE, b"\x04" + section(push)) + frame(PUSH_PROMISE, b"\x05" + section(push))
              + frame(PUSH_PROMISE, b"\x06" + section(push)) + headers(OK))
    talk.send(7, 1, b"\x01").send(7, 1, b"\x05" + headers(OK) + frame(DATA, b"more"))
    found, notes = talk.finish()
    assert [(exchange.id, exchange.target, exchange.status, exchange.response_body.data) for exchange in found] == [
        ("quic-0.0", "/a?b=c", 200, b""), ("quic-0.push-4", "/stijl.css", 200, b"css"),
        ("quic-0.push-5", "/stijl.css", 200, b"more"), ("quic-0.push-6", "/stijl.css", 0, b"")]
    assert notes == [(Gap.HTTP_NO_RESPONSE, 0, "")]


def websocket(data: bytes, masked: bool, opcode: int = 1) -> bytes:
    mask = b"\x0b\x0c\x0d\x0e"
    if not masked:
        return bytes([0x80 | opcode, len(data)]) + data
    return bytes([0x80 | opcode, 0x80 | len(data)]) + mask + bytes(
        byte ^ mask[place % 4] for place, byte in enumerate(data))


def test_websocket_over_a_stream() -> None:
    connect = [(b":method", b"CONNECT"), (b":protocol", b"websocket"), (b":scheme", b"https"),
               (b":authority", b"les.example"), (b":path", b"/chat"), (b"sec-websocket-version", b"13")]
    talk = Talk().send(0, 0, headers(connect), end=False).send(0, 1, headers([(b":status", b"200")]), end=False)
    said = websocket(b"hoi", True)
    talk.send(0, 0, frame(DATA, said[:3]), end=False).send(0, 1, frame(DATA, websocket(b"dag", False)), end=False)
    talk.send(0, 0, frame(DATA, said[3:])).send(0, 1, frame(DATA, websocket(b"\1\2", False, 2)))
    [exchange], notes = talk.finish()
    assert exchange.method == "CONNECT"
    assert [(message.from_client, message.opcode, message.data) for message in exchange.websocket] == [
        (True, 1, b"hoi"), (False, 1, b"dag"), (False, 2, b"\1\2")]
    assert (exchange.status, exchange.target, exchange.request_body.size) == (200, "/chat", 0)
    assert not notes


def test_a_tunnel_is_read_inside() -> None:
    connect = [(b":method", b"CONNECT"), (b":authority", b"doel.example:8080")]
    talk = Talk().send(0, 0, headers(connect) + frame(DATA, b"GET /binnen HTTP/1.1\r\nHost: doel.example\r\n\r\n"))
    talk.send(0, 1, headers([(b":status", b"200")]) + frame(DATA, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
    found, notes = talk.finish()
    assert [(exchange.method, exchange.host, exchange.target, exchange.status, exchange.response_body.data)
            for exchange in found] == [("CONNECT", "doel.example", "/", 200, b""),
                                       ("GET", "doel.example", "/binnen", 200, b"ok")]
    assert not notes


def test_other_extended_connects_are_named() -> None:
    connect = [(b":method", b"CONNECT"), (b":protocol", b"connect-udp"), (b":scheme", b"https"),
               (b":authority", b"les.example"), (b":path", b"/masque")]
    talk = Talk().send(0, 0, headers(connect) + frame(DATA, b"capsule")).send(0, 1, headers([(b":status", b"200")]))
    [exchange], notes = talk.finish()
    assert exchange.target == "/masque" and notes == [(Gap.PROTOCOL_UNREAD, 7, "QUIC streams of other protocols")]


def test_a_stream_that_was_reset() -> None:
    talk = Talk().send(0, 0, headers(GET)).send(0, 1, headers(OK) + frame(DATA, b"half"), end=False)
    talk.http.reset(0, 1)
    talk.readers[0, 1].end(False)
    [exchange], notes = talk.finish()
    assert (exchange.error, exchange.status, exchange.response_body.data) == ("stream reset", 200, b"half")
    assert exchange.response_body.state == "truncated"
    assert notes == [(Gap.BODY_TRUNCATED, 0, "the end was not captured")]


def test_one_side_only() -> None:
    talk = Talk().send(0, 0, headers(GET)).send(4, 1, headers(OK) + frame(DATA, b"hoi"))
    found, notes = talk.finish()
    assert [(exchange.method, exchange.status, exchange.error) for exchange in found] == [
        ("GET", 0, "no response"), ("", 200, "request not captured")]
    assert notes == [(Gap.HTTP_NO_RESPONSE, 0, "")]


def test_a_body_beyond_the_bound_is_named() -> None:
    talk = Talk(max_body=10).send(0, 0, headers(GET)).send(0, 1, headers(OK) + frame(DATA, b"x" * 60))
    [exchange], notes = talk.finish()
    assert (len(exchange.response_body.data), exchange.response_body.size) == (10, 60)
    assert notes == [(Gap.BODY_TRUNCATED, 50, "cut by the bound of the reader")]


def test_what_is_not_http3_is_counted() -> None:
    talk = Talk().send(2, 0, b"\x40\x54\x04" + b"webtransport").send(1, 1, b"server's own").send(6, 0, b"\x37strange")
    found, notes = talk.finish()
    assert not found and notes == [(Gap.PROTOCOL_UNREAD, 13 + 12 + 7, "QUIC streams of other protocols")]


def test_a_stream_whose_start_is_lost() -> None:
    talk = Talk().send(0, 0, headers(GET)).send(0, 1, headers(OK))
    reader = talk.http.reader(11, 1)
    reader.gap(5)
    reader.feed(b"and so on", 1.0)
    found, notes = talk.finish()
    assert len(found) == 1 and notes == [(Gap.HTTP_DAMAGED, 9, "HTTP/3 streams without their start")]


def test_a_lost_instruction_leaves_the_rest() -> None:
    talk = Talk()
    encoder = talk.http.reader(6, 0)
    encoder.feed(b"\x02\x3f\xe1\x1f", 1.0)
    encoder.gap(7)
    encoder.feed(b"\x12", 2.0)
    talk.send(0, 0, frame(HEADERS, b"\x05\0" + section(GET)[2:] + b"\x80")).send(0, 1, headers(OK))
    [exchange], notes = talk.finish()
    assert (exchange.method, exchange.target) == ("GET", "/a?b=c")
    assert notes == [(Gap.HTTP_DAMAGED, 0, "HTTP/3 headers that refer to lost ones")]


KNOWN = [headers(GET), headers(OK), frame(DATA, b"x"), b"\x02", b"\x01\x04", b"\0"]


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 1), st.one_of(st.binary(max_size=40),
                                                                          st.sampled_from(KNOWN)), st.booleans()),
                max_size=20))
def test_any_streams_are_survived(steps: list[tuple[int, int, bytes, bool]]) -> None:
    talk: Any = Talk()
    ended: set[tuple[int, int]] = set()
    for number, side, data, end in steps:
        if (number, side) not in ended:
            talk.send(number, side, data, end)
            if end:
                ended.add((number, side))
    found, _ = talk.finish()
    assert len(found) <= 2 * len(steps) + 1
