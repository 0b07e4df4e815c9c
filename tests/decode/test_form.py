"""Forms: names, nested names, repeated names, escapes of every kind."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.form import looks_like_form, unescape

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("naam=Sanne+de+Vries&klas=4A", {"/naam": "Sanne de Vries", "/klas": "4A"}),
        ("user[naam]=Sanne&user[adres][plaats]=Ede", {"/user/naam": "Sanne", "/user/adres/plaats": "Ede"}),
        ("ud%5Bem%5D=x", {"/ud/em": "x"}),
        (
            "users[0][firstname]=Sanne&users[1][firstname]=Daan",
            {"/users/0/firstname": "Sanne", "/users/1/firstname": "Daan"},
        ),
        (
            "Leerlingen[0].Naam=Sanne&Leerlingen[1].Naam=Daan",
            {"/Leerlingen/0/Naam": "Sanne", "/Leerlingen/1/Naam": "Daan"},
        ),
        ("vak[]=taal&vak[]=rekenen", {"/vak/0": "taal", "/vak/1": "rekenen"}),
        ("id=1&id=2", {"/id/0": "1", "/id/1": "2"}),
        ("leeg=&naam=Zo%C3%AB", {"/naam": "Zoë"}),
        ("naam=Zo%EB", {"/naam": "Zoë"}),
        ("naam=100%", {"/naam": "100%"}),
        ("a=b=c&x", {"/a": "b=c", "": "x"}),
        ("&&=&a=1&", {"/a": "1"}),
        ("a[b=1", {"/a[b": "1"}),
        ("[x]=1", {"/[x]": "1"}),
        ("a[=]", {"/a[": "]"}),
        ("a[99999999999]=1", {"/a/99999999999": "1"}),
        ("cijfer[118377][0]=7.4&n[999]=x", {"/cijfer/118377/0": "7.4", "/n/999": "x"}),
        ("Leerlingen[118377].Naam=Sanne", {"/Leerlingen/118377/Naam": "Sanne"}),
    ],
)
def test_names_and_values(decode, text, expected):
    outcome = decode(request=text.encode(), kind=FORM)
    assert outcome.body == expected
    assert outcome.notes == []
    assert {field.origin.format for field in outcome.fields} <= {"form"}


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[a-z]{1,5}", fullmatch=True), st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda pair: pair[0],
    )
)
def test_round_trip_of_values(pairs):
    for pair, (_, value) in zip(urlencode(pairs).split("&"), pairs, strict=True):
        assert unescape(pair.partition("=")[2]) == value


def test_one_name_without_end_is_bounded(decode):
    assert decode(request=b"a" + b"[x]" * 5000 + b"=1", kind=FORM).values == ["1"]
    assert len(decode(request=b"a=1&" * 5000, kind=FORM).values) == 5000


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a=1&b=2", True),
        ("a=1", True),
        ("a=&b=", True),
        ("ep.x=y", True),
        ("a=b c", False),
        ("een zin", False),
        ("a==", True),
        ("a=b=c", False),
        ("", False),
        ("=" * 10_000, False),
        ("a=1&" * 10_000, True),
    ],
)
def test_what_looks_like_a_form(text, answer):
    assert looks_like_form(text) is answer
