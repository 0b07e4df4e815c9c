"""Birthdays without a year: of somebody, beside the word; never a date alone, never that of a king or a school."""

import pytest

from scanner.detect.recognizers.birthday import BirthdayRecognizer

RECOGNIZER = BirthdayRecognizer()

POSITIVES = [
    ("Mila is 3 april jarig en wordt 13", "--04-03"),
    ("Gefeliciteerd Bram met je 14e verjaardag (gisteren, 6 november)!", "--11-06"),
    ("Mijn verjaardag is op 29 februari", "--02-29"),
    ("Ze is jarig op 1 mrt", "--03-01"),
    ("jarig: 14 juni Finn", "--06-14"),
    ("Youssef verjaart 2 aug", "--08-02"),
    ("zijn verjaardag, 5 mei, valt in de vakantie", "--05-05"),
]
NEGATIVES = [
    ("De toets is op 3 april", "no word"), ("Op 5 mei is het Bevrijdingsdag", "no word"),
    ("De koning is 27 april jarig", "a king"), ("De koningin was 31 januari jarig", "a queen"),
    ("Sinterklaas is 5 december jarig, zegt Mila", "the saint"), ("Wie is er 3 april jarig?", "a question"),
    ("De school is 3 april jarig", "nobody"), ("Onze vereniging viert haar verjaardag op 12 mei", "an association"),
    ("Mila is jarig. De toets is op 3 april.", "another sentence"), ("jarig zijn is leuk, zegt Mila", "no date"),
    ("Mila is 3 april 2012 jarig", "a date with its year is found elsewhere"), ("Mila is 31 februari jarig", "no day"),
    ("verjaardagskalender: 12 maanden", "no day"), ("Het bedrijf is 1 april jarig", "a firm"),
    ("Mila is 3.4 april jarig", "a number"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.canonical == canonical
    assert match.score == 0.6


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize("piece", ["3 april jarig ", "jarig ", "3 april ", "Mila "])
def test_hostile(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(match.end <= len(text) for match in RECOGNIZER.find(text))
