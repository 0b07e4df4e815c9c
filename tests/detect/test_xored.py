"""Identifiers under one constant byte, found whatever the byte; everything else stays what it is."""

from __future__ import annotations

import base64
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.xored import LONGEST, XorIndex


def hidden(value: str, constant: int) -> bytes:
    return bytes(byte ^ constant for byte in value.encode())


def index(*values: str) -> XorIndex[str]:
    made: XorIndex[str] = XorIndex()
    for value in values:
        made.add(value, value)
    return made


@given(value=st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789.@-", min_size=6, max_size=60).filter(
    lambda text: len(set(text)) > 2), constant=st.integers(1, 255))
def test_found_under_every_constant(value: str, constant: int) -> None:
    data = hidden(value, constant)
    made = index(value, "sanne@school.example")
    for text in (data.hex(), data.hex().upper(), base64.b64encode(data).decode(),
                 base64.urlsafe_b64encode(data).decode().rstrip("=")):
        assert made.find(text) == (value,)


@pytest.mark.parametrize("text", [
    b"999990019".hex(),  # in clear: the decoder reads hex
    base64.b64encode(b"999990019").decode(),
    hidden("999990018", 77).hex(),  # another number
    hidden("999990019", 77).hex() + "00",  # longer
    hidden("999990019", 77).hex()[:-1],  # half a byte
    "nice words with spaces", "", "zz", "=" * 12, "A" * 12, "0" * 18, "f" * 18,
    "3f2a9c1d-aaaa-4bbb-8ccc-12345678901", "é" * 9,
])
def test_not_found(text: str) -> None:
    assert index("999990019").find(text) == ()


@pytest.mark.parametrize("value", ["12345", "111111", "ababab", "x" * (LONGEST + 1)])
def test_values_that_are_too_poor_or_too_long(value: str) -> None:
    assert index(value).find(hidden(value, 9).hex()) == ()


def test_random_tokens_are_nobody() -> None:
    made = index("999990019", "104233", "s.devries@thuis.example")
    assert not any(made.find(secrets.token_hex(size)) for size in (6, 9, 23) for _ in range(500))


def test_hostile_input() -> None:
    made = index("999990019")
    assert made.find("a" * 1_000_000) == ()
    assert made.find("=" * 200) == ()
