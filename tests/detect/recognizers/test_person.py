"""Names in prose: the rules are precise and silent on what the model has to find; both together find more."""

from itertools import pairwise

import pytest

from scanner.detect.prose.engines import OwnEngine
from scanner.detect.recognizers.person import PersonRecognizer
from scanner.model import Category

RECOGNIZER = PersonRecognizer("off")
WITH_MODEL = PersonRecognizer()

POSITIVES = [
    ("Goed zo Kim Kanarie, bel je moeder", "kim kanarie", 0.6, "cue, surname not listed"),
    ("leerling Sanne de Vries is ziek", "sanne de vries", 0.7, "cue and both listed"),
    ("Gisteren was Sanne de Vries er niet", "sanne de vries", 0.6, "both listed"),
    ("Daarna las Fatima el Amrani voor", "fatima el amrani", 0.5, "both listed"),
    ("Jan-Willem van den Berg", "jan-willem van den berg", 0.5, "double given name"),
    ("Naam: Yusuf Yılmaz", "yusuf yılmaz", 0.6, "cue"),
    ("Met vriendelijke groet, Noah Bakker, docent", "noah bakker", 0.6, "cue"),
    ("Sanne M. de Vries", "sanne m. de vries", 0.5, "initial"),
    ("Sanne Jansen-de Vries", "sanne jansen-de vries", 0.5, "double surname"),
    ("Beste Sanne, je werk", "sanne", 0.5, "given name after a cue"),
    ("mijn naam is Fatima", "fatima", 0.5, "given name after a cue"),
    ("Ik heet Kim Kanarie. Wat is zeven keer acht?", "kim kanarie", 0.75, "somebody's own name"),
    ("hoi, m'n naam is Joost Wollig", "joost wollig", 0.75, "somebody's own name"),
    ("Hoi Mark, kom je?", "mark", 0.4, "given name that is a word"),
    ("Het werk van Mark Visser is af", "mark visser", 0.6, "cue"),
    ("Vandaag is Mark Visser er", "mark visser", 0.4, "given name that is a word"),
]
NEGATIVES = [
    ("Wij gaan naar Gerrit Bakker College", "school"), ("bij OBS Jan Bakker is plek", "school"),
    ("Stichting Kim Bakker betaalt het", "foundation"), ("Hong Kong (China)", "place"),
    ("//! author : Jan Bakker\n//! locale : Dutch", "a comment in a program"),
    ("Anne Frank schreef een dagboek", "historic"), ("het leven van Willem van Oranje", "historic"),
    ("Rembrandt van Rijn", "historic"),
    ("het boek van Roald Dahl", "writer"), ("Johan Cruijff", "public"), ("Anne Frankschool", "school"),
    ("de Anne Frank Huis-les", "museum"),
    ("Willem Alexanderschool", "school"), ("Sanne de Vriesstraat", "street"), ("de Vries-methode", "method"),
    ("Kim Bakker School", "school"),
    ("Jan Bakkerstraat 12", "street"), ("Mark Visser Stichting", "foundation"),
    ("ik heet u welkom in Sanne Centrum", "a greeting"),
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


SCHOOL = [
    ("hoi ik ben yassin en ik zit in 2b", "yassin"), ("Fatima heeft vandaag goed gewerkt.", "fatima"),
    ("juf, bilal heeft mijn pen gepakt", "bilal"), ("Aanwezig: Kim Lammers, Alparslan Koç", "kim lammers"),
    ("Gesprek met de moeder van Djenaba over thuis.", "djenaba"),
    ("Met vriendelijke groet,\nH.J. Koster", "h.j. koster"), ("Mevrouw Postma belde terug.", "postma"),
    ("ik haat jayden, hij pest iedereen", "jayden"),
]
LESSONS = [
    "Anne Frank schreef een dagboek in het Achterhuis.", "Willem van Oranje werd in Delft vermoord.",
    "Mark het juiste antwoord met een kruisje.", "Een roos heeft doornen.", "in april is er geen gym",
    "max 200 woorden",
    "de De Vries-methode voor spelling", "Open Getal & Ruimte, hoofdstuk 5.", "We gaan op excursie naar Den Haag.",
    "Klik op Opslaan om verder te gaan.", "Voornaam is een verplicht veld", "Hoi allemaal, wie heeft het huiswerk?",
    "Uncaught TypeError: Cannot read properties of undefined", "Beste ouders, vrijdag zijn alle leerlingen vrij.",
    "De Anne Frankschool doet mee aan de avondvierdaagse.", "Log in bij Magister om je rooster te zien.",
    "Roboto Light, Open Sans, Helvetica Neue, Arial", "Kies een leerling uit de lijst.",
    "Copyright 2025 Leerplein BV. Alle rechten voorbehouden.", "de bakker en de visser zijn beroepen",
]


@pytest.mark.parametrize(("text", "first"), SCHOOL)
def test_school_language(text: str, first: str) -> None:
    assert [match.canonical for match in WITH_MODEL.find(text)][:1] == [first]


@pytest.mark.parametrize("text", LESSONS)
def test_nobody_in_lessons_and_labels(text: str) -> None:
    assert WITH_MODEL.find(text) == []


def test_rules_and_model_together_are_surer() -> None:
    text = "Gisteren was Sanne de Vries er niet"
    by_rules, together = RECOGNIZER.find(text)[0], WITH_MODEL.find(text)[0]
    assert (by_rules.start, by_rules.end) == (together.start, together.end)
    assert together.score > by_rules.score
    assert {"gazetteer:given-and-family", "model:person"} <= {each.code for each in together.evidence}


@pytest.mark.parametrize("text", [
    "Voor Engels lezen wij dit jaar Oliver Visser van Dickens of een ander boek.",
    "Schrijf een verslag van honderd woorden over het schilderij De Sanne de Vries van een meester.",
])
def test_what_is_listed_and_no_model_sees_is_to_be_assessed_at_most(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OwnEngine, "people", lambda _, texts: [[] for _ in texts])
    believed = [match for match in PersonRecognizer().find(text) if match.score >= 0.6]
    assert believed == []
    for match in PersonRecognizer().find(text):
        assert sum(each.weight for each in match.evidence) == pytest.approx(match.score)


def test_matches_do_not_overlap() -> None:
    found = WITH_MODEL.find("Hoi Sanne de Vries, is Mark Visser er? Groetjes van juf Noor en meester El Amrani")
    assert len(found) >= 4
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_reading_ahead_changes_nothing() -> None:
    texts = [text for text, _ in SCHOOL]
    ahead = PersonRecognizer()
    ahead.expect(iter(texts))
    assert [ahead.find(text) for text in texts] == [WITH_MODEL.find(text) for text in texts]
