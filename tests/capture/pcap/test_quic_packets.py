"""Headers of QUIC packets: the examples of the standards, cuts, and coalesced packets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.quic_packets import (
    EARLY,
    HANDSHAKE,
    INITIAL,
    RETRY,
    VERSIONS,
    Cut,
    full_number,
    long_header,
    varint,
)

IDS = b"\x02\xaa\xbb\x03\xcc\xdd\xee"
TWO = b"\x6b\x33\x43\xcf"


@pytest.mark.parametrize(("data", "value"), [  # RFC 9000 §A.1
    ("c2197c5eff14e88c", 151_288_809_941_952_652), ("9d7f3e7d", 494_878_333), ("7bbd", 15_293), ("25", 37),
    ("4025", 37),
])
def test_integers(data: str, value: int) -> None:
    raw = bytes.fromhex(data)
    assert varint(b"!" + raw + b"!", 1) == (value, 1 + len(raw))
    for cut in range(len(raw)):
        with pytest.raises(Cut):
            varint(raw[:cut], 0)


@pytest.mark.parametrize(("truncated", "bits", "expected", "full"), [
    (0x9B32, 16, 0xA82F30EB, 0xA82F9B32),  # RFC 9000 §A.3
    (0, 8, 0, 0), (255, 8, 0, 255), (0, 8, 255, 256), (254, 8, 257, 254), (1, 32, 0, 1),
])
def test_packet_numbers(truncated: int, bits: int, expected: int, full: int) -> None:
    assert full_number(truncated, bits, expected) == full


@given(st.integers(0, 1 << 40), st.integers(-120, 120), st.sampled_from([8, 16, 24, 32]))
def test_numbers_near_the_expected_one_are_told(expected: int, step: int, bits: int) -> None:
    number = max(expected + step, 0)
    assert full_number(number & (1 << bits) - 1, bits, expected) == number


@pytest.mark.parametrize(("first", "version", "kind"), [
    (0xC0, b"\0\0\0\x01", INITIAL), (0xD0, b"\0\0\0\x01", EARLY), (0xE0, b"\0\0\0\x01", HANDSHAKE),
    (0xF0, b"\0\0\0\x01", RETRY), (0xC0, TWO, RETRY), (0xD0, TWO, INITIAL), (0xE0, TWO, EARLY), (0xF0, TWO, HANDSHAKE),
    (0x80, b"\0\0\0\x01", INITIAL),  # the fixed bit may be greased (RFC 9287)
    (0xC0, b"\xff\0\0\x1d", INITIAL), (0xC0, b"\xff\0\0\x22", INITIAL),
])
def test_kinds_by_version(first: int, version: bytes, kind: int) -> None:
    token = b"\x02tk" if kind == INITIAL else b""
    header = bytes([first]) + version + IDS + token
    data = b"####" + header + b"\x05body!rest"
    packet = long_header(data, 4)
    assert (packet.kind, packet.destination, packet.source, packet.start) == (kind, b"\xaa\xbb", b"\xcc\xdd\xee", 4)
    if kind == RETRY:
        assert data[packet.number_at:packet.end] == b"\x05body!rest"
    else:
        assert data[packet.number_at:packet.end] == b"body!"


@pytest.mark.parametrize("data", [
    b"", b"\xc0\0\0\0\x01", b"\x40\0\0\0\x01" + IDS,  # too short, a short header
    b"\xc0\0\0\0\0" + IDS, b"\xc0\x1a\x2a\x3a\x4a" + IDS + b"\0\x01!",  # version negotiation, a reserved version
    b"\xc0\0\0\0\x01\x15" + bytes(40), b"\xc0\0\0\0\x01\0\x15" + bytes(40),  # ids longer than 20 bytes
    b"\xc0\0\0\0\x01\x14" + bytes(10), b"\xc0\0\0\0\x01\x02\xaa\xbb\x14" + bytes(3),  # ids that are cut
    b"\xc0\0\0\0\x01" + IDS + b"\x7f\xff!", b"\xc0\0\0\0\x01" + IDS + b"\0\x7f\xff!",  # token and length too long
    b"\xe0\0\0\0\x01" + IDS + b"\xff\xff\xff\xff\xff\xff\xff\xff",
])
def test_what_is_no_packet(data: bytes) -> None:
    with pytest.raises(Cut):
        long_header(data, 0)


@given(st.sampled_from(sorted(VERSIONS)), st.binary(max_size=80))
def test_any_bytes_are_a_packet_or_cut(version: int, rest: bytes) -> None:
    data = b"\xc3" + version.to_bytes(4, "big") + rest
    try:
        packet = long_header(data, 0)
    except Cut:
        return
    assert 0 < packet.number_at <= packet.end <= len(data)
