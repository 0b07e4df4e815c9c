"""Binary contents: their printable runs, and a note."""

from __future__ import annotations

import json
import random

import pytest

from scanner.decode.binary import named


def test_runs_of_text_in_a_protobuf(decode):
    body = b"\x0a\x05kort!\x12\x0eSanne de Vries\x1a\x0fZo\xc3\xab van Dijk\x00\xff\xfe" + b"\x08\x96\x01"
    outcome = decode(request=body, kind="application/x-protobuf")
    assert any("Sanne de Vries" in value for value in outcome.values)
    assert any("Zoë van Dijk" in value for value in outcome.values)
    assert not any("kort" in value for value in outcome.values)
    assert outcome.gaps == [("content.opaque", len(body), "protobuf", True)]
    assert {field.origin.format for field in outcome.fields} == {"strings"}


def test_json_in_a_binary_content_is_taken_apart(decode):
    body = b"\x00\x01" + json.dumps({"bsn": "999990019"}).encode() + b"\x00"
    assert ("/0/bsn", "999990019") in decode(request=body, kind="application/octet-stream").part("body")


@pytest.mark.parametrize(
    ("kind", "body", "detail"),
    [
        ("application/grpc", b"\x00\x00\x00\x00\x06hallo", "grpc"),
        ("application/grpc-web+proto", b"\x00\x80", "grpc"),
        ("application/vnd.acme.geheim", b"\x00\x01\x02", "binary"),
        ("", b"PK\x03\x04rest", "zip"),
        ("text/plain", b"\x00\x01\x02\x03", "binary"),
        ("application/json", b"%PDF-1.7 x", "pdf"),
        ("application/vnd.google.protobuf", b"\x0a\x01", "protobuf"),
        ("application/x-eigen-protobuf", b"\x0a", "protobuf"),
    ],
)
def test_the_note_names_known_formats_only(decode, kind, body, detail):
    assert decode(request=body, kind=kind).gaps == [("content.opaque", len(body), detail, True)]


def test_endless_runs_are_cut(decode):
    outcome = decode(request=b"\x00" + b"a b" * 100_000, kind="application/octet-stream")
    assert max(map(len, outcome.values)) <= 65536
    assert sum(map(len, outcome.values)) == 300_000


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-8"])
def test_runs_in_utf16(decode, codec):
    body = b"\x00\x01\xfe\xfd" + "Zoë van Dijk".encode(codec) + b"\x03\x02\x01\xff"
    assert "Zoë van Dijk" in decode(request=body, kind="application/octet-stream").values


def test_text_in_utf16_beside_other_bytes(decode):
    body = b"\x01\x00" + "Sanne de Vries".encode("utf-16-le") + b"\x00\x00\x05" + b"kaal en klein" + b"\x00"
    values = decode(request=body, kind="application/octet-stream").values
    assert "Sanne de Vries" in values
    assert "kaal en klein" in values


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (bytes(2000), "binary, entropy 0.0"),
        (bytes(range(256)) * 10, "binary, entropy 8.0"),
        (bytes(range(16)) * 64, "binary, entropy 4.0"),
        (bytes(500), "binary"),  # too few to say
    ],
)
def test_the_entropy_is_named(data, name):
    assert named("binary", data) == name


def test_the_note_of_an_unknown_content_names_size_and_entropy(decode):
    body = random.Random(3).randbytes(4000)
    assert decode(request=body, kind="application/octet-stream").gaps == [
        ("content.opaque", 4000, "binary, entropy 8.0", True)]
