"""Texts that name nobody."""

from __future__ import annotations

import pytest

from scanner.detect.nobody import ordinary_text


@pytest.mark.parametrize("text", [
    "inloggen", "Inloggen als leerling", "leerling-01", "toets 3b", "rekentoets", "", "De klas bekijken",
])
def test_nobody(text: str) -> None:
    assert ordinary_text(text)


@pytest.mark.parametrize(("text", "why"), [
    ("Sanne", "a name"), ("wietske-oudshoorn", "names"), ("999990019", "a number"),
    ("klas van Qzwira", "an unknown word"),
    ("kim@school.example", "a word that is a name"), ("roos", "a word that is a name"), ("\u0661" * 9, "a number"),
])
def test_maybe_somebody(text: str, why: str) -> None:
    assert not ordinary_text(text), why
