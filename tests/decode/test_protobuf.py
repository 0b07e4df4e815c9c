"""Protobuf without a schema, with the reference implementation as the writer."""

from __future__ import annotations

import random
import struct
import uuid
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.protobuf import fits, is_likely

KIND = "application/x-protobuf"
_T = descriptor_pb2.FieldDescriptorProto
_SCHEMA: dict[str, list[tuple[str, int, int, bool, str]]] = {
    "Adres": [("straat", 1, _T.TYPE_STRING, False, ""), ("huisnummer", 2, _T.TYPE_INT32, False, "")],
    "Leerling": [
        ("id", 1, _T.TYPE_STRING, False, ""), ("naam", 2, _T.TYPE_STRING, False, ""),
        ("bsn", 3, _T.TYPE_INT64, False, ""), ("adres", 4, _T.TYPE_MESSAGE, False, ".school.Adres"),
        ("cijfers", 5, _T.TYPE_INT32, True, ""), ("plaats", 6, _T.TYPE_DOUBLE, True, ""),
        ("gemiddelde", 7, _T.TYPE_FLOAT, False, ""), ("saldo", 8, _T.TYPE_INT32, False, ""),
        ("sleutel", 9, _T.TYPE_BYTES, False, ""), ("vast", 10, _T.TYPE_FIXED32, False, ""),
        ("bijnamen", 11, _T.TYPE_STRING, True, ""), ("breedte", 12, _T.TYPE_DOUBLE, False, ""),
    ],
    "Klas": [("leerlingen", 1, _T.TYPE_MESSAGE, True, ".school.Leerling"), ("naam", 15, _T.TYPE_STRING, False, "")],
    "Omslag": [("a", 1, _T.TYPE_MESSAGE, False, ".school.Omslag"), ("b", 2, _T.TYPE_STRING, False, "")],
}


def _classes() -> dict[str, Any]:
    file = descriptor_pb2.FileDescriptorProto(name="school.proto", package="school", syntax="proto3")
    for name, fields in _SCHEMA.items():
        kind = file.message_type.add(name=name)
        for field, number, type_, repeated, type_name in fields:
            kind.field.add(name=field, number=number, type=type_, type_name=type_name or None,
                           label=_T.LABEL_REPEATED if repeated else _T.LABEL_OPTIONAL)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName("school." + name)) for name in _SCHEMA}


SCHOOL = _classes()
KEY = str(uuid.UUID(int=7 << 100))


def pupil(**changes: Any) -> Any:
    base: dict[str, Any] = {"id": KEY, "naam": "Sanne de Vries", "bsn": 999990019,
                            "adres": SCHOOL["Adres"](straat="Laan", huisnummer=12)}
    return SCHOOL["Leerling"](**{**base, **changes})


@pytest.mark.parametrize("kind", [KIND, "application/protobuf", "application/vnd.google.protobuf",
                                  "application/vnd.eigen+protobuf", "application/octet-stream", ""])
def test_a_message(decode, kind):
    outcome = decode(request=pupil().SerializeToString(), kind=kind)
    assert outcome.body == {"/1": KEY, "/2": "Sanne de Vries", "/3": "999990019", "/4/1": "Laan", "/4/2": "12"}
    assert outcome.notes == []
    assert {field.origin.format for field in outcome.fields if field.origin.part == "body"} == {"protobuf"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cijfers": [7, 300, 8]}, {"/5/0": "7", "/5/1": "300", "/5/2": "8"}),  # packed
        ({"plaats": [52.0907, 5.1214]}, {"/6/0": "52.0907", "/6/1": "5.1214"}),  # packed doubles
        ({"gemiddelde": 7.4}, {"/7": "7.4"}),
        ({"saldo": -5}, {"/8": "-5"}),
        ({"sleutel": bytes(range(200, 232))}, {"/9": bytes(range(200, 232)).hex()}),  # a digest is no message
        ({"vast": 12}, {"/10": "12"}),
        ({"bijnamen": ["Sannie", "San"]}, {"/11/0": "Sannie", "/11/1": "San"}),
        ({"breedte": 52.0907}, {"/12": "52.0907"}),
        ({"naam": '{"bsn":"999990019"}'}, {"/2/bsn": "999990019"}),
        ({"naam": "Zoë\nvan Dijk"}, {"/2": "Zoë\nvan Dijk"}),
    ],
)
def test_kinds_of_values(decode, changes, expected):
    assert expected.items() <= decode(request=pupil(**changes).SerializeToString(), kind=KIND).body.items()


@pytest.mark.parametrize("naam", ["Bas", "x1x2x3", "hallo", '"Hallo" zei hij', "2024-05-06", "* punt", "Jan", "R",
                                  "Zie ook de bijlage bij dit verslag", ":-)", "\n\nwitregels", "12", "a", "8x"])
def test_a_string_stays_a_string(decode, naam):
    assert decode(request=pupil(naam=naam).SerializeToString(), kind=KIND).body["/2"] == naam.strip("") or naam


def test_a_class(decode):
    klas = SCHOOL["Klas"](naam="3B", leerlingen=[pupil(), pupil(naam="Daan Bakker")])
    body = decode(request=klas.SerializeToString(), kind=KIND).body
    assert (body["/1/0/2"], body["/1/1/2"], body["/1/1/4/1"], body["/15"]) == (
        "Sanne de Vries", "Daan Bakker", "Laan", "3B")


def test_a_printable_message_is_told_from_a_string(decode):
    # Field 1 of 36 printable characters: its tag is a line feed and its length a dollar sign.
    omslag = SCHOOL["Omslag"](a=SCHOOL["Omslag"](b=KEY), b="buiten")
    assert decode(request=omslag.SerializeToString(), kind=KIND).body == {"/1/2": KEY, "/2": "buiten"}
    adres = SCHOOL["Klas"](leerlingen=[SCHOOL["Leerling"](id=KEY)], naam="3B")
    assert decode(request=adres.SerializeToString(), kind=KIND).body == {"/1/1": KEY, "/15": "3B"}


def test_messages_with_lengths_before_them(decode):
    pieces = [pupil().SerializeToString(), b"", pupil(naam="Daan Bakker").SerializeToString()]
    body = b"".join(bytes([len(piece)]) + piece for piece in pieces)
    found = decode(request=body, kind=KIND).body
    assert (found["/0/2"], found["/2/2"]) == ("Sanne de Vries", "Daan Bakker")


@pytest.mark.parametrize("bits", [1.5, -2.25, 1e-300, float("nan"), float("inf")])
def test_eight_bytes_are_a_float_of_everyday_size_or_a_number(decode, bits):
    found = decode(request=b"\x09" + struct.pack("<d", bits), kind=KIND).body["/1"]
    assert found == (str(bits) if abs(bits) in (1.5, 2.25) else str(struct.unpack("<Q", struct.pack("<d", bits))[0]))


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x00",  # field 0
        b"\x0a\x05abc",  # reaches beyond the end
        b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7fabc",
        b"\x0b\x08\x01\x0c",  # a group
        b"\x0f\x01",  # wire type 7
        b"\x08", b"\x09abc", b"\x0dab", b"\xff" * 12,
        pupil().SerializeToString()[:-1],
    ],
)
def test_what_does_not_parse_is_searched_for_strings(decode, data):
    outcome = decode(request=data, kind=KIND)
    assert outcome.gaps == [("content.opaque", len(data), "protobuf", True)]
    assert {field.origin.format for field in outcome.fields} <= {"strings"}


@pytest.mark.parametrize(
    "data",
    [
        b"\x08\x01" * 20,  # fields, but no text
        b"\x0a\x03abc" + b"\x12\x60" + bytes(range(128, 224)),  # mostly unknown bytes
        b"\xfa\xff\x3f\x0eSanne de Vries",  # field number 131,071
        b"\x0a\x03abc",  # too small to tell
        b"\x7fELF\x02\x01\x01" + bytes(60), b"MZ\x90\x00" + bytes(60), bytes(100),
    ],
)
def test_other_binary_is_not_taken_for_protobuf(decode, data):
    assert not is_likely(data)
    assert "protobuf" not in {field.origin.format for field in decode(request=data).fields}


def test_random_bytes_are_not_taken_for_protobuf():
    source = random.Random(5)
    taken = sum(is_likely(source.randbytes(source.randrange(8, 64))) for _ in range(20_000))
    assert taken <= 2


def test_text_and_code_are_not_taken_for_protobuf():
    for file in Path(__file__).parent.glob("*.py"):
        assert not is_likely(file.read_bytes())


def test_depth_is_bounded(decode):
    omslag = SCHOOL["Omslag"](b="Sanne de Vries")
    for _ in range(90):
        omslag = SCHOOL["Omslag"](a=omslag)
    outcome = decode(request=omslag.SerializeToString(), kind=KIND)
    assert any("Sanne de Vries" in value for value in outcome.values)


def test_a_million_small_fields(decode):
    outcome = decode(request=b"\x08\x01" * 100_000, kind=KIND)
    assert len(outcome.fields) == 100_000
    assert outcome.body["/1/99999"] == "1"


@given(st.binary(max_size=200))
def test_arbitrary_bytes(decode_once, data):
    decode_once(request=data, kind=KIND)
    is_likely(data)


@given(st.recursive(st.binary(max_size=20), lambda inner: st.lists(inner, max_size=4), max_leaves=30))
def test_whatever_is_nested_parses(value):
    def pack(value: Any) -> bytes:
        if isinstance(value, bytes):
            return value
        return b"".join(b"\x0a" + _varint(len(inner)) + inner for inner in map(pack, value))

    def _varint(size: int) -> bytes:
        return bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])

    data = pack([value])
    assert fits(data, 0, len(data))
