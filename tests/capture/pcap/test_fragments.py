"""Joining IP fragments: order, copies, overlaps, what is missing, bounds."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import fragments
from scanner.capture.pcap.fragments import Defragmenter, Joined, Piece, whole_ipv4, whole_ipv6

KEY = (b"srcdst", 1, 17)


def piece(offset: int, more: bool, data: bytes, header: bytes = b"other", size: int = 0) -> Piece:
    return Piece(offset, more, size or len(data), header, data)


PARTS = [piece(0, True, b"A" * 16, b"HEAD"), piece(16, True, b"B" * 8), piece(24, False, b"CC")]
WHOLE = b"A" * 16 + b"B" * 8 + b"CC"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_gives_the_packet(order: tuple[int, ...]) -> None:
    joiner = Defragmenter()
    found = [joiner.add(KEY, PARTS[index], number) for number, index in enumerate(order)]
    assert found == [None, None, Joined(b"HEAD", WHOLE, 26, 2)]
    assert not joiner.incomplete and not joiner.beginnings() and not joiner.conflicts


def test_a_copy_changes_nothing_and_the_first_one_wins() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, piece(0, True, b"A" * 16))
    joiner.add(KEY, piece(0, True, b"A" * 16))
    assert joiner.conflicts == 0
    joiner.add(KEY, piece(0, True, b"x" * 16))
    joined = joiner.add(KEY, piece(8, False, b"yyyyyyyyBBBB"))
    assert joined is not None and joined.data == b"A" * 16 + b"BBBB" and joiner.conflicts == 2


def test_a_longer_copy_gives_what_the_shorter_lacks() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, piece(0, True, b"A" * 8))
    joiner.add(KEY, piece(24, False, b"D"))
    joined = joiner.add(KEY, piece(0, True, b"A" * 8 + b"B" * 16))
    assert joined is not None and joined.data == b"A" * 8 + b"B" * 16 + b"D"


def test_an_earlier_fragment_wins_over_one_that_begins_before_it() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, piece(8, False, b"B" * 8))
    joined = joiner.add(KEY, piece(0, True, b"A" * 16))
    assert joined is not None and joined.data == b"A" * 8 + b"B" * 8 and joiner.conflicts == 1


def test_late_copies_of_a_whole_packet_are_no_new_one() -> None:
    joiner = Defragmenter()
    for part in PARTS:
        joiner.add(KEY, part, time=1.0)
    assert [joiner.add(KEY, part, time=2.0) for part in PARTS] == [None] * 3
    assert not joiner.beginnings() and joiner.incomplete == 0
    assert joiner.add(KEY, piece(0, True, b"Z" * 8), time=2.0) is None
    assert joiner.add(KEY, piece(8, False, b"Z"), time=2.0) is not None


def test_an_identification_is_used_again_after_a_minute() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, piece(0, True, b"old " * 4, b"H"), 1, 10.0)
    joiner.add(KEY, piece(0, True, b"new " * 4, b"H"), 2, 100.0)
    joined = joiner.add(KEY, piece(16, False, b"end"), 3, 100.1)
    assert joined is not None and joined.data == b"new " * 4 + b"end"
    assert joiner.beginnings() == [Joined(b"H", b"old " * 4, 16, 1)] and joiner.incomplete == 1


def test_what_never_completes_is_counted_and_its_beginning_kept() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, piece(0, True, b"A" * 16, b"H"), 7)
    joiner.add(KEY, piece(24, False, b"last"), 8)
    joiner.add((b"other", 1, 6), piece(8, False, b"B"))
    joiner.add(KEY, piece(65528, False, b"B" * 100))  # longer than a packet can be
    joiner.add(KEY, piece(16, True, b"", size=8))
    assert joiner.beginnings() == [Joined(b"H", b"A" * 16, 28, 7)]
    assert joiner.incomplete == 5


def test_a_fragment_that_the_recorder_cut_gives_what_was_captured() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, piece(0, True, b"A" * 21, b"H", size=32))
    joiner.add(KEY, piece(32, False, b"BB"))
    assert joiner.beginnings() == [Joined(b"H", b"A" * 16, 34, 0)]


def test_pending_packets_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "_MAX_PENDING", 2)
    joiner = Defragmenter()
    for number in range(5):
        joiner.add((b"x", number, 6), piece(8, True, b"A" * 8))
    assert joiner.incomplete == 3
    monkeypatch.setattr(fragments, "_MAX_BYTES", 100_000)
    for number in range(5, 10):
        joiner.add((b"x", number, 6), piece(65_000, True, b"A" * 8))
    joiner.beginnings()
    assert joiner.incomplete == 10


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 40)), max_size=12), st.binary(min_size=1, max_size=100))
def test_overlapping_pieces_of_one_packet_give_that_packet(cuts: list[tuple[int, int]], packet: bytes) -> None:
    joiner = Defragmenter()
    parts = [(0, 16), *((unit * 8, size) for unit, size in cuts if unit * 8 < len(packet)), (8, 200), (0, 200)]
    joined = None
    for offset, size in parts:
        more = offset + size < len(packet)
        data = packet[offset:offset + (size & ~7 if more else size)]
        joined = (joiner.add(KEY, piece(offset, more, data)) if data else None) or joined
    assert joined is not None and joined.data == packet and not joiner.conflicts


def test_headers_of_the_whole_packet() -> None:
    header = whole_ipv4(bytes([0x45, 0, 0, 99, 1, 2, 0x20, 5]) + bytes(12), 100)
    assert header[2:4] == (120).to_bytes(2, "big") and header[6:8] == b"\0\0"
    header6 = whole_ipv6(bytes([0x60, 0, 0, 0, 0, 9, 6, 64]) + bytes(32), 300)
    assert header6[4:6] == (300).to_bytes(2, "big") and header6[6] == 6
