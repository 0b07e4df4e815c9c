"""Puts the segments of one TCP direction in order: the first copy of a byte wins, holes stay visible."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np

from .columns import Column, Floats, Ints, Mask
from .memory import Memory
from .spool import IN_MEMORY, Data, Spool
from .stream import Hole, Stream

MAX_HOLE = 1 << 30
"""A larger jump of sequence numbers is no loss that a size could be given for."""
_LISTED = 1 << 13
"""Longer columns are kept in arrays, which take a fifth of the memory of lists and a little more time."""


@dataclass(slots=True, eq=False, repr=False)
class Segments:
    """Payloads of one direction in order of capture; ``rel`` counts from the first byte of the direction."""

    rel: Ints
    at: Ints
    length: Column
    cut: Column
    """Bytes that follow the captured ones in a segment but were cut off by the recorder."""
    times: Floats
    end: int = -1
    """Where the direction ends by its FIN, -1 when none was captured."""


@dataclass(slots=True)
class Losses:
    """What reassembly has to report."""

    holes: int = 0
    hole_bytes: int = 0
    cut_packets: int = 0
    cut_bytes: int = 0
    conflicts: int = 0
    conflict_bytes: int = 0
    jumps: int = 0
    refused: int = 0
    """Bytes at the end for which there was no room."""


@dataclass(slots=True, eq=False, repr=False)
class _Layout:
    """Which segment gives which bytes: pieces in order, each from ``start`` to ``end`` out of one segment."""

    start: Ints
    end: Ints
    segment: Ints
    overlapped: bool


def in_order(memory: Memory, segments: Segments, losses: Losses) -> Stream:
    """The stream when each segment continues the one before: the usual case, decided by the caller."""
    data = _join(memory, segments.at, segments.at + segments.length, losses)
    return _cut_short(Stream(data, _places(segments.rel), _times(segments.times)), losses)


def reorder(memory: Memory, segments: Segments, losses: Losses) -> Stream:
    """The stream of segments in any order, with copies, overlaps, holes and cut packets."""
    layout = _lay_out(segments)
    size = layout.end - layout.start
    index = np.concatenate(([0], np.cumsum(size)))
    cut_ends = _cut_ends(segments)
    holes: list[Hole] = []
    before = np.concatenate(([0], layout.end))
    follow = np.append(layout.start, max(segments.end, cut_ends.get(int(before[-1]), -1)))
    for place in np.flatnonzero(follow > before).tolist():
        _hole(int(before[place]), int(follow[place]), int(index[place]), cut_ends, holes, losses)
    at = segments.at[layout.segment] + layout.start - segments.rel[layout.segment]
    data = _join(memory, at, at + size, losses)
    losses.cut_packets += len(cut_ends)
    if layout.overlapped and not losses.refused:
        _compare(memory, segments, layout, index, data, losses)
    return _cut_short(Stream(data, _places(index[:-1]), _times(segments.times[layout.segment]), holes), losses)


def _places(column: Ints) -> Sequence[int]:
    """A column as a sequence of Python numbers that is quick to search."""
    if len(column) <= _LISTED:
        values: list[int] = column.tolist()
        return values
    return array("q", column.tobytes())


def _times(column: Floats) -> Sequence[float]:
    if len(column) <= _LISTED:
        values: list[float] = column.tolist()
        return values
    return array("d", column.tobytes())


def _join(memory: Memory, start: Ints, end: Ints, losses: Losses) -> Data:
    """The bytes between the places, put together in memory or, when they are many, out of it."""
    if not len(start):
        return b""
    total = int((end - start).sum())
    pieces = _pieces(memory, start, end)
    if total <= IN_MEMORY:
        return b"".join(pieces)
    spool = Spool()
    size = 0
    for piece in pieces:
        spool.write(piece)
        size += len(piece)
        if size > IN_MEMORY:
            spool.settle()
            memory.release()
            size = 0
    data = spool.data()
    losses.refused += total - spool.size
    return data


def _pieces(memory: Memory, start: Ints, end: Ints) -> Iterator[memoryview | bytes]:
    view = memory.view
    inside = int(end.max()) <= memory.size
    read = memory.reader(start, end) if inside else None
    for first in range(0, len(start), _LISTED):
        places = zip(start[first:first + _LISTED].tolist(), end[first:first + _LISTED].tolist(), strict=True)
        if read is not None:
            yield from [read(high - low, low) for low, high in places]
        elif inside:
            yield from [view[low:high] for low, high in places]
        else:
            yield from [memory.slice(low, high) for low, high in places]


def _cut_short(stream: Stream, losses: Losses) -> Stream:
    """A stream whose end did not find room ends in a hole."""
    if losses.refused:
        size = len(stream.data)
        stream.holes = [hole for hole in stream.holes if hole.at <= size]
        stream.holes.append(Hole(size, losses.refused))
    return stream


def _cut_ends(segments: Segments) -> dict[int, int]:
    """Where captured bytes end that the recorder cut off, and where the packet ended."""
    rows = np.flatnonzero(segments.cut > 0)
    ends = segments.rel[rows] + segments.length[rows]
    return dict(zip(ends.tolist(), (ends + segments.cut[rows]).tolist(), strict=True))


def _hole(start: int, end: int, index: int, cut_ends: dict[int, int], holes: list[Hole], losses: Losses) -> None:
    missing = end - start
    cut = missing < MAX_HOLE and cut_ends.get(start, -1) >= end
    holes.append(Hole(index, missing, cut))
    if missing >= MAX_HOLE:
        losses.jumps += 1
    elif cut:
        losses.cut_bytes += missing
    else:
        losses.holes += 1
        losses.hole_bytes += missing


def _lay_out(segments: Segments) -> _Layout:
    """Sort segments by position; where they overlap, the earliest captured one wins.

    A segment that is repeated as it was is left out by sorting. Only segments that overlap otherwise are looked at
    one by one.
    """
    start = np.maximum(segments.rel, 0)
    end = segments.rel + segments.length
    number = np.flatnonzero(end > start)
    number = number[np.lexsort((number, end[number], start[number]))]
    start, end = start[number], end[number]
    repeated = np.zeros(len(number), np.bool_)
    repeated[1:] = (start[1:] == start[:-1]) & (end[1:] == end[:-1])
    overlapped = bool(repeated.any())
    if overlapped:
        start, end, number = start[~repeated], end[~repeated], number[~repeated]
    reach = np.maximum.accumulate(end)
    apart = np.ones(len(number), np.bool_)
    apart[1:] = start[1:] >= reach[:-1]
    if apart.all():
        return _Layout(start, end, number, overlapped)
    return _swept(start, end, number, apart)


def _swept(start: Ints, end: Ints, number: Ints, apart: Mask) -> _Layout:
    """Solve the groups of overlapping segments, of which each begins where ``apart`` is set."""
    heads = np.flatnonzero(apart)
    sizes = np.diff(np.append(heads, len(apart)))
    alone = np.repeat(sizes == 1, sizes)
    solved = [(low, high, winner) for head, size in zip(heads[sizes > 1].tolist(), sizes[sizes > 1].tolist(),
                                                        strict=True)
              for low, high, winner in _sweep(list(zip(start[head:head + size].tolist(),
                                                       end[head:head + size].tolist(),
                                                       number[head:head + size].tolist(), strict=True)))]
    rows = np.array(solved, np.int64).reshape(-1, 3)
    columns = [np.concatenate((column[alone], rows[:, place])) for place, column in enumerate((start, end, number))]
    order = np.argsort(columns[0], kind="stable")
    return _Layout(columns[0][order], columns[1][order], columns[2][order], True)


def _sweep(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Pieces of overlapping spans (start, end, number): at every place the lowest number."""
    edges = sorted({edge for span in spans for edge in span[:2]})
    active: list[tuple[int, int]] = []
    pieces: list[tuple[int, int, int]] = []
    following = 0
    for start, end in pairwise(edges):
        while following < len(spans) and spans[following][0] <= start:
            heappush(active, (spans[following][2], spans[following][1]))
            following += 1
        while active and active[0][1] <= start:
            heappop(active)
        winner = active[0][0]
        if pieces and pieces[-1][2] == winner:
            pieces[-1] = (pieces[-1][0], end, winner)
        else:
            pieces.append((start, end, winner))
    return pieces


def _compare(memory: Memory, segments: Segments, layout: _Layout, index: Ints, data: Data, losses: Losses) -> None:
    """Count the copies that differ from what was kept; a keep-alive probe carries one meaningless old byte."""
    used = np.bincount(layout.segment, layout.end - layout.start, len(segments.rel)).astype(np.int64)
    start = np.maximum(segments.rel, 0)
    size = segments.rel + segments.length - start
    left_out = np.flatnonzero((segments.length >= 2) & (size > used))
    place = np.maximum(np.searchsorted(layout.start, start[left_out], "right") - 1, 0)
    # The bytes of a segment lie side by side in the data: holes begin where no segment has bytes.
    kept_at = index[place] + start[left_out] - layout.start[place]
    at = segments.at[left_out] + start[left_out] - segments.rel[left_out]
    if not len(at):
        return
    copies = _pieces(memory, at, at + size[left_out])
    for copy, count, known, kept in zip(copies, size[left_out].tolist(), used[left_out].tolist(), kept_at.tolist(),
                                        strict=True):
        if copy != data[kept:kept + count]:
            losses.conflicts += 1
            losses.conflict_bytes += count - known
