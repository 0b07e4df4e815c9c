"""Finds the IP packets that other packets carry: in IP protocols such as GRE, and in UDP ports of tunnels."""

from __future__ import annotations

from .frames import sound
from .layers import Found, Inner, Several, by_type, by_version, ethernet, mpls, nsh, ppp, word
from .source import Buffer
from .wireless import avs, prism, swapped, wireless

_MAX_EXTENSIONS = 16

TUNNEL_PROTOCOLS = (4, 41, 47, 97, 137)
"""IP protocols that carry packets: IPv4, IPv6, GRE, Ethernet, MPLS."""

TUNNEL_PORTS = (1701, 2152, 3544, 4754, 4789, 4790, 5072, 5247, 6081, 6635, 8472, 37008)
"""UDP ports that carry packets: L2TP, GTP-U, Teredo, GRE, VXLAN, VXLAN-GPE, AYIYA, CAPWAP, Geneve, MPLS, old VXLAN,
TZSP."""


def tunnel(buffer: Buffer, protocol: int, port: int, start: int, end: int) -> Several:
    """The IP packets in the payload of an IP protocol, or for UDP (17) of a tunnel port; else a fixed word."""
    try:
        found = sound(_tunnel(buffer, protocol, port, start, end), end)
    except IndexError:
        return "cut frame"
    if port and not isinstance(found, str) and buffer[found[0].start] >> 4 not in (4, 6):
        return "no IP packet"  # a port is no proof
    return found


def _tunnel(buffer: Buffer, protocol: int, port: int, start: int, end: int) -> Found | Several:
    if protocol in (4, 41):
        return by_version(buffer, start, end)
    if protocol == 47 or port == 4754:
        return _gre(buffer, start, end)
    if protocol == 97:
        return ethernet(buffer, start + 2, end)
    if protocol == 137 or port == 6635:
        return mpls(buffer, start, end)
    if port in (4789, 8472):
        return ethernet(buffer, start + 8, end)
    if port == 4790:
        return _vxlan_gpe(buffer, start, end)
    if port == 6081:
        return by_type(buffer, word(buffer, start + 2), start + 8 + (buffer[start] & 0x3F) * 4, end)
    if port == 2152:
        return _gtp(buffer, start, end)
    if port == 3544:
        return _teredo(buffer, start, end)
    if port == 1701:
        return _l2tp(buffer, start, end)
    if port == 5247:
        return _capwap(buffer, start, end)
    if port == 37008:
        return _tzsp(buffer, start, end)
    return by_version(buffer, start + 8 + (buffer[start] >> 4) * 4 + (buffer[start + 1] >> 4) * 4, end)


def _gre(buffer: Buffer, start: int, end: int) -> Found:
    """GRE (RFC 2784, RFC 2890), its PPTP variant (RFC 2637), and what is mirrored or redirected through it."""
    flags, kind = word(buffer, start), word(buffer, start + 2)
    at = start + 4 + 4 * bool(flags & 0xC000) + 4 * bool(flags & 0x2000) + 4 * bool(flags & 0x1000)
    if flags & 7 == 1:  # RFC 2637: the key is always there, an acknowledgement may follow
        at += 4 * bool(flags & 0x80)
        return ppp(buffer, at, end) if at < end else "GRE control"
    if kind == 0x88BE:
        return ethernet(buffer, at + 8 * bool(flags & 0x1000), end)
    if kind == 0x22EB:
        return ethernet(buffer, at + 12 + 8 * (buffer[at + 11] & 1), end)
    if kind == 0x883E:  # web caches redirect with a header of four bytes, older ones with none
        return by_version(buffer, at if buffer[at] >> 4 == 4 else at + 4, end)
    return by_type(buffer, kind, at, end)


def _vxlan_gpe(buffer: Buffer, start: int, end: int) -> Found:
    following = buffer[start + 3]
    if following == 3:
        return ethernet(buffer, start + 8, end)
    return nsh(buffer, start + 8, end) if following == 4 else by_version(buffer, start + 8, end)


def _gtp(buffer: Buffer, start: int, end: int) -> Found:
    """GTPv1-U with its extension headers (3GPP TS 29.281)."""
    flags = buffer[start]
    if flags >> 5 != 1 or buffer[start + 1] != 255:
        return "GTP control"
    at = start + 8
    if flags & 7:
        following = buffer[start + 11]
        at += 4
        for _ in range(_MAX_EXTENSIONS):
            if not flags & 4 or not following:
                break
            length = buffer[at] * 4
            if not length:
                return "cut frame"
            following = buffer[at + length - 1]
            at += length
    return by_version(buffer, at, end)


def _teredo(buffer: Buffer, start: int, end: int) -> Found:
    at = start
    if word(buffer, at) == 1:
        at += 13 + buffer[at + 2] + buffer[at + 3]
    if word(buffer, at) == 0:
        at += 8
    return Inner(at, end) if at < end and buffer[at] >> 4 == 6 else "Teredo control"


def _l2tp(buffer: Buffer, start: int, end: int) -> Found:
    """L2TP version 2 (RFC 2661): length, sequence numbers and offset are optional."""
    flags = word(buffer, start)
    if flags & 0x8000 or flags & 0x0F != 2:
        return "L2TP control"
    at = start + 6 + 2 * bool(flags & 0x4000) + 4 * bool(flags & 0x0800)
    if flags & 0x0200:
        at += 2 + word(buffer, at)
    return ppp(buffer, at, end) if at < end else "cut frame"


def _capwap(buffer: Buffer, start: int, end: int) -> Found | Several:
    """The data channel between access points and their controller, where it is in clear (RFC 5415 §4.3)."""
    if buffer[start] or buffer[start + 3] & 0x80:
        return "CAPWAP, encrypted or fragmented"
    at = start + 4 * (buffer[start + 1] >> 3)
    return swapped(buffer, at, end) if buffer[start + 2] & 1 else ethernet(buffer, at, end)


def _tzsp(buffer: Buffer, start: int, end: int) -> Found | Several:
    """Frames that routers and access points stream to a sniffer (TaZmen)."""
    if buffer[start] != 1 or buffer[start + 1] > 1:
        return "TZSP control"
    kind, at = word(buffer, start + 2), start + 4
    while at < end and buffer[at] != 1:
        at += 2 + buffer[at + 1] if buffer[at] else 1
    if kind == 1:
        return ethernet(buffer, at + 1, end)
    reader = {18: wireless, 119: prism, 127: avs}.get(kind)
    return reader(buffer, at + 1, end) if reader is not None else "TZSP control"
