"""Joining IP fragments: order, copies, overlaps, bounds."""

from __future__ import annotations

import itertools

import pytest

from scanner.capture.pcap import fragments
from scanner.capture.pcap.fragments import Defragmenter, whole_ipv4, whole_ipv6

KEY = (b"srcdst", 1, 17)
PARTS = [(0, True, b"A" * 16), (16, True, b"B" * 8), (24, False, b"CC")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_gives_the_packet(order: tuple[int, ...]) -> None:
    joiner = Defragmenter()
    found = [joiner.add(KEY, *PARTS[index][:2], b"HEAD" if index == 0 else b"other", PARTS[index][2])
             for index in order]
    assert found[:2] == [None, None] and found[2] == b"HEAD" + b"A" * 16 + b"B" * 8 + b"CC"
    assert joiner.incomplete == 0


def test_a_copy_changes_nothing_and_the_first_one_wins() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, 0, True, b"H", b"A" * 16)
    joiner.add(KEY, 0, True, b"H", b"x" * 16)
    assert joiner.add(KEY, 8, False, b"H", b"yyyyyyyyBBBB") == b"H" + b"A" * 16 + b"BBBB"


def test_what_never_completes_is_counted() -> None:
    joiner = Defragmenter()
    joiner.add(KEY, 0, True, b"H", b"A" * 16)
    joiner.add((b"other", 1, 6), 8, False, b"H", b"B")
    joiner.add(KEY, 65528, False, b"H", b"B" * 100)  # longer than a packet can be
    joiner.add(KEY, 16, True, b"H", b"")
    assert joiner.incomplete == 4


def test_pending_packets_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "_MAX_PENDING", 2)
    joiner = Defragmenter()
    for number in range(5):
        joiner.add((b"x", number, 6), 8, True, b"H", b"A")
    assert joiner.dropped == 3 and joiner.incomplete == 5


def test_headers_of_the_whole_packet() -> None:
    header = whole_ipv4(bytes([0x45, 0, 0, 99, 1, 2, 0x20, 5]) + bytes(12), 100)
    assert header[2:4] == (120).to_bytes(2, "big") and header[6:8] == b"\0\0"
    header6 = whole_ipv6(bytes([0x60, 0, 0, 0, 0, 9, 44, 64]) + bytes(32), 6, 300)
    assert header6[4:6] == (300).to_bytes(2, "big") and header6[6] == 6
