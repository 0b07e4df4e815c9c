"""Values under keys of a letter or two: beside a person only what has the shape of the datum counts."""

from __future__ import annotations

import pytest
from detect_builders import in_body

from scanner.detect.recognizers import letters
from scanner.detect.recognizers.checks import KEY_CHECKS

PERSON = {"roepnaam": "Kim", "achternaam": "Kanarie"}


def sure(**more: object) -> set[str]:
    return {f"{each.key} {each.category.value}" for each in in_body({**PERSON, **more}) if each.confidence >= 0.6}


@pytest.mark.parametrize(("key", "value", "found"), [
    ("G", "V", "g demo.gender"), ("PC", "2526 SB", "pc addr.postcode"), ("T", "06-12345678", "t contact.phone"),
    ("GD", "30-06-2013", "gd demo.dob"), ("u", "554501", "u id.account"), ("AVI", "AVI-M3", "avi edu.result"),
    ("Woorden/min", "43", "woorden_min edu.result"), ("Niv", "I+", "niv edu.result"), ("rek", "61", "rek edu.result"),
    ("NE", "7,1", "ne edu.result"), ("RW M6 VS", "187", "marks_column edu.result"), ("SE1", "6,4", "se1 edu.result"),
    ("Cijfer 2", "7,5", " edu.result"), ("adv", "havo/vwo", "adv edu.result"),
    ("zorg", "arr 2", "zorg special.support"), ("stg", "1a", "stg edu.group"),
    ("redenCode", "ZK", "reden_code edu.attendance"),
])
def test_beside_a_person(key: str, value: str, found: str) -> None:
    assert found in sure(**{key: value})


@pytest.mark.parametrize(("key", "value"), [
    ("G", "12"), ("G", "G"), ("G", "goed"), ("T", "21,5"), ("T", "2025-11-17"), ("T", "1763365800"), ("PC", "Windows"),
    ("u", "12"), ("u", "https://x.example"), ("n", "412"), ("n", "Overzicht"), ("NE", "nee"), ("NE", "71"),
    ("NE", "Nederland"), ("rek", "rekenles 4"), ("rek", "2025-11-17"), ("Taal", "nl"), ("AVI", "https://x.example/a"),
    ("SE1", "open"), ("v1", "7,1"), ("GD", "vandaag"), ("na", "0,5"), ("wie", "iedereen"), ("lezen", "true"),
])
def test_other_things_beside_a_person(key: str, value: str) -> None:
    assert not {each for each in sure(**{key: value}) if each.partition(" ")[0] not in {
        "roepnaam", "achternaam"}}


@pytest.mark.parametrize(("key", "value"), [
    ("G", "V"), ("PC", "2526 SB"), ("rek", "61"), ("NE", "7,1"), ("avi", "M3"), ("niv", "I"), ("gd", "30-06-2013"),
    ("u", "u"), ("n", "Sanne"),
])
def test_alone_they_say_nothing(key: str, value: str) -> None:
    assert [each for each in in_body([{key: value}]) if each.confidence >= 0.6] == []


def test_every_subject_is_checked_as_a_mark() -> None:
    assert {KEY_CHECKS[key] for key in letters.SUBJECTS} == {letters.check_mark}
    assert {KEY_CHECKS[key] for key in letters.CODES} == {letters.check_decimal_mark}


@pytest.mark.parametrize(("value", "outcome"), [
    ("groen", "valid"), ("Rood", "valid"), ("😀", "valid"), ("★★★", "valid"), ("+/-", "valid"), ("3+", "valid"),
    ("G", "valid"), ("RV", "valid"), ("blauw", "impossible"), ("groene", "impossible"), ("Groen, Jan", "impossible"),
    ("#00ff00", "impossible"), ("+31612345678", "impossible"), ("😀 leuk", "impossible"),
])
def test_signs_under_the_name_of_a_subject(value: str, outcome: str) -> None:
    assert letters.check_mark(value).outcome == outcome
