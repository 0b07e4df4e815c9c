"""YAML bodies: what they hold, what they cannot do to the reader."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.model import Gap

RECORD = """\
# intake
naam: Temesgen Habte
geb: 1 januari 2008   # schatting
tel: '+31 (0)6 84 00 71 35'
ouders:
  - naam: "Habte, S."
    mail: s.habte@thuis.example
  - naam: R. Tesfay
notitie: |
  eerste regel
  tweede regel
profiel: {klas: 3B, cijfers: [6.5, 7]}
data: '{"bsn": "999990019"}'
"""


@pytest.mark.parametrize("kind", ["application/yaml", "text/yaml; charset=utf-8", "application/x-yaml",
                                  "application/vnd.oai.openapi+yaml"])
def test_a_record(decode, kind):
    found = decode(response=RECORD.encode(), kind=kind).body
    assert found["/naam"] == "Temesgen Habte"
    assert found["/geb"] == "1 januari 2008"
    assert found["/tel"] == "+31 (0)6 84 00 71 35"
    assert found["/ouders/0/naam"] == "Habte, S."
    assert found["/ouders/1/naam"] == "R. Tesfay"
    assert found["/notitie"] == "eerste regel\ntweede regel\n"
    assert found["/profiel/klas"] == "3B"
    assert found["/profiel/cijfers/1"] == "7"
    assert found["/data/bsn"] == "999990019"


def test_comments_are_read(decode):
    assert {"intake", "schatting"} <= {field.value for field in decode(
        response=RECORD.encode(), kind="application/yaml").fields}


def test_a_mapping_of_texts_is_not_guessed_in_plain_text(decode):
    found = decode(response=b"Sanne: hoi\nDaan: hee\n", kind="text/plain").body
    assert list(found) == [""]


@pytest.mark.parametrize("text", ["gewoon een zin", "- ", "", "%", "\t\tx", "!!python/object:os.system x"])
def test_what_holds_nothing_is_text(decode, text):
    outcome = decode(response=text.encode(), kind="application/yaml")
    assert set(outcome.body) <= {""}


def test_from_an_error_on_it_is_text(decode):
    outcome = decode(response=b"naam: Kim\nmail: [kim@thuis.example\nbsn: }999990019", kind="application/yaml")
    assert outcome.body["/naam"] == "Kim"
    assert Gap.PARSE_FAILED in {note.gap for note in outcome.notes}
    assert any("999990019" in field.value for field in outcome.fields)


def test_aliases_do_not_grow(decode):
    bomb = "a: &a [x, x]\n" + "".join(f"{name}: &{name} [*{before}, *{before}]\n"
                                      for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True))
    assert len(decode(response=bomb.encode(), kind="application/yaml").fields) < 100


def test_depth_is_bounded(decode):
    outcome = decode(response=b"[" * 5000 + b"]" * 5000, kind="application/yaml")
    assert Gap.BUDGET_DEPTH in {note.gap for note in outcome.notes}


values = st.recursive(st.text(max_size=8) | st.integers() | st.none(), lambda inner: st.lists(inner, max_size=3) |
                      st.dictionaries(st.text(max_size=6), inner, max_size=3), max_leaves=12)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=5), values, min_size=1, max_size=4))
def test_whatever_a_writer_writes_is_found(decode_once, data):
    found = [field.value for field in decode_once(
        response=yaml.safe_dump(data).encode(), kind="application/yaml").fields]

    def texts(value):
        if isinstance(value, dict):
            return [text for inner in value.values() for text in texts(inner)]
        if isinstance(value, list):
            return [text for inner in value for text in texts(inner)]
        return [value] if isinstance(value, str) and value.isalnum() and value.isascii() and len(value) > 2 else []

    for text in texts(data):
        assert any(text in each for each in found)
