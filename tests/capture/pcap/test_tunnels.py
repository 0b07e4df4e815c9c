"""Tunnels, one packet at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import tunnels
from scanner.capture.pcap.layers import Inner

V4 = b"\x45" + bytes(39)
V6 = b"\x60" + bytes(59)
ETHERNET = bytes(12) + b"\x08\x00" + V4
MPLS = b"\0\x01\0\x40\0\x02\x01\x40"

TUNNELS = [
    ("ipip", 4, 0, b"", V4),
    ("6in4", 41, 0, b"", V6),
    ("gre", 47, 0, b"\0\0\x08\0", V4),
    ("gre with checksum, key, sequence", 47, 0, b"\xb0\0\x86\xdd" + bytes(12), V6),
    ("gre with an ethernet frame", 47, 0, b"\0\0\x65\x58" + ETHERNET[:14], V4),
    ("pptp", 47, 0, b"\x30\x81\x88\x0b" + bytes(12) + b"\xff\x03\x00\x21", V4),
    ("erspan 2", 47, 0, b"\x10\0\x88\xbe" + bytes(12) + ETHERNET[:14], V4),
    ("erspan 3", 47, 0, b"\x10\0\x22\xeb" + bytes(16) + ETHERNET[:14], V4),
    ("ethernet in ip", 97, 0, b"\x30\0" + ETHERNET[:14], V4),
    ("mpls in ip", 137, 0, MPLS, V4),
    ("gre in udp", 17, 4754, b"\0\0\x08\0", V4),
    ("vxlan", 17, 4789, bytes(8) + ETHERNET[:14], V4),
    ("vxlan gpe", 17, 4790, b"\0\0\0\x01" + bytes(4), V4),
    ("vxlan gpe, ethernet", 17, 4790, b"\0\0\0\x03" + bytes(4) + ETHERNET[:14], V4),
    ("geneve", 17, 6081, b"\x02\0\x65\x58" + bytes(4 + 8) + ETHERNET[:14], V4),
    ("geneve without ethernet", 17, 6081, b"\0\0\x08\0" + bytes(4), V4),
    ("gtp", 17, 2152, b"\x30\xff" + bytes(6), V4),
    ("gtp with extension", 17, 2152, b"\x34\xff" + bytes(6) + b"\0\0\0\x85" + b"\x01\0\0\0", V4),
    ("teredo", 17, 3544, b"", V6),
    ("teredo with authentication and origin", 17, 3544, b"\0\x01\0\0" + bytes(9) + bytes(8), V6),
    ("ayiya", 17, 5072, b"\x43\x52\0\0" + bytes(4 + 16 + 20), V6),
    ("l2tp", 17, 1701, b"\0\x02\0\x05\0\x06\xff\x03\x00\x21", V4),
    ("l2tp, all fields", 17, 1701, b"\x4a\x02\0\x40\0\x05\0\x06" + bytes(4) + b"\0\x02" + bytes(2) + b"\x00\x57", V6),
    ("capwap", 17, 5247, b"\0\x10\0\0" + bytes(4) + ETHERNET[:14], V4),
    ("tzsp with tags", 17, 37008, b"\x01\0\0\x01\0\x0a\x02\1\2\x01" + ETHERNET[:14], V4),
    ("vxlan gpe, service header", 17, 4790, b"\0\0\0\x04" + bytes(4) + b"\0\x02\x02\x01" + bytes(4), V4),
    ("redirected", 47, 0, b"\0\0\x88\x3e", V4),
    ("redirected with header", 47, 0, b"\0\0\x88\x3e" + bytes(4), V4),
    ("mpls in udp", 17, 6635, MPLS, V6),
]


@pytest.mark.parametrize(("protocol", "port", "head", "packet"), [row[1:] for row in TUNNELS],
                         ids=[row[0] for row in TUNNELS])
def test_the_packet_in_a_tunnel(protocol: int, port: int, head: bytes, packet: bytes) -> None:
    data = head + packet
    assert tunnels.tunnel(data, protocol, port, 0, len(data)) == (Inner(len(head), len(data)),)


@pytest.mark.parametrize(("protocol", "port", "data", "named"), [
    (17, 2152, b"\x30\x01" + bytes(20), "GTP control"),
    (17, 2152, b"\x34\xff" + bytes(6) + b"\0\0\0\x85" + bytes(20), "cut frame"),
    (17, 1701, b"\xc8\x02" + bytes(20), "L2TP control"),
    (17, 1701, b"\0\x03" + bytes(20), "L2TP control"),
    (17, 5247, b"\x01" + bytes(20), "CAPWAP, encrypted or fragmented"),
    (17, 5247, b"\0\x10\0\x80" + bytes(20), "CAPWAP, encrypted or fragmented"),
    (17, 37008, b"\x01\x04\0\0" + bytes(20), "TZSP control"),
    (17, 37008, b"\x01\0\0\x63\x01" + bytes(20), "TZSP control"),
    (17, 4789, bytes(8) + ETHERNET[:14] + b"\x25" + bytes(30), "no IP packet"),
    (17, 3544, b"\x99" * 20, "Teredo control"),
    (47, 0, b"\x30\x81\x88\x0b" + bytes(12), "GRE control"),
    (47, 0, b"", "cut frame"),
    (4, 0, b"\x25" * 20, "no IP packet"),
])
def test_tunnels_without_one_are_named(protocol: int, port: int, data: bytes, named: str) -> None:
    assert tunnels.tunnel(data, protocol, port, 0, len(data)) == named


@given(st.sampled_from([(4, 0), (47, 0), (97, 0), (137, 0), *((17, port) for port in tunnels.TUNNEL_PORTS)]),
       st.binary(max_size=120))
def test_any_tunnel_gives_places_inside_it_or_a_word(kind: tuple[int, int], data: bytes) -> None:
    found = tunnels.tunnel(data, *kind, 0, len(data))
    assert isinstance(found, str) or all(0 <= place.start < place.end <= len(data) for place in found)
