"""View state, written after ObjectStateFormatter of the .NET reference source."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st


def text(value: str, kind: int = 5) -> bytes:
    data = value.encode()
    return bytes([kind, len(data)]) + data


def listed(*values: bytes) -> bytes:
    return bytes([22, len(values)]) + b"".join(values)


def pair(one: bytes, other: bytes) -> bytes:
    return b"\x0f" + one + other


NULL = b"\x64"
TREE = pair(text("-1234567"), pair(NULL, listed(
    text("Text", 30), text("Sanne de Vries"), b"\x1f\x00", b"\x02\xac\x02", b"\x67", b"\x68", b"\x66", b"\x65",
    b"\x01\xff\xff", b"\x03\x07", b"\x04A", b"\x06" + bytes(8), b"\x07" + bytes(8), b"\x08" + bytes(4),
    b"\x09" + bytes(4), b"\x0a\x05", b"\x1b" + bytes(12), b"\x0c",
    b"\x10" + text("drie") + NULL + NULL, b"\x15\x02\x03een\x04twee", b"\x18\x01" + text("bsn") + text("999990019"),
    b"\x14\x2a\x03Foo\x01" + text("getypt"), b"\x28\x2b\x00" + b"\x03abc", b"\x3c\x2b\x00\x05\x01\x02" + text("dun"),
    b"\x0b\x2b\x00\x07", b"\x19\x2b\x00", b"\x02\xff\xff\xff\xff\x0f")))
STATE = b"\xff\x01" + TREE


@pytest.mark.parametrize("signature", [0, 20, 32])
def test_leaves_in_order(decode, signature):
    value = base64.b64encode(STATE + bytes(range(100, 100 + signature))).decode()
    outcome = decode(request=f"__VIEWSTATE={quote(value)}&naam=x".encode(), kind="application/x-www-form-urlencoded")
    found = [value for pointer, value in outcome.part("body") if pointer.startswith("/__VIEWSTATE/")]
    assert found == ["-1234567", "Text", "Sanne de Vries", "Text", "300", "true", "false", "0", "-1", "7", "65", "drie",
                     "een", "twee", "bsn", "999990019", "getypt", "abc", "dun", "7", "-1"]


def test_a_type_that_only_dotnet_reads_ends_it(decode):
    body = STATE[:2] + pair(text("Sanne de Vries"), b"\x32\x0a" + b"binair" * 5 + b"Daan Bakker")
    outcome = decode(request=b"__VIEWSTATE=" + quote(base64.b64encode(body)).encode(),
                     kind="application/x-www-form-urlencoded")
    assert "Sanne de Vries" in outcome.values
    assert any("Daan Bakker" in value for value in outcome.values)


@pytest.mark.parametrize(
    "body",
    [b"\xff\x01\x32" + bytes(40), b"\xff\x01" + b"\x16\xff\xff\xff\xff\x07" * 20, b"\xff\x01" + b"\x0f" * 500,
     b"\xff\x01\x05\xff\xff\x03" + b"x" * 20, b"\xff\x01\x29\x28" + bytes(30), b"\xff\x02" + bytes(30)],
)
def test_what_is_none_stays_whole(decode, body):
    value = base64.b64encode(body).decode()
    outcome = decode(request=f"__VIEWSTATE={quote(value)}".encode(), kind="application/x-www-form-urlencoded")
    assert outcome.body["/__VIEWSTATE"] == value


@given(st.binary(max_size=120))
def test_arbitrary_bytes(decode_once, data):
    value = base64.b64encode(b"\xff\x01" + data).decode()
    decode_once(request=f"__VIEWSTATE={quote(value)}".encode(), kind="application/x-www-form-urlencoded")
