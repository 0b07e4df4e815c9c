"""Names in prose by rules: precise, and silent on what a trained model has to find."""

import pytest

from scanner.detect.recognizers.person import PersonRecognizer
from scanner.model import Category

RECOGNIZER = PersonRecognizer()

POSITIVES = [
    ("Goed zo Kim Kanarie, bel je moeder", "kim kanarie", 0.6, "cue, surname not listed"),
    ("leerling Sanne de Vries is ziek", "sanne de vries", 0.6, "cue and both listed"),
    ("Gisteren was Sanne de Vries er niet", "sanne de vries", 0.5, "both listed"),
    ("Daarna las Fatima el Amrani voor", "fatima el amrani", 0.5, "both listed"),
    ("Jan-Willem van den Berg", "jan-willem van den berg", 0.5, "double given name"),
    ("Naam: Yusuf Yılmaz", "yusuf yılmaz", 0.6, "cue"),
    ("Met vriendelijke groet, Noah Bakker, docent", "noah bakker", 0.6, "cue"),
    ("Sanne M. de Vries", "sanne m. de vries", 0.5, "initial"),
    ("Sanne Jansen-de Vries", "sanne jansen-de vries", 0.5, "double surname"),
    ("Beste Sanne, je werk", "sanne", 0.5, "given name after a cue"),
    ("mijn naam is Fatima", "fatima", 0.5, "given name after a cue"),
    ("Hoi Mark, kom je?", "mark", 0.4, "given name that is a word"),
    ("Het werk van Mark Visser is af", "mark visser", 0.6, "cue"),
    ("Vandaag is Mark Visser er", "mark visser", 0.4, "given name that is a word"),
]
NEGATIVES = [
    ("Anne Frank schreef een dagboek", "historic"), ("het leven van Willem van Oranje", "historic"),
    ("Rembrandt van Rijn", "historic"),
    ("het boek van Roald Dahl", "writer"), ("Johan Cruijff", "public"), ("Anne Frankschool", "school"),
    ("de Anne Frank Huis-les", "museum"),
    ("Willem Alexanderschool", "school"), ("Sanne de Vriesstraat", "street"), ("de Vries-methode", "method"),
    ("Kim Bakker School", "school"),
    ("Jan Bakkerstraat 12", "street"), ("Mark Visser Stichting", "foundation"),
    ("Roos is een bloem", "word"), ("Mark de juiste antwoorden", "word"), ("Joy Division", "band"), ("Floor 3",
    "word"), ("Max 10 punten", "word"),
    ("Sanne", "bare given name"), ("Sanne is er niet", "bare given name"), ("kim kanarie",
    "lower case: for the trained model"),
    ("Bakker en Visser", "surnames are words"), ("De Vries", "surname alone"), ("Groep Rood", "no names"),
    ("Blauwe Planeet", "no names"),
    ("Welkom bij Rekenen", "no names"), ("Goed zo, ga verder", "no names"), ("Beste ouders", "no names"),
    ("Beste Leerling", "no names"),
    ("Hoi allemaal", "no names"), ("Nieuwe Opdracht", "no names"), ("Den Haag", "place"), ("Amsterdam Zuid", "place"),
    ("Microsoft Teams", "product"), ("Google Classroom", "product"), ("displayName", "identifier"),
    ("SANNE DE VRIES", "capitals"),
    ("sanne.devries@school.example", "address"), ("/Sanne/Vries", "path"), ("Open je Boek", "no names"),
]


@pytest.mark.parametrize(("text", "canonical", "score", "why"), POSITIVES)
def test_match(text: str, canonical: str, score: float, why: str) -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find(text)] == [(canonical, score)], why


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_category_says_how_much_of_the_name() -> None:
    assert RECOGNIZER.find("Beste Sanne,")[0].category is Category.NAME_GIVEN
    assert RECOGNIZER.find("leerling Sanne de Vries")[0].category is Category.NAME_FULL


def test_two_names() -> None:
    found = RECOGNIZER.find("Sanne de Vries werkt samen met Fatima el Amrani.")
    assert [match.canonical for match in found] == ["sanne de vries", "fatima el amrani"]
