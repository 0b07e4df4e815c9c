"""Dates of birth: a date with a word of birth before it; and ages."""

import pytest

from scanner.detect.recognizers.dob import DobRecognizer, check_age, check_dob

RECOGNIZER = DobRecognizer()

POSITIVES = [
    ("GEB DATUM 07 07 2007 GESLACHT M", "2007-07-07"), ("geb.datum 04032011", "2011-03-04"),
    ("geboren op 4 maart 2012", "2012-03-04"),
    ("geboortedatum: 2012-03-04", "2012-03-04"),
    ("geb. 04-03-2012", "2012-03-04"),
    ("geb 4/3/2012", "2012-03-04"),
    ("geb. 04-03-12", "2012-03-04"),
    ("geb=20120304", "2012-03-04"),
    ("dob 2012/03/04", "2012-03-04"),
    ("date of birth: March 4, 2012", "2012-03-04"),
    ("born 4 March 2012", "2012-03-04"),
    ("is jarig op 4 mrt. 2012", "2012-03-04"),
    ("geboren: 04.03.2012", "2012-03-04"),
    ("Kim (geb. 4 - 3 - 2012)", "2012-03-04"),
    ("birthday 4th? nee: 2012-03-04", "2012-03-04"),
    ("geboortedag 3/14/2012", "2012-03-14"),
    ("geb. 3-4-'12 te Zwolle", "2012-04-03"),
]
NEGATIVES = [
    ("07 07 2007", "no word"), ("geboren in klas 07 07 2007", "not beside the word"), ("geb. 41 13 2007", "no day"),
    ("geb.datum 04032011-2", "longer"),
    ("2012-03-04", "no word"),
    ("ingeleverd op 4 maart 2012", "another date"),
    ("geboortedatum onbekend, ingeschreven 04-03-2020", "the nearer word is of another date"),
    ("geboren in Utrecht", "no date"),
    ("geboren op 31 februari 2012", "no such day"),
    ("geboren op 12-13-2012x", "glued"),
    ("geboren 24 april 1533", "historic"),
    ("geboren op 4 maart 2031", "not yet"),
    ("geboren 2012", "a year"),
    ("geboren 4 maart", "no year"),
    ("geb. 1-2-3", "chapter"),
    ("geb. 10.0.0.1", "address"),
    ("gebruik versie 2012-03-04", "a word that begins with geb"),
    ("gebouw 12-03-2012", "a word that begins with geb"),
    ("gebeld op 12-03-2012", "a word that begins with geb"),
    ("geboren " + "x" * 40 + " 2012-03-04", "too far"),
    ("2012-03-04 geboren", "word after the date"),
    ("geboren 20121304", "no such month"),
    ("geboren 120120304", "nine digits"),
    ("airborne 2012-03-04", "part of a word"),
    ("dobber 2012-03-04", "part of a word"),
    ("datum toets 2012-03-04", "another date"),
    ("geboortedatum verplicht", "a form"),
    ("geboren in klas 5b op 08:30", "time"),
    ("geboren op 1.2.2012.4", "version"),
    ("geboren 99-99-2012", "no such day"),
    ("overleden 4 maart 2012", "another date"),
    ("rebirth 2012-03-04", "part of a word"),
    ("3 * 14-02-2010 Sanne", "a product"),
    ("** 12-3-2012 Sanne", "emphasis"),
    ("Wolfgang (*27-1-1756)", "long ago"),
    ("voetnoot *12-1-2020 gewijzigd", "no name"),
]


@pytest.mark.parametrize(("text", "canonical"), POSITIVES)
def test_match(text: str, canonical: str) -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find(text)] == [(canonical, 0.9)]


@pytest.mark.parametrize(("text", "why"), NEGATIVES)
def test_no_match(text: str, why: str) -> None:
    assert RECOGNIZER.find(text) == [], why


def test_old_birth_years_are_of_no_pupil() -> None:
    (match,) = RECOGNIZER.find("geboren op 12 juni 1929")
    assert match.score == 0.5


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("2012-03-04", "valid", "2012-03-04"), ("04-03-2012", "valid", "2012-03-04"), ("4/3/2012", "valid", "2012-03-04"),
    ("4 maart 2012", "valid", "2012-03-04"), ("20120304", "valid", "2012-03-04"), ("2012-03-04T00:00:00Z", "valid",
    "2012-03-04"),
    ("2012-03-04T00:00:00.000+01:00", "valid", "2012-03-04"), ("2012-03-04 00:00:00", "valid", "2012-03-04"),
    ("1330819200", "valid", "2012-03-04"), ("1330819200000", "valid", "2012-03-04"), ("1330815600000",
    "valid", "2012-03-04"),
    ("/Date(1330819200000)/", "valid", "2012-03-04"), ("/Date(1330815600000+0100)/", "valid", "2012-03-04"),
    ("2012-01-01", "valid", "2012-01-01"),
    ("2000-01-01", "plausible", "2000-01-01"), ("2012-03", "plausible", "2012-03"), ("2012", "plausible", "2012"),
    ("--03-04", "plausible", "--03-04"),
    ("1533-04-24", "impossible", "1533-04-24"), ("2031-03-04", "impossible", "2031-03-04"), ("1900-01-01",
    "impossible", "1900-01-01"),
    ("0001-01-01T00:00:00", "impossible", "0001-01-01t00:00:00"), ("1790000000", "impossible", "1790000000"),
    ("04032012", "valid", "2012-03-04"), ("31122012", "valid", "2012-12-31"), ("20120304", "valid", "2012-03-04"),
    ("09132012", "impossible", "09132012"), ("04031812", "impossible", "04031812"),
    ("12", "impossible", "12"), ("", "impossible", ""), ("onbekend", "impossible", "onbekend"), ("2012-03-04x",
    "impossible", "2012-03-04x"),
    ("99999999999999", "impossible", "99999999999999"), ("-99999999999999", "impossible", "-99999999999999"),
])
def test_value(value: str, outcome: str, canonical: str) -> None:
    verdict = check_dob(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)


@pytest.mark.parametrize(("value", "outcome"), [
    ("12", "valid"), ("12 jaar", "valid"), ("3", "valid"), ("99", "valid"), ("12.0", "valid"),
    ("2", "impossible"), ("100", "impossible"), ("-5", "impossible"), ("", "impossible"), ("3600", "impossible"),
    ("twaalf", "impossible"),
])
def test_age(value: str, outcome: str) -> None:
    assert check_age(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("1421280000", "valid"), ("1421276400", "valid"), ("1437256800000", "valid"),  # midnight UTC, and in NL both ways
    ("/Date(1421280000000+0100)/", "valid"),
    ("1421281234", "plausible"), ("1421280001", "plausible"), ("1421281234567", "plausible"),  # some moment of a day
])
def test_a_birth_date_in_seconds_is_a_whole_day(value: str, outcome: str) -> None:
    assert check_dob(value).outcome == outcome


def test_the_sign_of_birth_beside_a_name() -> None:
    assert [(match.canonical, match.score) for match in RECOGNIZER.find("*14-02-2010 (Jesse)")] == [("2010-02-14", 0.7)]
