"""From an entry to an exchange, in the dialects of the programs that write HAR."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.har_entry import exchange_of
from scanner.model import Exchange, Gap, Note, Peer, Tls, WebSocketMessage

URL = "https://les.example/leerling?id=7"


def read(entry: dict[str, Any], max_body: int = 1 << 20) -> tuple[Exchange | None, list[Note]]:
    notes: list[Note] = []
    return exchange_of(entry, 12, 340, "les.har", notes.append, max_body), notes


def made(entry: dict[str, Any]) -> Exchange:
    exchange, _ = read(entry)
    assert exchange is not None
    return exchange


def an_entry(
    request: dict[str, Any] | None = None, response: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    return {"startedDateTime": "2026-10-05T09:14:22.125+02:00",
            "request": {"method": "GET", "url": URL, **(request or {})},
            "response": {"status": 200, **(response or {})}, **more}


def test_the_facts_of_an_exchange() -> None:
    exchange = made(an_entry({"httpVersion": "h2", "headers": [{"name": "Accept", "value": "*/*"}]},
                             {"headers": [{"name": "Server", "value": "x"}]}, serverIPAddress="[2001:db8::1]"))
    assert exchange == Exchange(
        id="entry-12", capture="les.har", protocol="http/2", method="GET", scheme="https", host="les.example", port=443,
        target="/leerling?id=7", status=200, time=1791184462.125, request_headers=(("Accept", "*/*"),),
        response_headers=(("Server", "x"),), server=Peer("2001:db8::1", 443), tls=Tls(), line=340)


@pytest.mark.parametrize(("headers", "read_as"), [
    ([{"name": "A", "value": "1"}, {"name": "a", "value": "2"}], (("A", "1"), ("a", "2"))),
    ([["A", "1"]], (("A", "1"),)),  # Slack
    ({"A": "1"}, (("A", "1"),)),
    ([{"name": "Set-Cookie", "value": "a=1\nb=2"}], (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))),  # Chrome
    ([{"name": ":authority", "value": "x"}, {"name": "A", "value": 1}], (("A", "1"),)),
    ([{"name": "A"}, None, 3, [1], {"value": "x"}], (("A", ""),)),
    (None, ()), ("A: 1", ()),
])
def test_headers_of_every_shape(headers: object, read_as: tuple[tuple[str, str], ...]) -> None:
    assert made(an_entry({"headers": headers})).request_headers == read_as


def test_pseudo_headers_stand_in_for_an_odd_url() -> None:
    pseudo = [{"name": f":{name}", "value": value} for name, value in
              (("method", "POST"), ("scheme", "https"), ("authority", "a.example:444"), ("path", "/x"))]
    exchange = made({"request": {"url": "/x", "headers": pseudo}, "response": {"status": 200}})
    assert (exchange.method, exchange.host, exchange.port, exchange.target) == ("POST", "a.example", 444, "/x")


def test_the_host_header_stands_in_for_a_missing_host() -> None:
    exchange = made(an_entry({"url": "http:///x", "headers": [{"name": "Host", "value": "a.example:81"}]}))
    assert (exchange.host, exchange.port) == ("a.example", 81)


@pytest.mark.parametrize(("url", "listed", "target"), [
    (URL, [("id", "7")], "/leerling?id=7"),
    (URL, [("id", "7"), ("naam", "Sanne de Vries")], "/leerling?id=7&naam=Sanne%20de%20Vries"),
    ("https://les.example/x#top", [("a", "1"), ("b", "é")], "/x?a=1&b=%C3%A9#top"),
    ("https://les.example/x", [("a%5B%5D", "al%20geschreven")], "/x?a%5B%5D=al%20geschreven"),
    ("https://les.example/x?a%5B%5D=1&b=2", [("a[]", "1"), ("b", "2"), ("b", "2")], "/x?a%5B%5D=1&b=2"),
    ("https://les.example/x#leerling=7", [], "/x#leerling=7"),
])
def test_parameters_that_the_url_lacks_are_added(url: str, listed: list[tuple[str, str]], target: str) -> None:
    query = [{"name": name, "value": value} for name, value in listed]
    assert made(an_entry({"url": url, "queryString": query})).target == target


def test_cookies_that_are_in_no_header_become_one() -> None:
    cookies = [{"name": "sid", "value": "1"}, {"name": "taal", "value": "nl"}]
    exchange = made(an_entry({"cookies": cookies}, {"cookies": [{"name": "sid", "value": "1", "path": "/",
                                                                 "httpOnly": True, "secure": False}]}))
    assert exchange.request_headers == (("Cookie", "sid=1; taal=nl"),)
    assert exchange.response_headers == (("Set-Cookie", "sid=1; Path=/; HttpOnly"),)
    given_twice = made(an_entry({"cookies": cookies, "headers": [{"name": "cookie", "value": "sid=1"}]}))
    assert given_twice.request_headers == (("cookie", "sid=1"),)


def test_the_user_of_a_url_is_sent_as_credentials() -> None:
    exchange = made(an_entry({"url": "https://sanne:geheim%21@les.example/"}))
    assert exchange.request_headers == (("Authorization", "Basic " + base64.b64encode(b"sanne:geheim!").decode()),)


def test_the_type_of_a_body_is_a_header_even_when_the_recorder_dropped_it() -> None:
    exchange = made(an_entry({"postData": {"mimeType": "application/json", "text": "{}"}},
                             {"content": {"mimeType": "text/html", "text": "x"}}))
    assert exchange.request_headers == (("Content-Type", "application/json"),)
    assert exchange.response_headers == (("Content-Type", "text/html"),)
    unknown = made(an_entry(response={"content": {"mimeType": "x-unknown", "text": "x"}}))
    assert unknown.response_headers == ()


@pytest.mark.parametrize("response", [{"status": 0, "_error": "net::ERR_BLOCKED_BY_CLIENT"}, {}, None, {"status": -1}])
def test_a_blocked_request_is_an_exchange_without_response(response: object) -> None:
    exchange, notes = read({"request": {"method": "GET", "url": URL}, "response": response})
    assert exchange is not None
    assert exchange.status == 0
    assert exchange.error == "no response recorded"
    assert [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE]


@pytest.mark.parametrize(("entry", "gap"), [
    ({}, Gap.FILE_ENTRY_BROKEN),
    ({"request": {}}, Gap.FILE_ENTRY_BROKEN),
    ({"request": {"url": None}}, Gap.FILE_ENTRY_BROKEN),
    ({"request": "GET"}, Gap.FILE_ENTRY_BROKEN),
    ({"request": {"url": "data:text/plain;base64,QQ=="}}, Gap.PROTOCOL_UNREAD),
    ({"request": {"url": "blob:https://a.example/1"}}, Gap.PROTOCOL_UNREAD),
])
def test_what_is_no_request_over_the_network_is_counted(entry: dict[str, Any], gap: Gap) -> None:
    exchange, notes = read(entry)
    assert exchange is None
    assert [note.gap for note in notes] == [gap]


def test_websocket_messages() -> None:
    messages = [{"type": "send", "time": 5.5, "opcode": 1, "data": "naam é"},
                {"type": "receive", "time": 6, "opcode": 2, "data": "AAE="},
                {"type": "receive", "time": 7, "opcode": 9, "data": "hoi"},
                {"type": "receive", "time": 7, "opcode": -1, "data": ""},  # Chrome's word for an error
                {"type": "receive", "time": 7, "opcode": 2, "data": "!!!!"}]
    exchange, notes = read(an_entry({"url": "wss://les.example/ws"}, {"status": 101}, _webSocketMessages=messages))
    assert exchange is not None
    assert exchange.websocket == (
        WebSocketMessage(True, 1, "naam é".encode(), 5.5), WebSocketMessage(False, 2, b"\0\1", 6.0),
        WebSocketMessage(False, 9, b"hoi", 7.0))
    assert exchange.scheme == "https"
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.WEBSOCKET_UNREAD, 0), (Gap.WEBSOCKET_UNREAD, 4)]


def test_server_sent_events_stand_in_for_the_body_that_carried_them() -> None:
    events = [{"time": 1.0, "eventName": "cijfer", "data": '{"score":3}'}]
    assert made(an_entry(_eventSourceMessages=events)).websocket == (WebSocketMessage(False, 1, b'{"score":3}', 1.0),)
    recorded = {"content": {"text": 'data: {"score":3}\n\n'}}
    assert made(an_entry(response=recorded, _eventSourceMessages=events)).websocket == ()


@pytest.mark.parametrize(("written", "time"), [
    ("1970-01-01T00:00:01Z", 1.0), ("1970-01-01T01:00:01.5+01:00", 1.5), ("1970-01-01T00:00:01", 1.0),
    ("1970-01-01T00:00:01.1234567Z", 1.123456), ("gisteren", 0.0), (None, 0.0), (5, 0.0),
    ("0001-01-01T00:00:00+14:00", -62135647200.0), ("9999-12-31T23:59:59-14:00", 253402351199.0),
])
def test_times(written: object, time: float) -> None:
    assert made({**an_entry(), "startedDateTime": written}).time == pytest.approx(time)


def test_tls_facts_where_the_recorder_gives_them() -> None:
    details = {"protocol": "TLS 1.3", "cipher": "AES_128_GCM"}
    assert made(an_entry(response={"_securityDetails": details})).tls == Tls("TLS 1.3", "AES_128_GCM")
    assert made(an_entry({"url": "http://les.example/"})).tls is None


def test_connect_has_an_authority_as_target() -> None:
    assert made(an_entry({"method": "CONNECT", "url": "https://les.example:443/"})).target == "les.example:443"


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["https://a.example/x?y=z", "base64", "send", "QUJD", ":path",
                       "multipart/form-data; boundary=x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([
        "name", "value", "url", "headers", "content", "text", "encoding", "size", "postData", "params", "cookies",
        "status", "queryString", "bodySize", "mimeType", "method", "data", "opcode", "type", "time", "protocol",
        "compression", "_content"]), inner, max_size=6),
    max_leaves=25,
)


@given(st.fixed_dictionaries({"request": ANY, "response": ANY}, optional={
    "startedDateTime": ANY, "serverIPAddress": ANY, "_webSocketMessages": ANY, "_eventSourceMessages": ANY}))
def test_values_of_any_type_anywhere_are_survived(entry: dict[str, Any]) -> None:
    request = entry["request"]
    if isinstance(request, dict):
        request["url"] = request.get("url") if isinstance(request.get("url"), str) else URL
    exchange, notes = read(entry, max_body=5)
    assert exchange is not None or notes
    if exchange is not None:
        for body in (exchange.request_body, exchange.response_body):
            assert len(body.data) <= 5
            assert body.size >= len(body.data)
