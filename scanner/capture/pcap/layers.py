"""Layers that both frames and tunnels are made of: Ethernet with its tags and labels, LLC, MPLS, PPP, NSH.

Encapsulation leaves the inner packet's bytes as they are, so the answer is where it lies: the offset of its IP
header and the end of its bytes. A packet that holds none is named by a fixed word. Readers index the buffer
freely: an ``IndexError`` at the end of the file means a cut frame, and who calls them checks the place they give.
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
Several = tuple[Inner, ...] | str

_ETHERTYPES = {0x0806: "ARP", 0x8035: "RARP", 0x88CC: "LLDP", 0x888E: "EAPOL", 0x8863: "PPPoE discovery",
               0x8809: "slow protocols", 0x8899: "loop detection", 0x9000: "loopback test"}
_TAGS = {0x8100: 2, 0x88A8: 2, 0x9100: 2, 0x9200: 2, 0x8926: 4, 0x892F: 4, 0x893F: 6}
"""Tags and how many of their bytes precede the next EtherType: VLAN (802.1Q, 802.1ad), VN-Tag, HSR (IEC 62439-3),
E-Tag (802.1BR)."""
_BRIDGED = "bridging protocol"


def word(buffer: Buffer, at: int) -> int:
    """A big-endian 16-bit number."""
    return buffer[at] << 8 | buffer[at + 1]


def by_version(buffer: Buffer, start: int, end: int) -> Found:
    """An IP packet with nothing before it."""
    if start >= end:
        return "cut frame"
    return Inner(start, end) if buffer[start] >> 4 in (4, 6) else "no IP packet"


def ethernet(buffer: Buffer, start: int, end: int, depth: int = 0) -> Found:
    """The IP packet in an Ethernet frame."""
    if start + 14 > end:
        return "cut frame"
    return by_type(buffer, word(buffer, start + 12), start + 14, end, depth + 1)


def by_type(buffer: Buffer, kind: int, start: int, end: int, depth: int = 0) -> Found:
    """The IP packet behind an EtherType; tags, labels, service headers and PPPoE in any order."""
    if depth > _MAX_DEPTH or start + 4 > end:
        return "cut frame"
    if kind in (0x0800, 0x86DD):
        return Inner(start, end)
    if kind in _TAGS:
        size = _TAGS[kind]
        return by_type(buffer, word(buffer, start + size), start + size + 2, end, depth + 1)
    if kind in (0x8847, 0x8848):
        return mpls(buffer, start, end, depth + 1)
    if kind == 0x8864:
        return ppp(buffer, start + 6, end, depth + 1)
    if kind == 0x6558:
        return ethernet(buffer, start, end, depth + 1)
    if kind == 0x88E7:  # a backbone service tag (802.1ah) before a customer's frame
        return ethernet(buffer, start + 4, end, depth + 1)
    if kind == 0x88E5:
        return _macsec(buffer, start, end, depth + 1)
    if kind == 0x894F:
        return nsh(buffer, start, end, depth + 1)
    if kind <= 1500:
        return llc(buffer, start, end, depth + 1)
    return _ETHERTYPES.get(kind, f"EtherType 0x{kind:04x}")


def llc(buffer: Buffer, start: int, end: int, depth: int = 0) -> Found:
    """The IP packet behind an LLC header, mostly with SNAP (IEEE 802, RFC 1042, RFC 2684)."""
    if depth > _MAX_DEPTH or start + 4 > end:
        return "cut frame"
    access = bytes(buffer[start:start + 3])
    if access == b"\x06\x06\x03":
        return by_version(buffer, start + 3, end)
    if access[:2] == b"\xaa\xaa":
        organisation = bytes(buffer[start + 3:start + 6])
        if organisation in (b"\0\0\0", b"\0\0\xf8"):
            return by_type(buffer, word(buffer, start + 6), start + 8, end, depth + 1)
        if organisation == b"\0\x80\xc2" and word(buffer, start + 6) in (1, 7):
            return ethernet(buffer, start + 8 + 2 * (word(buffer, start + 8) == 0), end, depth + 1)
    return _BRIDGED


def _macsec(buffer: Buffer, start: int, end: int, depth: int) -> Found:
    """A frame that MACsec authenticates without hiding it (IEEE 802.1AE §9)."""
    control = buffer[start]
    if control & 0x0C:
        return "MACsec"
    at = start + 6 + 8 * bool(control & 0x20)
    return by_type(buffer, word(buffer, at), at + 2, end - 16, depth)


def mpls(buffer: Buffer, start: int, end: int, depth: int = 0) -> Found:
    """The packet behind a label stack, or in the Ethernet frame of a pseudowire."""
    for _ in range(_MAX_DEPTH):
        bottom = buffer[start + 2] & 1
        start += 4
        if bottom:
            break
    if start >= end:
        return "cut frame"
    if buffer[start] >> 4 in (4, 6):
        return Inner(start, end)
    if buffer[start] >> 4 == 0:
        # A control word (RFC 4448) begins with four zero bits, as many hardware addresses do: see what fits.
        found = ethernet(buffer, start + 4, end, depth + 1)
        if isinstance(found, Inner) and found.end > found.start and buffer[found.start] >> 4 in (4, 6):
            return found
    return ethernet(buffer, start, end, depth + 1)


def ppp(buffer: Buffer, start: int, end: int, depth: int = 0) -> Found:
    """The packet in a PPP frame (RFC 1661), with or without address and control, protocol compressed or not."""
    if depth > _MAX_DEPTH:
        return "cut frame"
    if buffer[start] == 0xFF and buffer[start + 1] == 0x03:
        start += 2
    if buffer[start] & 1:
        kind, start = buffer[start], start + 1
    else:
        kind, start = word(buffer, start), start + 2
    if kind in (0x21, 0x57):
        return Inner(start, end)
    if kind in (0x0281, 0x0283):
        return mpls(buffer, start, end, depth + 1)
    if kind == 0x3D and buffer[start] & 0xC0 == 0xC0:  # multilink (RFC 1990), a frame in one piece
        return ppp(buffer, start + 4, end, depth + 1)
    return f"PPP protocol 0x{kind:04x}" if kind < 0x4000 else "PPP control"


def nsh(buffer: Buffer, start: int, end: int, depth: int = 0) -> Found:
    """The packet behind a network service header (RFC 8300)."""
    following = buffer[start + 3]
    at = start + 4 * (buffer[start + 1] & 0x3F)
    if at < start + 8 or depth > _MAX_DEPTH:
        return "cut frame"
    if following == 3:
        return ethernet(buffer, at, end, depth + 1)
    return mpls(buffer, at, end, depth + 1) if following == 5 else by_version(buffer, at, end)
