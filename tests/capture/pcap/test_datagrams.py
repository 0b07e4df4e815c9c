"""UDP is named: QUIC by connection, known protocols by port, the rest together."""

from __future__ import annotations

import pcap_builders as build

from scanner.capture.pcap.columns import seconds
from scanner.capture.pcap.datagrams import Datagrams
from scanner.capture.pcap.keylog import KeyLog
from scanner.capture.pcap.packets import read_packets
from scanner.capture.pcap.records import read_records
from scanner.model import Gap, Note

LONG = b"\xc3\0\0\0\x01\x08" + bytes(1200)


def udp(source: tuple[str, int], target: tuple[str, int], data: bytes) -> bytes:
    from scapy.layers.inet import IP, UDP
    from scapy.packet import Raw

    return build.ethernet(bytes(IP(src=source[0], dst=target[0]) / UDP(sport=source[1], dport=target[1]) / Raw(data)))


def notes(*frames: bytes) -> list[tuple[Gap, str, int, int, str]]:
    data = build.pcap([(build.START + number, frame) for number, frame in enumerate(frames)])
    records = read_records(data)
    assert records is not None
    found: list[Note] = []
    datagrams = Datagrams(read_packets(data, records), seconds(records.time), "c", found.append, KeyLog([]), 1 << 20)
    assert not list(datagrams.read(range(len(datagrams.sizes)))) and not list(datagrams.rest())
    return [(note.gap, note.host, note.bytes, note.count, note.detail) for note in found]


def test_quic_on_any_port_and_anything_on_443() -> None:
    client, one, two = ("192.0.2.1", 6000), ("198.51.100.1", 443), ("198.51.100.2", 4433)
    found = notes(udp(client, two, LONG), udp(two, client, b"\x40" * 30), udp(client, one, b"\x40" * 50))
    assert found == [(Gap.QUIC_UNREAD, "198.51.100.2", len(LONG) + 30, 1, "its first packets do not open"),
                     (Gap.QUIC_UNREAD, "198.51.100.1", 50, 1, "without its first packets")]


def test_other_protocols() -> None:
    client = ("192.0.2.1", 6000)
    found = notes(udp(client, ("192.0.2.53", 53), b"q" * 30), udp(("192.0.2.53", 53), client, b"a" * 40),
                  udp(client, ("224.0.0.251", 5353), b"m" * 20), udp(client, ("192.0.2.9", 7777), b"x" * 9),
                  udp(client, ("192.0.2.9", 8888), b"y" * 9))
    assert found == [(Gap.PROTOCOL_UNREAD, "", 70, 2, "DNS"), (Gap.PROTOCOL_UNREAD, "", 20, 1, "mDNS"),
                     (Gap.PROTOCOL_UNREAD, "", 18, 2, "UDP")]


def test_hosts_that_were_looked_up() -> None:
    client, server = ("192.0.2.1", 6000), ("192.0.2.53", 53)
    ask, other = build.dns_question("les.example"), build.dns_question("meten.example", 28)
    reverse = build.dns_question("1.2.0.192.in-addr.arpa", 12)
    found = notes(udp(client, server, ask), udp(server, client, ask + b"\xc0\x0c answer"), udp(client, server, other),
                  udp(client, server, reverse), udp(client, server, b"onzin"))
    assert found == [(Gap.DNS_LOOKUP, "les.example", 2 * len(ask) + 9, 2, ""),
                     (Gap.DNS_LOOKUP, "meten.example", len(other), 1, ""),
                     (Gap.PROTOCOL_UNREAD, "", len(reverse) + 5, 2, "DNS")]


def test_no_datagrams() -> None:
    assert notes() == []
