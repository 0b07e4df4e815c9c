"""Finds the IP packets in 802.11 data frames that are not encrypted, and steps over the headers of capture cards."""

from __future__ import annotations

from .layers import Inner, Several, llc, word
from .source import Buffer

_SNAP = (b"\xaa\xaa\x03\0\0\0", b"\xaa\xaa\x03\0\0\xf8")
_MAX_AGGREGATED = 128
FRAGMENT = "fragmented wireless frame"


class Fragment(str):
    """The word for a frame with a part of a packet, and where its header, the part and its end lie."""

    __slots__ = ("at", "end", "start")

    def __new__(cls, start: int, at: int, end: int) -> Fragment:
        found = super().__new__(cls, FRAGMENT)
        found.start, found.at, found.end = start, at, end
        return found

    start: int
    at: int
    end: int


def wireless(buffer: Buffer, start: int, end: int, padded: bool = False) -> Several:
    """The packets in one frame; ``padded`` when the card aligned what follows the header to four bytes."""
    control, flags = buffer[start], buffer[start + 1]
    if control & 0x0C != 0x08 or control & 0x40:
        return "wireless management"
    between = flags & 0x03 == 0x03
    at = start + 24 + 6 * between
    aggregated = mesh = False
    if control & 0x80:
        aggregated, mesh = bool(buffer[at] & 0x80), between and bool(buffer[at + 1] & 1)
        at += 2 + 4 * bool(flags & 0x80)
    if padded:
        at += -(at - start) & 3
    if flags & 0x04 or buffer[start + 22] & 0x0F:
        return "encrypted wireless frame" if flags & 0x40 else Fragment(start, at, end) if at < end else "cut frame"
    if flags & 0x40:
        return _decrypted(buffer, at, end)
    if aggregated:
        return _aggregate(buffer, at, end)
    if mesh and bytes(buffer[at:at + 3]) != _SNAP[0][:3]:
        at += 6 + 6 * (buffer[at] & 3)
    return _one(buffer, at, end)


def _one(buffer: Buffer, at: int, end: int) -> Several:
    found = llc(buffer, at, end)
    return found if isinstance(found, str) else (found,)


def _decrypted(buffer: Buffer, at: int, end: int) -> Several:
    """A frame that is marked as protected: some tools decrypt the payload and leave the mark, also the vector."""
    for vector in (0, 8, 4):
        if at + vector + 8 <= end and bytes(buffer[at + vector:at + vector + 6]) in _SNAP:
            return _one(buffer, at + vector, end)
    return "encrypted wireless frame"


def _aggregate(buffer: Buffer, at: int, end: int) -> Several:
    """The subframes of an A-MSDU (IEEE 802.11-2020 §9.3.2.2.2): addresses, length, payload, padding."""
    inner: list[Inner] = []
    named = "cut frame"
    for _ in range(_MAX_AGGREGATED):
        if at + 22 > end:
            break
        stop = at + 14 + word(buffer, at + 12)
        found = llc(buffer, at + 14, min(stop, end))
        if isinstance(found, str):
            named = found
        else:
            inner.append(found)
        at = stop + (-(14 + word(buffer, at + 12)) & 3)
    return tuple(inner) or named


def swapped(buffer: Buffer, start: int, end: int) -> Several:
    """A frame whose two control bytes some access points send in the other order."""
    if buffer[start + 1] & 0x0F == 0x08 and buffer[start] & 0x0C != 0x08:
        at = start + 24 + 6 * (buffer[start] & 3 == 3) + 2 * bool(buffer[start + 1] & 0x80)
        return _one(buffer, at, end) if not buffer[start] & 0x44 else "encrypted wireless frame"
    return wireless(buffer, start, end)


def radiotap(buffer: Buffer, start: int, end: int) -> Several:
    """A radiotap header (radiotap.org), whose flags tell of padding and of a check sum at the end."""
    size = buffer[start + 2] | buffer[start + 3] << 8
    at, present = start + 4, _little(buffer, start + 4)
    words = present
    while words >> 31 and at < start + size:
        at += 4
        words = _little(buffer, at)
    at += 4
    padded = False
    if present & 2:
        if present & 1:
            at += (-(at - start) & 7) + 8
        padded = bool(buffer[at] & 0x20)
        end -= 4 * bool(buffer[at] & 0x10)
    return wireless(buffer, start + size, end, padded)


def prism(buffer: Buffer, start: int, end: int) -> Several:
    """The header of Prism cards in the byte order of the recorder, or an AVS header in its place."""
    if bytes(buffer[start:start + 3]) == b"\x80\x21\x10":
        return avs(buffer, start, end)
    sizes = (_little(buffer, start + 4), word(buffer, start + 4) << 16 | word(buffer, start + 6))
    return wireless(buffer, start + next((size for size in sizes if 8 < size < 1024), 144), end)


def avs(buffer: Buffer, start: int, end: int) -> Several:
    """The AVS header, which says how long it is."""
    return wireless(buffer, start + (word(buffer, start + 4) << 16 | word(buffer, start + 6)), end)


def _little(buffer: Buffer, at: int) -> int:
    return buffer[at] | buffer[at + 1] << 8 | buffer[at + 2] << 16 | buffer[at + 3] << 24
