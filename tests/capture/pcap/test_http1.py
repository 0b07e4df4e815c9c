"""HTTP/1 messages in every shape that servers, clients and gaps give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import http1
from scanner.capture.pcap.http1 import (
    RequestReader,
    ResponseReader,
    holds_request,
    holds_response,
    looks_like_request,
    looks_like_response,
)
from scanner.capture.pcap.messages import Message
from scanner.capture.pcap.stream import Hole, Stream, join


def requests(data: bytes, *holes: Hole, midstream: bool = False) -> tuple[list[Message], RequestReader]:
    reader = RequestReader(Stream(data, holes=list(holes), midstream=midstream))
    found = []
    while (message := reader.read()) is not None:
        found.append(message)
    return found, reader


def response(data: bytes, *holes: Hole, method: str = "GET", closed: bool = True) -> Message:
    message = ResponseReader(Stream(data, holes=list(holes), closed=closed)).read(method)
    assert message is not None
    return message


def body(message: Message) -> bytes:
    return join(message.data, message.spans, 1 << 20)


HEAD = b"HTTP/1.1 200 OK\r\n"

BODIES = [
    ("length", HEAD + b"Content-Length: 5\r\n\r\nhello", b"hello", True),
    ("length in capitals", HEAD + b"CONTENT-LENGTH:5\r\n\r\nhello", b"hello", True),
    ("length with leading zeros", HEAD + b"Content-Length: 00000000000000000000000005\r\n\r\nhello", b"hello", True),
    ("length twice", HEAD + b"Content-Length: 5, 5\r\n\r\nhello", b"hello", True),
    ("length too large", HEAD + b"Content-Length: 50\r\n\r\nhello", b"hello", False),
    ("length that is no number", HEAD + b"Content-Length: five\r\n\r\nhello", b"hello", True),
    ("negative length", HEAD + b"Content-Length: -5\r\n\r\nhello", b"hello", True),
    ("until the end", HEAD + b"\r\nhello", b"hello", True),
    ("bare line feeds", b"HTTP/1.0 200 OK\nContent-Length: 5\n\nhello", b"hello", True),
    ("mixed line ends", b"HTTP/1.0 200 OK\r\nContent-Length: 5\n\r\nhello", b"hello", True),
    ("chunked", HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", b"hello", True),
    ("chunked wins over length", HEAD + b"Content-Length: 2\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"
     + b"5\r\nhello\r\n0\r\n\r\n", b"hello", True),
    ("chunk extension and zeros", HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
     + b" 0005 ;a=b\r\nhello\r\n0;x\r\n\r\n", b"hello", True),
    ("chunks with bare line feeds", HEAD + b"Transfer-Encoding: chunked\n\n5\nhello\n0\n\n", b"hello", True),
    ("trailers", HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n", b"hello", True),
    ("chunked without its end", HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", b"hello", False),
    ("chunk larger than the data", HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\nhello", b"hello", False),
    ("chunked, then a coding that nobody knows", HEAD + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: lala\r\n\r\n"
     b"5\r\nhello\r\n0\r\n\r\n", b"hello", True),
    ("called chunked but is not", HEAD + b"Transfer-Encoding: chunked\r\n\r\nhello", b"hello", True),
    ("no body", HEAD + b"Content-Length: 0\r\n\r\n", b"", True),
    ("204", b"HTTP/1.1 204 No\r\nContent-Length: 5\r\n\r\n", b"", True),
    ("304", b"HTTP/1.1 304 No\r\nContent-Length: 5\r\n\r\n", b"", True),
    ("after 100 and 103", b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\n\r\n" + HEAD
     + b"Content-Length: 5\r\n\r\nhello", b"hello", True),
]


@pytest.mark.parametrize(("data", "wanted", "complete"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES])
def test_bodies(data: bytes, wanted: bytes, complete: bool) -> None:
    message = response(data)
    assert body(message) == wanted and message.complete == complete


def test_head_has_no_body_and_connect_opens_a_tunnel() -> None:
    data = HEAD + b"Content-Length: 5\r\n\r\n"
    assert response(data, method="HEAD").spans == []
    reader = ResponseReader(Stream(HEAD + b"\r\ntunnel"))
    assert reader.read("CONNECT") is not None and reader.cursor.data[reader.cursor.pos:] == b"tunnel"
    reader = ResponseReader(Stream(b"HTTP/1.1 101 Switching\r\n\r\nframes"))
    assert reader.read("GET") is not None and reader.cursor.data[reader.cursor.pos:] == b"frames"


def test_until_the_end_is_whole_only_when_the_end_was_seen() -> None:
    assert not response(HEAD + b"\r\nhel", closed=False).complete


def test_trailers_join_the_headers() -> None:
    assert ("X-Sum", "1") in response(BODIES[14][1]).headers


HEADERS = [
    (b"A: 1\r\nB:2\r\nC :  3 \r\n", [("A", "1"), ("B", "2"), ("C", "3")]),
    (b"A: 1\r\n folded\r\n\tagain\r\nB: 2\r\n", [("A", "1 folded again"), ("B", "2")]),
    (b"A:\r\n one\r\n", [("A", "one")]),
    (b"no colon\r\nA: b:c\r\n", [("no colon", ""), ("A", "b:c")]),
    (b"X: caf\xc3\xa9\r\n", [("X", "café")]),
    (b"X: caf\xe9\r\n", [("X", "café")]),
    (b": nameless\r\nA: 1\r\n", [("A", "1")]),
    (b"A: 1\r\nA: 2\r\na: 3\r\n", [("A", "1"), ("A", "2"), ("a", "3")]),
    (b"A: form\x0cfeed\x0c\r\n", [("A", "form\x0cfeed\x0c")]),
]


@pytest.mark.parametrize(("lines", "wanted"), HEADERS)
def test_headers(lines: bytes, wanted: list[tuple[str, str]]) -> None:
    (message,), _ = requests(b"GET / HTTP/1.1\r\n" + lines + b"\r\n")
    assert list(message.headers) == wanted
    assert message.header("a") == next((value for name, value in reversed(wanted) if name.lower() == "a"), "")


LINES = [
    (b"GET /a HTTP/1.1", ("GET", "/a", "1.1")),
    (b"get /a HTTP/1.0", ("get", "/a", "1.0")),
    (b"M-SEARCH * HTTP/1.1", ("M-SEARCH", "*", "1.1")),
    (b"GET  /two  spaces  HTTP/1.1", ("GET", "/two  spaces", "1.1")),
    (b"GET http://les.example/a HTTP/1.1", ("GET", "http://les.example/a", "1.1")),
    (b"GET HTTP/1.1", ("GET", "", "1.1")),
    (b"POST /caf\xc3\xa9 HTTP/1.1", ("POST", "/café", "1.1")),
]


@pytest.mark.parametrize(("line", "wanted"), LINES)
def test_request_lines(line: bytes, wanted: tuple[str, str, str]) -> None:
    assert looks_like_request(line + b"\r\n")
    (message,), reader = requests(b"\r\n\n" + line + b"\r\nHost: x\r\n\r\n")
    assert (message.method, message.target, message.version) == wanted
    assert reader.skipped == 0


@pytest.mark.parametrize("line", [b"", b"GET", b"hello world", b"SSH-2.0-OpenSSH", b"EHLO mail", b"/path HTTP/1.1",
                                  b"\x16\x03\x01", b"GET /a b c", b"USER name", b"HTTP/1.1 200 OK"])
def test_other_lines_are_no_request(line: bytes) -> None:
    assert not looks_like_request(line)


@pytest.mark.parametrize(
    ("line", "target"),
    [
        (b"GET /les/breuk", "/les/breuk"), (b"GET /les HT", "/les"), (b"GET /les HTTP/1.", "/les"),
        (b"GET /les ", "/les"),
        (b"GET /les HTTP/1.1", "/les"),  # only its end is missing
    ],
)
def test_a_request_line_that_was_cut(line: bytes, target: str) -> None:
    (first, second), reader = requests(line + b"GET /2 HTTP/1.1\r\n\r\n", Hole(len(line), 200))
    assert (first.method, first.target, first.version, first.complete) == ("GET", target, "1.1", False)
    assert second.target == "/2" and second.complete and not reader.skipped
    assert looks_like_request(line + b"\0\1", 0, len(line)) and not looks_like_request(line[:3] + b"\0\1", 0, 3)


@pytest.mark.parametrize("line", [b"GET ", b"GE", b"LEES /les HT", b"GET /les HXT", b"GET les.example/ HT"])
def test_other_cut_lines_are_no_request(line: bytes) -> None:
    assert not looks_like_request(line + b"\0", 0, len(line))


@pytest.mark.parametrize(("line", "is_response"), [
    (b"HTTP/1.1 200 OK\r\n", True), (b"HTTP/1.0 404\r\n", True), (b"HTTP/2 200 \r\n", True),
    (b"HTTP/1.1 2000 OK\r\n", False), (b"HTTP/1.1 OK\r\n", False), (b"ICY 200 OK\r\n", True),
    (b"ICY koud\r\n", False), (b"", False)])
def test_status_lines(line: bytes, is_response: bool) -> None:
    assert looks_like_response(line) == is_response


def test_http_09_is_a_single_line() -> None:
    (message,), _ = requests(b"GET /old\r\n")
    assert (message.target, message.version, message.headers) == ("/old", "", [])
    (message,), _ = requests(b"GET /old\r\nHost: x\r\n\r\n")
    assert list(message.headers) == [("Host", "x")]


def test_pipelined_requests_with_bodies() -> None:
    post = b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"
    found, reader = requests(post + b"GET /2 HTTP/1.1\r\n\r\n" + post)
    assert [(message.target, body(message)) for message in found] == [("/", b"abc"), ("/2", b""), ("/", b"abc")]
    assert reader.skipped == 0


def test_what_lies_between_messages_is_counted() -> None:
    found, reader = requests(b"\x00\x01garbageGET /a HTTP/1.1\r\n\r\nmore garbage\r\n\r\nGET /b HTTP/1.1\r\n\r\nend")
    assert [message.target for message in found] == ["/a", "/b"]
    assert found[0].resumed and reader.skipped == 9 + 16 + 3


def test_a_head_without_end_is_kept() -> None:
    (message,), _ = requests(b"GET /a HTTP/1.1\r\nCookie: sessie=1\r\nAcc")
    assert not message.complete and ("Cookie", "sessie=1") in message.headers


def test_a_gap_inside_a_body_keeps_the_step() -> None:
    post = b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabcde"
    found, reader = requests(post + b"GET /2 HTTP/1.1\r\n\r\n", Hole(len(post) - 2, 5))
    assert body(found[0]) == b"abc\nde" and found[0].missing == 5 and not found[0].complete
    assert found[1].target == "/2" and not found[1].resumed and reader.skipped == 0


def test_a_gap_over_the_end_of_a_body_goes_on_at_the_next_message() -> None:
    post = b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nabcde"
    found, reader = requests(post + b"rest of one GET /2 HTTP/1.1\r\n\r\n", Hole(len(post), 50))
    assert [message.target for message in found] == ["/", "/2"]
    assert found[0].missing == 5 and found[1].resumed and reader.skipped == 12


def test_a_gap_inside_a_head() -> None:
    first = b"GET /1 HTTP/1.1\r\nCook"
    found, _ = requests(first + b"x: y\r\n\r\nGET /2 HTTP/1.1\r\n\r\n", Hole(len(first), 9))
    assert [(message.target, message.complete) for message in found] == [("/1", False), ("/2", True)]


def test_a_gap_inside_chunks() -> None:
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
    inside = head + b"a\r\n01234"
    message = response(inside + b"89\r\n1\r\nx\r\n0\r\n\r\n", Hole(len(inside), 3))
    assert body(message) == b"01234\n89x" and message.missing == 3
    message = response(inside + b"??\r\n0\r\n\r\n", Hole(len(inside), 30))
    assert body(message).startswith(b"01234") and not message.complete


def test_searching_near_the_start() -> None:
    assert holds_request(b"tail of a body\r\nGET /a HTTP/1.1\r\n") and not holds_request(b"GET is a word")
    assert holds_response(b"..HTTP/1.1 200 OK\r\n") and not holds_response(b"HTTP/1.1 is a version")


@given(st.lists(st.sampled_from([b"GET / HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n", b"abc",
                                 b"\r\n",
                                 b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n", b"\x00\xff",
                                 b"HTTP/1.1 200 OK\r\n"]), max_size=12),
       st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=3))
def test_any_stream_comes_to_an_end(parts: list[bytes], gaps: list[tuple[int, int]]) -> None:
    data = b"".join(parts)
    holes = [Hole(min(at, len(data)), size) for at, size in sorted(gaps)]
    found, reader = requests(data, *holes, midstream=bool(holes))
    assert reader.cursor.finished or not found or reader.cursor.pos <= len(data)
    assert reader.skipped + sum(message.body_size for message in found) <= len(data)
    answers = ResponseReader(Stream(data, holes=holes))
    while answers.read("GET") is not None:
        pass
    assert answers.cursor.finished


def test_hostile_input_takes_linear_time() -> None:
    """Bounded searches: a megabyte of almost-requests, of chunk sizes, of blanks."""
    for data in (b"GET " * 250_000, b"GET " + b"a" * 1_000_000, b"\n" * 1_000_000,
                 HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"0" * 1_000_000,
                 HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 100_000,
                 b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 100_000):
        requests(data, midstream=True)
        ResponseReader(Stream(data)).read("GET")


def test_a_body_of_very_many_chunks_is_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    chunks = b"".join(b"1\r\n" + bytes([65 + count % 26]) + b"\r\n" for count in range(60))
    raw = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    wanted = response(raw).body(1 << 20)
    assert wanted.size == 60 and wanted.state == "complete"
    monkeypatch.setattr(http1, "_MANY", 7)
    assert response(raw).body(1 << 20) == wanted
    reader = ResponseReader(Stream(raw, [0], [1.0], closed=True), bound=20)
    message = reader.read("GET")
    assert message is not None
    short = message.body(20)
    assert (short.data, short.size, short.state) == (wanted.data[:20], 60, "truncated")


def test_trailers_stay_with_their_message() -> None:
    head = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    (first, second), _ = requests(head + b"0\r\nA: 1\r\n\r\n" + head + b"0\r\nB: 2\r\n\r\n")
    assert list(first.headers)[1:] == [("A", "1")] and list(second.headers)[1:] == [("B", "2")]
