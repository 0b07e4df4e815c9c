"""IP headers behind the usual link types, for all frames at once."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pcap_builders as build
import pytest

from scanner.capture.pcap.links import network_headers
from scanner.capture.pcap.records import read_records
from scanner.capture.pcap.wireless_fragments import WirelessFragments

PACKET = build.tcp_packet(build.CLIENT, build.SERVER, 1, build.ACK, b"x" * 10)
PACKET6 = build.tcp_packet(("2001:db8::1", 1), ("2001:db8::2", 2), 1, build.ACK, b"x")
TAG = b"\x81\x00\x00\x05"

FRAMES = [
    ("ethernet", 1, bytes(12) + b"\x08\x00", PACKET),
    ("ethernet v6", 1, bytes(12) + b"\x86\xdd", PACKET6),
    ("vlan", 1, bytes(12) + TAG + b"\x08\x00", PACKET),
    ("qinq", 1, bytes(12) + b"\x88\xa8\x00\x07" + TAG + b"\x86\xdd", PACKET6),
    ("four tags go the slow way", 1, bytes(12) + TAG * 4 + b"\x08\x00", PACKET),
    ("cooked", 113, bytes(14) + b"\x08\x00", PACKET),
    ("cooked with vlan", 113, bytes(14) + TAG + b"\x08\x00", PACKET),
    ("cooked 2", 276, b"\x08\x00" + bytes(18), PACKET),
    ("null", 0, b"\x02\0\0\0", PACKET),
    ("null of a big-endian machine", 0, b"\0\0\0\x1e", PACKET6),
    ("loop", 108, b"\0\0\0\x02", PACKET),
    ("raw", 101, b"", PACKET),
    ("raw v6", 229, b"", PACKET6),
    ("raw on BSD", 12, b"", PACKET),
]


@pytest.mark.parametrize(("link", "head", "packet"), [row[1:] for row in FRAMES], ids=[row[0] for row in FRAMES])
def test_the_ip_packet_is_found(link: int, head: bytes, packet: bytes) -> None:
    data = build.pcap([(build.START, head + packet)] * 2, link=link)
    records = read_records(data)
    assert records is not None
    others: Counter[str] = Counter()
    start, end, number = network_headers(data, np.frombuffer(data, np.uint8), records, slice(0, 2), others,
                                         WirelessFragments())
    assert [data[at:stop] for at, stop in zip(start, end, strict=True)] == [packet, packet]
    assert number.tolist() == [0, 1] and not others


def test_frames_without_ip_are_counted_by_what_they_are() -> None:
    arp = bytes(12) + b"\x08\x06" + bytes(46)
    records = read_records(data := build.pcap([(0, arp), (0, b"short"), (0, bytes(12) + b"\x12\x34" + bytes(46))]))
    assert records is not None
    others: Counter[str] = Counter()
    start, _, _ = network_headers(data, np.frombuffer(data, np.uint8), records, slice(0, 3), others,
                                  WirelessFragments())
    assert len(start) == 0
    assert others == Counter({"ARP": 1, "cut frame": 1, "EtherType 0x1234": 1})


def test_no_records() -> None:
    records = read_records(data := build.pcap([]))
    assert records is not None
    found = network_headers(data, np.frombuffer(data, np.uint8), records, slice(0, 0), Counter(), WirelessFragments())
    assert [len(column) for column in found] == [0, 0, 0]
