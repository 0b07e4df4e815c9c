"""Streams with gaps: cursors never step over missing bytes unawares."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.stream import GAP, Cursor, Hole, Stream, join

STREAM = Stream(b"abcdefghij", [0, 4, 8], [1.0, 2.0, 3.0], [Hole(4, 5), Hole(8, 100)])


def test_time_of_a_byte() -> None:
    assert [STREAM.time_at(index) for index in (0, 3, 4, 7, 8, 99)] == [1.0, 1.0, 2.0, 2.0, 3.0, 3.0]
    assert Stream(b"x").time_at(0) == 0.0


def test_taking_over_a_gap_counts_what_is_missing() -> None:
    cursor = Cursor(STREAM)
    taken = cursor.take(11)
    assert taken.spans == [(0, 4), GAP, (4, 6)] and taken.missing == 5 and taken.in_step and taken.size == 6
    assert cursor.take(2).spans == [(6, 8)]


def test_taking_into_a_gap_loses_the_step() -> None:
    cursor = Cursor(STREAM)
    taken = cursor.take(7)
    assert not taken.in_step and taken.missing == 3 and taken.beyond == 2 and cursor.pos == 4


def test_taking_to_the_end_and_beyond() -> None:
    cursor = Cursor(Stream(b"abc"))
    assert cursor.take(3) == ([(0, 3)], 0, True, 0)
    assert cursor.finished
    assert cursor.take(2) == ([], 2, False, 0)
    assert cursor.take(0) == ([], 0, True, 0)


def test_crossing_goes_behind_the_next_gap() -> None:
    cursor = Cursor(STREAM)
    assert cursor.at_gap and cursor.cross() == 5 and cursor.pos == 4 and cursor.limit == 8
    assert cursor.cross() == 100 and cursor.limit == 10 and not cursor.at_gap
    assert cursor.cross() == 0 and cursor.finished


def test_the_tail_keeps_times_and_gaps() -> None:
    cursor = Cursor(STREAM)
    cursor.take(2)
    tail = STREAM.tail(cursor)
    assert tail.data == b"cdefghij" and tail.holes == [Hole(2, 5), Hole(6, 100)]
    assert [tail.time_at(index) for index in (0, 1, 2, 6)] == [1.0, 1.0, 2.0, 3.0]


def test_a_line_break_stands_for_a_gap() -> None:
    assert join(b"12345678", [(0, 4), GAP, (4, 8)], 99) == b"1234\n5678"
    assert join(b"12345678", [(0, 4), (4, 8)], 6) == b"123456"
    assert join(b"12345678", [(2, 8)], 3) == b"345"
    assert join(b"", [], 3) == b""


@given(st.binary(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), max_size=4),
       st.lists(st.integers(0, 15), max_size=12))
def test_every_byte_is_taken_once(data: bytes, gaps: list[tuple[int, int]], counts: list[int]) -> None:
    holes = [Hole(min(at, len(data)), size) for at, size in sorted(gaps)]
    cursor = Cursor(Stream(data, holes=holes))
    seen = b"".join(data[start:end] for count in counts for start, end in cursor.take(count).spans)
    while not cursor.finished:
        seen += data[cursor.pos:cursor.limit]
        cursor.cross()
    assert seen == data
