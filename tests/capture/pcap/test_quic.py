"""Server names of QUIC connections, from the vectors of the standard and from damaged packets."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.packets import read_packets
from scanner.capture.pcap.quic import server_name
from scanner.capture.pcap.records import read_records

FOLDER = Path(__file__).parents[2] / "captures" / "pcap"


def datagrams(name: str) -> list[bytes]:
    data = (FOLDER / name).read_bytes()
    records = read_records(data)
    assert records is not None
    found = read_packets(data, records)
    return [bytes(found.memory.slice(at, at + size))
            for at, size in zip(found.udp.at.tolist(), found.udp.length.tolist(), strict=True)]


def test_versions_1_and_2() -> None:
    assert server_name(datagrams("suricata-verify__quic-ietf.pcap")) == "msquic.net"
    assert server_name(datagrams("zeek__quic__quicv2-echo-443.pcap")) == "localhost"


def test_a_damaged_packet_has_no_name() -> None:
    first = bytearray(datagrams("zeek__quic__quicv2-echo-443.pcap")[0])
    first[-1] ^= 1
    assert server_name([bytes(first)]) == ""


@given(st.binary(max_size=60), st.sampled_from([b"\xc0\0\0\0\x01", b"\xd0\x6b\x33\x43\xcf", b""]))
def test_any_bytes_have_a_name_or_none(rest: bytes, start: bytes) -> None:
    assert server_name([start + rest]) == ""


def test_any_cut_is_survived() -> None:
    first = datagrams("suricata-verify__quic-ietf.pcap")[0]
    assert {server_name([first[:size]]) for size in range(0, 1200, 7)} == {""}
