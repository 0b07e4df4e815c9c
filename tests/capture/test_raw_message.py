"""Messages as exports keep them."""

from __future__ import annotations

import gzip

import pytest
from export_builders import REQUEST, RESPONSE
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.raw_message import Pair, dechunked, exchange_of, split_message
from scanner.model import Body, Exchange, Gap, Note


def made(request: bytes | None, response: bytes | None, max_body: int = 1 << 20, **facts: object) -> tuple[
        Exchange | None, list[Note]]:
    notes: list[Note] = []
    return exchange_of(Pair("x-1", request, response, **facts), "x", notes.append, max_body), notes  # type: ignore[arg-type]


@pytest.mark.parametrize(("data", "start", "headers", "body"), [
    (b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\nx", b"GET / HTTP/1.1", (("Host", "a.example"),), b"x"),
    (b"\r\nGET / HTTP/1.1\nA: 1\nB:2\n\nx\n\ny", b"GET / HTTP/1.1", (("A", "1"), ("B", "2")), b"x\n\ny"),
    (b"GET / HTTP/1.1\r\nA: een\r\n  twee\r\n\r\n", b"GET / HTTP/1.1", (("A", "een twee"),), b""),  # obs-fold
    (b"GET / HTTP/1.1\r\nzonder dubbele punt\r\n: leeg\r\nA:\r\n\r\n", b"GET / HTTP/1.1", (("A", ""),), b""),
    (b"GET / HTTP/1.1\r\nA: caf\xe9", b"GET / HTTP/1.1", (("A", "café"),), b""),
    (b"", b"", (), b""),
])
def test_a_message_is_split(data: bytes, start: bytes, headers: object, body: bytes) -> None:
    assert split_message(data) == (start, headers, body)


@pytest.mark.parametrize(("data", "content"), [
    (b"3\r\nabc\r\n0\r\n\r\n", b"abc"), (b"3\nabc\n2;ext=1\nde\n0\n\n", b"abcde"),  # LF after an export as text
    (b"3\r\nabc\r\n0\r\nTrailer: 1\r\n\r\n", b"abc"),
    (b"5\r\nab", b"ab"), (b"3\r\nabc\r\n", b"abc"),  # cut off
    (b'{"a": 1}', None), (b"", None), (b"abc\r\n", b""), (b"3\r\nabcdef\r\n0\r\n", None), (b"zz\r\nabc", None),
    (b"12 Dorpsstraat", None),
])
def test_chunks_are_joined_only_where_there_are_chunks(data: bytes, content: bytes | None) -> None:
    assert dechunked(data) == content


@given(parts=st.lists(st.binary(min_size=1, max_size=50), max_size=8))
def test_what_was_chunked_comes_back(parts: list[bytes]) -> None:
    wire = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
    assert dechunked(wire) == b"".join(parts)


@pytest.mark.parametrize(("request_", "facts", "where"), [
    (b"GET /a?b=1 HTTP/1.1\r\nHost: A.example:8443\r\n\r\n", {"scheme": "https"},
     ("https", "a.example", 8443, "/a?b=1")),
    (b"GET http://a.example/b HTTP/1.1\r\n\r\n", {}, ("http", "a.example", 80, "/b")),  # a proxy's
    (b"GET /b HTTP/1.1\r\nHost: a.example\r\n\r\n", {"url": "https://a.example/b"}, ("https", "a.example", 443, "/b")),
    (b"GET /b HTTP/1.1\r\n\r\n", {"url": "https://a.example:444/c"}, ("https", "a.example", 444, "/b")),
    (b"GET /b HTTP/1.1\r\nHost: 192.0.2.7\r\n\r\n", {"url": "https://a.example/b"}, ("https", "a.example", 443, "/b")),
    (b"CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n", {}, ("http", "a.example", 443, "a.example:443")),
    (b"OPTIONS * HTTP/1.1\r\nHost: a.example\r\n\r\n", {}, ("http", "a.example", 80, "*")),
    (b"GET /b\r\nHost: a.example\r\n\r\n", {}, ("http", "a.example", 80, "/b")),  # no version
    (None, {"url": "https://a.example/b#c"}, ("https", "a.example", 443, "/b#c")),
])
def test_where_a_request_went(request_: bytes | None, facts: dict[str, object], where: object) -> None:
    exchange, _ = made(request_, RESPONSE, **facts)
    assert exchange is not None
    assert (exchange.scheme, exchange.host, exchange.port, exchange.target) == where


@pytest.mark.parametrize(("request_", "url"), [
    (b"", ""), (b"niets", "https://a.example/"), (b"twee woorden\r\n\r\n", "https://a.example/"),
    (b"GET / HTTP/1.1\r\n\r\n", ""), (None, ""), (None, "data:text/plain,x"), (b"\xff\xfe\x00", ""),
    (b"HTTP/1.1 200 OK\r\nHost: a.example\r\n\r\n", ""),
])
def test_what_is_no_request_is_noted(request_: bytes | None, url: str) -> None:
    exchange, notes = made(request_, RESPONSE, url=url)
    assert exchange is None
    assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN]


@pytest.mark.parametrize(("head", "body", "found"), [
    (b"Content-Length: 3\r\n", b"abc", Body(b"abc", 3)),
    (b"Content-Length: 9\r\n", b"abc", Body(b"abc", 9, "truncated")),
    (b"Content-Length: 9\r\n", b"", Body(b"", 9, "missing")),
    (b"Transfer-Encoding: chunked\r\n", b"3\r\nabc\r\n0\r\n\r\n", Body(b"abc", 3)),
    (b"Transfer-Encoding: chunked\r\n", b"al heel", Body(b"al heel", 7)),  # the tool undid it
    (b"Content-Encoding: gzip\r\nContent-Length: 30\r\n", b"al uitgepakt", Body(b"al uitgepakt", 12)),
    (b"Content-Encoding: gzip\r\nContent-Length: 99\r\n", gzip.compress(b"", mtime=0),
     Body(gzip.compress(b"", mtime=0), 99, "truncated")),
])
def test_bodies(head: bytes, body: bytes, found: Body) -> None:
    exchange, notes = made(REQUEST, b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body)
    assert exchange is not None
    assert exchange.response_body == found
    assert len(notes) == (found.state != "complete")


def test_a_body_that_an_answer_cannot_have_is_not_missed() -> None:
    head = b"HEAD / HTTP/1.1\r\nHost: a.example\r\n\r\n"
    for request, response in ((head, b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
                              (REQUEST, b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")):
        exchange, notes = made(request, response)
        assert exchange is not None and exchange.response_body.state == "complete" and notes == []


def test_what_is_no_answer_is_noted() -> None:
    exchange, notes = made(REQUEST, b"onzin")
    assert exchange is not None and exchange.status == 0
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.HTTP_NO_RESPONSE, 5)]


@given(request_=st.binary(max_size=200), response=st.binary(max_size=200), url=st.text(max_size=30))
def test_nothing_raises(request_: bytes, response: bytes, url: str) -> None:
    made(request_, response, url=url)
    made(REQUEST + request_, RESPONSE + response)


def test_hostile_heads_take_linear_time() -> None:
    made(b"GET " + b"/" * 900_000 + b" x\r\n\r\n", b"HTTP/1.1 200 " + b" " * 900_000)
    made(b"GET / HTTP/1.1\r\n" + b" a\r\n" * 200_000, b"\r\n" * 900_000)
