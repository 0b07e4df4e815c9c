"""The walk over pcap and pcapng records: byte orders, resolutions, sections, secrets, damage."""

from __future__ import annotations

import struct

import pcap_builders as build
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.pcap.columns import seconds
from scanner.capture.pcap.records import read_records

FRAMES = [(1_700_000_000.25, b"a" * 60), (1_700_000_001.5, b"b" * 75), (1_700_000_002.0, b"c" * 61)]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("magic", [0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34])
def test_pcap_in_every_byte_order_and_resolution(order: str, magic: int) -> None:
    data = build.pcap(FRAMES, link=113, order=order, magic=magic)
    records = read_records(data)
    assert records is not None
    assert [data[at:at + size] for at, size in zip(records.offset, records.captured, strict=True)] == [
        frame for _, frame in FRAMES]
    assert seconds(records.time).tolist() == [time for time, _ in FRAMES]
    assert set(records.link.tolist()) == {113}
    assert records.unread == records.missing == 0


def test_fcs_bits_above_the_link_type_are_no_part_of_it() -> None:
    data = bytearray(build.pcap(FRAMES))
    data[20:24] = struct.pack("<I", 0x54000001)
    records = read_records(bytes(data))
    assert records is not None and set(records.link.tolist()) == {1}


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng_with_sections_interfaces_and_secrets(order: str) -> None:
    other = "<" if order == ">" else ">"
    nano = struct.pack(order + "HHBxxx", 9, 1, 9)
    binary = struct.pack(order + "HHBxxx", 9, 1, 0x80 | 10)
    later = struct.pack(order + "HHq", 14, 8, 1000)
    data = (build.section(order) + build.interface(1, nano, order) + build.interface(101, binary + later, order)
            + build.block(0x0BAD, b"unknown block", order)
            + build.enhanced(b"a" * 61, 1_700_000_000_250_000_000, 0, order)
            + build.enhanced(b"b" * 60, 3 << 10 | 512, 1, order)
            + build.enhanced(b"x" * 60, 0, 7, order)
            + build.section(other) + build.interface(113, b"", other)
            + build.enhanced(b"c" * 60, 5_000_000, 0, other)
            + build.block(3, struct.pack(other + "I", 4) + b"dddd", other)
            + build.secrets(b"CLIENT_RANDOM 00 00\n", other))
    records = read_records(data)
    assert records is not None
    assert [data[at:at + size][:1] for at, size in zip(records.offset, records.captured, strict=True)] == [
        b"a", b"b", b"c", b"d"]
    assert records.time.tolist() == [1_700_000_000_250_000_000, 1_003_500_000_000, 5_000_000_000, 0]
    assert records.link.tolist() == [1, 101, 113, 113]
    assert records.secrets == [b"CLIENT_RANDOM 00 00\n"]
    assert records.unknown_interface == 1 and records.unread == 0


@pytest.mark.parametrize("window", [1, 100, 200])
def test_a_file_is_walked_in_windows(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [(1_700_000_000.0 + number, bytes([number]) * 50) for number in range(9)]
    ng = build.section() + build.interface() + b"".join(build.enhanced(frame, number) for number, frame in
                                                       enumerate(frame for _, frame in frames))
    for data in (build.pcap(frames), ng):
        whole = read_records(data)
        monkeypatch.setattr("scanner.capture.pcap.records._WINDOW", window)
        found = read_records(data)
        monkeypatch.undo()
        assert whole is not None and found is not None and len(found) == 9
        assert found.offset.tolist() == whole.offset.tolist() and found.time.tolist() == whole.time.tolist()


def test_the_obsolete_packet_block_has_a_short_interface_number() -> None:
    for order in "<>":
        body = struct.pack(order + "HHIIII", 0, 999, 0, 7, 60, 60) + b"p" * 60
        data = build.section(order) + build.interface(1, b"", order) + build.block(2, body, order)
        records = read_records(data)
        assert records is not None and records.time.tolist() == [7_000] and records.unknown_interface == 0


def test_a_last_packet_that_is_cut_is_kept_as_far_as_it_goes() -> None:
    data = build.pcap(FRAMES)
    records = read_records(data[:-20])
    assert records is not None
    assert records.captured.tolist() == [60, 75, 41] and records.missing == 20


def test_a_length_without_sense_ends_the_file() -> None:
    data = bytearray(build.pcap(FRAMES))
    data[24 + 16 + 60 + 8:24 + 16 + 60 + 12] = b"\xff\xff\xff\x7f"
    records = read_records(bytes(data))
    assert records is not None and len(records) == 1
    assert records.unread == len(data) - (24 + 16 + 60)


def test_a_pcapng_that_ends_inside_a_block() -> None:
    data = build.section() + build.interface() + build.enhanced(b"a" * 60) + build.enhanced(b"b" * 60)
    records = read_records(data[:-10])
    assert records is not None and len(records) == 1 and records.unread == len(data) - 10 - 28 - 20 - 92


@pytest.mark.parametrize("data", [b"", b"\xd4", b"{\"log\"", b"GIF8", bytes(64)])
def test_other_files_are_no_capture(data: bytes) -> None:
    assert read_records(data) is None


@given(st.binary(max_size=300), st.sampled_from([b"\xd4\xc3\xb2\xa1", b"\n\r\r\n" + build.section()[4:28]]))
def test_any_bytes_behind_a_magic_give_records_inside_the_file(rest: bytes, magic: bytes) -> None:
    data = magic + rest
    records = read_records(data)
    assert records is not None
    assert all(at + size <= len(data) for at, size in zip(records.offset, records.captured, strict=True))


@pytest.mark.parametrize(("magic", "extra"), [(0xA1B2C3D4, 4), (0xA1B2C3D4, 8), (0xA1B2CD34, 12), (0xA1B2CD34, 0)])
@pytest.mark.parametrize("order", ["<", ">"])
def test_record_headers_of_other_writers(magic: int, extra: int, order: str) -> None:
    frames = [bytes([number]) * (60 + number) for number in range(9)]
    data = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, 1) + b"".join(
        struct.pack(order + "IIII", 1_700_000_000, 7, len(frame), len(frame)) + bytes(extra) + frame
        for frame in frames)
    for cut in (0, 5):
        records = read_records(data[:len(data) - cut])
        assert records is not None and len(records) == 9 and records.missing == cut
        places = zip(records.offset.tolist(), records.captured.tolist(), strict=True)
        assert [data[at:at + size] for at, size in places] == [*frames[:-1], frames[-1][:len(frames[-1]) - cut]]
