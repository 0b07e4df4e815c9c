"""The slow path of links: every link type, one frame at a time."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import frames
from scanner.capture.pcap.layers import Inner

V4 = b"\x45" + bytes(39)
V6 = b"\x60" + bytes(59)
SNAP = b"\xaa\xaa\x03\0\0\0\x08\x00"
MPLS = b"\0\x01\0\x40\0\x02\x01\x40"

FRAMES = [
    ("ppp", 9, b"\xff\x03\x00\x21", V4),
    ("ppp, compressed protocol", 9, b"\x57", V6),
    ("ppp with mpls", 50, b"\x02\x81" + MPLS, V4),
    ("pppoe link", 51, bytes(6) + b"\x00\x21", V4),
    ("pppoe in ethernet", 1, bytes(12) + b"\x88\x64" + bytes(6) + b"\x00\x21", V4),
    ("mpls in vlan", 1, bytes(12) + b"\x81\x00\x00\x01\x88\x47" + MPLS, V4),
    ("mpls pseudowire with control word", 1, bytes(12) + b"\x88\x47" + MPLS + bytes(4) + bytes(12) + b"\x08\x00", V4),
    ("mac in mac", 1, bytes(12) + b"\x88\xe7" + bytes(4) + bytes(12) + b"\x08\x00", V4),
    ("802.3 with snap", 1, bytes(12) + b"\x00\x30" + SNAP, V4),
    ("cisco hdlc", 104, b"\x0f\x00\x08\x00", V4),
    ("ppp in hdlc", 104, b"\xff\x03\x00\x57", V6),
    ("frame relay, IP NLPID", 107, b"\x18\x41\x03\xcc", V4),
    ("frame relay, EtherType", 107, b"\x18\x41\x08\x00", V4),
    ("enc", 109, bytes(12), V4),
    ("pflog", 117, bytes([61]) + bytes(63), V4),
    ("ppp with direction", 166, b"\x01\xff\x03\x00\x21", V4),
    ("mpls link", 219, MPLS, V6),
    ("nflog", 239, bytes(4) + struct.pack("<HH", 8, 1) + bytes(4) + struct.pack("<HH", 44, 9), V4),
    ("radiotap", 127, struct.pack("<BBHI", 0, 0, 8, 0) + b"\x08\x01" + bytes(22) + SNAP, V4),
    ("wireless with qos", 105, b"\x88\x01" + bytes(22) + b"\0\0" + SNAP, V4),
    ("wireless between access points", 105, b"\x08\x03" + bytes(28) + SNAP, V4),
    ("prism", 119, bytes(144) + b"\x08\x01" + bytes(22) + SNAP, V4),
]


@pytest.mark.parametrize(("link", "head", "packet"), [row[1:] for row in FRAMES], ids=[row[0] for row in FRAMES])
def test_the_packet_in_a_frame(link: int, head: bytes, packet: bytes) -> None:
    data = b"??" + head + packet
    assert frames.frame(data, link, 2, len(data)) == (Inner(2 + len(head), len(data)),)


@pytest.mark.parametrize(("link", "data", "named"), [
    (147, V4, "link type 147"),
    (1, bytes(12) + b"\x08\x06" + bytes(28), "ARP"),
    (1, bytes(12) + b"\x00\x26\x42\x42\x03" + bytes(40), "bridging protocol"),
    (1, bytes(10), "cut frame"),
    (9, b"\xc0\x21" + bytes(30), "PPP control"),
    (104, b"\x8f\x00\x80\x35" + bytes(30), "RARP"),
    (105, b"\x80\x00" + bytes(60), "wireless management"),
    (105, b"\x08\x41" + bytes(60), "encrypted wireless frame"),
    (105, b"\x88\x01" + bytes(22) + b"\x80\0" + bytes(60), "cut frame"),
    (192, struct.pack("<BBHI", 0, 0, 8, 192) + bytes(40), "cut frame"),
    (258, struct.pack("<III", 1 << 20, 1, 1) + bytes(40), "cut frame"),
    (239, bytes(4) + b"\x02\x00\x09\x00", "cut frame"),
    (107, b"\x18\x41\x03\x08" + bytes(10), "frame relay control"),
    (101, b"\x25" + bytes(30), "no IP packet"),
])
def test_frames_without_one_are_named(link: int, data: bytes, named: str) -> None:
    assert frames.frame(data, link, 0, len(data)) == named


def test_tags_without_end_are_given_up() -> None:
    data = bytes(12) + b"\x81\x00\x00\x01" * 200 + b"\x08\x00" + V4
    assert frames.frame(data, 1, 0, len(data)) == "cut frame"


@given(st.sampled_from(sorted(frames._LINKS)), st.binary(max_size=160))
def test_any_frame_gives_places_inside_it_or_a_word(link: int, data: bytes) -> None:
    found = frames.frame(data, link, 0, len(data))
    assert isinstance(found, str) or all(0 <= place.start < place.end <= len(data) for place in found)
