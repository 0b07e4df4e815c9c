"""HTTP/2 frames: interleaved streams, padding, continuation, trailers, push, gaps."""

from __future__ import annotations

from pathlib import Path

import hpack
import pcap_builders as build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import http2, http2_direction
from scanner.capture.pcap.context import Context, Notes
from scanner.capture.pcap.conversation import read_conversation
from scanner.capture.pcap.http2 import PREFACE, read_http2
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.stream import Hole, Stream
from scanner.inspection import authority
from scanner.model import Exchange, Gap, Note, Peer, Tls

END_STREAM, END_HEADERS, PADDED, PRIORITY = 1, 4, 8, 32


def frame(kind: int, flags: int, stream: int, payload: bytes = b"") -> bytes:
    return len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload


class Side:
    """Writes the frames of one direction."""

    def __init__(self) -> None:
        self.encoder = hpack.Encoder()

    def headers(self, stream: int, *pairs: tuple[str, str], flags: int = END_HEADERS) -> bytes:
        return frame(1, flags, stream, self.encoder.encode(list(pairs)))

    def request(self, stream: int, path: str, method: str = "GET", flags: int = END_HEADERS | END_STREAM) -> bytes:
        return self.headers(stream, (":method", method), (":scheme", "https"), (":authority", "les.example:8443"),
                            (":path", path), ("accept", "*/*"), flags=flags)

    def response(self, stream: int, status: str = "200", flags: int = END_HEADERS) -> bytes:
        return self.headers(stream, (":status", status), ("content-type", "text/plain"), flags=flags)


def data(stream: int, payload: bytes, end: bool = True) -> bytes:
    return frame(0, END_STREAM if end else 0, stream, payload)


def context() -> Context:
    return Context("c", "tcp-3", Peer("192.0.2.1", 5), Peer("198.51.100.1", 443), 1 << 20, KeyLog([]), Notes())


def read(up: bytes, down: bytes, *holes: Hole, over_tls: bool = False) -> tuple[list[Exchange], list[Note]]:
    here = context()
    here.tls = Tls("TLSv1.3") if over_tls else None
    upstream = Stream(PREFACE + up, [0], [1.0])
    found = list(read_http2(here, upstream, Stream(down, [0], [2.0], list(holes))))
    notes: list[Note] = []
    here.notes.give(notes.append, "c", "")
    return found, notes


def test_interleaved_streams() -> None:
    client, server = Side(), Side()
    up = (frame(4, 0, 0) + client.request(1, "/a") + client.request(3, "/b", "POST", END_HEADERS)
          + data(3, b"12", False) + frame(8, 0, 0, bytes(4)) + data(3, b"34"))
    down = (frame(4, 0, 0) + server.response(3) + data(3, b"BB", False) + server.response(1, "404") + data(1, b"A")
            + frame(6, 0, 0, bytes(8)) + data(3, b"bb"))
    exchanges, notes = read(up, down)
    assert [(one.id, one.method, one.target, one.status, one.request_body.data, one.response_body.data)
            for one in exchanges] == [("tcp-3.1", "GET", "/a", 404, b"", b"A"),
                                      ("tcp-3.3", "POST", "/b", 200, b"1234", b"BBbb")]
    assert exchanges[0].host == "les.example" and exchanges[0].port == 8443
    assert exchanges[0].request_headers == (("accept", "*/*"),)
    assert exchanges[0].response_body.state == "complete" and not notes


def test_padding_priority_and_continuation() -> None:
    client, server = Side(), Side()
    block = client.encoder.encode([(":method", "GET"), (":path", "/padded"), (":authority", "les.example")])
    up = (frame(1, PADDED | PRIORITY | END_STREAM, 1, b"\x03" + bytes(5) + block[:4] + bytes(3))
          + frame(9, 0, 1, block[4:7]) + frame(9, END_HEADERS, 1, block[7:]))
    down = server.response(1) + frame(0, PADDED | END_STREAM, 1, b"\x05hello" + bytes(5))
    (exchange,), notes = read(up, down)
    assert exchange.target == "/padded" and exchange.response_body.data == b"hello" and not notes


def test_interim_responses_and_trailers() -> None:
    client, server = Side(), Side()
    down = (server.headers(1, (":status", "103"), ("link", "x")) + server.response(1) + data(1, b"body", False)
            + server.headers(1, ("grpc-status", "0"), flags=END_HEADERS | END_STREAM))
    (exchange,), _ = read(client.request(1, "/"), down)
    assert exchange.status == 200 and exchange.response_body.state == "complete"
    assert exchange.response_headers == (("content-type", "text/plain"), ("grpc-status", "0"))


def test_a_pushed_response() -> None:
    client, server = Side(), Side()
    promise = server.encoder.encode([(":method", "GET"), (":path", "/style.css"), (":authority", "les.example")])
    down = (frame(5, END_HEADERS, 1, (2).to_bytes(4, "big") + promise) + server.response(1) + data(1, b"page")
            + server.response(2) + data(2, b"css"))
    exchanges, _ = read(client.request(1, "/"), down)
    assert [(one.target, one.response_body.data) for one in exchanges] == [("/", b"page"), ("/style.css", b"css")]


def test_a_stream_that_was_reset_is_not_whole() -> None:
    client, server = Side(), Side()
    down = server.response(1) + data(1, b"half", False) + frame(3, 0, 1, bytes(4))
    (exchange,), notes = read(client.request(1, "/"), down)
    assert exchange.response_body.state == "truncated"
    assert [note.gap for note in notes] == [Gap.BODY_TRUNCATED]


def test_no_response() -> None:
    exchanges, notes = read(Side().request(1, "/"), b"")
    assert exchanges[0].status == 0 and [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE]


def test_a_gap_inside_data_keeps_the_step() -> None:
    client, server = Side(), Side()
    down = server.response(1) + frame(0, END_STREAM, 1, b"0123456789")
    cut = len(down) - 6
    exchanges, _ = read(client.request(1, "/") + client.request(3, "/3"),
                        down[:cut] + down[cut + 3:] + server.response(3) + data(3, b"ok"), Hole(cut, 3))
    assert exchanges[0].response_body.data == b"0123\n789" and exchanges[0].response_body.state == "truncated"
    assert exchanges[1].response_body.data == b"ok" and exchanges[1].status == 200


def test_after_a_larger_gap_frames_are_found_again() -> None:
    client, server = Side(), Side()
    before = server.response(1) + frame(0, 0, 1, bytes(100))[:50]
    server.headers(5, ("x-lost", "1"))
    after = (b"middle of a frame" + data(1, b"x" * 40, False) + data(1, b"y" * 40, False) + data(1, b"z" * 40)
             + server.headers(3, (":status", "204"), ("x-lost", "1"), flags=END_HEADERS | END_STREAM))
    exchanges, notes = read(client.request(1, "/") + client.request(3, "/3"), before + after, Hole(len(before), 500))
    assert exchanges[0].response_body.data.endswith(b"x" * 40 + b"y" * 40 + b"z" * 40)
    assert exchanges[1].status == 204
    assert (Gap.HTTP_DAMAGED, "HTTP/2 frames", 17) in {(note.gap, note.detail, note.bytes) for note in notes}
    assert any("refer to lost ones" in note.detail for note in notes)


@pytest.mark.parametrize(("length", "state", "body"), [
    ("", "truncated", b"begin\neinde"),  # nothing tells whether the lost frames were of this stream
    ("16", "truncated", b"begin\neinde"), ("10", "complete", b"begineinde"),
])
def test_frames_that_were_lost_whole_leave_open_streams_in_doubt(length: str, state: str, body: bytes) -> None:
    client, server = Side(), Side()
    announced = [("content-length", length)] if length else []
    before = server.headers(1, (":status", "200"), *announced) + data(1, b"begin", False)
    lost = data(1, b"midden", False)
    after = data(1, b"einde") + server.response(3) + data(3, b"nieuw")
    exchanges, notes = read(client.request(1, "/1") + client.request(3, "/3"), before + after,
                            Hole(len(before), len(lost)))
    assert [(one.response_body.data, one.response_body.state) for one in exchanges] == [
        (body, state), (b"nieuw", "complete")]
    assert exchanges[0].response_body.size == (16 if length == "16" else 10)
    assert Gap.BODY_TRUNCATED not in {note.gap for note in notes}  # the gap itself is named by the connection


def test_a_stream_whose_headers_were_lost_is_not_whole() -> None:
    after = data(1, b"einde") + frame(6, 0, 0, bytes(8))
    (exchange,), _ = read(Side().request(1, "/1"), after, Hole(0, 90))
    assert exchange.response_body.data == b"einde" and exchange.response_body.state == "truncated"


def test_a_header_block_without_sense_is_noted() -> None:
    client, server = Side(), Side()
    exchanges, notes = read(client.request(1, "/"), frame(1, END_HEADERS, 1, b"\xff\xff\xff\xff\xff\xff")
                            + server.response(1) + data(1, b"ok"))
    assert exchanges[0].response_body.data == b"ok"
    assert (Gap.HTTP_DAMAGED, 6) in {(note.gap, note.bytes) for note in notes}


def test_websocket_over_http2() -> None:
    client, server = Side(), Side()
    up = (client.headers(1, (":method", "CONNECT"), (":protocol", "websocket"), (":path", "/live"),
                         (":authority", "les.example")) + data(1, b"\x81\x82\0\0\0\0hi"))
    (exchange,), _ = read(up, server.response(1) + data(1, b"\x81\x03", False) + data(1, b"yes"))
    assert [message.data for message in exchange.websocket] == [b"hi", b"yes"]
    assert exchange.target == "/live" and exchange.request_body.data == b""


def test_websocket_messages_in_very_many_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http2_direction, "_MANY", 4)
    client, server = Side(), Side()
    up = client.headers(1, (":method", "CONNECT"), (":protocol", "websocket"), (":path", "/live"))
    said = b"".join(b"\x81\x82\0\0\0\0%02d" % number for number in range(40))
    up += b"".join(data(1, said[at:at + 3], False) for at in range(0, len(said), 3))
    (exchange,), _ = read(up, server.response(1))
    assert [message.data for message in exchange.websocket] == [b"%02d" % number for number in range(40)]


def test_a_websocket_with_a_lost_piece() -> None:
    client, server = Side(), Side()
    up = client.headers(1, (":method", "CONNECT"), (":protocol", "websocket"), (":path", "/live"))
    down = server.response(1) + data(1, b"\x82\x05aaaaa\x82\x7e\x01\x00" + b"b" * 256 + b"\x81\x02cc", False)
    (exchange,), notes = read(up + data(1, b"", False), down[:-100] + down[-40:], Hole(len(down) - 100, 60))
    assert [message.data for message in exchange.websocket] == [b"aaaaa", b"cc"]
    assert Gap.WEBSOCKET_UNREAD in {note.gap for note in notes}


def test_what_goes_through_a_tunnel() -> None:
    """HTTP inside TLS inside a stream that CONNECT opened, beside an ordinary stream."""
    recorded = build.record_tls([(True, build.GET), (False, build.OK)])
    client, server = Side(), Side()
    up = client.headers(1, (":method", "CONNECT"), (":authority", "les.example:443")) + client.request(3, "/beside")
    down = server.headers(1, (":status", "200")) + server.response(3) + data(3, b"beside")
    for from_client, said in recorded.turns:
        for at in range(0, len(said), 1000):
            if from_client:
                up += data(1, said[at:at + 1000], False)
            else:
                down += data(1, said[at:at + 1000], False)
    here = context()
    here.keylog = KeyLog([recorded.keylog])
    found = list(read_http2(here, Stream(PREFACE + up), Stream(down), tunnel=read_conversation))
    assert [(one.id, one.protocol, one.method, one.host, one.port, one.response_body.data) for one in found] == [
        ("tcp-3.1", "http/2", "CONNECT", "les.example", 443, b""),
        ("tcp-3.1.1", "http/1.1", "GET", "les.example", 443, b'{"naam": "An"}'),
        ("tcp-3.3", "http/2", "GET", "les.example", 8443, b"beside")]
    assert found[1].tls is not None and found[1].tls.sni == "les.example"


def test_a_tunnel_that_was_refused_has_a_body() -> None:
    client, server = Side(), Side()
    up = client.headers(1, (":method", "CONNECT"), (":authority", "les.example:443"))
    (exchange,), _ = read(up, server.response(1, "403") + data(1, b"no"))
    assert exchange.status == 403 and exchange.response_body.data == b"no"


@pytest.mark.parametrize("cut", [0, 5, 30])
def test_a_connection_whose_start_was_not_captured(cut: int) -> None:
    """Headers that refer to lost ones are counted, the others and the bodies are read."""
    client, server = Side(), Side()
    client.request(1, "/lost"), server.response(1)
    up = data(1, b"x" * 21) + client.request(3, "/next") + client.request(5, "/last") + frame(6, 0, 0, bytes(8))
    down = data(1, b"y" * 21) + server.response(3) + data(3, b"next") + server.response(5) + data(5, b"last")
    here = context()
    found = list(read_conversation(here, Stream(up[cut:], midstream=True), Stream(down[cut:], midstream=True)))
    notes: list[Note] = []
    here.notes.give(notes.append, "c", "")
    read_ = [one for one in found if one.status]
    assert [(one.target, one.response_body.data) for one in read_][-2:] == [("/next", b"next"), ("/last", b"last")]
    assert any(note.detail == "HTTP/2 headers that refer to lost ones" for note in notes)


@pytest.mark.parametrize("count", [1, 2])
def test_an_upgrade_to_h2c(count: int, tmp_path: Path) -> None:
    upgrade = build.GET[:-2] + b"Connection: Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n"
    client, server = Side(), Side()
    talk = build.Talk().open()
    if count == 2:
        talk.send(True, build.GET).send(False, build.OK)
    talk.send(True, upgrade).send(False, b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n")
    talk.send(True, PREFACE + client.request(3, "/next"))
    talk.send(False, server.response(1) + data(1, b"one") + server.response(3) + data(3, b"next"))
    exchanges, notes = build.read_bytes(build.pcap(talk.close().frames()), tmp_path)
    assert [(one.target, one.protocol, one.status, one.response_body.data) for one in exchanges[count - 1:]] == [
        ("/leerlingen?id=7", "http/1.1", 101, b""), ("/leerlingen?id=7", "http/2", 200, b"one"),
        ("/next", "http/2", 200, b"next")]
    assert len({one.id for one in exchanges}) == len(exchanges) == count + 2 and not notes


def test_a_user_in_the_authority_is_kept() -> None:
    client, server = Side(), Side()
    up = client.headers(1, (":method", "GET"), (":path", "/"), (":authority", "noor:ge%3Aheim@les.example"))
    (exchange,), _ = read(up, server.response(1))
    assert exchange.host == "les.example"
    assert ("Authorization", "Basic bm9vcjpnZTpoZWlt") in exchange.request_headers


@pytest.mark.parametrize("body", [b"", b"tekst"])
def test_an_interim_response_is_no_answer(body: bytes) -> None:
    """The final one was lost: what followed it is kept, the status of the interim one is not its own."""
    client, server = Side(), Side()
    interim = server.headers(1, (":status", "103"), ("link", "</a.css>"))
    lost = server.response(1)
    rest = data(1, body) if body else b""
    (exchange,), notes = read(client.request(1, "/"), interim + rest, Hole(len(interim), len(lost)))
    assert (exchange.status, exchange.response_headers, exchange.response_body.data.strip()) == (0, (), body)
    assert bool(body) or [note.gap for note in notes if note.gap is Gap.HTTP_NO_RESPONSE]


@pytest.mark.parametrize(("sent", "host", "port", "kept"), [
    ("les.example", "les.example", 443, False),  # the port of the scheme, which is the one connected to
    ("les.example:8443", "les.example", 8443, False),
    ("les.example:443", "les.example", 443, True),
    ("LES.example", "les.example", 443, True),
    ("[2001:db8::7]", "2001:db8::7", 443, True),
    ("noor@les.example:8443", "les.example", 8443, True),
])
def test_an_authority_is_listed_as_the_client_sent_it(sent: str, host: str, port: int, kept: bool) -> None:
    client, server = Side(), Side()
    up = client.headers(1, (":method", "GET"), (":path", "/"), (":authority", sent))
    (exchange,), _ = read(up, server.response(1), over_tls=True)
    assert (exchange.host, exchange.port) == (host, port)
    assert authority(exchange) == sent
    assert ((":authority", sent) in exchange.request_headers) is kept


def test_an_authority_without_port_on_a_port_of_its_own() -> None:
    """As behind a port that was forwarded: the client names no port, and the one connected to is another."""
    client, server = Side(), Side()
    up = client.headers(1, (":method", "GET"), (":path", "/"), (":authority", "les.example"))
    (exchange,), _ = read(up, server.response(1))  # without TLS on port 443
    assert (exchange.scheme, exchange.host, exchange.port) == ("http", "les.example", 443)
    assert authority(exchange) == "les.example"


@given(st.binary(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 90)), max_size=3))
def test_any_bytes_come_to_an_end(raw: bytes, gaps: list[tuple[int, int]]) -> None:
    holes = [Hole(min(at, len(raw)), size) for at, size in sorted(gaps)]
    read(Side().request(1, "/"), raw, *holes)


@given(st.data())
def test_damaged_frames_come_to_an_end(draw: st.DataObject) -> None:
    server = Side()
    down = bytearray(server.response(1) + data(1, b"x" * 30, False) + server.response(3) + data(3, b"y" * 9))
    for _ in range(draw.draw(st.integers(1, 5))):
        down[draw.draw(st.integers(0, len(down) - 1))] = draw.draw(st.integers(0, 255))
    read(Side().request(1, "/"), bytes(down))


def a_long_connection(streams: int, first_ends: bool = True) -> tuple[Stream, Stream]:
    """Many requests with their answers, one packet each; the first stream is open until the end."""
    client, server = Side(), Side()
    up, down, up_at, down_at = [PREFACE], [frame(4, 0, 0)], [0], [0]
    for number in range(1, 2 * streams, 2):
        up_at.append(sum(map(len, up)))
        up.append(client.request(number, f"/{number}"))
        down_at.append(sum(map(len, down)))
        down.append(server.response(number) + data(1, b"event ", end=False)
                    + (data(number, b"x" * 50) if number > 1 else b""))
    if first_ends:
        down_at.append(sum(map(len, down)))
        down.append(data(1, b"last"))
    times = [float(number) for number in range(len(down) + 1)]
    return (Stream(b"".join(up), up_at, times[:len(up)]),
            Stream(b"".join(down), down_at, [time + 0.5 for time in times[:len(down)]]))


def exchanges_of(upstream: Stream, downstream: Stream) -> tuple[list[Exchange], list[Note]]:
    here = context()
    found = list(read_http2(here, upstream, downstream))
    notes: list[Note] = []
    here.notes.give(notes.append, "c", "")
    return found, notes


@pytest.mark.parametrize("first_ends", [True, False])
def test_a_long_connection_read_in_slices_gives_the_same(first_ends: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    streams = a_long_connection(60, first_ends)
    whole, notes = exchanges_of(*streams)
    assert len(whole) == 60 and whole[0].response_body.data.startswith(b"event event ")
    monkeypatch.setattr(http2, "_SLICE", 200)
    assert exchanges_of(*streams) == (whole, notes)


def test_exchanges_do_not_wait_for_ever_for_one_that_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = a_long_connection(60)
    whole, _ = exchanges_of(*streams)
    monkeypatch.setattr(http2, "_SLICE", 200)
    monkeypatch.setattr(http2, "_WAITING", 5)
    found, notes = exchanges_of(*streams)
    assert found[0].id == "tcp-3.3" and [each.id for each in found].index("tcp-3.1") > 30 and not notes
    assert sorted(found, key=lambda each: each.time) == whole


def test_too_many_open_streams_go_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    client, server = Side(), Side()
    requests = [client.request(number, "/") for number in range(1, 200, 2)]
    up = Stream(PREFACE + b"".join(requests), [0], [1.0])
    late = server.response(1) + data(1, b"too late")
    monkeypatch.setattr(http2, "_SLICE", 100)
    monkeypatch.setattr(http2, "_OPEN", 10)
    found, notes = exchanges_of(up, Stream(late, [0], [2.0]))
    assert len(found) == 100 and found[0].status == 0
    assert sum(note.bytes for note in notes if note.gap is Gap.HTTP_DAMAGED) > len(b"too late")


def test_a_body_of_very_many_pieces_is_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    client, server = Side(), Side()
    down = server.response(1) + b"".join(data(1, bytes([65 + count % 26]), end=count == 99) for count in range(100))
    up = Stream(PREFACE + client.request(1, "/"), [0], [1.0])
    (wanted,), _ = exchanges_of(up, Stream(down, [0], [2.0]))
    monkeypatch.setattr(http2_direction, "_MANY", 7)
    assert exchanges_of(up, Stream(down, [0], [2.0])) == ([wanted], [])
    assert wanted.response_body.size == 100 and wanted.response_body.state == "complete"
