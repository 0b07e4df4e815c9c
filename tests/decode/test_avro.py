"""Avro files, with fastavro as the writer."""

from __future__ import annotations

import datetime
import io
import json

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode import Limits

KIND = "application/avro"
SCHEMA = {
    "type": "record", "name": "Leerling", "namespace": "school", "fields": [
        {"name": "naam", "type": "string"}, {"name": "bsn", "type": ["null", "long"]},
        {"name": "geboren", "type": {"type": "int", "logicalType": "date"}},
        {"name": "gezien", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "cijfers", "type": {"type": "array", "items": "double"}},
        {"name": "zorg", "type": {"type": "map", "values": "string"}},
        {"name": "rol", "type": {"type": "enum", "name": "Rol", "symbols": ["LEERLING", "OUDER"]}},
        {"name": "code", "type": {"type": "fixed", "name": "Code", "size": 4}}, {"name": "actief", "type": "boolean"},
        {"name": "gemiddeld", "type": "float"}, {"name": "foto", "type": "bytes"},
        {"name": "broer", "type": ["null", "Leerling"]},
    ],
}
BROTHER = {"naam": "Daan", "bsn": None, "geboren": datetime.date(2010, 1, 1), "cijfers": [], "zorg": {}, "rol": "OUDER",
           "gezien": datetime.datetime(2026, 10, 5, 7, 14, 22, tzinfo=datetime.UTC), "code": b"abcd", "actief": False,
           "gemiddeld": 6.5, "foto": b"", "broer": None}
PUPIL = {**BROTHER, "naam": "Sanne de Vries", "bsn": 999990019, "geboren": datetime.date(2012, 3, 4),
         "cijfers": [7.5, 8.0], "zorg": {"diagnose": "dyslexie"}, "rol": "LEERLING", "actief": True, "gemiddeld": 7.4,
         "foto": b"\x00\xff", "broer": BROTHER}


def written(records, schema=SCHEMA, codec: str = "null") -> bytes:
    file = io.BytesIO()
    fastavro.writer(file, fastavro.parse_schema(json.loads(json.dumps(schema))), records, codec=codec)
    return file.getvalue()


@pytest.mark.parametrize("codec", ["null", "deflate"])
@pytest.mark.parametrize("kind", [KIND, "application/octet-stream", ""])
def test_records(decode, codec, kind):
    outcome = decode(request=written([PUPIL, BROTHER], codec=codec), kind=kind)
    found = outcome.body
    assert {key: value for key, value in found.items() if not key.startswith(("/0/broer", "/1"))} == {
        "/0/naam": "Sanne de Vries", "/0/bsn": "999990019", "/0/geboren": "2012-03-04",
        "/0/gezien": "2026-10-05T07:14:22+00:00", "/0/cijfers/0": "7.5", "/0/cijfers/1": "8.0",
        "/0/zorg/diagnose": "dyslexie", "/0/rol": "LEERLING", "/0/code": "abcd", "/0/actief": "true",
        "/0/gemiddeld": "7.4", "/0/foto": "00ff"}
    assert found["/0/broer/naam"] == "Daan"
    assert found["/1/naam"] == "Daan"
    assert outcome.notes == []


def test_a_packing_that_is_not_undone(decode):
    body = written([PUPIL], codec="bzip2")
    assert decode(request=body, kind=KIND).gaps[0][0] == "encoding.unknown"


def test_what_was_cut_off_is_named(decode):
    body = written([PUPIL] * 20, codec="null")
    outcome = decode(request=body[:-5], kind=KIND)
    assert outcome.gaps[0][0] == "content.parse-failed"


def head(schema: object, codec: str = "null") -> bytes:
    file = io.BytesIO(b"Obj\x01")
    file.seek(4)
    fastavro.schemaless_writer(file, {"type": "map", "values": "bytes"}, {
        "avro.schema": json.dumps(schema).encode(), "avro.codec": codec.encode()})
    return file.getvalue() + bytes(16)


ITSELF = {"type": "record", "name": "A", "fields": [{"name": "a", "type": "A"}]}


@pytest.mark.parametrize(
    "body",
    [
        head(ITSELF) + b"\x02\x00" + bytes(16),  # a record in itself, of no bytes
        head("null") + b"\xfe\xff\xff\xff\x0f\x00" + bytes(16),  # 2**31 values of no bytes
        head({"type": "array", "items": "null"}) + b"\x02\x0c\xfe\xff\xff\xff\x0f\x00" + bytes(16),
        head({"type": "fixed", "name": "x", "size": -5}) + b"\x02\x00" + bytes(16),
        head({"type": "fixed", "name": "x", "size": 10**12}) + b"\x02\x00" + bytes(16),
        head({"type": "enum", "name": "x", "symbols": []}) + b"\x02\x02\x02" + bytes(16),
        head({"type": {"type": {"type": "onbekend"}}}) + b"\x02\x00" + bytes(16),
        head([]) + b"\x02\x02\x00" + bytes(16), head({"type": "record", "name": "r"}) + b"\x02\x00" + bytes(16),
        head("string") + b"\x02\x04\xff\xff" + bytes(16),
        b"Obj\x01", b"Obj\x01\x02\x16avro.schema\x02{" + b"\x00" + bytes(16),
        b"Obj\x01\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
        head("int")[:-16],
    ],
)
def test_hostile_files(decode, body):
    outcome = decode(request=body, kind=KIND, limits=Limits(values=10_000))
    assert outcome.notes
    assert len(outcome.fields) < 20_000


@given(st.data())
def test_damaged_files(decode_once, data):
    body = bytearray(written([PUPIL]))
    for _ in range(data.draw(st.integers(1, 6))):
        body[data.draw(st.integers(4, len(body) - 1))] = data.draw(st.integers(0, 255))
    decode_once(request=bytes(body), kind=KIND)
