"""Bounds on bodies, and what the headers say of a body."""

from __future__ import annotations

import pytest

from scanner.capture.message_body import Bounds, content_length, header, may_have_body, still_encoded
from scanner.model import EMPTY_BODY, Body, Gap, Note


def test_notes_name_capture_host_and_time() -> None:
    notes: list[Note] = []
    bounds = Bounds(notes.append, "x.har", "a.example", 3, 5.0)
    assert bounds.body(b"") == EMPTY_BODY
    assert bounds.body(b"abc") == Body(b"abc", 3)
    assert notes == []
    assert bounds.body(b"abcd") == Body(b"abc", 4, "truncated")
    assert bounds.body(b"ab", 9) == Body(b"ab", 9, "truncated")
    assert bounds.missing(7, "left out") == Body(b"", 7, "missing")
    assert notes == [
        Note(Gap.BODY_TRUNCATED, "x.har", "a.example", 1, detail="cut by the bound of the reader", time=5.0),
        Note(Gap.BODY_TRUNCATED, "x.har", "a.example", 7, detail="cut by the recorder", time=5.0),
        Note(Gap.BODY_MISSING, "x.har", "a.example", 7, detail="left out", time=5.0),
    ]


@pytest.mark.parametrize(("value", "length"), [("12", 12), (" 12 ", 12), ("-1", 0), ("", 0), ("1e3", 0), ("12, 12", 0),
                                               ("9" * 30, 0), ("²", 0)])
def test_content_length(value: str, length: int) -> None:
    assert content_length((("Content-Length", value),)) == length


def test_headers_are_found_whatever_their_case() -> None:
    headers = (("X", "1"), ("cOOkie", "2"), ("Cookie", "3"))
    assert header(headers, "cookie") == "2"
    assert header(headers, "cookies") == ""


@pytest.mark.parametrize(("coding", "data", "encoded"), [
    ("gzip", b"\x1f\x8b\x08rest", True), ("br, gzip", b"\x1f\x8b\x08rest", True), ("GZIP", b"\x1f\x8b\x08", True),
    ("zstd", b"\x28\xb5\x2f\xfd", True), ("deflate", b"\x78\x9c", True),
    ("", b"\x1f\x8b\x08rest", False),  # a gzip file that was sent as it is
    ("gzip, br", b"\x1f\x8b\x08rest", False), ("br", b"anything", False), ("gzip", b"{}", False), ("gzip", b"", False),
])
def test_bytes_that_are_still_encoded(coding: str, data: bytes, encoded: bool) -> None:
    assert still_encoded(data, (("content-encoding", coding),)) is encoded


@pytest.mark.parametrize(("method", "status", "may"), [("GET", 200, True), ("GET", 404, True), ("HEAD", 200, False),
                                                       ("GET", 304, False), ("POST", 204, False), ("GET", 101, False)])
def test_which_responses_may_have_a_body(method: str, status: int, may: bool) -> None:
    assert may_have_body(method, status) is may
