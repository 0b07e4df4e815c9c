"""Advertising ids beside their words."""

import pytest

from scanner.detect.recognizers.advertising import AdvertisingRecognizer, check_advertising

RECOGNIZER = AdvertisingRecognizer()
UUID = "0F8FAD5B-D9CB-469F-A165-70867728950E"

POSITIVES = [(f"idfa={UUID}", UUID.lower()), (f"gaid: {UUID}", UUID.lower()), (f'"advertisingId":"{UUID}"',
UUID.lower())]
NEGATIVES = [
    (UUID, "no word"), (f"id={UUID}", "no word"), ("idfa=00000000-0000-0000-0000-000000000000", "opted out"),
    (f"idfa={UUID}0", "glued"),
    ("idfa=123", "short"), ("advertisement", "prose"), (f"adidas {UUID}", "a brand"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    assert [match.canonical for match in RECOGNIZER.find(text)] == [canonical]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome"), [
    (UUID, "valid"), ("CAESEA1b2C3d4", "plausible"), ("ID5*Wxip5Cdw+Zf7=", "plausible"),
    ("een zin van 5 woorden", "impossible"), ("00000000-0000-0000-0000-000000000000", "impossible"), ("0",
    "impossible"),
    ("", "impossible"), ("true", "impossible"), ("banner", "impossible"),
])
def test_value(value: str, outcome: str) -> None:
    assert check_advertising(value).outcome == outcome
