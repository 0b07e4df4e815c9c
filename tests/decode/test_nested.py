"""Nested values: what is recognisable is taken apart, ids stay whole."""

from __future__ import annotations

import base64
import gzip
import io
import json
import random
import zipfile
import zlib
from urllib.parse import quote

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Decoder, Limits
from scanner.model import Body, Exchange

JSON = "application/json"


def b64(text: str | bytes) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


def b64url(text: str | bytes) -> str:
    return base64.urlsafe_b64encode(text.encode() if isinstance(text, str) else text).decode().rstrip("=")


PUPIL = json.dumps({"bsn": "999990019", "naam": "Zoë van Dijk"})


@pytest.mark.parametrize(
    ("value", "pointer", "steps"),
    [
        (PUPIL, "/payload/bsn", ["json", "json"]),
        (json.dumps(PUPIL), "/payload/bsn", ["json", "json", "json"]),
        (b64(PUPIL), "/payload/bsn", ["json", "base64", "json"]),
        (b64url(PUPIL), "/payload/bsn", ["json", "base64", "json"]),
        (b64(b64(PUPIL)), "/payload/bsn", ["json", "base64", "base64", "json"]),
        (quote(PUPIL), "/payload/bsn", ["json", "percent", "json"]),
        (PUPIL.encode().hex(), "/payload/bsn", ["json", "hex", "json"]),
        (b64(gzip.compress(PUPIL.encode(), mtime=0)), "/payload/bsn", ["json", "base64", "gzip", "json"]),
        (b64(zlib.compress(PUPIL.encode())), "/payload/bsn", ["json", "base64", "deflate", "json"]),
        ("<leerling><bsn>999990019</bsn></leerling>", "/payload/leerling/bsn", ["json", "xml"]),
        ("https://school.example/in?bsn=999990019", "/payload/bsn", ["json", "url"]),
        ("/in?bsn=999990019", "/payload/bsn", ["json", "url"]),
        ("naam=Sanne&bsn=999990019", "/payload/bsn", ["json", "form"]),
        ("j:" + PUPIL, "/payload/bsn", ["json", "express", "json"]),
        ('mutation { zet(bsn: "999990019") { ok } }', "/payload/bsn", ["json", "graphql"]),
        ("data:application/json;base64," + b64(PUPIL), "/payload/bsn", ["json", "base64", "json"]),
        (b64("leerling 999990019"), "/payload", ["json", "base64"]),
        (b64url("leerling 999990019"), "/payload", ["json", "base64"]),
        (b"leerling 999990019".hex(), "/payload", ["json", "hex"]),
        ("leerling%20999990019", "/payload", ["json", "percent"]),
    ],
)
def test_a_planted_value_is_found(decode, value, pointer, steps):
    outcome = decode(response=json.dumps({"payload": value}).encode(), kind=JSON)
    found = [
        field
        for field in outcome.fields
        if field.value in ("999990019", "leerling 999990019") and field.pointer == pointer
    ]
    assert [[step.name for step in field.origin.steps] for field in found] == [steps]
    assert outcome.notes == []


def test_spans_point_into_the_text_they_were_taken_from(decode):
    value = b64(PUPIL)
    field = decode(response=json.dumps({"payload": value}).encode(), kind=JSON).field("999990019")
    assert [(step.start, step.end) for step in field.origin.steps] == [(-1, -1), (0, len(value)), (0, len(PUPIL))]


def test_the_outer_value_stays_while_it_is_short(decode):
    short, long = b64(PUPIL), b64(json.dumps({"bsn": "999990019", "opvulling": "x" * 300}))
    outcome = decode(response=json.dumps({"a": short, "b": long}).encode(), kind=JSON)
    assert short in outcome.values
    assert long not in outcome.values


@pytest.mark.parametrize(
    "value",
    [
        "870e8deb-029b-4559-89c1-73ed1d4031f7",
        "ab54a98ceb1f0ad2ab54a98ceb1f0ad2",
        "GVBR7H2KQ93XWLPM",
        "5f3e9a7c1d2b4e6f",
        "https",
        "studentnummer2024",
        "1790123456789012",
        "dGVzdA",
        "Voortgezet_Onderwijs",
        "wrGxk1oLkbZJ9mNd4EsUqA",
        "a9993e364706816aba3e25717850c26c9cd0d89d",
        "100%25",
        "50% korting & meer",
        "x=y",
        "[geen json",
        "{naam}",
        "<3",
        "MIIB8DCCAVmgAwIBAgIJAIhLb8zPNPnBMA0GCSqGSIb3DQEBBQUA",
    ],
)
def test_ids_and_words_stay_as_they_are(decode, value):
    outcome = decode(response=json.dumps({"a": value}).encode(), kind=JSON)
    assert [field for field in outcome.fields if value not in ("100%25",)] == outcome.fields[:1] or value == "100%25"
    assert value in outcome.values


def test_encodings_have_a_bound_that_is_noted(decode):
    value = PUPIL
    for _ in range(4):
        value = b64(value)
    outcome = decode(response=json.dumps({"a": value}).encode(), kind=JSON)
    assert "999990019" not in outcome.values
    assert outcome.gaps == [("budget.depth", 0, "encodings", True)]


def test_nesting_has_a_bound_that_is_noted(decode):
    value = PUPIL
    for _ in range(12):
        value = json.dumps({"a": value})
    outcome = decode(response=value.encode(), kind=JSON)
    assert ("budget.depth", 0, "nesting", True) in outcome.gaps
    assert any("999990019" in text for text in outcome.values)


def test_a_picture_in_base64_is_media(decode):
    picture = b64(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8)
    body = json.dumps({"pasfoto": picture, "uri": "data:image/jpeg;base64," + picture}).encode()
    outcome = decode(response=body, kind=JSON)
    assert [gap[0] for gap in outcome.gaps] == ["content.media"]
    assert all(len(text) <= 256 for text in outcome.values)
    assert outcome.field("data:image/jpeg;base64," + picture[:233]).pointer == "/uri"


def test_a_bomb_in_base64_stays_packed(decode):
    bomb = b64(gzip.compress(b"0" * 30_000_000, mtime=0))
    outcome = decode(response=json.dumps({"a": bomb}).encode(), kind=JSON)
    assert outcome.values == [bomb]


def test_html_in_a_string(decode):
    outcome = decode(response=json.dumps({"feedback": "<p>Beste <b>Sanne</b> de Vries</p>"}).encode(), kind=JSON)
    assert outcome.body["/feedback/text/0"] == "Beste Sanne de Vries"


LAYERS = {
    "json": lambda text: json.dumps({"binnen": text}),
    "base64": b64,
    "percent": lambda text: quote("=" + text, safe=""),
    "hex": lambda text: text.encode().hex(),
    "gzip": lambda text: b64(gzip.compress(text.encode(), mtime=0)),
}


@given(st.lists(st.sampled_from(sorted(LAYERS)), min_size=1, max_size=3), st.booleans())
def test_round_trip(layers, packed):
    """Whatever the order of layers: encode, then decode finds the leaf below the right key."""
    value = json.dumps({"bsn": "999990019", "klas": "4A"})
    depth = 0
    for layer in layers:
        if layer == "percent":
            value = quote(value, safe="")
            if "%" not in value:
                continue
        else:
            value = LAYERS[layer](value)
        depth += layer == "json"
    body = json.dumps({"payload": value}).encode()
    headers = [("Content-Type", JSON)]
    if packed:
        body = gzip.compress(body, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    exchange = Exchange(
        "e",
        "c",
        "HTTP/1.1",
        "GET",
        "https",
        "h.example",
        443,
        "*",
        200,
        0.0,
        response_headers=tuple(headers),
        response_body=Body(body, len(body)),
    )
    notes = []
    decoded = Decoder(Limits()).decode(exchange, notes.append)
    assert [field.pointer for field in decoded.fields if field.value == "999990019"] == [
        "/payload" + "/binnen" * depth + "/bsn"
    ]
    assert notes == []


PROTOBUF = b"\x0a\x0eSanne de Vries\x12\x09999990019\x1a\x05\x0a\x033B!"


@pytest.mark.parametrize(
    ("value", "pointer", "text"),
    [
        (b64(msgpack.packb({"leerling": {"bsn": "999990019", "naam": "Sanne"}})), "/payload/leerling/bsn", "999990019"),
        (b64(PROTOBUF), "/payload/2", "999990019"),
        (b64url(PROTOBUF), "/payload/2", "999990019"),
        (b64(gzip.compress(msgpack.packb({"bsn": "999990019", "x": b"\xff"}), mtime=0)), "/payload/bsn", "999990019"),
        (b64(zlib.compress(msgpack.packb({"bsn": "999990019", "x": b"\xff"}))), "/payload/bsn", "999990019"),
        (b64(b"\xac\xed\x00\x05sr\x00\x08Leerling" + bytes(20) + b"t\x00\x0eSanne de Vries" + bytes(20)),
         "/payload/1", "Sanne de Vries"),
    ],
)
def test_binary_documents_in_base64(decode, value, pointer, text):
    outcome = decode(response=json.dumps({"payload": value}).encode(), kind=JSON)
    assert any(pointer == at and text in found for at, found in outcome.part("body"))


@given(st.binary(min_size=12, max_size=64))
def test_ids_in_base64_stay_whole(data):
    value = b64(data)
    body = json.dumps({"id": value}).encode()
    exchange = Exchange("entry-1", "x.har", "HTTP/1.1", "POST", "https", "h.example", 443, "/", 200, 1.0,
                        request_headers=(("Content-Type", JSON),), request_body=Body(body, len(body)))
    assert value in [field.value for field in Decoder().decode(exchange, lambda note: None).fields]


def test_random_ids_in_base64_hold_nothing(decode):
    source = random.Random(7)
    values = [b64(source.randbytes(source.choice((16, 18, 20, 24, 32, 64)))) for _ in range(3000)]
    outcome = decode(response=json.dumps(values).encode(), kind=JSON)
    assert [value for value in outcome.values if value not in set(values)] == []


def test_an_archive_in_base64(decode):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("lijst.csv", "naam;bsn\nSanne;999990019\n")
    outcome = decode(response=json.dumps({"bestandsinhoud": b64(file.getvalue())}).encode(), kind=JSON)
    assert ("/bestandsinhoud/0/0/bsn", "999990019") in outcome.part("body")
    assert outcome.notes == []
