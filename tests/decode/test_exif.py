"""EXIF, with Pillow as the writer."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from scanner.decode.exif import read

BODY = {0x010E: "Sanne bij het raam", 0x0110: "Telefoon 5", 0x013B: "Sanne de Vries",
        0x9C9D: "Daan".encode("utf-16-le")}


def written(order: str = "<", **changes: str) -> bytes:
    exif = Image.Exif()
    exif.endian = order
    for tag, value in BODY.items():
        exif[tag] = value
    inner = exif.get_ifd(0x8769)
    inner[0xA430] = "Anja Jansen"
    inner[0xA431] = "SN123456789"
    inner[0x9003] = "2026:10:05 09:14:22"
    inner[0x9286] = b"UNICODE\x00" + "Let op".encode("utf-16-le")
    place = exif.get_ifd(0x8825)
    place[1], place[3] = changes.get("north", "N"), changes.get("east", "E")
    place[2] = tuple(map(IFDRational, (52, 5, 2628), (1, 1, 100)))
    place[4] = tuple(map(IFDRational, (5, 7, 1704), (1, 1, 100)))
    place[29] = "2026:10:05"
    return exif.tobytes()[6:]


@pytest.mark.parametrize("order", ["<", ">"])
def test_what_a_phone_writes(order):
    found = dict(read(written(order)))
    assert found["imageDescription"] == "Sanne bij het raam"
    assert found["artist"] == "Sanne de Vries"
    assert found["cameraOwnerName"] == "Anja Jansen"
    assert found["serialNumber"] == "SN123456789"
    assert found["dateTimeOriginal"] == "2026:10:05 09:14:22"
    assert found["cameraModel"] == "Telefoon 5"
    assert found["author"] == "Daan"
    assert (found["gps/latitude"], found["gps/longitude"]) == ("52.090633", "5.121400")
    assert found["gpsDate"] == "2026:10:05"


def test_south_and_west():
    found = dict(read(written(north="S", east="W")))
    assert (found["gps/latitude"], found["gps/longitude"]) == ("-52.090633", "-5.121400")


def entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHII", tag, kind, count, value)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"II*\x00", b"II*\x00\xff\xff\xff\xff", b"geen tiff",
        b"II*\x00\x08\x00\x00\x00\x01\x00" + entry(0x8769, 4, 1, 8) + b"\x08\x00\x00\x00",  # points to itself
        b"II*\x00\x08\x00\x00\x00\x02\x00" + entry(0x10E, 2, 2**32 - 1, 0) + entry(0x13B, 2, 10, 2**32 - 1),
        b"II*\x00\x08\x00\x00\x00\xff\xff" + entry(0x8825, 4, 1, 0) * 5,
        b"II*\x00\x08\x00\x00\x00\x01\x00" + entry(0x10E, 99, 1, 0),
    ],
)
def test_what_lies(data):
    assert list(read(data)) == []


def test_fractions_of_nothing():
    place = b"II*\x00\x08\x00\x00\x00\x01\x00" + entry(0x8825, 4, 1, 26) + bytes(4)
    place += b"\x01\x00" + entry(2, 5, 3, 44) + bytes(4) + struct.pack("<6I", 52, 0, 1, 1, 1, 1)
    assert list(read(place)) == []


@given(st.data())
def test_damaged(data):
    body = bytearray(written())
    for _ in range(data.draw(st.integers(1, 10))):
        body[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
    for name, value in read(bytes(body[:data.draw(st.integers(4, len(body)))])):
        assert name
        assert value


@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_accents_though_the_standard_has_none(codec):
    text = "Zoë".encode(codec) + bytes(4)
    data = b"II*\x00\x08\x00\x00\x00\x01\x00" + entry(0x13B, 2, len(text), 26) + bytes(4) + text
    assert list(read(data)) == [("artist", "Zoë")]
