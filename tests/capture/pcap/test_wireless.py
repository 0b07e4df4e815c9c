"""802.11 frames: headers of every length, aggregates, frames that were decrypted, headers of capture cards."""

from __future__ import annotations

import struct

import pcap_encapsulations as wrap
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap import wireless
from scanner.capture.pcap.layers import Inner, Several

V4 = b"\x45" + bytes(39)
SNAPPED = wrap.snap(V4)


def packets(data: bytes, found: Several) -> list[bytes]:
    assert not isinstance(found, str), found
    return [data[place.start:place.end] for place in found]


@pytest.mark.parametrize(("kind", "more"), [
    (b"\x08\x01", b""), (b"\x88\x02", b"\0\0"), (b"\x88\x82", bytes(6)), (b"\x08\x03", bytes(6)),
    (b"\x88\x03", bytes(8)), (b"\x08\x41", b""), (b"\x08\x41", b"\x01\x02\x03\x20\0\0\0\0"), (b"\x08\x41", bytes(4)),
    (b"\x88\x03", bytes(6) + b"\0\x01" + b"\x01\x1f\0\0\0\0" + bytes(6)),
], ids=["plain", "qos", "high throughput", "four addresses", "qos and four addresses", "decrypted, mark left",
        "decrypted, vector left", "decrypted, short vector left", "mesh with extended addresses"])
def test_the_packet_in_a_frame(kind: bytes, more: bytes) -> None:
    data = wrap.wireless(SNAPPED, kind, more)
    assert packets(data, wireless.wireless(data, 0, len(data))) == [V4]


def test_all_packets_of_an_aggregate() -> None:
    subframes = b""
    for size in (21, 40, 33):
        body = wrap.snap(b"\x45" + bytes(size))
        subframes += bytes(-len(subframes) % 4) + wrap.MACS + struct.pack(">H", len(body)) + body
    data = wrap.wireless(subframes, wrap.QOS, b"\x80\0")
    assert [len(packet) for packet in packets(data, wireless.wireless(data, 0, len(data)))] == [22, 41, 34]
    cut = len(data) - 5
    assert [len(packet) for packet in packets(data, wireless.wireless(data, 0, cut))] == [22, 41, 29]


@pytest.mark.parametrize(("data", "named"), [
    (wrap.wireless(SNAPPED, b"\x80\x00"), "wireless management"),
    (wrap.wireless(SNAPPED, b"\x48\x01"), "wireless management"),
    (wrap.wireless(bytes(60), b"\x08\x41"), "encrypted wireless frame"),
    (wrap.wireless(SNAPPED, b"\x08\x05"), "fragmented wireless frame"),
    (wrap.wireless(SNAPPED, b"\x08\x45"), "encrypted wireless frame"),
    (wrap.wireless(b"\x42\x42\x03" + bytes(40)), "bridging protocol"),
    (wrap.wireless(b"", wrap.QOS, b"\x80\0") + bytes(10), "cut frame"),
])
def test_frames_without_a_packet_are_named(data: bytes, named: str) -> None:
    assert wireless.wireless(data, 0, len(data)) == named


def test_a_later_fragment_is_no_packet() -> None:
    data = bytearray(wrap.wireless(SNAPPED))
    data[22] = 0x11
    assert wireless.wireless(bytes(data), 0, len(data)) == "fragmented wireless frame"
    assert wireless.wireless(bytes(data), 0, 24) == wireless.wireless(bytes(data[:23]), 0, 23) == "cut frame"


@pytest.mark.parametrize("data", [
    wrap.radiotap(wrap.wireless(SNAPPED)),
    wrap.radiotap(wrap.wireless(SNAPPED, wrap.QOS, bytes(4)), 0x20),
    struct.pack("<BBHIIB", 0, 0, 13, 0x80000002, 0, 0x20) + wrap.wireless(SNAPPED, wrap.QOS, bytes(4)),
], ids=["without flags", "padding", "padding, two words of presence"])
def test_radiotap(data: bytes) -> None:
    assert packets(data, wireless.radiotap(data, 0, len(data))) == [V4]


def test_headers_of_cards() -> None:
    frame = wrap.wireless(SNAPPED)
    for reader, data in ((wireless.prism, wrap.prism(frame)), (wireless.prism, wrap.avs(frame)),
                         (wireless.prism, bytes(144) + frame), (wireless.avs, wrap.avs(frame)),
                         (wireless.prism, struct.pack(">II", 0x44, 144) + bytes(136) + frame)):
        assert packets(data, reader(data, 0, len(data))) == [V4]


def test_control_bytes_in_the_other_order() -> None:
    for data in (wrap.wireless(SNAPPED, b"\x01\x08"), wrap.wireless(SNAPPED), wrap.wireless(SNAPPED, b"\x03\x88",
                                                                                         bytes(8))):
        assert packets(data, wireless.swapped(data, 0, len(data))) == [V4]
    data = wrap.wireless(SNAPPED, b"\x41\x08")
    assert wireless.swapped(data, 0, len(data)) == "encrypted wireless frame"


@given(st.binary(max_size=200))
def test_any_bytes_give_places_or_a_word(data: bytes) -> None:
    for reader in (wireless.wireless, wireless.radiotap, wireless.prism, wireless.avs, wireless.swapped):
        try:
            found = reader(data, 0, len(data))
        except IndexError:
            continue
        assert isinstance(found, str) or all(isinstance(place, Inner) for place in found)
