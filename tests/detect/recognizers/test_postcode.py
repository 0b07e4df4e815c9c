"""Postcodes: weak by shape, strong with a house number, a place or an address word."""

import pytest

from scanner.detect.recognizers.postcode import PostcodeRecognizer, check_postcode

RECOGNIZER = PostcodeRecognizer()

POSITIVES = [
    ("Van Speijkstraat 88-3, 1057 zz Amsterdam", "1057ZZ"), ("postcode: 8911 kt", "8911KT"),
    ("Gentsesteenweg 145 bus 3, 9050 Gentbrugge", "9050"), ("Kerklaan 3, 3010 Kessel-Lo", "3010"),
    ("postcode 1234 AB", "1234AB"),
    ("Postcode: 1234AB", "1234AB"),
    ("Kanariestraat 12, 1234 AB Utrecht", "1234AB"),
    ("1234 AB Utrecht", "1234AB"),
    ("1234AB 's-Gravenhage", "1234AB"),
    ("Laan 3 1234 KB", "1234KB"),
    ("adres 9999 ZZ", "9999ZZ"),
]
WEAK = ["1234AB", "product 1234 AB", "code 4321XY"]
NEGATIVES = [
    ("in 2012 de school", "a word"), ("1000 km ver", "a unit"), ("Hoofdstuk 12, 2024 ed.", "a chapter"),
    ("in 1850 ca 3000 inwoners", "a word"), ("op 3 mei 2012 Amsterdam", "a date"), ("les 3, 2014 Amsterdam",
    "no street"),
    ("Kerklaan 3, 2012 Januari", "a month"),
    ("0123 AB", "begins with 0"),
    ("1234 SS", "not issued"),
    ("1234SA", "not issued"),
    ("1234SD", "not issued"),
    ("12345AB", "five digits"),
    ("123AB", "three digits"),
    ("1234ABC", "three letters"),
    ("1234 ab", "lower case in prose"),
    ("A1234AB", "glued"),
    ("1234AB5", "glued"),
    ("1024 KB", "a size"),
    ("2048 MB vrij", "a size"),
    ("1500 EN 1600", "words in capitals"),
    ("1234 IN", "words in capitals"),
    ("x/1234AB/y", "path"),
    ("1234AB-77", "serial number"),
    ("2012 in Utrecht", "a year"),
    ("1234-AB", "dash"),
    ("1.234 AB", "number with a point"),
    ("#1234AB0", "colour"),
    ("1234 A B", "separate letters"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.canonical == canonical
    assert match.score >= 0.6


@pytest.mark.parametrize("text", WEAK)
def test_shape_alone_is_weak(text: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.score == 0.3


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("1234ab", "valid", "1234AB"), (" 1234 AB ", "valid", "1234AB"), ("1234", "plausible", "1234"), ("SW1A 1AA",
    "plausible", "sw1a 1aa"),
    ("1234SS", "impossible", "1234ss"), ("", "impossible", ""), ("0000", "impossible", "0000"), ("onbekend",
    "impossible", "onbekend"),
    ("Utrecht", "impossible", "utrecht"),
])
def test_value(value: str, outcome: str, canonical: str) -> None:
    verdict = check_postcode(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)


@pytest.mark.parametrize("text", [
    "een postcode zoals 1234 AB", "Uitgeverij Het Leerhuis B.V., Industrieweg 24, 3641 RK Mijdrecht",
    "Redactie: Postbus 70000, 9700 AB Groningen", "Schooladres: Kerklaan 3, 3828 EA Hoogland",
    "Postcode 1234 AB is een voorbeeld", "In welke plaats ligt postcode 9711 LM?",
])
def test_of_nobody(text: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.score < 0.6
