"""Header lines, lengths and codings of HTTP/1 as servers write them; what is remembered stays bounded."""

from __future__ import annotations

import pytest

from scanner.capture.pcap import http1_fields
from scanner.capture.pcap.http1_fields import content_length, headers_of, is_chunked, text_of


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("12", 12), ("0", 0), ("007", 7), ("+3", 3),
        ("5, 5", 5),  # repeated headers that a proxy joined
        ("999999999999999999", 999999999999999999),
        ("9999999999999999999", None),  # more than any stream has
        ("-1", None), ("", None), ("0x10", None), ("1e3", None), ("twaalf", None), (", 5", None),
        ("\u0661\u0662", None),  # digits, but not of ASCII
    ],
)
def test_lengths(value: str, wanted: int | None) -> None:
    assert content_length(value) == wanted


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (("Transfer-Encoding", "chunked"), True),
        (("TRANSFER-ENCODING", "gzip, Chunked"), True),
        (("Transfer-Encoding", "gzip"), False),
        (("Content-Encoding", "chunked"), False),
        (("X-Transfer-Encoding", "chunked"), False),
    ],
)
def test_chunked(header: tuple[str, str], wanted: bool) -> None:
    assert is_chunked(header) is wanted


def test_text_of_other_bytes_than_utf_8() -> None:
    assert text_of("groep 8 é".encode()) == "groep 8 é" == text_of("groep 8 é".encode("latin-1"))


def test_the_last_of_several_is_looked_up() -> None:
    headers, lookup = headers_of(b"A: 1\r\na:2\r\nB : x\r\n  more\r\nlost")
    assert headers == (("A", "1"), ("a", "2"), ("B", "x more"), ("lost", ""))
    assert lookup == {"a": "2", "b": "x more", "lost": ""}


def test_heads_are_remembered_within_bounds() -> None:
    http1_fields._blocks.clear()
    many = b"\r\n".join(b"a%d:" % number for number in range(100))
    for number in range(http1_fields._MAX_BLOCKS + 2):
        headers_of(b"N: %d" % number)
        assert len(headers_of(many)[0]) == 100
    assert len(http1_fields._blocks) <= http1_fields._MAX_BLOCKS
    assert all(len(headers) == 1 for headers, _ in http1_fields._blocks.values())
