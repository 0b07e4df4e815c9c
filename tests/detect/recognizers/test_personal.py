"""Gender, place of birth, nationality."""

import pytest

from scanner.detect.recognizers.personal import check_birthplace, check_gender, check_nationality


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("m", "valid", "m"), ("V", "valid", "v"), ("Meisje", "valid", "v"), ("male", "valid", "m"), ("1", "valid", "m"),
    ("2", "valid", "v"),
    ("X", "valid", "x"), ("0", "plausible", "0"), ("9", "plausible", "9"), ("onbekend", "plausible", "0"),
    ("3", "impossible", "3"), ("", "impossible", ""), ("true", "impossible", "true"), ("zelfstandig naamwoord",
    "impossible", "zelfstandig naamwoord"),
])
def test_gender(value: str, outcome: str, canonical: str) -> None:
    verdict = check_gender(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)


@pytest.mark.parametrize(("value", "outcome"), [
    ("Utrecht", "valid"), ("'s-Gravenhage", "valid"), ("Casablanca", "plausible"), ("0363", "plausible"),
    ("onbekend", "impossible"), ("", "impossible"), ("2012-03-04", "impossible"), ("12", "impossible"),
])
def test_birthplace(value: str, outcome: str) -> None:
    assert check_birthplace(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("Nederlandse", "valid"), ("NL", "valid"), ("0001", "valid"), ("Ghanese", "plausible"),
    ("", "impossible"), ("true", "impossible"), ("123", "impossible"), ("https://x.example", "impossible"),
])
def test_nationality(value: str, outcome: str) -> None:
    assert check_nationality(value).outcome == outcome
