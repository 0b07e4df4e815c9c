"""Layers that frames and tunnels are made of: tags, labels, LLC, PPP, service headers."""

from __future__ import annotations

import struct

import pcap_encapsulations as wrap
import pytest

from scanner.capture.pcap import layers
from scanner.capture.pcap.layers import Inner

V4 = b"\x45" + bytes(39)
V6 = b"\x60" + bytes(59)
ETHERNET = wrap.MACS + b"\x08\x00"
TAG = b"\x00\x01\x08\x00"

TYPES = [
    ("ip", 0x0800, b"", V4),
    ("vlan", 0x8100, TAG, V4),
    ("e-tag", 0x893F, bytes(6) + b"\x86\xdd", V6),
    ("vn-tag, then vlan", 0x8926, bytes(4) + b"\x81\x00" + TAG, V4),
    ("labels of any number", 0x8847, b"\0\x01\0\x40" * 6 + b"\0\x01\x01\x40", V6),
    ("pseudowire without control word", 0x8847, b"\0\x01\x01\x40" + b"\x00\x1b" + ETHERNET[2:], V4),
    ("pseudowire with control word", 0x8847, b"\0\x01\x01\x40" + bytes(4) + ETHERNET, V4),
    ("ethernet", 0x6558, ETHERNET, V4),
    ("mac in mac", 0x88E7, bytes(4) + ETHERNET, V4),
    ("macsec with a channel", 0x88E5, b"\x20\0" + bytes(12) + b"\x08\x00", V4 + bytes(16)),
    ("macsec without one", 0x88E5, b"\0\0" + bytes(4) + b"\x08\x00", V4 + bytes(16)),
    ("service header", 0x894F, wrap.nsh(b"", 1), V4),
    ("service header before ethernet", 0x894F, wrap.nsh(ETHERNET, 3), V4),
    ("service header before labels", 0x894F, wrap.nsh(b"\0\x01\x01\x40", 5), V4),
    ("snap", 60, wrap.SNAP + b"\x08\x00", V4),
    ("snap of a bridge tunnel", 60, b"\xaa\xaa\x03\0\0\xf8\x86\xdd", V6),
    ("snap with a bridged frame", 60, b"\xaa\xaa\x03\0\x80\xc2\0\x07" + ETHERNET, V4),
    ("snap with a padded bridged frame", 60, b"\xaa\xaa\x03\0\x80\xc2\0\x07\0\0" + ETHERNET, V4),
    ("service access point of ip", 60, b"\x06\x06\x03", V4),
    ("ppp multilink in one piece", 0x8864, bytes(6) + b"\x00\x3d\xc0\0\0\x01\x00\x21", V4),
]


@pytest.mark.parametrize(("kind", "head", "packet"), [row[1:] for row in TYPES], ids=[row[0] for row in TYPES])
def test_the_packet_behind_a_type(kind: int, head: bytes, packet: bytes) -> None:
    data = b"??" + head + packet
    end = len(data) - (16 if kind == 0x88E5 else 0)
    assert layers.by_type(data, kind, 2, len(data)) == Inner(2 + len(head), end)


@pytest.mark.parametrize(("kind", "data", "named"), [
    (0x0806, bytes(28), "ARP"),
    (0x1234, bytes(28), "EtherType 0x1234"),
    (0x88E5, b"\x2c" + bytes(40), "MACsec"),
    (60, b"\x42\x42\x03" + bytes(40), "bridging protocol"),
    (60, b"\xaa\xaa\x03\0\0\x0c\x20\x00" + bytes(40), "bridging protocol"),
    (0x8864, bytes(6) + b"\xc0\x21" + bytes(30), "PPP control"),
    (0x8864, bytes(6) + b"\x00\x2d" + bytes(30), "PPP protocol 0x002d"),
    (0x8864, bytes(6) + b"\x00\x3d\x80" + bytes(30), "PPP protocol 0x003d"),
    (0x894F, struct.pack(">HBBI", 0, 2, 1, 0) + V4, "cut frame"),
    (0x0800, b"E", "cut frame"),
])
def test_what_holds_no_packet_is_named(kind: int, data: bytes, named: str) -> None:
    assert layers.by_type(data, kind, 0, len(data)) == named


@pytest.mark.parametrize("data", [
    wrap.MACS + b"\x81\x00\x00\x01" * 5000, (wrap.MACS + b"\x65\x58") * 5000,
    (wrap.MACS + b"\x88\x47\0\x01\x01\x40") * 5000,
], ids=["tags", "ethernet", "pseudowires"])
def test_nesting_without_end_is_given_up(data: bytes) -> None:
    assert layers.ethernet(data, 0, len(data)) == "cut frame"
