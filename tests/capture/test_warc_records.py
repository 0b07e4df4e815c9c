"""Records of WARC files, whole and broken."""

from __future__ import annotations

import io

import pytest
from export_builders import warc_record
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.warc_records import WarcRecord, warc_records


def records(content: bytes, bound: int = 1000) -> list[WarcRecord]:
    return list(warc_records(io.BytesIO(content), bound))


def test_records_with_fields_and_blocks() -> None:
    content = warc_record("warcinfo", b"a: 1\r\n", "1")
    content += warc_record("metadata", b"\r\n\r\nWARC/1.1\r\n", "2", Naam="é: x")
    first, second = records(content)
    assert (first.block, first.size, first.fields["warc-type"]) == (b"a: 1\r\n", 6, "warcinfo")
    assert (second.block, second.fields["naam"]) == (b"\r\n\r\nWARC/1.1\r\n", "é: x")


@pytest.mark.parametrize("version", [b"WARC/0.17", b"WARC/0.18", b"WARC/1.0", b"WARC/1.1"])
def test_versions_and_line_ends(version: bytes) -> None:
    content = warc_record("warcinfo", b"abc", "1").replace(b"WARC/1.1", version)
    assert records(content)[0].block == b"abc"
    assert records(content.replace(b"\r\n", b"\n"))[0].block == b"abc"


def test_blocks_are_bounded() -> None:
    first, second = records(warc_record("response", b"x" * 5000, "1") + warc_record("response", b"y", "2"))
    assert (len(first.block), first.size, first.got, second.block) == (1000, 5000, 5000, b"y")


def test_what_lies_between_records_is_counted() -> None:
    good = warc_record("warcinfo", b"abc", "1")
    bad = good.replace(b"Content-Length: 3", b"Content-Length: drie")
    found = records(good + b"rommel\n" + bad + good)
    assert [(bool(record.fields), record.size) for record in found] == [
        (True, 3), (False, 7), (False, len(bad) - 2), (True, 3)]  # but for the empty line at its end


def test_a_cut_file_says_how_much_is_missing() -> None:
    (record,) = records(warc_record("warcinfo", b"abcdef", "1")[:-7])
    assert (record.block, record.size, record.got) == (b"abc", 6, 3)


@given(content=st.binary(max_size=300))
def test_nothing_raises_and_nothing_is_lost(content: bytes) -> None:
    assert sum(record.size for record in records(content)) <= len(content)
    records(b"WARC/1.0\r\n" + content)
