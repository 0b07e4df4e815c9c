"""BRIN codes beside a word, and schools as values; 99XX is not issued."""

import pytest
from detect_builders import in_body

from scanner.detect.recognizers.school import BrinRecognizer, SchoolNameRecognizer, check_school
from scanner.model import Category

RECOGNIZER = BrinRecognizer()

POSITIVES = [("brin 99XX", "99XX", 0.9), ("BRIN: 99XX00", "99XX00", 0.9), ("schoolcode 99XX", "99XX", 0.6),
             ("nlEduPersonHomeOrganizationId=99XX", "99XX", 0.6), ("vestiging 99XX01", "99XX01", 0.6)]
NEGATIVES = [
    ("kamer 100X123", "no word"), ("locatie 12A456", "short"), ("aanbieder 101A456X", "long"), ("aanbieder 101C456",
    "a letter"),
    ("99XX", "no word"), ("code 99XX", "no word"), ("brin 99xx", "lower case"), ("brin 9XX", "short"), ("brin 99XX0",
    "odd branch"),
    ("brin 99XXX", "letters"), ("school 2012AB", "four digits"), ("basisschool De Kanarie", "a name"),
    ("school 12-AB", "dash"),
    ("a99XX school", "glued"), ("brink 99XXX", "another word"),
]


@pytest.mark.parametrize(("text", "canonical", "score"), POSITIVES)
def test_match(text: str, canonical: str, score: float) -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find(text)] == [(canonical, score)]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


@pytest.mark.parametrize(("value", "outcome"), [
    ("99XX", "valid"), ("99xx00", "valid"), ("999A999", "valid"), ("Basisschool De Kanarie", "valid"), ("De Kanarie",
    "plausible"),
    ("42", "plausible"), ("", "impossible"), ("true", "impossible"), ("x" * 200, "impossible"),
])
def test_value(value: str, outcome: str) -> None:
    assert check_school(value).outcome == outcome


@pytest.mark.parametrize(("text", "codes"), [
    ("onderwijslocatie 100X123, aanbieder 101A456", ["100X123", "101A456"]), ("bestuur 401B123", ["401B123"]),
])
def test_rio_codes(text: str, codes: list[str]) -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find(text)] == [(code, 0.6) for code in codes]


@pytest.mark.parametrize("text", ["OBS De Klimboom", "CBS Het Kompas", "Basisschool De Regenboog", "IKC Zonnewijzer",
                                  "Openbare Basisschool 't Startblok", "CSG Het Streek", "Montessorischool Zuid"])
def test_the_name_of_a_school(text: str) -> None:
    assert SchoolNameRecognizer.trigger.search(text)
    assert [match.category for match in SchoolNameRecognizer().find(text)] == [Category.SCHOOL]


@pytest.mark.parametrize("text", [
    "OBS Studio kan nu ook schermopnames maken in hoge kwaliteit, zie de uitleg op de website van het project",
    "OBS Studio", "OBS Studio 30.1", "CBS News", "CBS StatLine", "KBS World", "PBS Kids", "VBS Script", "PSG Ajax",
    "Basisschool", "basisschool de regenboog", "CBS: bevolking groeit", "OBS", "JOBS De Zaak", "Basisschool?",
    "De Basisschool App", "SG", "IKC de", "<b>OBS De Klimboom</b>", "OBS De Klimboom, Dorpsstraat 1"])
def test_no_name_of_a_school(text: str) -> None:
    assert SchoolNameRecognizer().find(text) == []


def test_a_list_of_schools_is_nobodys() -> None:
    found = in_body({"items": [{"label": "OBS De Klimboom"}, {"label": "CBS Het Kompas"}]})
    assert found
    assert all(each.confidence < 0.6 for each in found)
