"""Streets with house numbers, and the ordinary words that end like a street."""

import pytest

from scanner.detect.recognizers.address import AddressRecognizer, check_street
from scanner.model import Category

RECOGNIZER = AddressRecognizer()

POSITIVES = [
    ("Plein 1944 nr. 17", "plein 1944 nr. 17"), ("Kennedylaan nr. 101", "kennedylaan nr. 101"),
    ("Gentsesteenweg 145 bus 3", "gentsesteenweg 145 bus 3"), ("Fokke Simonszstraat 88-2hoog",
    "fokke simonszstraat 88-2hoog"),
    ("Kanariestraat 12", "kanariestraat 12"),
    ("ik woon op Kanariestraat 12a", "kanariestraat 12a"),
    ("Lange Gracht 5", "lange gracht 5"),
    ("Laan van de Kanarie 7 bis", "laan van de kanarie 7 bis"),
    ("Burgemeester de Vrieslaan 101", "burgemeester de vrieslaan 101"),
    ("Kanarieplein 3-5", "kanarieplein 3-5"),
    ("adres: Kanariehof 9", "kanariehof 9"),
    ("Oude Dijk 22 II", "oude dijk 22 ii"),
    ("Kerkstr. 4, 1234 AB Utrecht", "kerkstr. 4"),
    ("woont kanariestraat 12", "kanariestraat 12"),
    ("kanariestraat 12, 1234 AB", "kanariestraat 12"),
    ("Rokin 12, 1234 AB", "rokin 12"),
    ("Kanariesingel 8 Utrecht", "kanariesingel 8"),
    ("mijn adres is prins hendrikln 88a", "hendrikln 88a"), ("Oranjeboomstr 9b", "oranjeboomstr 9b"),
]
NEGATIVES = [
    ("Wachtwoord 2x invullen", "a password"), ("Opdracht nr. 17", "a task"), ("artikel nr. 4", "an article"),
    ("antwoord 12", "an answer"),
    ("Blz. 12", "page"), ("bladzijde 12", "page"), ("Hoofdstuk 3", "chapter"), ("paragraaf 4", "paragraph"),
    ("Opdracht 5", "exercise"), ("leerweg 3", "school type"), ("Gemengde leerweg 4", "school type"),
    ("onderweg 2 uur", "on the way"),
    ("halverwege 3", "half way"), ("schoolplein 3", "ordinary word"), ("Sesamstraat 3", "broadcast"), ("Melkweg 2",
    "astronomy"),
    ("fietspad 4", "ordinary word"), ("snelweg 12", "motorway"), ("Kanarieweg", "no number"), ("Kanariestraat 0",
    "no house number"),
    ("Kanariestraat 123456", "too long"), ("kanariestraat 12", "lower case without support"), ("weg 3", "bare ending"),
    ("straat 5", "bare ending"), ("klas 5b", "class"), ("Groep 7", "class"), ("Kanariestraat 12%", "share"),
    ("Kanarieweg 12 km", "distance"), ("Kanarielaan 3 keer", "times"), ("Kanariestraat 12.5", "decimal"),
    ("veld 3 in tekstveld 4", "form fields"), ("AVI 3", "reading level"), ("Kanariestraat-12", "id"),
    ("straatnaam 3", "no ending"),
    ("blz 4 Kanariestraat 12", "page before"), ("12 Kanariestraat", "other order"),
    ("adres: instr 4", "too short to be a street"), ("ln 5", "a logarithm"), ("woonde kln 5", "too short"),
]


@pytest.mark.parametrize(("text", "canonical"), [each for each in POSITIVES if each[1]])
def test_match(text: str, canonical: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.canonical == canonical
    assert match.score >= 0.6


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_postcode_and_place_raise() -> None:
    alone = RECOGNIZER.find("Kanariestraat 12")[0]
    located = RECOGNIZER.find("Kanariestraat 12, 1234 AB Utrecht")[0]
    assert alone.score == 0.6
    assert located.score == 0.8


def test_the_line_of_an_address_that_is_its_postcode() -> None:
    assert check_street("1315 HH").category is Category.POSTCODE
    assert check_street("1315 SS").category is Category.STREET


@pytest.mark.parametrize(("value", "outcome"), [
    ("Kanariestraat 12", "valid"), ("Kanariestraat 12a, 1234 AB Utrecht", "valid"), ("Kanariestraat", "valid"),
    ("Van der Heijdenlaan", "valid"), ("Burg. de Vriesplein", "valid"), ("Zeedijk", "valid"), ("Straat", "plausible"),
    ("straatnaam", "plausible"), ("weg", "plausible"), ("School", "plausible"), ("Hof", "plausible"),
    ("12", "plausible"),
    ("1315HH", "valid"), ("1315 hh", "valid"), ("1315 SS", "plausible"),
    ("7 bis", "plausible"), ("Utrecht", "plausible"), ("", "impossible"), ("onbekend", "impossible"),
    ("kim@school.example", "impossible"),
    ("https://school.example/straat", "impossible"), ("null", "impossible"), ("{}", "impossible"),
])
def test_value(value: str, outcome: str) -> None:
    assert check_street(value).outcome == outcome


@pytest.mark.parametrize("text", [
    "Uitgeverij Het Leerhuis B.V., Industrieweg 24, 3641 RK Mijdrecht",
    "Obs De Regenboog, Dorpsstraat 1, 1234 AB Utrecht",
    "Redactie: Postbus 70000, 9700 AB Groningen", "Bezoekadres: Kerkstraat 8, 2514 ED Den Haag",
])
def test_of_organisations(text: str) -> None:
    assert all(match.score < 0.6 for match in RECOGNIZER.find(text))
