"""Finds the IP headers of all frames at once, for the usual link types; the rest goes the slow way one by one."""

from __future__ import annotations

from collections import Counter

import numpy as np

from .columns import Bytes, Ints, Mask, among, byte_at, distinct, u16
from .frames import frame
from .records import Records
from .source import Buffer
from .wireless import Fragment
from .wireless_fragments import WirelessFragments

_ETHERNET, _COOKED, _COOKED2 = 1, 113, 276
_LOOPBACK = (0, 108)
_RAW = (12, 14, 101, 228, 229)
_TAGS = (0x8100, 0x88A8, 0x9100)


def network_headers(buffer: Buffer, raw: Bytes, records: Records, part: slice, others: Counter[str],
                    fragments: WirelessFragments) -> tuple[Ints, Ints, Ints]:
    """Where the IP packets of a range of records lie: start, end, number of the record.

    ``others`` counts the frames without an IP packet by what they are; ``fragments`` takes parts of frames.
    """
    start = records.offset[part]
    end = start + records.captured[part]
    link = records.link[part]
    number = np.arange(part.start, part.start + len(start), dtype=np.int64)
    if len(link) and (link == link[0]).all():
        at, known = _offsets(raw, int(link[0]), start, end)
        if known.all():  # the usual case
            return at, end, number
    found: list[tuple[Ints, Ints, Ints]] = []
    rest = np.ones(len(start), np.bool_)
    for kind in distinct(link)[0].tolist():
        mine = link == kind
        at, known = _offsets(raw, kind, start[mine], end[mine])
        taken = np.flatnonzero(mine)[known]
        rest[taken] = False
        found.append((at[known], end[taken], number[taken]))
    slow = np.flatnonzero(rest)
    if len(slow):
        found.append(_one_by_one(buffer, start[slow], end[slow], link[slow], number[slow], others,
                                 fragments))
    if not found:
        empty = np.zeros(0, np.int64)
        return empty, empty, empty
    starts, ends, numbers = (np.concatenate(column) for column in zip(*found, strict=True))
    return starts, ends, numbers


def _offsets(raw: Bytes, link: int, start: Ints, end: Ints) -> tuple[Ints, Mask]:
    """Offsets of the IP headers, and for which frames they are known to be right."""
    if link == _ETHERNET:
        return _typed(raw, start + 12, start + 14, end)
    if link == _COOKED:
        return _typed(raw, start + 14, start + 16, end)
    if link == _COOKED2:
        return _typed(raw, start, start + 20, end)
    if link in _LOOPBACK or link in _RAW:
        at = start + 4 if link in _LOOPBACK else start
        known = at + 20 <= end
        version = byte_at(raw, np.where(known, at, 0)) >> 4
        return at, known & ((version == 4) | (version == 6))
    return start, np.zeros(len(start), np.bool_)


def _typed(raw: Bytes, kind_at: Ints, at: Ints, end: Ints) -> tuple[Ints, Mask]:
    """Frames with an EtherType, VLAN tags skipped."""
    known = at + 20 <= end
    safe = np.where(known, kind_at, 0)
    if len(raw) < 2:
        return at, known
    kind = u16(raw, safe)
    for _ in range(3):
        tagged = known & among(kind, _TAGS) & (at + 24 <= end)
        if not tagged.any():
            break
        kind = np.where(tagged, u16(raw, np.where(tagged, at + 2, 0)), kind)
        at = np.where(tagged, at + 4, at)
    return at, known & ((kind == 0x0800) | (kind == 0x86DD))


def _one_by_one(buffer: Buffer, start: Ints, end: Ints, link: Ints, number: Ints, others: Counter[str],
                fragments: WirelessFragments) -> tuple[Ints, Ints, Ints]:
    inner: list[tuple[int, int, int]] = []
    for first, last, kind, record in zip(start.tolist(), end.tolist(), link.tolist(), number.tolist(), strict=True):
        found = frame(buffer, kind, first, last)
        if isinstance(found, Fragment):
            fragments.add(buffer, found, record)
        elif isinstance(found, str):
            others[found] += 1
        else:
            inner += [(place.start, place.end, record) for place in found]
    rows = np.array(inner, np.int64).reshape(-1, 3)
    return rows[:, 0], rows[:, 1], rows[:, 2]
