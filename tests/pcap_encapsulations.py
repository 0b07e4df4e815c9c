"""Wraps IP packets for tests: every link type and every tunnel that a capture may hold them in."""

from __future__ import annotations

import struct
from collections.abc import Callable

Wrap = Callable[[bytes], bytes]

MACS = b"\xb8\x27\xeb\0\0\x01\xdc\xa6\x32\0\0\x02"
SNAP = b"\xaa\xaa\x03\0\0\0"
OUTER = "203.0.113.1", "203.0.113.2"
OUTER6 = "2001:db8:ffff::1", "2001:db8:ffff::2"


def ethertype(packet: bytes) -> bytes:
    """The EtherType of an IP packet."""
    return b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\x00"


def ethernet(packet: bytes, between: bytes = b"") -> bytes:
    """An Ethernet frame; ``between`` are tags before the EtherType of the packet."""
    return MACS + between + ethertype(packet) + packet


def ethernet_of(kind: int, payload: bytes) -> bytes:
    """An Ethernet frame with any EtherType."""
    return MACS + struct.pack(">H", kind) + payload


def snap(packet: bytes) -> bytes:
    """LLC and SNAP headers before the packet."""
    return SNAP + ethertype(packet) + packet


def ppp(packet: bytes) -> bytes:
    """PPP without address and control."""
    return (b"\x00\x57" if packet[0] >> 4 == 6 else b"\x00\x21") + packet


def mpls(payload: bytes) -> bytes:
    """Two labels."""
    return b"\x00\x01\x00\x40\x00\x02\x01\x40" + payload


def wireless(payload: bytes, kind: bytes = b"\x08\x01", more: bytes = b"") -> bytes:
    """An 802.11 header of the kind; ``more`` is what follows its three addresses and the sequence number."""
    return kind + b"\0\0" + b"\x02\0\0\0\0\x01" * 3 + b"\x10\x00" + more + payload


def aggregated(packet: bytes) -> bytes:
    """An A-MSDU of three subframes; the packet is in the second."""
    noise = SNAP + b"\x08\x06" + bytes(29)
    found = b""
    for payload in (noise, snap(packet), noise):
        found += bytes(-len(found) % 4) + MACS + struct.pack(">H", len(payload)) + payload
    return found


def radiotap(frame: bytes, flags: int | None = None) -> bytes:
    """A radiotap header with a time stamp and, where given, flags; 0x10: a check sum follows, 0x20: padding."""
    fields = bytes(8) + (bytes([flags]) if flags is not None else b"")
    present = 1 | (2 if flags is not None else 0)
    return struct.pack("<BBHI", 0, 0, 8 + len(fields), present) + fields + frame + (
        bytes(4) if (flags or 0) & 0x10 else b"")


def prism(frame: bytes) -> bytes:
    """The header of Prism cards."""
    return struct.pack("<II16s", 0x44, 144, b"wlan0") + bytes(120) + frame


def avs(frame: bytes) -> bytes:
    """The AVS header."""
    return struct.pack(">II", 0x80211001, 64) + bytes(56) + frame


def ppi(frame: bytes, link: int) -> bytes:
    """Per-Packet Information with one field."""
    return struct.pack("<BBHIHH", 0, 0, 8 + 4 + 20, link, 2, 20) + bytes(20) + frame


def pktap(frame: bytes, link: int) -> bytes:
    """The header of macOS captures on several interfaces."""
    return struct.pack("<III", 108, 1, link) + b"en0".ljust(24, b"\0") + bytes(108 - 36) + frame


def nflog(packet: bytes) -> bytes:
    """A Linux netfilter log message: prefix, then payload."""
    return (bytes([10 if packet[0] >> 4 == 6 else 2, 0, 0, 0]) + struct.pack("<HH", 5, 10) + b"\0\0\0\0"
            + struct.pack("<HH", 4 + len(packet), 9) + packet)


QOS = b"\x88\x01"
LINKS: dict[str, tuple[int, Wrap]] = {
    "ethernet": (1, ethernet),
    "vlan": (1, lambda packet: ethernet(packet, b"\x81\x00\x00\x05")),
    "qinq": (1, lambda packet: ethernet(packet, b"\x88\xa8\x00\x07\x81\x00\x00\x05")),
    "old qinq": (1, lambda packet: ethernet(packet, b"\x91\x00\x00\x07\x81\x00\x00\x05")),
    "four tags": (1, lambda packet: ethernet(packet, b"\x81\x00\x00\x05" * 4)),
    "mpls": (1, lambda packet: ethernet_of(0x8847, mpls(packet))),
    "mpls pseudowire": (1, lambda packet: ethernet_of(0x8847, mpls(bytes(4) + ethernet(packet)))),
    "pppoe": (1, lambda packet: ethernet_of(0x8864, struct.pack(">HHH", 0x1100, 7, len(packet) + 2) + ppp(packet))),
    "pppoe in vlan": (1, lambda packet: ethernet_of(0x8100, b"\0\x05\x88\x64" + struct.pack(
        ">HHH", 0x1100, 7, len(packet) + 2) + ppp(packet))),
    "802.3 with snap": (1, lambda packet: ethernet_of(len(packet) + 8, snap(packet))),
    "802.3 with a service access point": (1, lambda packet: ethernet_of(len(packet) + 3, b"\x06\x06\x03" + packet)),
    "mac in mac": (1, lambda packet: ethernet_of(0x88E7, b"\0\0\0\x05" + ethernet(packet))),
    "macsec without encryption": (1, lambda packet: ethernet_of(
        0x88E5, b"\x20\0\0\0\0\x01" + bytes(8) + ethertype(packet) + packet + bytes(16))),
    "bridge port extension": (1, lambda packet: ethernet(packet, b"\x89\x3f" + bytes(6))),
    "cisco vn-tag": (1, lambda packet: ethernet(packet, b"\x89\x26" + bytes(4))),
    "seamless redundancy": (1, lambda packet: ethernet(packet, b"\x89\x2f" + struct.pack(">HH", len(packet) + 6, 1))),
    "null": (0, lambda packet: (b"\x1e" if packet[0] >> 4 == 6 else b"\x02") + b"\0\0\0" + packet),
    "null, big-endian": (0, lambda packet: b"\0\0\0" + (b"\x1e" if packet[0] >> 4 == 6 else b"\x02") + packet),
    "loop": (108, lambda packet: b"\0\0\0" + (b"\x18" if packet[0] >> 4 == 6 else b"\x02") + packet),
    "raw": (101, lambda packet: packet),
    "raw on BSD": (12, lambda packet: packet),
    "cooked": (113, lambda packet: struct.pack(">HHH8s", 0, 1, 6, b"\x02") + ethertype(packet) + packet),
    "cooked with vlan": (113, lambda packet: struct.pack(">HHH8s", 0, 1, 6, b"\x02") + b"\x81\x00\0\x05"
                         + ethertype(packet) + packet),
    "cooked 2": (276, lambda packet: ethertype(packet) + struct.pack(">HIHBB8s", 0, 1, 1, 0, 6, b"\x02") + packet),
    "ppp": (9, ppp),
    "ppp in hdlc": (50, lambda packet: b"\xff\x03" + ppp(packet)),
    "ppp with direction": (204, lambda packet: b"\x01\xff\x03" + ppp(packet)),
    "pppoe link": (51, lambda packet: struct.pack(">HHH", 0x1100, 7, len(packet) + 2) + ppp(packet)),
    "cisco hdlc": (104, lambda packet: b"\x0f\x00" + ethertype(packet) + packet),
    "frame relay": (107, lambda packet: b"\x18\x41\x03" + (b"\x8e" if packet[0] >> 4 == 6 else b"\xcc") + packet),
    "atm": (100, snap),
    "fddi": (10, lambda packet: b"\x50" + bytes(12) + snap(packet)),
    "token ring": (6, lambda packet: b"\x10\x40" + bytes(12) + snap(packet)),
    "ip over fibre channel": (122, lambda packet: bytes(16) + snap(packet)),
    "firewire": (138, lambda packet: bytes(16) + ethertype(packet) + packet),
    "infiniband": (242, lambda packet: bytes(40) + ethertype(packet) + b"\0\0" + packet),
    "nflog": (239, nflog),
    "pktap": (258, lambda packet: pktap(ethernet(packet), 1)),
    "pktap, raw": (258, lambda packet: pktap(packet, 12)),
    "802.11": (105, lambda packet: wireless(snap(packet))),
    "802.11 qos": (105, lambda packet: wireless(snap(packet), QOS, b"\0\0")),
    "802.11 qos with high throughput control": (105, lambda packet: wireless(snap(packet), b"\x88\x81", bytes(6))),
    "802.11 with four addresses": (105, lambda packet: wireless(snap(packet), b"\x08\x03", bytes(6))),
    "802.11 qos with four addresses": (105, lambda packet: wireless(snap(packet), b"\x88\x03", bytes(8))),
    "802.11 mesh": (105, lambda packet: wireless(b"\0\x1f\0\0\0\0" + snap(packet), b"\x88\x03", bytes(6) + b"\0\x01")),
    "802.11 aggregate": (105, lambda packet: wireless(aggregated(packet), QOS, b"\x80\0")),
    "radiotap": (127, lambda packet: radiotap(wireless(snap(packet), b"\x08\x02"))),
    "radiotap with check sum": (127, lambda packet: radiotap(wireless(snap(packet), b"\x08\x02"), 0x10)),
    "radiotap with padding": (127, lambda packet: radiotap(wireless(snap(packet), QOS, b"\0\0\0\0"), 0x20)),
    "radiotap aggregate": (127, lambda packet: radiotap(wireless(aggregated(packet), QOS, b"\x80\0"), 0)),
    "prism": (119, lambda packet: prism(wireless(snap(packet)))),
    "avs in prism": (119, lambda packet: avs(wireless(snap(packet)))),
    "avs": (163, lambda packet: avs(wireless(snap(packet)))),
    "ppi with 802.11": (192, lambda packet: ppi(wireless(snap(packet)), 105)),
    "ppi with ethernet": (192, lambda packet: ppi(ethernet(packet), 1)),
}
"""Name → link type and how an IP packet becomes a frame."""


def in_ip(protocol: int, payload: bytes, ends: tuple[str, str] = OUTER) -> bytes:
    """An IP packet with any payload."""
    from scapy.layers.inet import IP
    from scapy.layers.inet6 import IPv6
    from scapy.packet import Raw

    if ":" in ends[0]:
        return bytes(IPv6(src=ends[0], dst=ends[1], nh=protocol) / Raw(payload))
    return bytes(IP(src=ends[0], dst=ends[1], proto=protocol) / Raw(payload))


def in_udp(port: int, payload: bytes, ends: tuple[str, str] = OUTER) -> bytes:
    """A UDP datagram to a port, each from another: readers remember what ports spoke before."""
    return in_ip(17, struct.pack(">HHHH", 50_000 + port % 10_000, port, 8 + len(payload), 0) + payload, ends)


def gtp(packet: bytes, extension: bytes = b"") -> bytes:
    """GTPv1-U with a user packet."""
    more = b"\0\0\0" + (b"\x85" + extension if extension else b"\0")
    return struct.pack(">BBHI", 0x34 if extension else 0x30, 255, len(packet) + (len(more) if extension else 0), 7) + (
        more if extension else b"") + packet


def nsh(payload: bytes, following: int) -> bytes:
    """A network service header (RFC 8300) without context headers of variable length."""
    return struct.pack(">HBBI", 0x0FC2, 2, following, 0x000001FF) + payload


def _six(packet: bytes) -> bool:
    return packet[0] >> 4 == 6


def signed(packet: bytes) -> bytes:
    """The packet, which is no fragment, with an IPsec authentication header (RFC 4302) before its TCP header."""
    from scapy.layers.inet import IP
    from scapy.layers.inet6 import IPv6

    inner = IPv6(packet) if _six(packet) else IP(packet)
    payload = bytes(inner.payload)
    return in_ip(51, authentication(6) + payload, (inner.src, inner.dst))


def authentication(following: int) -> bytes:
    """An authentication header with a check value of twelve bytes."""
    return struct.pack(">BBHII", following, 4, 0, 7, 1) + bytes(12)


TUNNELS: dict[str, Wrap] = {
    "two authentication headers": lambda packet: in_ip(51, authentication(51) + authentication(
        41 if _six(packet) else 4) + packet),
    "authentication header around ipv6": lambda packet: in_ip(51, authentication(41 if _six(packet) else 4) + packet,
                                                              OUTER6),
    "ip in ip": lambda packet: in_ip(41 if _six(packet) else 4, packet),
    "ip in ipv6": lambda packet: in_ip(41 if _six(packet) else 4, packet, OUTER6),
    "gre": lambda packet: in_ip(47, b"\0\0" + ethertype(packet) + packet),
    "gre with key and sequence": lambda packet: in_ip(47, b"\x30\0" + ethertype(packet) + bytes(8) + packet),
    "gre with check sum": lambda packet: in_ip(47, b"\x80\0" + ethertype(packet) + bytes(4) + packet),
    "gre in ipv6": lambda packet: in_ip(47, b"\0\0" + ethertype(packet) + packet, OUTER6),
    "gre with ethernet": lambda packet: in_ip(47, b"\0\0\x65\x58" + ethernet(packet)),
    "gre with redirected packets": lambda packet: in_ip(47, b"\0\0\x88\x3e" + bytes(4) + packet),
    "pptp": lambda packet: in_ip(47, b"\x30\x01\x88\x0b" + struct.pack(">HHI", len(packet) + 4, 7, 1)
                                 + b"\xff\x03" + ppp(packet)),
    "erspan 1": lambda packet: in_ip(47, b"\0\0\x88\xbe" + ethernet(packet)),
    "erspan 2": lambda packet: in_ip(47, b"\x10\0\x88\xbe" + bytes(4) + b"\x10\x01\0\x05\0\0\0\0" + ethernet(packet)),
    "erspan 3": lambda packet: in_ip(47, b"\x10\0\x22\xeb" + bytes(4) + b"\x20\x01\0\x05" + bytes(8)
                                     + ethernet(packet)),
    "ethernet in ip": lambda packet: in_ip(97, b"\x30\0" + ethernet(packet)),
    "mpls in ip": lambda packet: in_ip(137, mpls(packet)),
    "l2tp": lambda packet: in_udp(1701, struct.pack(">HHH", 0x0002, 5, 6) + b"\xff\x03" + ppp(packet)),
    "l2tp with length, sequence and offset": lambda packet: in_udp(1701, struct.pack(
        ">HHHHHHH", 0x4A02, 18 + len(packet) + 2, 5, 6, 1, 1, 2) + bytes(2) + ppp(packet)),
    "vxlan": lambda packet: in_udp(4789, b"\x08\0\0\0\0\0\x07\0" + ethernet(packet)),
    "vxlan in ipv6": lambda packet: in_udp(4789, b"\x08\0\0\0\0\0\x07\0" + ethernet(packet), OUTER6),
    "vxlan with generic protocol": lambda packet: in_udp(4790, b"\x0c\0\0" + (b"\2" if _six(packet) else b"\1")
                                                         + b"\0\0\x07\0" + packet),
    "vxlan with service header": lambda packet: in_udp(4790, b"\x0c\0\0\4\0\0\x07\0" + nsh(packet, 2 if _six(
        packet) else 1)),
    "geneve": lambda packet: in_udp(6081, b"\0\0\x65\x58\0\0\x07\0" + ethernet(packet)),
    "geneve with option": lambda packet: in_udp(6081, b"\x02\0\x65\x58\0\0\x07\0" + b"\x01\x02\x03\x01" + bytes(4)
                                                + ethernet(packet)),
    "gre in udp": lambda packet: in_udp(4754, b"\0\0" + ethertype(packet) + packet),
    "mpls in udp": lambda packet: in_udp(6635, mpls(packet)),
    "gtp": lambda packet: in_udp(2152, gtp(packet)),
    "gtp with session container": lambda packet: in_udp(2152, gtp(packet, b"\x01\x10\x05\0")),
    "mikrotik sniffer": lambda packet: in_udp(37008, b"\x01\0\0\x01" + b"\x0a\x01\x05\x01" + ethernet(packet)),
    "capwap with ethernet": lambda packet: in_udp(5247, struct.pack(">BBHHH", 0, 0x10, 0x0000, 0, 0)
                                                  + ethernet(packet)),
    "capwap with 802.11": lambda packet: in_udp(5247, struct.pack(">BBHHH", 0, 0x10, 0x4300, 0, 0)
                                                + wireless(snap(packet), b"\x01\x08")),
}
"""Name → how an IP packet becomes the payload of another."""

TUNNELS6: dict[str, Wrap] = {
    "6in4": lambda packet: in_ip(41, packet),
    "teredo": lambda packet: in_udp(3544, packet),
    "teredo with origin": lambda packet: in_udp(3544, b"\0\0" + bytes(6) + packet),
    "ayiya": lambda packet: in_udp(5072, b"\x44\x52\x11\x29" + bytes(4 + 16 + 20) + packet),
}
"""Those that carry IPv6 alone."""
