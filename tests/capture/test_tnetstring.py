"""Typed netstrings: the same values as mitmproxy's own reader, and nothing but Malformed for bad input."""

from __future__ import annotations

import contextlib
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.tnetstring import DEEPEST, Malformed, frame, items, members, value

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # mitmproxy uses names of pyparsing that newer versions deprecate
    from mitmproxy.io import tnetstring as reference

NAMES = st.text(alphabet="abcdefghij_0", min_size=1, max_size=20)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=15,
)


def loads(data: bytes) -> Any:
    return value(data, *frame(data, 0, len(data)))


@given(VALUES)
def test_values_are_read_as_they_were_written(written: Any) -> None:
    data = reference.dumps(written)
    assert loads(data) == written == reference.loads(data)


def test_names_as_bytes_are_read_as_text() -> None:
    data = reference.dumps({b"version": [0, 11]})  # type: ignore[dict-item]
    assert loads(data) == {"version": [0, 11]}


@pytest.mark.parametrize("data", [
    b"", b":", b"1", b"1:", b"1:a", b"a:a,", b"-1:a,", b"2:a,", b"1:a?", b"3:abc#", b"3:abc^", b"0:#", b"3:1:a]",
    b"9999999999999:a,", b"999999999999:a,", b"4:1:a,}", b"41:" + b"1" * 41 + b"#", b"1 :a,",
])
def test_malformed_input(data: bytes) -> None:
    with pytest.raises(Malformed):
        loads(data)


def test_nesting_is_bounded() -> None:
    assert loads(_deep(DEEPEST - 1))
    with pytest.raises(Malformed):
        loads(_deep(5000))


def _deep(levels: int) -> bytes:
    data = b"0:]"
    for _ in range(levels):
        data = b"%d:%s]" % (len(data), data)
    return data


@given(st.binary(max_size=200), st.sampled_from([b"", b"1:a;", b"30:", b"10:1:a;"]))
def test_any_bytes_give_a_value_or_malformed(noise: bytes, head: bytes) -> None:
    data = head + noise
    with contextlib.suppress(Malformed):
        loads(data)
    with contextlib.suppress(Malformed):
        list(members(data, 0, len(data)))
    with contextlib.suppress(Malformed):
        list(items(data, 0, len(data)))
