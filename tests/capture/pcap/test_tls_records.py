"""Cutting a direction into records, over gaps."""

from __future__ import annotations

from scanner.capture.pcap.stream import Hole, Stream
from scanner.capture.pcap.tls_records import APPLICATION, HANDSHAKE, Lost, Record, RecordReader

ONE = b"\x17\x03\x03\x00\x05hello"
TWO = b"\x16\x03\x01\x00\x03abc"


def read(data: bytes, *holes: Hole) -> tuple[list[Record | Lost], RecordReader]:
    reader = RecordReader(Stream(data, holes=list(holes)))
    found: list[Record | Lost] = []
    while (item := reader.read()) is not None:
        found.append(item)
    return found, reader


def test_records() -> None:
    found, reader = read(ONE + TWO)
    assert found == [Record(0, ONE[:5], b"hello"), Record(10, TWO[:5], b"abc")]
    assert reader.partial == reader.broken == 0


def test_a_last_record_that_is_cut() -> None:
    assert read(ONE + TWO[:4])[1].partial == 4 and read(ONE + TWO[:6])[1].partial == 6


def test_bytes_that_are_no_records() -> None:
    found, reader = read(ONE + b"GET / HTTP/1.1\r\n")
    assert len(found) == 1 and reader.broken == 16


def test_a_gap_inside_a_record_loses_that_record() -> None:
    found, _ = read(ONE[:7] + ONE[9:] + TWO, Hole(7, 2))
    assert found == [Lost(10, 8, 1), Record(8, TWO[:5], b"abc")]


def test_a_gap_over_the_end_of_a_record_loses_an_unknown_number() -> None:
    found, _ = read(ONE[:7] + TWO, Hole(7, 500))
    assert found[0] == Lost(507, 7, 0)


def test_a_gap_inside_a_header() -> None:
    found, _ = read(ONE[:3] + TWO, Hole(3, 7))
    assert found == [Lost(10, 3, 0), Record(3, TWO[:5], b"abc")]


def test_places_where_a_record_could_begin() -> None:
    reader = RecordReader(Stream(b"??" + ONE + b"\x03\x03" + ONE))
    assert [record.at for record in reader.candidates((APPLICATION,), 0x0304, 9)] == [2, 14]
    assert len(reader.candidates((APPLICATION,), 0x0303, 1)) == 1
    assert reader.candidates((HANDSHAKE,), 0x0303, 9) == reader.candidates((APPLICATION,), 0x0301, 9) == []


def test_bytes_before_a_record_are_known_unless_a_gap_lies_among_them() -> None:
    reader = RecordReader(Stream(b"0123456789", holes=[Hole(4, 100)]))
    assert reader.before(6, 3) == b"345"
    reader.cursor.cross()
    assert reader.before(8, 4) == b"4567" and reader.before(7, 4) == b""
    assert RecordReader(Stream(b"0123")).before(2, 4) == b""
