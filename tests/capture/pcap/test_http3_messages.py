"""Messages of HTTP/3 streams: pieces of any size, interim responses, trailers, gaps, damage."""

from __future__ import annotations

import itertools

import pylsqpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.http3_frames import DATA, HEADERS, PUSH_PROMISE
from scanner.capture.pcap.http3_headers import FieldSections, Pair
from scanner.capture.pcap.http3_messages import Half
from scanner.capture.pcap.stream import GAP

BOUND = 1 << 20


def varint(value: int) -> bytes:
    return bytes([value]) if value < 64 else (0x4000 | value).to_bytes(2, "big") if value < 16384 else (
        0x80000000 | value).to_bytes(4, "big")


def frame(kind: int, payload: bytes) -> bytes:
    return varint(kind) + varint(len(payload)) + payload


def section(*pairs: tuple[bytes, bytes]) -> bytes:
    return pylsqpack.Encoder().encode(0, list(pairs))[1]


REQUEST = section((b":method", b"POST"), (b":scheme", b"https"), (b":authority", b"les.example"), (b":path", b"/a?b"),
                  (b"content-type", b"text/plain"))
EARLY = section((b":status", b"103"), (b"link", b"</stijl.css>"))
FINAL = section((b":status", b"200"), (b"x-a", b"1"))
TRAILERS = section((b"x-som", b"abc"))
GREASE = frame(0x21 + 0x1F * 7, b"whatever")
STREAM = (frame(HEADERS, EARLY) + GREASE + frame(HEADERS, FINAL) + frame(DATA, b"one, ") + frame(DATA, b"")
          + frame(DATA, b"two " * 50) + GREASE + frame(HEADERS, TRAILERS))
BODY = b"one, " + b"two " * 50


def half(bound: int = BOUND, promises: list[tuple[int, list[Pair] | None, float]] | None = None) -> Half:
    promised = None if promises is None else lambda *promise: promises.append(promise)
    return Half(FieldSections(), bound, lambda: None, promised)


@given(st.lists(st.integers(0, len(STREAM)), max_size=30))
def test_pieces_of_any_size(cuts: list[int]) -> None:
    edges = sorted({0, len(STREAM), *cuts})
    read = half()
    for number, (start, end) in enumerate(itertools.pairwise(edges)):
        read.feed(STREAM[start:end], 5.0 + number)
    read.end(True)
    message = read.message()
    assert (message.status, message.body(BOUND).data, message.complete) == (200, BODY, True)
    assert message.headers == [("x-a", "1"), ("x-som", "abc")]
    assert read.damaged == 0 and read.settled and 5.0 <= message.time < 8.0


def test_a_request() -> None:
    read = half()
    read.feed(frame(HEADERS, REQUEST) + frame(DATA, b"abc"), 3.0)
    assert not read.ended
    read.end(True)
    message = read.message()
    assert (message.method, message.target, message.authority) == ("POST", "/a?b", "les.example")
    assert (message.time, message.body(2).data, message.body(2).state) == (3.0, b"ab", "truncated")


def test_a_body_beyond_the_bound_is_counted_not_kept() -> None:
    read = half(10)
    read.feed(frame(HEADERS, FINAL) + frame(DATA, b"123456") + frame(DATA, b"7890ab"), 1.0)
    read.feed(frame(DATA, b"cd"), 1.0)
    read.end(True)
    body = read.message().body(10)
    assert (body.data, body.size, body.state, read.beyond, read.held) == (b"1234567890", 14, "truncated", 4, 10)


@pytest.mark.parametrize(("gone", "status", "body", "damaged"), [
    ((60, 70), 200, b"?", 0),  # inside DATA: in step behind it
    ((5, 9), 200, BODY, 0),  # inside the first HEADERS, an interim response: the others stand
])
def test_gaps_inside_frames(gone: tuple[int, int], status: int, body: bytes, damaged: int) -> None:
    read = half()
    read.feed(STREAM[:gone[0]], 1.0)
    read.gap(gone[1] - gone[0])
    read.feed(STREAM[gone[1]:], 2.0)
    read.end(True)
    message = read.message()
    assert message.status == status and read.damaged <= 8
    got = message.body(BOUND)
    if body == b"?":
        assert GAP in message.spans and got.size == len(BODY) and got.state == "truncated"
        assert got.data.count(b"\n") == 1 and len(got.data) == len(BODY) - 10 + 1
    else:
        assert got.data == body and got.state == "complete"
    assert ("x-som", "abc") in message.headers


def test_a_gap_over_the_border_of_a_frame_ends_the_stream() -> None:
    read = half()
    read.feed(frame(HEADERS, FINAL) + frame(DATA, b"x" * 90)[:50], 1.0)
    read.gap(60)
    read.feed(b"nobody knows", 2.0)
    read.end(True)
    message = read.message()
    assert not read.whole and read.damaged == 12
    assert message.body(BOUND).state == "truncated" and message.body(BOUND).size == 90


def test_a_stream_that_ends_inside_a_frame() -> None:
    for stop in range(1, len(STREAM)):
        read = half()
        read.feed(STREAM[:stop], 1.0)
        read.end(True)
        read.message()
        assert read.whole == (STREAM[:stop] in BORDERS)


BORDERS = {STREAM[:end] for end in [
    sum(map(len, (frame(HEADERS, EARLY), GREASE, frame(HEADERS, FINAL), frame(DATA, b"one, "), frame(DATA, b""),
                  frame(DATA, b"two " * 50), GREASE, frame(HEADERS, TRAILERS))[:count])) for count in range(9)]}


def test_promises() -> None:
    promises: list[tuple[int, list[Pair] | None, float]] = []
    read = half(promises=promises)
    read.feed(frame(PUSH_PROMISE, b"\x05" + REQUEST) + frame(HEADERS, FINAL) + frame(PUSH_PROMISE, b""), 4.0)
    read.end(True)
    assert [(number, dict(pairs or [])[":path"], time) for number, pairs, time in promises] == [(5, "/a?b", 4.0)]
    assert read.message().status == 200
    unexpected = half()
    unexpected.feed(frame(PUSH_PROMISE, b"\x05" + REQUEST) + frame(HEADERS, FINAL), 4.0)
    assert unexpected.message().status == 200


def test_a_section_too_large_is_stepped_over() -> None:
    read = half()
    read.feed(varint(HEADERS) + (0x80000000 | 3 << 20).to_bytes(4, "big") + bytes(1000), 1.0)
    for _ in range(3 * 1024):
        read.feed(bytes(1024), 1.0)
    assert read.damaged == 3 << 20 and not read._parts


def test_a_webtransport_signal_has_no_length() -> None:
    read = half()
    read.feed(b"\x40\x41\x04" + b"not a frame" * 100, 1.0)
    read.end(True)
    assert read.empty


@given(st.lists(st.one_of(st.binary(max_size=40), st.integers(1, 50)), max_size=20), st.booleans())
def test_any_bytes_and_gaps_are_survived(steps: list[bytes | int], whole: bool) -> None:
    read = half(promises=[])
    for step in steps:
        if isinstance(step, int):
            read.gap(step)
        elif step:
            read.feed(step, 1.0)
    read.end(whole)
    body = read.message().body(BOUND)
    assert body.size >= 0 and read.damaged >= 0
