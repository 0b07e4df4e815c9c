"""E-mail addresses with words for their signs."""

import pytest

from scanner.detect.recognizers.spelt_mail import SpeltEmailRecognizer

RECOGNIZER = SpeltEmailRecognizer()

POSITIVES = [
    ("mail me op daan [at] school [punt] example", "daan@school.example"),
    ("kim(at)school.nl", "kim@school.nl"), ("sanne.devries [at] thuis [dot] nl", "sanne.devries@thuis.nl"),
    ("kim apenstaartje gmail punt com", "kim@gmail.com"), ("k.devries{at}school.nl", "k.devries@school.nl"),
    ("KIM [AT] SCHOOL [DOT] NL", "kim@school.nl"), ("kim12 at school dot nl", "kim12@school.nl"),
    ("sanne at thuis dot example", "sanne@thuis.example"),
]
NEGATIVES = [
    ("kim at school", "no ending"), ("meet me at school.nl", "a place"), ("look at example.com", "a sentence"),
    ("kijk at school dot com", "a word"), ("punt [at] spel", "no ending"), ("we are at noon", "a sentence"),
    ("[at] school.nl", "nobody"), ("3 punt 5", "a number"), ("array[at]index.length", "a program"),
    ("x = list[at].value", "a program"), ("stand at home dot", "no ending"), ("apenstaartje", "the word"),
    ("een apenstaartje is een teken", "the word"), ("at (at) at", "nothing"), ("versie 2 punt 0", "a version"),
    ("dot com", "a word"), ("at the dot nl", "a sentence"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.canonical == canonical
    assert match.score >= 0.6


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_addresses_of_nobody_score_low() -> None:
    (match,) = RECOGNIZER.find("info [at] school [punt] nl")
    assert match.score < 0.6


@pytest.mark.parametrize("piece", ["a [at] ", "a[at]b.", "kim at ", "a (dot) ", "punt "])
def test_hostile(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert all(match.end <= len(text) for match in RECOGNIZER.find(text))
