"""The cursor: nothing is taken that is not there, no number runs on for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.cursor import Cursor, Malformed, TooMany


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


@given(st.integers(0, 2**64 - 1))
def test_varints(value):
    cursor = Cursor(varint(value) + b"rest")
    assert cursor.varint() == value
    assert cursor.take(4) == b"rest"
    assert cursor.at_end


@given(st.integers(-(2**63), 2**63 - 1))
def test_zigzag(value):
    assert Cursor(varint((value << 1 ^ value >> 63) & 2**64 - 1)).zigzag() == value


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xff" * 11, b"\x80" * 100])
def test_a_varint_that_does_not_end(data):
    with pytest.raises(Malformed):
        Cursor(data).varint()


@pytest.mark.parametrize("size", [4, 2**63, -1])
def test_more_than_there_is(size):
    cursor = Cursor(b"abcdef", 0, 3)
    with pytest.raises(Malformed):
        cursor.take(size)
    assert cursor.take(3) == b"abc"
    with pytest.raises(Malformed):
        cursor.byte()


def test_numbers():
    cursor = Cursor(b"\x01\x02\xff\xfe\x40\x09\x21\xfb\x54\x44\x2d\x18")
    assert (cursor.unsigned(2), cursor.signed(2)) == (258, -2)
    assert cursor.floating(">d") == pytest.approx(3.141592653589793)


def test_a_text_is_utf8():
    assert Cursor("Zoë".encode()).text(4) == "Zoë"
    with pytest.raises(Malformed):
        Cursor(b"\xff\xfe").text(2)


def test_values_are_counted():
    cursor = Cursor(b"", left=2)
    cursor.count()
    cursor.count()
    with pytest.raises(TooMany):
        cursor.count()
