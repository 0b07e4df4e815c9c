"""Thrift messages, built after the specification."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

KIND = "application/x-thrift"


def binary(name: str, members: bytes) -> bytes:
    return b"\x80\x01\x00\x01" + struct.pack(">I", len(name)) + name.encode() + bytes(4) + members + b"\x00"


def text(number: int, value: str) -> bytes:
    return b"\x0b" + struct.pack(">HI", number, len(value.encode())) + value.encode()


BINARY = binary("zetLeerling", text(1, "Sanne de Vries") + b"\x0a\x00\x02" + struct.pack(">q", 999990019)
                + b"\x02\x00\x03\x01" + b"\x04\x00\x04" + struct.pack(">d", 7.5)
                + b"\x0c\x00\x05" + text(1, "Laan") + b"\x00"
                + b"\x0f\x00\x06\x08" + struct.pack(">III", 2, 7, 8)
                + b"\x0d\x00\x07\x0b\x03" + struct.pack(">I", 1) + struct.pack(">I", 1) + b"k\x05"
                + b"\x06\x00\x08\xff\xff" + b"\x03\x00\x09\x01")
COMPACT = (b"\x82\x21\x01\x0bzetLeerling" + b"\x18\x0eSanne de Vries" + b"\x16\x86\xb8\xb5\xb9\x07"
           + b"\x11" + b"\x17" + struct.pack("<d", 7.5) + b"\x1c\x18\x04Laan\x00" + b"\x19\x25\x0e\x10"
           + b"\x1b\x01\x83\x01k\x05" + b"\x14\x01" + b"\x13\x01" + b"\x08\x28\x05ver!!" + b"\x12\x00")


@pytest.mark.parametrize("framed", [False, True])
@pytest.mark.parametrize("kind", [KIND, "application/octet-stream"])
def test_the_binary_protocol(decode, framed, kind):
    body = struct.pack(">I", len(BINARY)) + BINARY if framed else BINARY
    outcome = decode(request=body, kind=kind)
    assert outcome.body == {f"/zetLeerling/{key}": value for key, value in {
        "1": "Sanne de Vries", "2": "999990019", "3": "true", "4": "7.5", "5/1": "Laan", "6/0": "7", "6/1": "8",
        "7/k": "5", "8": "-1", "9": "1"}.items()}
    assert outcome.notes == []


@pytest.mark.parametrize("kind", [KIND, "application/vnd.apache.thrift.compact"])
def test_the_compact_protocol(decode, kind):
    found = decode(request=COMPACT, kind=kind).body
    assert found["/zetLeerling/1"] == "Sanne de Vries"
    assert found["/zetLeerling/3"] == "true"
    assert found["/zetLeerling/4"] == "7.5"
    assert found["/zetLeerling/5/1"] == "Laan"
    assert (found["/zetLeerling/6/0"], found["/zetLeerling/6/1"]) == ("7", "8")
    assert found["/zetLeerling/8"] == "-1"
    assert found["/zetLeerling/20"] == "ver!!"
    assert found["/zetLeerling/21"] == "false"


@pytest.mark.parametrize(
    "data",
    [BINARY[:-1], BINARY + b"\x00", COMPACT[:-1], binary("geen naam!", b""), binary("x",
    b"\x0f\x00\x01\x0c\xff\xff\xff\xff"),
     binary("x", b"\x0d\x00\x01\x0b\x0b\xff\xff\xff\xff"), b"\x82\x21\x01\x01x" + b"\x1c" * 300,
     binary("x", b"\x0c\x00\x01" * 300), b"\x82\x22\x01\x01x\x00", binary("x", b"\x99\x00\x01"),
     b"\x82\x21\x01\x01x\x1f\x00", b"\x80\x01\x00\x07" + bytes(20)],
)
def test_what_is_none_adds_nothing(decode, data):
    outcome = decode(request=data, kind=KIND)
    assert "thrift" not in {field.origin.format for field in outcome.fields}
    assert outcome.gaps[0][:1] == ("content.opaque",)


@given(st.binary(max_size=120), st.sampled_from([b"\x82\x21\x01\x01x",
       b"\x80\x01\x00\x01\x00\x00\x00\x01x\x00\x00\x00\x00"]))
def test_arbitrary_bytes(decode_once, data, start):
    decode_once(request=start + data, kind=KIND)
