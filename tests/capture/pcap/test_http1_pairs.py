"""Pairing of requests and responses, tunnels and upgrades, read from whole captures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pcap_builders as build
import pytest

from scanner.model import Exchange, Gap, Note

UPGRADE = (b"GET /live HTTP/1.1\r\nHost: les.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
           b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n")


def read(folder: Path, talk: build.Talk, keylog: bytes = b"") -> tuple[list[Exchange], list[Note]]:
    return build.read_bytes(build.pcap(sorted(talk.frames())), folder, keylog)


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: les.example\r\n\r\n".encode()


def ok(text: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n{text}".encode()


def test_requests_and_responses_in_turn(tmp_path: Path) -> None:
    exchanges, notes = read(tmp_path, build.http_talk((build.GET, build.OK), (build.POST, build.OK)))
    assert [(one.id, one.method, one.target, one.status) for one in exchanges] == [
        ("tcp-0.1", "GET", "/leerlingen?id=7", 200), ("tcp-0.2", "POST", "/score", 200)]
    assert exchanges[1].request_body.data == b'{"score": 8}' and not notes


def test_pipelining(tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, get("/1") + get("/2") + get("/3")).send(False, ok("a") + ok("b"))
    exchanges, notes = read(tmp_path, talk.close())
    assert [(one.target, one.response_body.data, one.error) for one in exchanges] == [
        ("/1", b"a", ""), ("/2", b"b", ""), ("/3", b"", "no response")]
    assert [(note.gap, note.host, note.count) for note in notes] == [(Gap.HTTP_NO_RESPONSE, "les.example", 1)]


def test_an_answer_before_the_request_is_whole(tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, build.POST[:-6]).send(False, ok("early")).send(True, build.POST[-6:])
    exchanges, _ = read(tmp_path, talk.close())
    assert exchanges[0].request_body.data == b'{"score": 8}' and exchanges[0].response_body.data == b"early"


WAITS = b"POST /werk HTTP/1.1\r\nHost: les.example\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"


def test_a_body_that_was_refused_was_not_sent(tmp_path: Path) -> None:
    """The next request stands where the body would have been."""
    talk = build.Talk().open().send(True, WAITS).send(False, b"HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n")
    exchanges, notes = read(tmp_path, talk.send(True, get("/na")).send(False, ok("na")).close())
    assert [(one.target, one.status, one.request_body.data, one.response_body.data) for one in exchanges] == [
        ("/werk", 417, b"", b""), ("/na", 200, b"", b"na")]
    assert not notes


@pytest.mark.parametrize("answer", [b"HTTP/1.1 100 Continue\r\n\r\n", b""])
def test_a_body_that_waited_for_leave(answer: bytes, tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, WAITS).send(False, answer).send(True, b"GET ").send(False, ok("ja"))
    exchanges, notes = read(tmp_path, talk.send(True, get("/na")).send(False, ok("na")).close())
    assert [(one.target, one.request_body.data, one.response_body.data) for one in exchanges] == [
        ("/werk", b"GET ", b"ja"), ("/na", b"", b"na")]
    assert not notes


@pytest.mark.parametrize("final", [ok("ja"), b""])
def test_an_interim_response_that_was_cut_is_no_answer(final: bytes, tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, get("/een")).send(False, b"HTTP/1.1 103 Early Hints\r\nLink: </a")
    talk.send(False, b"b>; rel=preload\r\nX-Lang: " + b"x" * 200 + b"\r\n\r\n").send(False, final)
    (exchange,), notes = read(tmp_path, lose(talk.close(), 1, from_client=False))
    assert (exchange.target, exchange.status, exchange.response_body.data) == (
        ("/een", 200, b"ja") if final else ("/een", 0, b""))
    assert notes


def test_the_status_line_of_live_audio(tmp_path: Path) -> None:
    answer = b"ICY 200 OK\r\nicy-name: Radio\r\nContent-Type: audio/mpeg\r\n\r\ngeluid"
    (exchange,), notes = read(tmp_path, build.http_talk((get("/radio"), answer)))
    assert exchange.status == 200 and exchange.response_body.data == b"geluid" and not notes


def lose(talk: build.Talk, lost: int, from_client: bool) -> build.Talk:
    """Without the n-th segment with data of one side."""
    data = [segment for segment in talk.segments if segment.data and segment.from_client == from_client]
    return replace(talk, segments=[segment for segment in talk.segments if segment is not data[lost]])


def five() -> build.Talk:
    return build.http_talk(*((get(f"/{number}"), ok(str(number))) for number in range(5)))


def test_a_lost_response_does_not_shift_the_others(tmp_path: Path) -> None:
    exchanges, notes = read(tmp_path, lose(five(), 2, from_client=False))
    assert [(one.target, one.response_body.data) for one in exchanges] == [
        ("/0", b"0"), ("/1", b"1"), ("/2", b""), ("/3", b"3"), ("/4", b"4")]
    assert {note.gap for note in notes} == {Gap.TCP_GAP, Gap.HTTP_NO_RESPONSE}


@pytest.mark.parametrize("lost", [0, 1])
def test_a_lost_response_to_head_takes_no_body_from_the_next(lost: int, tmp_path: Path) -> None:
    head = b"HEAD /0 HTTP/1.1\r\nHost: les.example\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"
    pairs = [(get("/1"), ok("een"))]
    pairs.insert(lost, head)
    exchanges, _ = read(tmp_path, lose(build.http_talk(*pairs, (get("/2"), ok("twee"))), lost, False))
    assert [(one.target, one.status, one.response_body.data, one.response_body.state)
            for one in exchanges if one.method == "GET"] == [
        ("/1", 200, b"een", "complete"), ("/2", 200, b"twee", "complete")]


def test_a_lost_request_does_not_shift_the_others(tmp_path: Path) -> None:
    exchanges, notes = read(tmp_path, lose(five(), 2, from_client=True))
    assert [(one.target, one.response_body.data, one.error) for one in exchanges] == [
        ("/0", b"0", ""), ("/1", b"1", ""), ("/", b"2", "request not captured"), ("/3", b"3", ""), ("/4", b"4", "")]
    assert {note.gap for note in notes} == {Gap.TCP_GAP}


@pytest.mark.parametrize(("lost", "found"), [
    ({3}, [("/1", 201), ("/2", 0), ("/3", 203), ("/4", 204)]),  # an answer alone: the others keep theirs
    ({4}, [("/1", 201), ("/2", 202), ("", 203), ("/4", 204)]),  # a request alone: its answer stands alone
    ({3, 4}, [("/1", 201), ("/2", 0), ("", 203), ("/4", 204)]),  # an answer and the next request: 203 answers no /2
    ({5, 6}, [("/1", 201), ("/2", 202), ("/3", 0), ("", 204)]),  # the same at the end of the requests
])
def test_nobody_is_given_the_answer_to_a_lost_request(lost: set[int], found: list[tuple[str, int]],
                                                     tmp_path: Path) -> None:
    talk = build.Talk().open()
    for number in range(1, 5):
        talk.send(True, b"GET /%d HTTP/1.1\r\nHost: les.example\r\n\r\n" % number)
        talk.send(False, b"HTTP/1.1 20%d OK\r\nContent-Length: 2\r\nX: 1\r\n\r\nok" % number)
    talk.close()
    talk.segments = [segment for place, segment in enumerate(talk.segments) if place - 2 not in lost]
    exchanges, _ = build.read_bytes(build.pcap(talk.frames()), tmp_path)
    assert [(one.target if one.method else "", one.status) for one in exchanges] == found


def test_a_capture_that_begins_with_a_response(tmp_path: Path) -> None:
    talk = five()
    exchanges, notes = read(tmp_path, replace(talk, segments=talk.segments[3:]))
    assert [(one.method, one.response_body.data) for one in exchanges][:2] == [("", b"0"), ("GET", b"1")]
    assert Gap.TCP_MIDSTREAM in {note.gap for note in notes}


def test_one_direction_only(tmp_path: Path) -> None:
    talk = five()
    up = replace(talk, segments=[segment for segment in talk.segments if segment.from_client])
    exchanges, notes = read(tmp_path, up)
    assert len(exchanges) == 5 and {note.gap for note in notes} == {Gap.HTTP_NO_RESPONSE, Gap.TCP_GAP}
    down = replace(talk, segments=[segment for segment in talk.segments if not segment.from_client])
    exchanges, _ = read(tmp_path, down)
    assert [one.response_body.data for one in exchanges] == [b"0", b"1", b"2", b"3", b"4"]


def test_http_09(tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, b"GET /old\r\n").send(False, b"<p>An</p>").close()
    exchanges, _ = read(tmp_path, talk)
    assert [(one.target, one.response_body.data, one.protocol) for one in exchanges] == [
        ("/old", b"<p>An</p>", "http/1.0")]


def test_a_websocket(tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, UPGRADE[0]).send(False, UPGRADE[1] + b"\x81\x02hi")
    exchanges, notes = read(tmp_path, talk.send(True, b"\x81\x82\x01\x02\x03\x04" + b"in").close())
    assert [(message.from_client, message.opcode, message.data) for message in exchanges[0].websocket] == [
        (False, 1, b"hi"), (True, 1, b"hl")]
    assert not notes


def begun_late(talk: build.Talk) -> build.Talk:
    """As a recorder sees it that starts behind the three-way handshake."""
    return replace(talk, segments=[segment for segment in talk.segments if not segment.flags & build.SYN])


def test_a_websocket_of_a_connection_that_began_before(tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, get("/old")).send(False, ok("")).send(True, UPGRADE[0])
    talk.send(False, UPGRADE[1] + b"\x81\x02hi").send(True, b"\x81\x82\x01\x02\x03\x04" + b"in")
    for began in (talk, begun_late(talk)):
        exchanges, notes = read(tmp_path, began)
        assert [one.status for one in exchanges] == [200, 101]
        assert [message.data for message in exchanges[1].websocket] == [b"hi", b"hl"]
        assert {note.gap for note in notes} <= {Gap.TCP_MIDSTREAM}


def test_a_tunnel_of_a_connection_that_began_before(tmp_path: Path) -> None:
    talk = build.Talk(server=("198.51.100.7", 3128)).open()
    talk.send(True, b"CONNECT les.example:80 HTTP/1.1\r\nHost: les.example:80\r\n\r\n").send(False, ok(""))
    talk.send(True, get("/inside")).send(False, ok("a"))
    exchanges, _ = read(tmp_path, begun_late(talk))
    assert [(one.method, one.status, one.response_body.data) for one in exchanges] == [
        ("CONNECT", 200, b""), ("GET", 200, b"a")]


def test_an_upgrade_that_was_not_asked_for_in_time(tmp_path: Path) -> None:
    """The response to the first request was lost, so the switch belongs to the second."""
    talk = lose(build.http_talk((get("/1"), ok("1")), UPGRADE), 0, from_client=False)
    exchanges, _ = read(tmp_path, talk.send(True, b"\x81\x82\x01\x02\x03\x04" + b"in"))
    assert [(one.target, one.status) for one in exchanges] == [("/1", 0), ("/live", 101)]
    assert [message.data for message in exchanges[1].websocket] == [b"hl"]


@pytest.mark.parametrize("snaplen", [54 + 40, 54 + 60, 54 + 90])
def test_messages_that_the_recorder_cut_are_paired_as_they_were_sent(snaplen: int, tmp_path: Path) -> None:
    pairs = [(get(f"/{number}").replace(b"\r\n\r\n", b"\r\nCookie: " + bytes(80) + b"\r\n\r\n"), ok("x" * 4000))
             for number in range(4)]
    exchanges, notes = build.read_bytes(build.pcap(build.http_talk(*pairs).frames(), snaplen=snaplen), tmp_path)
    assert [(one.target, one.status) for one in exchanges] == [(f"/{number}", 200) for number in range(4)]
    assert Gap.PACKET_CUT in {note.gap for note in notes}


def test_tls_inside_a_tunnel(tmp_path: Path) -> None:
    session = build.record_tls([(True, build.GET), (False, build.OK)])
    talk = build.Talk(server=("198.51.100.7", 3128)).open()
    talk.send(True, b"CONNECT les.example:443 HTTP/1.1\r\nHost: les.example:443\r\n\r\n")
    talk.send(False, b"HTTP/1.1 200 Connection established\r\n\r\n")
    for from_client, data in session.turns:
        talk.send(from_client, data)
    exchanges, notes = read(tmp_path, talk.close(), session.keylog)
    assert [(one.id, one.method, one.scheme, one.host, one.port, one.target) for one in exchanges] == [
        ("tcp-0.1", "CONNECT", "http", "les.example", 443, "les.example:443"),
        ("tcp-0.1.1", "GET", "https", "les.example", 443, "/leerlingen?id=7")]
    assert exchanges[1].server is not None and exchanges[1].server.port == 3128 and not notes


def test_tls_in_tls_through_a_proxy_over_https(tmp_path: Path) -> None:
    inner = build.record_tls([(True, build.GET), (False, build.OK)])
    connect = b"CONNECT les.example:443 HTTP/1.1\r\nHost: les.example:443\r\n\r\n"
    begun = [(True, connect), (False, b"HTTP/1.1 200 OK\r\n\r\n")]
    outer = build.record_tls([*begun, *inner.turns])
    plain = build.record_tls([*begun, (True, build.GET), (False, build.OK)])
    for recorded, tls in ((outer, True), (plain, False)):
        exchanges, notes = build.read_bytes(build.pcap(recorded.talk().frames()), tmp_path,
                                            recorded.keylog + inner.keylog)
        assert [(one.method, one.scheme, one.host, one.port) for one in exchanges] == [
            ("CONNECT", "https", "les.example", 443), ("GET", "https" if tls else "http", "les.example", 443)]
        assert exchanges[1].response_body.data == b'{"naam": "An"}' and not notes


def test_a_tunnel_in_a_tunnel_is_followed_to_an_end(tmp_path: Path) -> None:
    connect, established = b"CONNECT a.example:80 HTTP/1.1\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"
    talk = build.Talk().open().send(True, connect * 20 + build.GET).send(False, established * 20 + build.OK).close()
    exchanges, notes = read(tmp_path, talk)
    assert 3 < len(exchanges) < 20 and len({one.id for one in exchanges}) == len(exchanges)
    assert [(note.gap, note.detail) for note in notes] == [(Gap.PROTOCOL_UNREAD, "tunnels nested too deep")]


def test_an_upgrade_to_something_unknown_is_noted(tmp_path: Path) -> None:
    talk = build.Talk().open().send(True, UPGRADE[0].replace(b"websocket", b"tcp") + b"\x00raw")
    exchanges, notes = read(tmp_path, talk.send(False, UPGRADE[1].replace(b"websocket", b"tcp") + b"raw").close())
    assert [one.status for one in exchanges] == [101]
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.PROTOCOL_UNREAD, 7)]


def test_a_request_through_a_proxy(tmp_path: Path) -> None:
    talk = build.http_talk((b"GET http://les.example/a HTTP/1.1\r\nHost: other.example\r\n\r\n", build.OK),
                           talk=build.Talk(server=("198.51.100.7", 3128)))
    (exchange,), _ = read(tmp_path, talk)
    assert (exchange.host, exchange.port, exchange.target) == ("les.example", 80, "/a")
