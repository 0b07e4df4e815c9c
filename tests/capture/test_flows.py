"""Reading mitmproxy dumps: the same exchanges as mitmproxy's own reader finds, in every format."""

from __future__ import annotations

import copy
import gzip
import io
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.flow_record import NEWEST
from scanner.capture.flows import read_flows
from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, Peer, Tls, WebSocketMessage

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # mitmproxy uses names of pyparsing that newer versions deprecate
    from mitmproxy import http
    from mitmproxy.flow import Flow
    from mitmproxy.io import FlowReader, FlowWriter, compat
    from mitmproxy.io import tnetstring as reference
    from mitmproxy.test import tflow

DUMPS = Path(__file__).parent.parent / "captures" / "flows"


def read(path: Path, max_body: int = 1 << 20) -> tuple[list[Exchange], list[Note]]:
    notes: list[Note] = []
    return list(read_flows(path, "les.mitm", notes.append, max_body)), notes


def read_bytes(folder: Path, content: bytes, max_body: int = 1 << 20) -> tuple[list[Exchange], list[Note]]:
    path = folder / "x"
    path.write_bytes(content)
    return read(path, max_body)


def dump(flows: Iterable[Flow]) -> bytes:
    file = io.BytesIO()
    writer = FlowWriter(file)
    for flow in flows:
        writer.add(flow)
    return file.getvalue()


def a_flow(url: str = "https://les.example/leerling?id=7", **changes: Any) -> http.HTTPFlow:
    flow = tflow.tflow(resp=True)
    flow.request = http.Request.make("POST", url, b'{"naam": "Sanne"}', {"Content-Type": "application/json"})
    flow.response = http.Response.make(200, b"\x00\xff", {"Set-Cookie": "a=1"})
    flow.request.timestamp_start = 5.25
    for name, value in changes.items():
        setattr(flow.request, name, value)
    return flow


def expected(flow: http.HTTPFlow) -> dict[str, Any]:
    """What mitmproxy makes of a flow, in our terms."""
    request, response = flow.request, flow.response
    peer = flow.client_conn.peername
    return {
        "method": request.method, "scheme": request.scheme, "host": request.pretty_host, "port": request.port,
        "target": request.path, "status": response.status_code if response else 0, "time": request.timestamp_start,
        "request_headers": tuple(request.headers.items(multi=True)), "request_data": request.raw_content or b"",
        "response_headers": tuple(response.headers.items(multi=True)) if response else (),
        "response_data": (response.raw_content or b"") if response else b"",
        "websocket": tuple((m.from_client, int(m.type), m.content, m.timestamp) for m in flow.websocket.messages)
        if flow.websocket else (),
        "client": (peer[0], peer[1]) if peer and peer[0] else None,
    }


def seen(exchange: Exchange) -> dict[str, Any]:
    return {
        "method": exchange.method, "scheme": exchange.scheme, "host": exchange.host, "port": exchange.port,
        "target": exchange.target, "status": exchange.status, "time": exchange.time,
        "request_headers": exchange.request_headers, "request_data": exchange.request_body.data,
        "response_headers": exchange.response_headers, "response_data": exchange.response_body.data,
        "websocket": tuple((m.from_client, m.opcode, m.data, m.time) for m in exchange.websocket),
        "client": (exchange.client.host, exchange.client.port) if exchange.client else None,
    }


def by_mitmproxy(content: bytes) -> list[dict[str, Any]]:
    return [expected(flow) for flow in FlowReader(io.BytesIO(content)).stream() if isinstance(flow, http.HTTPFlow)]


def test_flows_of_every_kind_that_mitmproxy_writes(tmp_path: Path) -> None:
    second = a_flow(http_version="HTTP/2.0")
    second.request.host = "192.0.2.1"  # changes the authority too
    second.request.authority = "les.example:443"
    transparent = a_flow("http://192.0.2.1/x")
    transparent.request.headers["Host"] = "les.example:8080"
    many = a_flow()
    many.request.headers = http.Headers([(b"Cookie", b"a=1"), (b"cookie", b"b=2"), (b"X-Na\xc3\xafef", b"caf\xc3\xa9")])
    flows = [a_flow(), second, transparent, many, tflow.tflow(), tflow.tflow(resp=True), tflow.tflow(err=True),
             tflow.twebsocketflow(), tflow.twebsocketflow(messages=False), a_flow(http_version="HTTP/3")]
    content = dump(flows)
    exchanges, _ = read_bytes(tmp_path, content)
    assert [seen(exchange) for exchange in exchanges] == by_mitmproxy(content)
    assert [e.protocol for e in exchanges[:2]] == ["http/1.1", "http/2"]
    assert len({e.id for e in exchanges}) == len(flows)


V011: dict[bytes, Any] = {
    b"type": b"http", b"id": b"0c1f", b"version": [0, 11], b"error": None, b"intercepted": False,
    b"client_conn": {
        b"address": {b"address": [b"10.0.0.4", 50123], b"use_ipv6": False}, b"clientcert": None,
        b"ssl_established": True, b"timestamp_start": 1.0, b"timestamp_end": None, b"timestamp_ssl_setup": 1.25},
    b"server_conn": {
        b"address": {b"address": [b"192.0.2.7", 443], b"use_ipv6": False},
        b"source_address": {b"address": [b"10.0.0.1", 50124], b"use_ipv6": False},
        b"state": [], b"cert": None, b"sni": b"les.example", b"ssl_established": True,
        b"timestamp_start": 1.0, b"timestamp_tcp_setup": 1.1, b"timestamp_ssl_setup": 1.2, b"timestamp_end": None},
    b"request": {
        b"form_in": b"relative", b"form_out": b"relative", b"httpversion": [1, 1], b"is_replay": False,
        b"method": b"POST", b"scheme": b"https", b"host": b"192.0.2.7", b"port": 443, b"path": b"/leerling?id=7",
        b"content": b'{"naam": "Sanne"}', b"headers": [[b"Host", b"les.example"], [b"X", b"caf\xc3\xa9"]],
        b"timestamp_start": 5.25, b"timestamp_end": 5.5, b"stickyauth": False, b"stickycookie": False},
    b"response": {
        b"httpversion": [1, 1], b"code": 200, b"msg": b"OK", b"headers": [[b"Set-Cookie", b"a=1"]],
        b"content": b"\x00\xff", b"is_replay": False, b"timestamp_start": 6.0, b"timestamp_end": 6.5},
}


def every_format() -> list[tuple[str, bytes]]:
    """One flow in all formats: as 0.11 wrote it, and after each of mitmproxy's own upgrades."""
    found: list[tuple[str, bytes]] = []
    data: Any = copy.deepcopy(V011)
    while True:
        version = data.get(b"version", data.get("version"))
        found.append((str(version), reference.dumps(data)))
        convert = compat.converters.get(version if isinstance(version, int) else tuple(version)[:2])
        if convert is None:
            return found
        data = convert(copy.deepcopy(data))


FORMATS = every_format()


def test_the_newest_format_is_one_that_was_looked_at() -> None:
    assert FORMATS[-1][0] == str(NEWEST)
    assert len(FORMATS) >= 30


@pytest.mark.parametrize(("version", "content"), FORMATS, ids=[version for version, _ in FORMATS])
def test_every_format_that_mitmproxy_reads(tmp_path: Path, version: str, content: bytes) -> None:
    exchanges, notes = read_bytes(tmp_path, content * 2)
    assert [seen(exchange) for exchange in exchanges] == by_mitmproxy(content * 2)
    exchange = exchanges[0]
    assert (exchange.host, exchange.server) == ("les.example", exchange.server)
    assert exchange.server is not None
    assert exchange.server.host == "192.0.2.7"
    assert exchange.tls is not None
    assert exchange.tls.sni == "les.example"
    assert notes == []


@pytest.mark.parametrize("name", ["dumpfile-10.mitm", "error_log.mitm"])
def test_published_dumps(name: str) -> None:
    exchanges, _ = read(DUMPS / name)
    assert [seen(exchange) for exchange in exchanges] == by_mitmproxy((DUMPS / name).read_bytes())


def test_a_format_that_mitmproxy_refuses() -> None:
    exchanges, notes = read(DUMPS / "dumpfile-010.mitm")
    assert [(e.method, e.host, e.target, e.status, len(e.response_body.data)) for e in exchanges] == [
        ("GET", "example.com", "/", 200, 606)]
    assert notes == []


def old_websocket(version: int, metadata: dict[str, Any]) -> dict[str, Any]:
    base = next(content for name, content in FORMATS if name == str(version))
    state: Any = reference.loads(base)
    return {**{name: state[name] for name in ("client_conn", "server_conn", "intercepted", "marked", "mode", "error")},
            "is_replay": None, "type": "websocket", "id": "ws", "version": version, "metadata": metadata,
            "messages": [[1, True, b"hallo", 7.0, False], [2, False, b"\x00", 8.0, False], [9, False, b"", 8.0, False]],
            "close_sender": "client", "close_code": 1000, "close_reason": "", "client_key": b"", "server_accept": b""}


def test_websocket_flows_of_old_formats_find_their_handshake(tmp_path: Path) -> None:
    handshake: Any = reference.loads(next(content for name, content in FORMATS if name == "9"))
    handshake["response"]["status_code"] = 101
    handshake["metadata"] = {"websocket": True}
    flow = old_websocket(9, {"websocket_handshake": handshake["id"]})
    exchanges, notes = read_bytes(tmp_path, reference.dumps(handshake) + reference.dumps(flow))
    assert [e.status for e in exchanges] == [101, 101]
    assert [len(e.websocket) for e in exchanges] == [0, 3]  # a ping among them
    assert exchanges[1].websocket[0] == WebSocketMessage(True, 1, b"hallo", 7.0)
    assert exchanges[1].target == exchanges[0].target
    assert exchanges[1].request_headers == exchanges[0].request_headers
    assert notes == []


def test_a_websocket_flow_without_handshake_is_read_all_the_same(tmp_path: Path) -> None:
    exchanges, _ = read_bytes(tmp_path, reference.dumps(old_websocket(9, {"websocket_handshake": "weg"})))
    assert exchanges[0].host == "les.example"
    assert exchanges[0].error == "handshake not recorded"
    assert len(exchanges[0].websocket) == 3


def test_connection_facts(tmp_path: Path) -> None:
    flow = a_flow("https://192.0.2.9/x")
    flow.client_conn.sni = flow.server_conn.sni = "les.example"
    flow.client_conn.peername = ("::ffff:10.0.0.4", 50123)
    flow.server_conn.peername = ("192.0.2.9", 443)
    flow.server_conn.tls_version, flow.server_conn.cipher, flow.server_conn.alpn = "TLSv1.3", "TLS_AES", b"h2"
    plain = a_flow("http://les.example/")
    plain.server_conn.timestamp_tls_setup = plain.client_conn.timestamp_tls_setup = None
    for side in (plain.client_conn, plain.server_conn):
        side.sni = side.tls_version = None
    plain.server_conn.peername = None
    plain.server_conn.address = ("les.example", 80)
    exchanges, _ = read_bytes(tmp_path, dump([flow, plain]))
    assert exchanges[0].host == "les.example"  # an address, but the client asked for a name
    assert exchanges[0].client == Peer("10.0.0.4", 50123)
    assert exchanges[0].server == Peer("192.0.2.9", 443)
    assert exchanges[0].tls == Tls("TLSv1.3", "TLS_AES", "les.example", "h2")
    assert exchanges[1].tls is None
    assert exchanges[1].server == Peer("les.example", 80)


def test_what_is_no_http_is_named_with_its_host_and_bytes(tmp_path: Path) -> None:
    tcp, udp, dns = tflow.ttcpflow(), tflow.tudpflow(), tflow.tdnsflow(resp=True)
    tcp.client_conn.sni = "mqtt.example"
    exchanges, notes = read_bytes(tmp_path, dump([tcp, udp, dns, a_flow()]))
    assert [e.id for e in exchanges] == ["flow-4"]
    assert [note.gap for note in notes] == [Gap.PROTOCOL_UNREAD, Gap.PROTOCOL_UNREAD, Gap.DNS_LOOKUP]
    sizes = [sum(len(message.content) for message in flow.messages) for flow in (tcp, udp)]
    assert [(note.detail, note.bytes) for note in notes] == [("raw tcp", sizes[0]), ("raw udp", sizes[1]), ("", 0)]
    assert [notes[0].host, notes[2].host] == ["mqtt.example", "dns.google"]


def test_an_error_is_said_in_our_words(tmp_path: Path) -> None:
    failed = tflow.tflow(err=True)
    failed.error.msg = "Sanne de Vries"
    exchanges, notes = read_bytes(tmp_path, dump([failed, tflow.tflow()]))
    assert [e.error for e in exchanges] == ["the connection failed", "no response recorded"]
    assert [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE] * 2
    assert "Sanne" not in repr((exchanges, notes))


def test_bodies_that_were_not_kept_or_not_whole(tmp_path: Path) -> None:
    streamed, cut, sent, not_modified = a_flow(), a_flow(), a_flow(), a_flow()
    streamed.response.content = None
    streamed.response.headers["Content-Length"] = "500"
    cut.error = tflow.terr()
    cut.response.headers["Content-Length"] = "9"
    cut.response.raw_content = b"123"
    sent.request.raw_content = None
    sent.request.headers["Content-Length"] = "80"
    not_modified.response.raw_content = None
    not_modified.response.status_code = 304
    exchanges, notes = read_bytes(tmp_path, dump([streamed, cut, sent, not_modified]))
    assert [e.response_body.state for e in exchanges] == ["missing", "truncated", "complete", "complete"]
    assert [e.response_body.size for e in exchanges] == [500, 9, 2, 0]
    assert (exchanges[2].request_body.state, exchanges[2].request_body.size) == ("missing", 80)
    assert [(note.gap, note.bytes) for note in notes] == [
        (Gap.BODY_MISSING, 500), (Gap.BODY_TRUNCATED, 6), (Gap.BODY_MISSING, 80)]


def test_a_body_beyond_the_bound_is_cut(tmp_path: Path) -> None:
    flow = a_flow()
    flow.response.raw_content = b"x" * 5000
    exchanges, notes = read_bytes(tmp_path, dump([flow]), max_body=1000)
    body = exchanges[0].response_body
    assert (len(body.data), body.size, body.state) == (1000, 5000, "truncated")
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.BODY_TRUNCATED, 4000)]


def test_large_flows_are_mapped_and_the_next_one_found(tmp_path: Path) -> None:
    large = a_flow()
    large.response.raw_content = b"x" * (17 << 20)
    exchanges, notes = read_bytes(tmp_path, dump([a_flow(), large, a_flow()]), max_body=1 << 20)
    assert [e.response_body.size for e in exchanges] == [2, 17 << 20, 2]
    assert [note.gap for note in notes] == [Gap.BODY_TRUNCATED]


def test_a_cut_dump_gives_the_whole_flows_and_says_so(tmp_path: Path) -> None:
    first, second = dump([a_flow()]), dump([a_flow()])
    for cut in (1, 3, 500, len(second) - 1):
        content = first + second[:cut]
        for wrapped in (content, gzip.compress(content)):
            exchanges, notes = read_bytes(tmp_path, wrapped)
            assert [e.id for e in exchanges] == ["flow-1"]
            assert [note.gap for note in notes] == [Gap.FILE_TRUNCATED]
    assert notes[0].bytes > 0


def test_a_compressed_dump_reads_like_any_other(tmp_path: Path) -> None:
    content = dump([a_flow(), a_flow()])
    assert read_bytes(tmp_path, gzip.compress(content)) == read_bytes(tmp_path, content)


def test_a_broken_record_is_counted_and_the_next_one_read(tmp_path: Path) -> None:
    good = dump([a_flow()])
    for body in (b"7:version;9:", b"4:type;4:http;7:request;", b"4:type;4:http;7:request;0:~", b"tekst"):
        exchanges, notes = read_bytes(tmp_path, good + b"%d:%s}" % (len(body), body) + good)
        assert [e.id for e in exchanges] == ["flow-1", "flow-3"]
        assert [(note.gap, note.bytes) for note in notes] == [(Gap.FILE_ENTRY_BROKEN, len(body))]


def test_what_follows_a_flow_and_is_none_is_counted(tmp_path: Path) -> None:
    good = dump([a_flow()])
    for rest in (b"tekst", b"\n", b":", b"5:tekst,"):
        exchanges, notes = read_bytes(tmp_path, good + rest)
        assert len(exchanges) == 1
        assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN]


@pytest.mark.parametrize("content", [b"", b"tekst", b"5:hallo,", b"100:4:type;4:http;}", b":", b"12"])
def test_what_is_no_dump_is_refused(tmp_path: Path, content: bytes) -> None:
    if not content:
        assert read_bytes(tmp_path, content) == ([], [])
        return
    with pytest.raises(InputError, match="not a mitmproxy dump"):
        read_bytes(tmp_path, content)


def test_a_newer_format_is_read_as_far_as_its_shape_allows(tmp_path: Path) -> None:
    state: Any = a_flow().get_state()
    content = reference.dumps({**state, "version": 99, "nieuw": [{"x": 1}]})
    exchanges, notes = read_bytes(tmp_path, content * 2)
    assert [e.host for e in exchanges] == ["les.example"] * 2
    assert [(note.detail, note.read) for note in notes] == [(f"dump format newer than {NEWEST}", True)]


DAMAGED = dump([a_flow(), tflow.twebsocketflow(), tflow.ttcpflow(), tflow.tdnsflow()])[:6000]
PLACES = st.integers(0, 5999)


@given(st.data())
def test_damage_anywhere_is_survived(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    content = bytearray(DAMAGED)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(PLACES)
        content[at:at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    try:
        exchanges, _ = read_bytes(tmp_path_factory.mktemp("d"), bytes(content))
    except InputError:
        return
    assert all(isinstance(exchange.target, str) for exchange in exchanges)


SCALARS = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats(allow_nan=False) | st.text(
    max_size=5) | st.binary(max_size=5) | st.just([]) | st.just({}) | st.just([[1, 2]]) | st.just([["x"]])


STATES: list[Any] = [
    flow.get_state() for flow in (a_flow(), tflow.twebsocketflow(), tflow.ttcpflow(), tflow.tdnsflow())]


@given(st.data())
def test_members_of_any_type_are_survived(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    state = copy.deepcopy(data.draw(st.sampled_from(STATES)))
    for part in data.draw(st.lists(st.sampled_from(
        ["", "request", "response", "client_conn", "server_conn", "websocket"]), min_size=1, max_size=4)):
        target = state.get(part) if part else state
        if isinstance(target, dict) and target:
            target[data.draw(st.sampled_from(sorted(target)))] = data.draw(SCALARS)
    notes: list[Note] = []
    path = tmp_path_factory.mktemp("d") / "x"
    path.write_bytes(reference.dumps(state))
    exchanges = list(read_flows(path, "x", notes.append, 100))
    assert exchanges or notes
