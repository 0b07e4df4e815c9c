"""Onderwijsnummers: only beside a word; 101234564 is the published example."""

import pytest

from scanner.detect.recognizers.onderwijsnummer import OnderwijsnummerRecognizer, check_pgn
from scanner.model import Category

RECOGNIZER = OnderwijsnummerRecognizer()

POSITIVES = [
    ("onderwijsnummer 101234564", "101234564"),
    ("Onderwijsnr: 101.234.564", "101234564"),
    ("ondwnr=101234564", "101234564"),
    ("pgn 1012.34.564", "101234564"),
]
NEGATIVES = [
    ("101234564", "no word"),
    ("leerling 101234564", "no word"),
    ("onderwijsnummer 101234565", "fails the check"),
    ("onderwijsnummer 999990019", "a BSN by its check"),
    ("onderwijsnummer 1012345640", "ten digits"),
    ("onderwijsnummer x101234564", "glued"),
    ("onderwijsnummer 20123456", "eight digits"),
    ("onderwijsnummer onbekend", "no number"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find(text)] == [(canonical, 0.9)]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome"), [
    ("101234564", "valid"), ("999990019", "valid"), ("999990018", "plausible"), ("1. e4 e5", "impossible"),
    ("pgn4web", "impossible"), ("", "impossible"),
])
def test_value(value: str, outcome: str) -> None:
    verdict = check_pgn(value)
    assert (verdict.outcome, verdict.category) == (outcome, Category.PGN)
