"""The slow path: finds the IP packet inside one frame or tunnel, layer by layer, for what columns do not fit.

Encapsulation leaves the inner packet's bytes as they are, so the answer is where it lies: the offset of its IP
header and the end of its bytes. A packet that holds none is named by a fixed word.
"""

from __future__ import annotations

from typing import NamedTuple

from .source import Buffer

_MAX_DEPTH = 16


class Inner(NamedTuple):
    """Where an IP packet lies in the buffer."""

    start: int
    end: int


Found = Inner | str

_ETHERTYPES = {0x0806: "ARP", 0x8035: "RARP", 0x88CC: "LLDP", 0x888E: "EAPOL", 0x8863: "PPPoE discovery",
               0x88E5: "MACsec", 0x8809: "slow protocols", 0x8899: "loop detection", 0x9000: "loopback test"}
_BRIDGED = "bridging protocol"


def _word(buffer: Buffer, at: int) -> int:
    return buffer[at] << 8 | buffer[at + 1]


def frame(buffer: Buffer, link: int, start: int, end: int) -> Found:
    """The IP packet in a link-layer frame of the given pcap link type."""
    reader = _LINKS.get(link)
    if reader is None:
        return f"link type {link}"
    try:
        found = reader(buffer, start, end)
    except IndexError:
        return "cut frame"
    return found if isinstance(found, str) or found.start < found.end <= end else "cut frame"


def _by_version(buffer: Buffer, start: int, end: int) -> Found:
    if start >= end:
        return "cut frame"
    return Inner(start, end) if buffer[start] >> 4 in (4, 6) else "no IP packet"


def _ethernet(buffer: Buffer, start: int, end: int) -> Found:
    if start + 14 > end:
        return "cut frame"
    return _by_type(buffer, _word(buffer, start + 12), start + 14, end)


def _by_type(buffer: Buffer, kind: int, start: int, end: int, depth: int = 0) -> Found:
    """The IP packet behind an EtherType; tags, labels and PPPoE in any order."""
    if depth > _MAX_DEPTH or start + 4 > end:
        return "cut frame"
    if kind in (0x0800, 0x86DD):
        return Inner(start, end)
    if kind in (0x8100, 0x88A8, 0x9100, 0x9200):
        return _by_type(buffer, _word(buffer, start + 2), start + 4, end, depth + 1)
    if kind in (0x8847, 0x8848):
        return _mpls(buffer, start, end)
    if kind == 0x8864:
        return _ppp(buffer, start + 6, end)
    if kind in (0x6558, 0x88E7):
        return _ethernet(buffer, start + (18 if kind == 0x88E7 else 0), end)
    if kind <= 1500:
        if buffer[start] == buffer[start + 1] == 0xAA:
            return _by_type(buffer, _word(buffer, start + 6), start + 8, end, depth + 1)
        return _BRIDGED
    return _ETHERTYPES.get(kind, f"EtherType 0x{kind:04x}")


def _mpls(buffer: Buffer, start: int, end: int) -> Found:
    for _ in range(_MAX_DEPTH):
        bottom = buffer[start + 2] & 1
        start += 4
        if bottom:
            break
    if start < end and buffer[start] >> 4 in (4, 6):
        return Inner(start, end)
    # A pseudowire: an Ethernet frame behind a control word, whose first four bits are zero.
    return _ethernet(buffer, start + 4 if buffer[start] >> 4 == 0 else start, end)


def _ppp(buffer: Buffer, start: int, end: int) -> Found:
    if buffer[start] == 0xFF and buffer[start + 1] == 0x03:
        start += 2
    if buffer[start] & 1:
        kind, start = buffer[start], start + 1
    else:
        kind, start = _word(buffer, start), start + 2
    if kind in (0x21, 0x57):
        return Inner(start, end)
    if kind in (0x0281, 0x0283):
        return _mpls(buffer, start, end)
    return "PPP control"


def _null(buffer: Buffer, start: int, end: int) -> Found:
    return _by_version(buffer, start + 4, end)


def _cooked(buffer: Buffer, start: int, end: int) -> Found:
    return _by_type(buffer, _word(buffer, start + 14), start + 16, end)


def _cooked2(buffer: Buffer, start: int, end: int) -> Found:
    return _by_type(buffer, _word(buffer, start), start + 20, end)


def _hdlc(buffer: Buffer, start: int, end: int) -> Found:
    if buffer[start] == 0xFF and buffer[start + 1] == 0x03:
        return _ppp(buffer, start, end)
    return _by_type(buffer, _word(buffer, start + 2), start + 4, end)


def _ppp_direction(buffer: Buffer, start: int, end: int) -> Found:
    return _ppp(buffer, start + 1, end)


def _pppoe(buffer: Buffer, start: int, end: int) -> Found:
    return _ppp(buffer, start + 6, end)


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


def _radiotap(buffer: Buffer, start: int, end: int) -> Found:
    return _wireless(buffer, start + (buffer[start + 2] | buffer[start + 3] << 8), end)


def _prism(buffer: Buffer, start: int, end: int) -> Found:
    return _wireless(buffer, start + 144, end)


def _wireless(buffer: Buffer, start: int, end: int) -> Found:
    """An 802.11 data frame with an LLC/SNAP header, when it is not encrypted."""
    control, flags = buffer[start], buffer[start + 1]
    if control & 0x0C != 0x08 or control & 0x40:
        return "wireless management"
    if flags & 0x40:
        return "encrypted wireless frame"
    at = start + 24 + (6 if flags & 0x03 == 0x03 else 0)
    if control & 0x80:
        aggregated = buffer[at] & 0x80
        at += 2 + (4 if flags & 0x80 else 0)
        if aggregated:
            return "aggregated wireless frame"
    return _by_type(buffer, 0, at, end)


def _enc(buffer: Buffer, start: int, end: int) -> Found:
    return _by_version(buffer, start + 12, end)


def _pflog(buffer: Buffer, start: int, end: int) -> Found:
    return _by_version(buffer, start + (buffer[start] + 3 & ~3), end)


def _frame_relay(buffer: Buffer, start: int, end: int) -> Found:
    at = start + 2
    if buffer[at] != 0x03:
        return _by_type(buffer, _word(buffer, at), at + 2, end)
    if buffer[at + 1] == 0xCC:
        return Inner(at + 2, end)
    if buffer[at + 1] == 0x8E:
        return Inner(at + 2, end)
    return "frame relay control"


_LINKS = {
    0: _null, 108: _null, 1: _ethernet, 9: _ppp, 50: _ppp, 51: _pppoe, 104: _hdlc, 105: _wireless, 107: _frame_relay,
    109: _enc, 113: _cooked, 117: _pflog, 119: _prism, 127: _radiotap, 166: _ppp_direction, 204: _ppp_direction,
    219: _mpls, 239: _nflog, 276: _cooked2, 12: _by_version, 14: _by_version, 101: _by_version, 228: _by_version,
    229: _by_version,
}
"""Readers by link type (the registry of tcpdump.org); the usual ones too, for frames that columns pass on."""

TUNNEL_PROTOCOLS = (4, 41, 47, 97, 137)
"""IP protocols that carry packets: IPv4, IPv6, GRE, Ethernet, MPLS."""

TUNNEL_PORTS = (2152, 3544, 4754, 4789, 4790, 5072, 6081, 6635, 8472)
"""UDP ports that carry packets: GTP-U, Teredo, GRE, VXLAN, VXLAN-GPE, AYIYA, Geneve, MPLS, old VXLAN."""


def tunnel(buffer: Buffer, protocol: int, port: int, start: int, end: int) -> Found:
    """The IP packet in the payload of an IP protocol, or for UDP (17) of a tunnel port."""
    try:
        found = _tunnel(buffer, protocol, port, start, end)
    except IndexError:
        return "cut frame"
    return found if isinstance(found, str) or found.start < found.end <= end else "cut frame"


def _tunnel(buffer: Buffer, protocol: int, port: int, start: int, end: int) -> Found:
    if protocol in (4, 41):
        return _by_version(buffer, start, end)
    if protocol == 47 or port == 4754:
        return _gre(buffer, start, end)
    if protocol == 97:
        return _ethernet(buffer, start + 2, end)
    if protocol == 137 or port == 6635:
        return _mpls(buffer, start, end)
    if port in (4789, 8472):
        return _ethernet(buffer, start + 8, end)
    if port == 4790:
        following = buffer[start + 3]
        return _ethernet(buffer, start + 8, end) if following == 3 else _by_version(buffer, start + 8, end)
    if port == 6081:
        return _by_type(buffer, _word(buffer, start + 2), start + 8 + (buffer[start] & 0x3F) * 4, end) \
            if _word(buffer, start + 2) != 0x6558 else _ethernet(buffer, start + 8 + (buffer[start] & 0x3F) * 4, end)
    if port == 2152:
        return _gtp(buffer, start, end)
    if port == 3544:
        return _teredo(buffer, start, end)
    return _by_version(buffer, start + 8 + (buffer[start] >> 4) * 4 + (buffer[start + 1] >> 4) * 4, end)


def _gre(buffer: Buffer, start: int, end: int) -> Found:
    flags, kind = _word(buffer, start), _word(buffer, start + 2)
    at = start + 4 + 4 * bool(flags & 0xC000) + 4 * bool(flags & 0x2000) + 4 * bool(flags & 0x1000)
    if flags & 7 == 1:  # RFC 2637: the key is always there, an acknowledgement may follow
        at += 4 * bool(flags & 0x80)
        return _ppp(buffer, at, end) if at < end else "GRE control"
    if kind == 0x88BE:
        return _ethernet(buffer, at + 8 * bool(flags & 0x1000), end)
    if kind == 0x22EB:
        return _ethernet(buffer, at + 12 + 8 * (buffer[at + 11] & 1), end)
    return _by_type(buffer, kind, at, end)


def _gtp(buffer: Buffer, start: int, end: int) -> Found:
    flags = buffer[start]
    if flags >> 5 != 1 or buffer[start + 1] != 255:
        return "GTP control"
    at = start + 8
    if flags & 7:
        following = buffer[start + 11]
        at += 4
        for _ in range(_MAX_DEPTH):
            if not flags & 4 or not following:
                break
            length = buffer[at] * 4
            if not length:
                return "cut frame"
            following = buffer[at + length - 1]
            at += length
    return _by_version(buffer, at, end)


def _teredo(buffer: Buffer, start: int, end: int) -> Found:
    at = start
    if _word(buffer, at) == 1:
        at += 13 + buffer[at + 2] + buffer[at + 3]
    if _word(buffer, at) == 0:
        at += 8
    return Inner(at, end) if at < end and buffer[at] >> 4 == 6 else "Teredo control"
