"""Contents packed inside a message."""

from __future__ import annotations

import gzip
import json
import zlib

import msgpack
import pytest
import zstandard

from scanner.decode import Limits

PUPIL = b'{"naam":"Sanne de Vries"}'
PACK = {"gzip": lambda data: gzip.compress(data, mtime=0), "deflate": zlib.compress,
        "zstd": lambda data: zstandard.ZstdCompressor().compress(data)}


@pytest.mark.parametrize("codec", PACK)
def test_a_part_of_a_form(decode, codec):
    body = (b'--g\r\nContent-Disposition: form-data; name="segment"; filename="x"\r\nContent-Type: application/'
            b"octet-stream\r\n\r\n" + PACK[codec](PUPIL) + b"\r\n--g--\r\n")
    outcome = decode(request=body, kind="multipart/form-data; boundary=g")
    assert outcome.body["/segment/naam"] == "Sanne de Vries"
    assert outcome.steps("Sanne de Vries") == ["multipart", codec, "json"]
    assert outcome.notes == []


def test_bytes_in_a_document(decode):
    # Above 64 bytes; less would be taken for an id.
    packed = gzip.compress(json.dumps({"naam": "Sanne de Vries", "lijst": list(range(200))}).encode(), mtime=0)
    found = decode(request=msgpack.packb({"lading": packed}), kind="application/msgpack")
    assert found.body["/lading/naam"] == "Sanne de Vries"
    assert found.notes == []


def test_a_zlib_body_without_a_label(decode):
    assert decode(request=zlib.compress(PUPIL), kind="application/octet-stream").body["/naam"] == "Sanne de Vries"


@pytest.mark.parametrize("body", [b"x\x9c" + bytes(30), b"\x78\x01 en verder tekst", b"\x1f\x8b\x08" + b"\xff" * 30])
def test_what_only_begins_so(decode, body):
    outcome = decode(request=body, kind="application/octet-stream")
    assert "json" not in {field.origin.format for field in outcome.fields}


def test_layers_and_bombs_are_bounded(decode):
    data = PUPIL
    for _ in range(30):
        data = zlib.compress(data)
    decode(request=data, kind="application/octet-stream")
    bomb = zlib.compress(bytes(30_000_000))
    outcome = decode(request=bomb, kind="application/octet-stream", limits=Limits(output_bytes=1 << 20))
    assert outcome.gaps[0][0].startswith("budget")
