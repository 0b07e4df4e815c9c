"""From records to transport payloads: cut packets, fragments, tunnels, headers that make no sense."""

from __future__ import annotations

from collections import Counter

import pcap_builders as build
import pytest

from scanner.capture.pcap.packets import Packets, read_packets
from scanner.capture.pcap.records import read_records

V6 = ("2001:db8::10", 50_123), ("2001:db8::7", 80)


def packets(*frames: bytes, link: int = 1, snaplen: int = 1 << 18) -> Packets:
    data = build.pcap([(build.START, frame) for frame in frames], link=link, snaplen=snaplen)
    records = read_records(data)
    assert records is not None
    return read_packets(data, records)


def payloads(found: Packets) -> list[bytes]:
    return [bytes(found.memory.slice(at, at + size)) for at, size in
            zip(found.tcp.at.tolist(), found.tcp.length.tolist(), strict=True)]


def test_tcp_over_ipv4_and_ipv6() -> None:
    one = build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, b"four")
    two = build.tcp_packet(*V6, 6, build.SYN, b"six")
    found = packets(build.ethernet(one), build.ethernet(two))
    assert payloads(found) == [b"four", b"six"]
    assert found.tcp.seq.tolist() == [5, 6] and found.tcp.flags.tolist() == [16, 2]
    peers = [found.addresses.peer(key) for key in [*found.tcp.src.tolist(), *found.tcp.dst.tolist()]]
    assert [(peer.host, peer.port) for peer in peers] == [build.CLIENT, V6[0], build.SERVER, V6[1]]


def test_ethernet_padding_is_no_payload() -> None:
    frame = build.ethernet(build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, b""))
    assert packets(frame + bytes(6)).tcp.length.tolist() == [0]


def test_a_total_length_of_zero_means_the_card_cut_the_packet_later() -> None:
    packet = bytearray(build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, b"large"))
    packet[2:4] = b"\0\0"
    assert payloads(packets(build.ethernet(bytes(packet)))) == [b"large"]


def test_bytes_cut_by_the_recorder_are_counted() -> None:
    frame = build.ethernet(build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, b"x" * 500))
    found = packets(frame, snaplen=154)
    assert found.tcp.length.tolist() == [100] and found.tcp.cut.tolist() == [400]
    assert packets(frame, snaplen=40).others == Counter({"cut frame": 1})


def test_ipv6_extension_headers_are_stepped_over() -> None:
    from scapy.layers.inet import TCP
    from scapy.layers.inet6 import IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting
    from scapy.packet import Raw

    packet = (IPv6(src=V6[0][0], dst=V6[1][0]) / IPv6ExtHdrHopByHop() / IPv6ExtHdrDestOpt() / IPv6ExtHdrRouting()
              / IPv6ExtHdrFragment(offset=0, m=0) / TCP(sport=1, dport=2) / Raw(b"behind"))
    assert payloads(packets(build.ethernet(bytes(packet)))) == [b"behind"]


def test_ipv4_fragments_in_any_order() -> None:
    from scapy.layers.inet import IP, fragment

    whole = IP(build.tcp_packet(build.CLIENT, build.SERVER, 9, build.ACK, bytes(range(200)) * 5))
    parts = [build.ethernet(bytes(part)) for part in fragment(whole, fragsize=300)]
    assert len(parts) > 2
    for frames in (parts, parts[::-1], [parts[0], *parts]):
        found = packets(*frames)
        assert payloads(found) == [bytes(range(200)) * 5] and found.fragments == 0
    assert packets(*parts[1:]).fragments == len(parts) - 1
    found = packets(*parts[:2], *parts[3:])
    assert payloads(found) == [(bytes(range(200)) * 5)[:572]] and found.fragments == len(parts) - 1
    assert found.tcp.cut.tolist() == [1000 - 572]


def test_the_header_of_the_first_fragment_counts() -> None:
    """Options stand in the first fragment alone, and the fragments came in another order."""
    from scapy.layers.inet import IP, IPOption_Router_Alert
    from scapy.packet import Raw

    payload = build.tcp_packet(build.CLIENT, build.SERVER, 9, build.ACK, b"0123456789" * 10)[20:]
    ends = {"src": build.CLIENT[0], "dst": build.SERVER[0], "proto": 6, "id": 7}
    first = IP(**ends, flags="MF", options=[IPOption_Router_Alert()]) / Raw(payload[:48])
    last = IP(**ends, frag=6) / Raw(payload[48:])
    for frames in ((first, last), (last, first)):
        assert payloads(packets(*(build.ethernet(bytes(frame)) for frame in frames))) == [b"0123456789" * 10]


def test_fragments_that_differ_where_they_overlap() -> None:
    from scapy.layers.inet import IP
    from scapy.packet import Raw

    payload = build.tcp_packet(build.CLIENT, build.SERVER, 9, build.ACK, b"A" * 76)[20:]
    ends = {"src": build.CLIENT[0], "dst": build.SERVER[0], "proto": 6, "id": 7}
    parts = [IP(**ends, flags="MF") / Raw(payload[:48]), IP(**ends, flags="MF", frag=4) / Raw(b"x" * 32),
             IP(**ends, frag=8) / Raw(payload[64:])]
    found = packets(*(build.ethernet(bytes(part)) for part in parts))
    assert payloads(found) == [b"A" * 28 + b"x" * 16 + b"A" * 32] and found.fragment_conflicts == 1


def test_ipv6_fragments() -> None:
    from scapy.layers.inet6 import IPv6, IPv6ExtHdrFragment, fragment6

    whole = IPv6(build.tcp_packet(*V6, 9, build.ACK, b"ab" * 2000))
    whole = IPv6(src=V6[0][0], dst=V6[1][0]) / IPv6ExtHdrFragment() / whole.payload
    parts = [build.ethernet(bytes(part)) for part in fragment6(whole, 1280)]
    found = packets(*parts)
    assert len(parts) > 2 and payloads(found) == [b"ab" * 2000] and found.fragments == 0


def test_tunnels_inside_each_other() -> None:
    from scapy.layers.inet import IP, UDP
    from scapy.layers.l2 import GRE, Ether
    from scapy.layers.vxlan import VXLAN
    from scapy.packet import Raw

    inner = build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, b"deep")
    outer = {"src": "203.0.113.1", "dst": "203.0.113.2"}
    gre = IP(**outer) / GRE(proto=0x800) / Raw(inner)
    vxlan = IP(**outer) / UDP(sport=5555, dport=4789) / VXLAN(vni=7) / Ether(type=0x800) / gre
    sixin4 = IP(**outer, proto=41) / Raw(build.tcp_packet(*V6, 1, build.ACK, b"six"))
    found = packets(build.ethernet(bytes(vxlan)), build.ethernet(bytes(sixin4)))
    assert payloads(found) == [b"deep", b"six"] and len(found.udp) == 0


def test_tunnels_without_end_are_given_up() -> None:
    from scapy.layers.inet import IP
    from scapy.packet import Raw

    packet: bytes = build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, b"deep")
    for _ in range(12):
        packet = bytes(IP(src="203.0.113.1", dst="203.0.113.2", proto=4) / Raw(packet))
    found = packets(build.ethernet(packet))
    assert len(found.tcp) == 0 and found.others == Counter({"nested tunnel": 1})


def test_a_tunnel_port_with_something_else_stays_udp() -> None:
    from scapy.layers.inet import IP, UDP
    from scapy.packet import Raw

    found = packets(build.ethernet(bytes(IP(src="203.0.113.1", dst="203.0.113.2")
                                         / UDP(sport=2152, dport=9) / Raw(b"\x30\x01\x00\x00" * 4))))
    assert len(found.udp) == 1 and found.udp.length.tolist() == [16]


def test_authentication_headers_without_end_are_named() -> None:
    import pcap_encapsulations as wrap

    found = packets(build.ethernet(wrap.in_ip(51, wrap.authentication(51) * 2000)))
    assert len(found.tcp) == 0 and found.others == Counter({"IPsec": 1})


@pytest.mark.parametrize(("change", "named"), [
    ((14, b"\x25"), "no IP packet"),
    ((14, b"\x42"), "broken IP header"),
    ((16, b"\0\x05"), "broken IP header"),
    ((23, b"\x01"), "ICMP"),
    ((23, b"\x32"), "IPsec"),
    ((23, b"\x33"), "cut frame"),  # an authentication header that ends behind the packet
    ((23, b"\xc8"), "IP protocol 200"),
    ((46, b"\x10"), "broken TCP header"),
    ((46, b"\xf0"), "broken TCP header"),
])
def test_what_cannot_be_read_is_named(change: tuple[int, bytes], named: str) -> None:
    frame = bytearray(build.ethernet(build.tcp_packet(build.CLIENT, build.SERVER, 5, build.ACK, b"data")))
    frame[change[0]:change[0] + len(change[1])] = change[1]
    found = packets(bytes(frame))
    assert len(found.tcp) == 0 and found.others == Counter({named: 1})
