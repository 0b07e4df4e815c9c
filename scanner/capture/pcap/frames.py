"""The slow path of links: finds the IP packets inside one frame of any link type, layer by layer."""

from __future__ import annotations

from collections.abc import Callable

from .layers import Found, Inner, Several, by_type, by_version, ethernet, llc, mpls, ppp, word
from .source import Buffer
from .wireless import avs, prism, radiotap, wireless

_Reader = Callable[[Buffer, int, int], Found | Several]


def frame(buffer: Buffer, link: int, start: int, end: int) -> Several:
    """The IP packets in a link-layer frame of the given pcap link type, or what it is instead in a fixed word."""
    reader = _LINKS.get(link)
    if reader is None:
        return f"link type {link}"
    try:
        found = reader(buffer, start, end)
    except IndexError:
        return "cut frame"
    return sound(found, end)


def sound(found: Found | Several, end: int) -> Several:
    """Places that lie inside the frame; a place beyond it means that the frame was cut."""
    if isinstance(found, str):
        return found
    places = (found,) if isinstance(found, Inner) else found
    inside = tuple(place for place in places if place.start < place.end <= end)
    return inside or "cut frame"


def _behind(size: int, reader: _Reader) -> _Reader:
    """A reader for frames with a header of fixed size before those of another reader."""
    return lambda buffer, start, end: reader(buffer, start + size, end)


def _typed(kind_at: int, size: int) -> _Reader:
    """A reader for headers of ``size`` bytes with an EtherType at ``kind_at``."""
    return lambda buffer, start, end: by_type(buffer, word(buffer, start + kind_at), start + size, end)


def _hdlc(buffer: Buffer, start: int, end: int) -> Found:
    if buffer[start] == 0xFF and buffer[start + 1] == 0x03:
        return ppp(buffer, start, end)
    return by_type(buffer, word(buffer, start + 2), start + 4, end)


def _token_ring(buffer: Buffer, start: int, end: int) -> Found:
    routed = buffer[start + 8] & 0x80  # routing information of its own length follows the addresses
    return llc(buffer, start + 14 + (buffer[start + 14] & 0x1F if routed else 0), end)


def _nflog(buffer: Buffer, start: int, end: int) -> Found:
    at = start + 4
    while at + 4 <= end:
        length = buffer[at] | buffer[at + 1] << 8
        kind = (buffer[at + 2] | buffer[at + 3] << 8) & 0x7FFF
        if length < 4 or at + length > end:
            break
        if kind == 9:
            return Inner(at + 4, at + length)
        at += length + 3 & ~3
    return "cut frame"


def _pflog(buffer: Buffer, start: int, end: int) -> Found:
    return by_version(buffer, start + (buffer[start] + 3 & ~3), end)


def _frame_relay(buffer: Buffer, start: int, end: int) -> Found:
    at = start + 2
    if buffer[at] != 0x03:
        return by_type(buffer, word(buffer, at), at + 2, end)
    if buffer[at + 1] in (0xCC, 0x8E):
        return Inner(at + 2, end)
    return "frame relay control"


def _ppi(buffer: Buffer, start: int, end: int) -> Several:
    """Per-Packet Information: the link type of what follows is in the header."""
    link = int.from_bytes(buffer[start + 4:start + 8], "little")
    return _wrapped(buffer, link, start + (buffer[start + 2] | buffer[start + 3] << 8), end)


def _pktap(buffer: Buffer, start: int, end: int) -> Several:
    """The header that macOS writes when it captures on several interfaces."""
    link = int.from_bytes(buffer[start + 8:start + 12], "little")
    return _wrapped(buffer, link, start + int.from_bytes(buffer[start:start + 4], "little"), end)


def _wrapped(buffer: Buffer, link: int, start: int, end: int) -> Several:
    return frame(buffer, link, start, end) if link not in _WRAPPERS else "cut frame"


_WRAPPERS: dict[int, _Reader] = {192: _ppi, 258: _pktap, 149: _pktap}
_LINKS: dict[int, _Reader] = {
    0: _behind(4, by_version), 108: _behind(4, by_version), 1: ethernet, 6: _token_ring, 9: ppp, 10: _behind(13, llc),
    50: ppp, 51: _behind(6, ppp), 100: llc, 104: _hdlc, 105: wireless, 107: _frame_relay, 109: _behind(12, by_version),
    113: _typed(14, 16), 117: _pflog, 119: prism, 122: _behind(16, llc), 127: radiotap, 138: _typed(16, 18),
    163: avs, 166: _behind(1, ppp), 204: _behind(1, ppp), 219: mpls, 239: _nflog, 242: _typed(40, 44),
    276: _typed(0, 20), 12: by_version, 14: by_version, 101: by_version, 228: by_version, 229: by_version, **_WRAPPERS,
}
"""Readers by link type (the registry of tcpdump.org); the usual ones too, for frames that columns pass on."""
