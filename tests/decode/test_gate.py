"""The gate: never a no for what could hold something, mostly a no for what holds nothing."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.gate import GATES, LONG_ENOUGH, may_hold, may_hold_anywhere

LETTERS = st.text(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,@-'éëïüöçÉ", min_size=9, max_size=60
)


@given(LETTERS)
def test_base64_of_words_passes(text):
    encoded = base64.b64encode(text.encode()).decode()
    assert may_hold(encoded)
    assert may_hold(base64.urlsafe_b64encode(text.encode()).decode().rstrip("="))


@given(LETTERS)
def test_hex_of_words_passes(text):
    assert may_hold(text.encode().hex())
    assert may_hold(text.encode().hex().upper())


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), min_size=1))
def test_json_in_strings_passes(value):
    text = json.dumps(value)
    assert may_hold(text)
    assert may_hold(base64.b64encode(text.encode()).decode()) or len(text) < LONG_ENOUGH


@pytest.mark.parametrize(
    "value",
    [
        "https://school.example/a?b=c",
        "/leerling/12?naam=Sanne",
        "<p>Beste Sanne</p>",
        ' \n {"a":1}',
        '"{\\"a\\":1}"',
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
        "Bearer eyJhbGciOiJub25lIn0.e30.",
        "s:eyJhIjoxfQ.c2ln",
        'j:{"a":1}',
        "naam=Sanne&groep=6",
        "Sanne%20de%20Vries",
        "data:text/plain,Sanne",
        "query { leerling(bsn: 1) { naam } }",
    ],
)
def test_containers_pass(value):
    assert may_hold(value)


@pytest.mark.parametrize(
    "value",
    [
        "Sanne de Vries",
        "870e8deb-029b-4559-89c1-73ed1d4031f7",
        "2024-03-12T14:22:33.123Z",
        "sanne@school.example",
        "de leerling heeft goed gewerkt",
        "1790123456789",
        "99999001999999",
        "/api/leerlingen/123",
        "studentnummer",
        "groep_zes_boven",
        "12 van de 20 goed",
        "100% goed gedaan",
        "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
    ],
)
def test_ordinary_values_do_not(value):
    assert not may_hold(value)


def test_whole_texts_can_be_cleared_of_what_stands_anywhere():
    assert not may_hold_anywhere(b'{"a":"Sanne"}')
    for text in ('{"a":"x%20y"}', '{"a":"b=c&d=e"}', r'{"a":"b=c\u0026d=e"}', r'{"a":"x\u002520y"}'):
        assert may_hold_anywhere(text)
        assert may_hold_anywhere(text.encode())


@pytest.mark.parametrize("character", sorted(GATES))
def test_hostile_repetition_is_answered(character):
    for tail in (character, "=", "&a=", " ", "A", "\n", "{"):
        may_hold(character * 3 + tail * 200_000)
