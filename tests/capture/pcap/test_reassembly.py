"""Reassembly: the first copy wins, holes and cuts stay visible, conflicts are counted."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.memory import Memory
from scanner.capture.pcap.reassembly import MAX_HOLE, Losses, Segments, in_order, reorder
from scanner.capture.pcap.stream import Hole, Stream


def columns(rel: list[int], at: list[int], length: list[int], cut: list[int], times: list[float],
            end: int = -1) -> Segments:
    return Segments(np.array(rel), np.array(at), np.array(length, np.int32), np.array(cut, np.int32), np.array(times),
                    end)


def assemble(*parts: tuple[int, bytes], cut: dict[int, int] | None = None, end: int = -1) -> tuple[Stream, Losses]:
    data = b"".join(piece for _, piece in parts)
    places, at = [], 0
    for _, piece in parts:
        places.append(at)
        at += len(piece)
    segments = columns([rel for rel, _ in parts], places, [len(piece) for _, piece in parts],
                       [(cut or {}).get(number, 0) for number in range(len(parts))],
                       [float(number) for number in range(len(parts))], end)
    losses = Losses()
    return reorder(Memory(data), segments, losses), losses


def test_in_order() -> None:
    memory = Memory(b"..abcdef")
    segments = columns([0, 3], [2, 5], [3, 3], [0, 0], [1.0, 2.0])
    stream = in_order(memory, segments, Losses())
    assert stream.data == b"abcdef" and [stream.time_at(at) for at in (2, 3)] == [1.0, 2.0]


def test_in_order_with_a_packet_that_was_joined_from_fragments() -> None:
    memory = Memory(b"abc")
    at = memory.add(b"xxdef")
    segments = columns([0, 3], [0, at + 2], [3, 3], [0, 0], [1.0, 2.0])
    assert in_order(memory, segments, Losses()).data == b"abcdef"


def test_disorder_and_copies() -> None:
    stream, losses = assemble((3, b"def"), (0, b"abc"), (3, b"def"), (6, b"g"), (0, b"abc"))
    assert stream.data == b"abcdefg" and losses == Losses()
    assert stream.time_at(0) == 1.0 and stream.time_at(4) == 0.0


def test_the_first_copy_of_every_byte_wins() -> None:
    stream, losses = assemble((2, b"CDE"), (0, b"abcd"), (4, b"efg"))
    assert stream.data == b"abCDEfg"
    assert losses.conflicts == 2 and losses.conflict_bytes == 3


def test_a_later_larger_copy_fills_both_sides() -> None:
    stream, losses = assemble((4, b"EF"), (0, b"abcdEFgh"))
    assert stream.data == b"abcdEFgh" and losses.conflicts == 0


def test_a_keep_alive_byte_is_no_conflict() -> None:
    stream, losses = assemble((0, b"abc"), (2, b"\0"), (3, b"d"))
    assert stream.data == b"abcd" and losses == Losses()


def test_holes() -> None:
    stream, losses = assemble((0, b"abc"), (10, b"xyz"), (20, b"!"), end=25)
    assert stream.data == b"abcxyz!" and stream.holes == [Hole(3, 7), Hole(6, 7), Hole(7, 4)]
    assert losses.holes == 3 and losses.hole_bytes == 18


def test_bytes_before_the_start_are_left_out() -> None:
    assert assemble((-3, b"oldab"), (-9, b"older"), (2, b"c"))[0].data == b"abc"


def test_cut_packets_leave_holes_that_later_copies_fill() -> None:
    stream, losses = assemble((0, b"ab"), (5, b"f"), cut={0: 3})
    assert stream.holes == [Hole(2, 3, cut=True)] and losses == Losses(cut_packets=1, cut_bytes=3)
    stream, losses = assemble((0, b"ab"), (2, b"cde"), (5, b"f"), cut={0: 3})
    assert stream.data == b"abcdef" and not stream.holes and losses.cut_bytes == 0
    stream, losses = assemble((0, b"ab"), cut={0: 3})
    assert stream.holes == [Hole(2, 3, cut=True)] and losses.cut_bytes == 3


def test_a_jump_of_sequence_numbers_is_no_measured_loss() -> None:
    stream, losses = assemble((0, b"ab"), (MAX_HOLE + 9, b"c"))
    assert stream.data == b"abc" and losses.jumps == 1 and losses.hole_bytes == 0


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=25))
def test_consistent_copies_give_the_original_whatever_their_order(cuts: list[tuple[int, int]]) -> None:
    original = bytes(range(65, 108))
    stream, losses = assemble(*((at, original[at:at + size]) for at, size in cuts))
    known = {place for at, size in cuts for place in range(at, at + size)}
    assert stream.data == bytes(original[place] for place in sorted(known))
    assert losses.conflicts == 0
    assert losses.hole_bytes == max(known) + 1 - len(known)


@given(st.lists(st.tuples(st.integers(0, 20), st.binary(min_size=1, max_size=9)), min_size=1, max_size=20))
def test_the_first_copy_wins_always(parts: list[tuple[int, bytes]]) -> None:
    wanted: dict[int, int] = {}
    for at, piece in parts:
        for place, value in enumerate(piece, at):
            wanted.setdefault(place, value)
    assert assemble(*parts)[0].data == bytes(wanted[place] for place in sorted(wanted))
