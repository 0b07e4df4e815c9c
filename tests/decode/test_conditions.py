"""Conditions of a query give their values under the names of columns; words that only look like them give nothing."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest


@pytest.mark.parametrize(("text", "wanted"), [
    ("STAMGROEP eq 'H3C'", {"STAMGROEP": "H3C"}),
    ("startswith(achternaam,'Verm') and klas eq 'H3C'", {"achternaam": "Verm", "klas": "H3C"}),
    ("substringof('Verm', achternaam)", {"achternaam": "Verm"}),
    ('userName eq "kvermeer" and emails.type eq "work"', {"userName": "kvermeer", "type": "work"}),
    ("naam==Verm*;klas==H3C", {"naam": "Verm", "klas": "H3C"}),
    ("naam:vermeer AND klas:H3C", {"naam": "vermeer", "klas": "H3C"}),
    ("klas:5B", {"klas": "5B"}), ("{Klas}='H3C'", {"Klas": "H3C"}), ("t.klas = '5B'", {"klas": "5B"}),
    ("(&(objectClass=person)(uid=kvermeer)(sn=Vermeer*))", {"objectClass": "person", "uid": "kvermeer",
                                                            "sn": "Vermeer"}),
    ("naam = 'O''Neill' OR klas IN ('5B', '6A')", {"naam": "O'Neill", "0": "5B", "1": "6A"}),
])  # fmt: skip
def test_filters(decode, text, wanted):
    body = decode(request=("filter=" + quote(text)).encode(), kind="application/x-www-form-urlencoded").body
    assert body.pop("/filter") == text
    assert {pointer.rpartition("/")[2]: value for pointer, value in body.items()} == wanted


@pytest.mark.parametrize(("text", "wanted"), [
    ("SELECT * FROM leerling WHERE achternaam = 'de Vries' AND klas LIKE '5B%'", {"/achternaam": "de Vries",
                                                                               "/klas": "5B"}),
    ("INSERT INTO t (naam, klas, x) VALUES ('Kim', '5B', NULL), ('Sem', '6A', 7.4);", {
        "/values/0/naam": "Kim", "/values/0/klas": "5B", "/values/1/naam": "Sem", "/values/1/klas": "6A",
        "/values/1/x": "7.4"}),
    ("insert into t (naam) values ('Kim');\ninsert into t (naam) values ('Sem');", {
        "/values/0/naam": "Kim", "/values/1/naam": "Sem"}),
    ("UPDATE leerling SET telefoon='0612345678' WHERE id=118377", {"/telefoon": "0612345678", "/id": "118377"}),
])  # fmt: skip
def test_statements(decode, text, wanted):
    body = decode(response=json.dumps({"sql": text}).encode(), kind="application/json").body
    assert body.pop("/sql") == text
    assert body == {f"/sql{pointer}": value for pointer, value in wanted.items()}


@pytest.mark.parametrize("text", [
    "breuken", "hoe is het = goed", "beste allen: hoi", "Kim Vermeer", "name:Kim Vermeer", "q: wat is dit", "=", "a =",
    "((((", "'" * 5000, "a" * 30_000 + "='b'", "klas eq null",
])  # fmt: skip
def test_words_to_look_for(decode, text):
    body = decode(request=("q=" + quote(text)).encode(), kind="application/x-www-form-urlencoded").body
    assert body == {"/q": text}


@pytest.mark.parametrize("text", [
    "Update: nieuw rooster = leuk", "Select your class: 5B", "insert coin", "Delete me", "(a b)", "update klas set x",
    "(uid", "select " * 3000, "INSERT INTO t (" + "a," * 900, "INSERT INTO t (a) VALUES (" * 500,
])  # fmt: skip
def test_texts_that_begin_like_them(decode, text):
    found = decode(response=json.dumps({"tekst": text}).encode(), kind="application/json").body
    assert set(found) == {"/tekst"}
