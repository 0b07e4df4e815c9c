"""Exchanges made of messages: host, port, target, bodies, what is missing."""

from __future__ import annotations

import pytest

from scanner.capture.pcap.context import Context, Notes
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.messages import Message, make_exchange, split_authority
from scanner.capture.pcap.stream import GAP
from scanner.model import Body, Gap, Note, Peer, Tls


def context(tls: Tls | None = None, host: str = "", port: int = 0) -> Context:
    return Context("c", "tcp-0", Peer("192.0.2.1", 5), Peer("198.51.100.1", 8080), 100, KeyLog([]), Notes(), 9.0, tls,
                   host, port)


@pytest.mark.parametrize(("text", "wanted"), [
    ("les.example", ("les.example", 0)),
    ("LES.example:8443", ("les.example", 8443)),
    ("[2001:db8::1]:81", ("2001:db8::1", 81)),
    ("[2001:db8::1]", ("2001:db8::1", 0)),
    ("user:pw@les.example:1", ("les.example", 1)),
    (" les.example ", ("les.example", 0)),
    ("les.example:", ("les.example", 0)),
    ("les.example:99999", ("les.example", 0)),
    ("two words", ("two words", 0)),
    ("", ("", 0)),
    ("a:b:c", ("", 0)),
    ("les.example/path", ("", 0)),
])
def test_authorities(text: str, wanted: tuple[str, int]) -> None:
    assert split_authority(text) == wanted


HERE = context()
IP = "198.51.100.1"


def get(target: str, host: str = "", method: str = "GET", authority: str = "") -> Message:
    return Message([("Host", host)] if host else [], 1.0, method=method, target=target, authority=authority)


@pytest.mark.parametrize(("request_", "here", "wanted"), [
    (get("/a", "les.example"), HERE, ("http", "les.example", 8080, "/a")),
    (get("/a", "les.example:81"), HERE, ("http", "les.example", 81, "/a")),
    (get("/a"), HERE, ("http", IP, 8080, "/a")),
    (get("/a"), context(Tls(), "sni.example"), ("https", "sni.example", 8080, "/a")),
    (get("/a"), context(port=443), ("http", IP, 443, "/a")),
    (get("http://les.example/a?b", "x"), HERE, ("http", "les.example", 80, "/a?b")),
    (get("HTTPS://les.example:444"), HERE, ("https", "les.example", 444, "/")),
    (get("les.example:443", method="CONNECT"), HERE, ("http", "les.example", 443, "les.example:443")),
    (get("*", method="OPTIONS"), HERE, ("http", IP, 8080, "*")),
    (get("odd"), HERE, ("http", IP, 8080, "/odd")),
    (get("/", "x", authority="les.example"), context(Tls()), ("https", "les.example", 8080, "/")),
])
def test_where_a_request_goes(request_: Message, here: Context, wanted: tuple[str, str, int, str]) -> None:
    made = make_exchange(here, "tcp-0.1", request_, Message([], 2.0, status=200), "http/1.1")
    assert (made.scheme, made.host, made.port, made.target) == wanted
    assert made.time == 1.0 and made.status == 200 and made.error == ""


@pytest.mark.parametrize("method", ["GET", ""])
def test_a_path_that_is_not_known_is_said_to_be_so(method: str) -> None:
    here = context()
    made = make_exchange(here, "1", get("", method=method), Message([], 2.0, status=200), "http/3")
    assert (made.target, made.error) == ("/", "path not known")
    notes: list[Note] = []
    here.notes.give(notes.append, "c", "")
    assert [(note.gap, note.detail, note.count) for note in notes] == [
        (Gap.HTTP_DAMAGED, "requests whose path is not known", 1)]
    tunnel = make_exchange(context(), "2", get("", method="CONNECT", authority="les.example:443"), None, "http/2")
    assert tunnel.error == "no response"


def test_one_half_is_missing() -> None:
    here = context()
    alone = make_exchange(here, "1", None, Message([], 2.0, status=200), "http/1.1")
    assert (alone.method, alone.target, alone.time, alone.error) == ("", "/", 2.0, "request not captured")
    asked = make_exchange(here, "2", get("/", "les.example"), None, "http/1.1")
    assert (asked.status, asked.error) == (0, "no response")
    notes: list[Note] = []
    here.notes.give(notes.append, "c", "?")
    assert [(note.host, note.time) for note in notes] == [("les.example", 1.0)]


@pytest.mark.parametrize(("message", "wanted"), [
    (Message([], 0.0, b"abcdef", [(1, 3), (4, 6)]), Body(b"bcef", 4)),
    (Message([], 0.0, b"abcdef", [(0, 2), GAP, (2, 4)], missing=7), Body(b"ab\ncd", 11, "truncated")),
    (Message([], 0.0, b"a" * 300, [(0, 150), (150, 300)]), Body(b"a" * 100, 300, "truncated")),
    (Message([], 0.0, b"a" * 300, [(0, 300)], complete=False), Body(b"a" * 100, 300, "truncated")),
    (Message([], 0.0), Body()), (Message([], 0.0, complete=False), Body(state="truncated")),
])
def test_bodies(message: Message, wanted: Body) -> None:
    assert message.body(100) == wanted


def test_headers_are_found_in_any_case_and_the_last_counts() -> None:
    message = Message([("X-A", "1"), ("x-a", "2")], 0.0)
    assert message.header("x-a") == "2" and message.header("x-b") == ""
