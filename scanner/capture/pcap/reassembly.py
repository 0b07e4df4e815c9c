"""Puts the segments of one TCP direction in order: the first copy of a byte wins, holes stay visible."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import pairwise

from .packets import Memory
from .stream import Hole, Stream

MAX_HOLE = 1 << 30
"""A larger jump of sequence numbers is no loss that a size could be given for."""


@dataclass(slots=True)
class Segments:
    """Payloads of one direction in order of capture; ``rel`` counts from the first byte of the direction."""

    rel: list[int]
    at: list[int]
    length: list[int]
    cut: list[int]
    """Bytes that follow the captured ones in a segment but were cut off by the recorder."""
    times: list[float]
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


@dataclass(slots=True)
class _Piece:
    start: int
    end: int
    segment: int


@dataclass(slots=True)
class _Layout:
    pieces: list[_Piece] = field(default_factory=list)
    overlapped: bool = False


def in_order(memory: Memory, segments: Segments) -> Stream:
    """The stream when each segment continues the one before: the usual case, decided by the caller."""
    at, length = segments.at, segments.length
    if at and max(at) + max(length) <= memory.size:
        view = memory.view
        data = b"".join([view[start:start + size] for start, size in zip(at, length, strict=True)])
    else:
        data = b"".join([memory.slice(start, start + size) for start, size in zip(at, length, strict=True)])
    return Stream(data, segments.rel, segments.times)


def reorder(memory: Memory, segments: Segments, losses: Losses) -> Stream:
    """The stream of segments in any order, with copies, overlaps, holes and cut packets."""
    layout = _lay_out(segments)
    data: list[memoryview] = []
    starts: list[int] = []
    times: list[float] = []
    holes: list[Hole] = []
    cut_ends = {rel + size: rel + size + cut
                for rel, size, cut in zip(segments.rel, segments.length, segments.cut, strict=True) if cut}
    places: list[tuple[int, int]] = []
    position = index = 0
    for piece in layout.pieces:
        if piece.start > position:
            _hole(position, piece.start, index, cut_ends, holes, losses)
        offset = segments.at[piece.segment] + piece.start - segments.rel[piece.segment]
        size = piece.end - piece.start
        data.append(memory.slice(offset, offset + size))
        starts.append(index)
        times.append(segments.times[piece.segment])
        places.append((piece.start, index))
        index += size
        position = piece.end
    end = max(segments.end, cut_ends.get(position, -1))
    if end > position:
        _hole(position, end, index, cut_ends, holes, losses)
    stream = Stream(b"".join(data), starts, times, holes)
    losses.cut_packets += len(cut_ends)
    if layout.overlapped:
        _compare(memory, segments, layout.pieces, places, stream.data, losses)
    return stream


def _hole(start: int, end: int, index: int, cut_ends: dict[int, int], holes: list[Hole], losses: Losses) -> None:
    missing = end - start
    holes.append(Hole(index, missing))
    if missing >= MAX_HOLE:
        losses.jumps += 1
    elif cut_ends.get(start, -1) >= end:
        losses.cut_bytes += missing
    else:
        losses.holes += 1
        losses.hole_bytes += missing


def _lay_out(segments: Segments) -> _Layout:
    """Which segment gives which bytes: a sweep over all starts and ends, the earliest captured segment wins."""
    spans = [(max(rel, 0), rel + size, number)
             for number, (rel, size) in enumerate(zip(segments.rel, segments.length, strict=True)) if rel + size > 0]
    spans = [span for span in spans if span[0] < span[1]]
    spans.sort()
    layout = _Layout()
    if all(spans[i][1] <= spans[i + 1][0] for i in range(len(spans) - 1)):
        layout.pieces = [_Piece(*span) for span in spans]
        return layout
    layout.overlapped = True
    edges = sorted({edge for span in spans for edge in span[:2]})
    active: list[tuple[int, int]] = []
    following = 0
    for start, end in pairwise(edges):
        while following < len(spans) and spans[following][0] <= start:
            heappush(active, (spans[following][2], spans[following][1]))
            following += 1
        while active and active[0][1] <= start:
            heappop(active)
        if not active:
            continue
        winner = active[0][0]
        last = layout.pieces[-1] if layout.pieces else None
        if last is not None and last.segment == winner and last.end == start:
            last.end = end
        else:
            layout.pieces.append(_Piece(start, end, winner))
    return layout


def _compare(memory: Memory, segments: Segments, pieces: list[_Piece], places: list[tuple[int, int]], data: bytes,
             losses: Losses) -> None:
    """Count the copies that differ from what was kept; a keep-alive probe carries one meaningless old byte."""
    from bisect import bisect_right

    first_of = [place[0] for place in places]
    used = [0] * len(segments.rel)
    for piece in pieces:
        used[piece.segment] += piece.end - piece.start
    for number, (rel, at, size) in enumerate(zip(segments.rel, segments.at, segments.length, strict=True)):
        start = max(rel, 0)
        if size < 2 or rel + size - start <= used[number]:
            continue
        place = max(bisect_right(first_of, start) - 1, 0)
        # The bytes of a segment lie side by side in the data: holes begin where no segment has bytes.
        index = places[place][1] + start - places[place][0]
        kept = data[index:index + rel + size - start]
        if memory.slice(at + start - rel, at + size) != kept:
            losses.conflicts += 1
            losses.conflict_bytes += rel + size - start - used[number]
