"""Coordinates beside a word of location."""

import pytest

from scanner.detect.recognizers.geo import GeoRecognizer, check_coordinates, check_geo

RECOGNIZER = GeoRecognizer()

POSITIVES = [
    ("gps 52.09074, 5.12142", "52.09074,5.12142"), ("?ll=52.0907,5.1214", "52.09070,5.12140"),
    ("lat=52.09074&lon=5.12142", "52.09074,5.12142"),
    ('{"latitude":52.09074,"longitude":5.12142}', "52.09074,5.12142"), ("locatie: 12.104 -68.93", None),
    ("coördinaten -33.868 151.209", "-33.86800,151.20900"),
    ("GPS thuis: N 53° 12' 4.1\" E 5° 47' 58.2\"", "53.20114,5.79950"),
    ("busleerling wordt opgehaald op 52.0907,5.1214", "52.09070,5.12140"),
    ("lat=53.20139\tlon=5.79972", "53.20139,5.79972"),
]
NEGATIVES = [
    ("52.09074, 5.12142", "no word"), ("gps 52.09, 5.12", "too coarse"), ("gps 92.09074, 5.12142", "no latitude"),
    ("gps 52.09074, 195.12142", "no longitude"), ("locatie 0.000, 0.000", "nothing"), ("gps 52.09074", "one number"),
    ("plat 1.2345,6.7890", "part of a word"),
    ("gps 1.2.3456, 7.8901", "version"), ("later 1.23456,7.89012", "another word"), ("locatie Utrecht", "place"),
    ("geo 52.09074x5.12142", "glued"),
    ("position: 10.5px 20.5px", "style"),
    ("versie 1.234,5.678 thuis gemaakt", "two numbers"),
    ("de hoek is 53° 12' 4\"", "one angle"),
    ("De top ligt op 45°49'57\"N 6°51'52\"E", "no word of somebody's place"),
]


@pytest.mark.parametrize(("text", "canonical"), [each for each in POSITIVES if each[1]])
def test_match(text: str, canonical: str) -> None:
    assert [match.canonical for match in RECOGNIZER.find(text)] == [canonical]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome"), [
    ("52.09074", "valid"), ("52.09074,5.12142", "valid"), ("52.1", "impossible"), ("Utrecht", "plausible"), ("NL",
    "plausible"),
    ("192.1234", "impossible"), ("0.0", "impossible"), ("12", "impossible"), ("", "impossible"), ("true", "impossible"),
])
def test_value(value: str, outcome: str) -> None:
    assert check_geo(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("52.09074,5.12142", "valid"), ("52.09074;5.12142", "valid"), ("52.09074", "impossible"), ("Utrecht", "impossible"),
    ("De Vlinder", "impossible"), ("3", "impossible"), ("0.5", "impossible"), ("192.10000,5.10000", "impossible"),
])
def test_a_place_of_any_kind_is_one_only_as_a_pair(value: str, outcome: str) -> None:
    assert check_coordinates(value).outcome == outcome
