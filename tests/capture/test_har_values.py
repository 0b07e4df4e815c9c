"""JSON as recorders write it, broken or not."""

from __future__ import annotations

import base64
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.har_values import mapping, parse, real, sequence, text, unbase64, whole

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(JSON)
def test_valid_json_is_read_as_it_is(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value


@pytest.mark.parametrize(("raw", "value"), [
    (rb'"a\ud800b"', "a\ufffdb"),  # half a pair
    (rb'"a\udc00\ud800b"', "a\ufffd\ufffdb"),  # a pair in the wrong order
    (rb'"a\udce9b"', "a\u00e9b"),  # a byte as Python escapes it
    (rb'"\ud83d\ude00\udc80"', "\U0001f600\u0080"),
    (rb'"\\ud800"', "\\ud800"),  # not an escape but text
    (b'"caf\xe9"', "caf\u00e9"),  # Latin-1 bytes
    (b'"caf\xc3\xa9 \xe9"', "caf\u00e9 \u00e9"),  # both in one text
    (b'"line\nbreak\x00"', "line\nbreak\x00"),
    (b'{"a":1,"a":2}', {"a": 2}),
    (b'{"a":-Infinity}', {"a": -math.inf}),
    (b"1" + b"0" * 5000, math.inf),
    (b"123456789012345678901234567890", 123456789012345678901234567890.0),
    (b"", None), (b"{", None), (b"{}}", None), (b"{'a':1}", None), (b'{"a" 1}', None),
    (b"[" * 100_000 + b"]" * 100_000, None),
    (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, None),
])
def test_odd_json_is_survived(raw: bytes, value: object) -> None:
    assert parse(raw) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_survived(raw: bytes) -> None:
    for data in (raw, b'"' + raw + b'"', b'{"a":' + raw + b"}"):
        value = parse(data)
        json.dumps(value, ensure_ascii=False).encode()  # no lone surrogates are left


@pytest.mark.parametrize("value", [None, True, 1.5, "x", [], {}, math.nan, math.inf, 10**400, "9" * 400, "-1", "²"])
def test_values_of_the_wrong_type_become_neutral_ones(value: object) -> None:
    assert isinstance(mapping(value), dict)
    assert isinstance(sequence(value), list)
    assert isinstance(text(value), str)
    assert isinstance(whole(value), int)
    assert math.isfinite(real(value))


@pytest.mark.parametrize(("value", "number"), [(200, 200), (200.0, 200), ("200", 200), (-1, -1), (True, 0), ("x", 0),
                                               (math.nan, 0), (1e300, 0), ("²", 0), (None, 0)])
def test_whole_numbers(value: object, number: int) -> None:
    assert whole(value) == number


@given(st.binary(max_size=100))
def test_base64_of_either_alphabet_wrapped_or_not(data: bytes) -> None:
    standard = base64.b64encode(data).decode()
    assert unbase64(standard) == data
    assert unbase64(base64.urlsafe_b64encode(data).decode().rstrip("=")) == data
    assert unbase64("\r\n".join(standard[at:at + 7] for at in range(0, len(standard), 7))) == data


@pytest.mark.parametrize("encoded", ["!!!!", "<p>geen base64</p> {}{}{}{}{}{}{}{}{}{}{}{}{}{}{}", "é€é€"])
def test_what_is_no_base64_is_refused(encoded: str) -> None:
    assert unbase64(encoded) is None
