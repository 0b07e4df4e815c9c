"""Tags of recordings, written by hand after their specifications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st


def synchsafe(size: int) -> bytes:
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3(*frames: tuple[str, bytes], version: int = 4) -> bytes:
    size = synchsafe if version == 4 else lambda size: size.to_bytes(4, "big")
    body = b"".join(name.encode() + size(len(data)) + b"\x00\x00" + data for name, data in frames) + bytes(20)
    return b"ID3" + bytes([version, 0, 0]) + synchsafe(len(body)) + body + b"\xff\xfb" + bytes(200)


def box(kind: bytes, *inner: bytes) -> bytes:
    body = b"".join(inner)
    return (len(body) + 8).to_bytes(4, "big") + kind + body


def data(text: str) -> bytes:
    return box(b"data", b"\x00\x00\x00\x01\x00\x00\x00\x00", text.encode())


FTYP = box(b"ftyp", b"isomiso2")


@pytest.mark.parametrize("version", [3, 4])
def test_id3(decode, version):
    body = id3(("TIT2", b"\x03Spreekbeurt"), ("TPE1", b"\x01" + "Zoë van Dijk".encode("utf-16")),
               ("COMM", b"\x00nldkort\x00voorgelezen door Sanne"), ("TXXX", b"\x03leerling\x00Daan Bakker"),
               ("APIC", b"\x00" + bytes(300)), version=version)
    outcome = decode(request=body, kind="audio/mpeg")
    assert outcome.body == {"/title": "Spreekbeurt", "/artist": "Zoë van Dijk", "/comment": "voorgelezen door Sanne",
                            "/leerling": "Daan Bakker"}
    assert outcome.gaps == [("content.media", len(body), "audio", False)]


def test_id3_with_short_names(decode):
    frames = b"".join(name + len(text).to_bytes(3, "big") + text for name, text in (
        (b"TT2", b"\x00Lied"), (b"TP1", b"\x00Sanne")))
    body = b"ID3\x02\x00\x00" + synchsafe(len(frames)) + frames + bytes(20)
    assert decode(request=body).body == {"/title": "Lied", "/artist": "Sanne"}


def test_mp4(decode):
    body = FTYP + box(b"mdat", bytes(50)) + box(b"moov", box(
        b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7+52.0907+005.1214/"),
        box(b"auth", bytes(4) + b"\x15\xc7Bas Smit\x00"),
        box(b"meta", bytes(4), box(b"hdlr", bytes(20)), box(b"ilst", box(b"\xa9nam", data("Gymles")),
                                                              box(b"\xa9ART", data("Zoë van Dijk"))))))
    assert decode(request=body, kind="video/mp4").body == {
        "/location": "+52.0907+005.1214/", "/author": "Bas Smit", "/title": "Gymles", "/artist": "Zoë van Dijk"}


def test_quicktime_keys(decode):
    names = (b"com.apple.quicktime.location.ISO6709", b"com.apple.quicktime.author")
    keys = box(b"keys", bytes(4), len(names).to_bytes(4, "big"), *(box(b"mdta", name) for name in names))
    body = FTYP + box(b"moov", box(b"meta", box(b"hdlr", bytes(24)), keys, box(
        b"ilst", box(b"\x00\x00\x00\x01", data("+52.0907+005.1214/")), box(b"\x00\x00\x00\x02", data("Sanne")))))
    assert decode(request=body).body == {"/location.ISO6709": "+52.0907+005.1214/", "/author": "Sanne"}


@pytest.mark.parametrize(
    "body",
    [
        b"ID3", b"ID3\x04\x00\x00\x7f\x7f\x7f\x7fTIT2\x7f\x7f\x7f\x7f\x00\x00\x09x",
        b"ID3\x04" + bytes(6) + b"\xff" * 50,
        FTYP + b"\x00\x00\x00\x01moov\xff\xff\xff\xff\xff\xff\xff\xff", FTYP + b"\x00\x00\x00\x00moov" * 50,
        FTYP + b"\x00\x00\x00\x04moov" * 50, FTYP + box(b"keys", b"\xff" * 40), b"OggS" + bytes(50),
        b"\x00\x00\x00\x08ftyp" + b"\x00\x00\x08\x00moov" * 300,
    ],
)
def test_what_lies(decode, body):
    decode(request=body)


@given(st.binary(max_size=300),
       st.sampled_from([b"ID3\x04\x00\x00\x00\x00\x7f\x7f", FTYP, FTYP + b"\x00\x00\x01\x00moov"]))
def test_arbitrary_bytes(decode_once, data, start):
    decode_once(request=start + data)
