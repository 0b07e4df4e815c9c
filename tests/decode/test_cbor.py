"""CBOR, with cbor2 as the writer."""

from __future__ import annotations

import uuid

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Limits

KIND = "application/cbor"
PUPIL = {"leerling": {"naam": "Sanne de Vries", "bsn": 999990019, "cijfers": [7.5, 8, -1], "actief": True, "x": None}}


@pytest.mark.parametrize("kind", [KIND, "application/senml+cbor", "application/octet-stream", ""])
def test_a_document(decode, kind):
    outcome = decode(request=cbor2.dumps(PUPIL), kind=kind)
    assert outcome.body == {"/leerling/naam": "Sanne de Vries", "/leerling/bsn": "999990019",
                            "/leerling/cijfers/0": "7.5", "/leerling/cijfers/1": "8", "/leerling/cijfers/2": "-1",
                            "/leerling/actief": "true"}
    assert outcome.notes == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (23, "23"), (24, "24"), (255, "255"), (65536, "65536"), (2**63, str(2**63)), (-1, "-1"), (-500, "-500"),
        (2**70, str(2**70)), (-(2**70), str(-(2**70))), (False, "false"), (1.5, "1.5"), (100000.0, "100000.0"),
        (1.1, "1.1"), ("Zoë", "Zoë"), (b"Sanne", "Sanne"), (b"\xff\x00", "ff00"),
        (uuid.UUID("550e8400-e29b-41d4-a716-446655440000"), "550e8400-e29b-41d4-a716-446655440000"),
        ("x" * 300, "x" * 300),
    ],
)
def test_leaves(decode, value, text):
    assert decode(request=cbor2.dumps({"waarde": value}), kind=KIND).body == {"/waarde": text}
    assert decode(request=cbor2.dumps({"waarde": value}, canonical=True), kind=KIND).body == {"/waarde": text}


def test_indefinite_lengths(decode):
    # RFC 8949, appendix A
    body = bytes.fromhex("bf" + "646e61616d" + "7f" + "6353616e" + "626e65" + "ff" + "6178" + "9f" + "01" + "02" + "ff"
                         + "6162" + "5f" + "41aa" + "41bb" + "ff" + "ff")
    assert decode(request=body, kind=KIND).body == {"/naam": "Sanne", "/x/0": "1", "/x/1": "2", "/b": "aabb"}


def test_a_sequence_and_a_self_described_document(decode):
    assert decode(request=cbor2.dumps({"naam": "Sanne"}) + cbor2.dumps({"naam": "Daan"})).body == {
        "/0/naam": "Sanne", "/1/naam": "Daan"}
    body = cbor2.dumps(cbor2.CBORTag(55799, ["Sanne de Vries"]))
    assert decode(request=body, kind="application/octet-stream").body == {"/0": "Sanne de Vries"}


def test_simple_values_and_undefined(decode):
    body = cbor2.dumps({"a": cbor2.CBORSimpleValue(99), "b": cbor2.undefined, "c": cbor2.CBORSimpleValue(16)})
    assert decode(request=body, kind=KIND).body == {"/a": "99", "/c": "16"}


@pytest.mark.parametrize(
    "data",
    [
        cbor2.dumps(PUPIL)[:-1],
        b"\xff",
        b"\x9b\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff\x01",
        b"\x7b\x7f\xff\xff\xff\xff\xff\xff\xffabc",
        b"\x81" * 500,
        b"\xd8\x20" * 100_000 + b"\x01",
        b"\x1c\x00", b"\xfc", b"\x7f\x41a\xff", b"\x62\xff\xff", b"\xa1\xff\x01", b"\x5f\x41a",
    ],
)
def test_what_is_none_adds_nothing(decode, data):
    outcome = decode(request=data, kind=KIND)
    assert "cbor" not in {field.origin.format for field in outcome.fields}
    assert outcome.gaps[0][0] == "content.opaque"


@pytest.mark.parametrize(
    "data", [b"\x83\x01\x02\x03" + bytes(8), b"\xa1\x01\x02" + bytes(8), b"\x82\x64naam\x65Sanne", bytes(40)]
)
def test_of_unknown_type_it_must_look_like_a_document(decode, data):
    assert "cbor" not in {field.origin.format for field in decode(request=data).fields}


def test_many_small_values_are_bounded(decode):
    data = cbor2.dumps([{} for _ in range(5000)])
    assert decode(request=data, kind=KIND, limits=Limits(values=1000)).gaps == [
        ("budget.parts", len(data), "values", True)]


@given(st.binary(max_size=300))
def test_arbitrary_bytes(decode_once, data):
    decode_once(request=data, kind=KIND)
