"""Binary contents: their printable runs, and a note."""

from __future__ import annotations

import json

import pytest


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
        ("application/grpc", b"\x00\x00\x00\x00\x05hallo", "grpc"),
        ("application/grpc-web+proto", b"\x00\x80", "grpc-web"),
        ("application/vnd.acme.geheim", b"\x00\x01\x02", "binary"),
        ("", b"PK\x03\x04rest", "zip"),
        ("text/plain", b"\x00\x01\x02\x03", "binary"),
        ("application/json", b"%PDF-1.7 x", "pdf"),
        ("application/vnd.google.protobuf", b"\x0a\x00", "protobuf"),
        ("application/x-eigen-protobuf", b"\x0a", "protobuf"),
    ],
)
def test_the_note_names_known_formats_only(decode, kind, body, detail):
    assert decode(request=body, kind=kind).gaps == [("content.opaque", len(body), detail, True)]


def test_endless_runs_are_cut(decode):
    outcome = decode(request=b"\x00" + b"a b" * 100_000, kind="application/octet-stream")
    assert max(map(len, outcome.values)) <= 65536
    assert sum(map(len, outcome.values)) == 300_000
