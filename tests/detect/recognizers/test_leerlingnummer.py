"""Pupil numbers in text: only after a word that announces one."""

import pytest

from scanner.detect.recognizers.leerlingnummer import LeerlingnummerRecognizer

RECOGNIZER = LeerlingnummerRecognizer()

POSITIVES = [
    ("leerlingnr. 2014-0087 staat dubbel", "2014-0087"),
    ("leerlingnummer 2671717", "2671717"),
    ("Leerlingnr. 12345", "12345"),
    ("leerlingnummer: 2671717.", "2671717"),
    ("llnr 95312", "95312"),
    ("ll.nr. 95312", "95312"),
    ("stamnummer=200123", "200123"),
    ("studentnummer s1234567", "s1234567"),
    ("Student number is 1234567", "1234567"),
    ("student id 1234567", "1234567"),
    ("leerling 2001289", "2001289"),
    ("leerling (2001289)", "2001289"),
    ("de leerling 95312 is ziek", "95312"),
    ("pupil no. 77123", "77123"),
    ("stam-nr 2012", "2012"),
    ("dyslexieverklaring aanwezig voor lln 99120", "99120"),
    ("deelnemernummer 7012345 (mbo)", "7012345"),
    ("ouder van lln 123321", "123321"),
]
NEGATIVES = [
    ("artikelnr. 2014-0087", "another number"),
    ("leerling 2014-0087", "no word for a number"),
    ("leerlingnummer 2014-0087-1", "longer"),
    ("2671717", "no word"),
    ("leerling 2012", "a year"),
    ("leerlingen 2345678", "a count of pupils"),
    ("leerling 12", "a count"),
    ("leerling 20120304", "a date"),
    ("leerlingnummer onbekend", "no number"),
    ("leerlingnummer 123", "too short"),
    ("leerlingnummer 2671717123456", "too long"),
    ("leerling 999990019", "nine digits may be a BSN"),
    ("leerling 1.234.567", "a grouped number"),
    ("student 12345,50 euro", "an amount"),
    ("leerling2671717x", "glued"),
    ("stamboom 12345", "another word"),
    ("leerlingnummer_2671717", "the name of a variable"),
    ("leerling in 2345678 stappen", "a word between"),
    ("pupil dilation 12345", "another word"),
    ("leerlingnummer 12/345678", "a fraction"),
    ("leerling 06-12345678", "a phone number"),
    ("leerlingen 2345678 en 12", "a count"),
    ("deelnemers 15000", "a count"),
    ("studenten 20260131", "a date"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    (match,) = RECOGNIZER.find(text)
    assert match.canonical == canonical
    assert text[match.start : match.end].lower() == canonical
    assert match.score >= 0.6
    assert RECOGNIZER.trigger.search(text)


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_hostile() -> None:
    assert RECOGNIZER.find("leerling " * 12_000) == []
    assert RECOGNIZER.find("leerlingnummer" + " " * 100_000 + "12345") == []


def test_a_list_of_numbers() -> None:
    text = "leerlingen 110234, 110235 en 110239 nog benaderen"
    assert [match.canonical for match in RECOGNIZER.find(text)] == ["110234", "110235", "110239"]
