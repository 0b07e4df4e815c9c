"""Strings of the SSH wire format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.bundle.wire import Reader, WireError, string


@given(st.lists(st.binary(max_size=20), max_size=5))
def test_strings_come_back(parts: list[bytes]) -> None:
    reader = Reader(b"".join(map(string, parts)))
    assert [reader.string() for _ in parts] == parts
    reader.end()


@pytest.mark.parametrize("raw", [
    b"", b"\0\0\0", b"\0\0\0\2a",
    b"\xff\xff\xff\xffabc",  # a length beyond everything
])
def test_what_is_cut_is_refused(raw: bytes) -> None:
    with pytest.raises(WireError, match="ends early"):
        Reader(raw).string()


def test_what_follows_the_end_is_refused() -> None:
    reader = Reader(string(b"a") + b"x")
    reader.string()
    with pytest.raises(WireError, match="follows"):
        reader.end()
