"""Whole values under name keys."""

import pytest

from scanner.detect.recognizers.names import (
    check_author,
    check_family_name,
    check_full_name,
    check_given_name,
    check_reachable,
    check_somebody,
    split,
)
from scanner.model import Category

FULL, FAMILY, GIVEN = Category.NAME_FULL, Category.NAME_FAMILY, Category.NAME_GIVEN

FULL_NAMES = [
    ("Sanne de Vries", "valid", FULL, "sanne de vries"),
    ("Vries, Sanne de", "valid", FULL, "sanne de vries"),
    ("de Vries, Sanne", "valid", FULL, "sanne de vries"),
    ("sanne de vries", "valid", FULL, "sanne de vries"),
    ("Kim Kanarie", "valid", FULL, "kim kanarie"),
    ("S. de Vries", "valid", FULL, "s. de vries"),
    ("Jan-Willem van den Berg", "valid", FULL, "jan-willem van den berg"),
    ("Sanne  de   Vries", "valid", FULL, "sanne de vries"),
    ("Sanne", "valid", GIVEN, "sanne"),
    ("Roos", "plausible", GIVEN, "roos"),
    ("de Vries", "plausible", FAMILY, "de vries"),
    ("Xqaribo Zwendal", "plausible", FULL, "xqaribo zwendal"),
    ("Kanariegeel", "plausible", FULL, "kanariegeel"),
    ("L. Abbink-ten Cate", "valid", FULL, "l. abbink-ten cate"),
    ("M. Lieftink", "valid", FULL, "m. lieftink"), ("M. Osei-Bonsu", "valid", FULL, "m. osei-bonsu"),
    ("oma Riet", "valid", GIVEN, "riet"), ("Hr E Jacobs", "valid", FULL, "e jacobs"),
    ("Mevr. Xqaribo", "valid", FAMILY, "xqaribo"), ("juf Roos", "valid", GIVEN, "roos"),
    ("meester Jan", "valid", GIVEN, "jan"), ("juf Carola Wijnen", "valid", FULL, "carola wijnen"),
    ("Dr. Anne Frank", "plausible", FULL, "anne frank"),
]
NO_NAMES = [
    "Onbekend", "Test", "Anoniem", "Leerling", "Gast", "", "true", "null", "displayName", "first_name", "user-1",
    "kim@school.example",
    "https://school.example/", "Opdracht 3", "Klik hier om verder te gaan", "Dit is een zin.", "5b", "{{naam}}",
    "<b>Kim</b>",
    "begrijpend lezen", "de toets is af", "XKCD", "BTN", "12345", "a/b", "Hoe heet je?", "Naam", "[object Object]",
    "Chrome",
]


@pytest.mark.parametrize(("value", "outcome", "category", "canonical"), FULL_NAMES)
def test_full_name(value: str, outcome: str, category: Category, canonical: str) -> None:
    verdict = check_full_name(value)
    assert (verdict.outcome, verdict.category, verdict.canonical) == (outcome, category, canonical)


@pytest.mark.parametrize("value", NO_NAMES)
def test_no_name(value: str) -> None:
    assert check_full_name(value).outcome == "impossible"


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("Sanne", "valid", GIVEN), ("Anne Marie", "valid", GIVEN), ("Anne-Marie", "valid", GIVEN), ("Xqaribo",
    "plausible", GIVEN),
    ("S.", "plausible", GIVEN), ("Sanne de Vries", "valid", FULL), ("Sanne Bakker", "plausible", FULL),
    ("dhr. A. Brouwer", "valid", FULL), ("A. Brouwer", "valid", FULL),
    ("Onbekend", "impossible", GIVEN), ("", "impossible", GIVEN), ("user_12", "impossible", GIVEN), ("Test",
    "impossible", GIVEN),
])
def test_given_name(value: str, outcome: str, category: Category) -> None:
    verdict = check_given_name(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("de Vries", "valid", "de vries"), ("Vries, de", "valid", "de vries"), ("Bakker-Visser", "valid", "bakker-visser"),
    ("van 't Hof", "valid", "van 't hof"), ("Xqaribo", "plausible", "xqaribo"), ("van der", "plausible", "van der"),
    ("true", "impossible", "true"), ("", "impossible", ""), ("achternaam", "impossible", "achternaam"),
    ("De som is niet goed", "impossible", "de som is niet goed"),
])
def test_family_name(value: str, outcome: str, canonical: str) -> None:
    verdict = check_family_name(value)
    assert (verdict.outcome, verdict.canonical) == (outcome, canonical)


@pytest.mark.parametrize(("text", "parts"), [
    ("Sanne", (["Sanne"], [], [])), ("Sanne Bakker", (["Sanne"], [], ["Bakker"])),
    ("Sanne van den Berg", (["Sanne"], ["van", "den"], ["Berg"])), ("van den Berg, Sanne", (["Sanne"], ["van",
    "den"], ["Berg"])),
])
def test_split(text: str, parts: tuple[list[str], list[str], list[str]]) -> None:
    assert split(text) == parts


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("Greta Example0", "valid", Category.NAME_FULL), ("Kim Kanarie2", "valid", Category.NAME_FULL),
    ("Sanne1 de Vries1", "valid", Category.NAME_FULL), ("Sanne12", "plausible", Category.NAME_GIVEN),
    ("Bxrtol Qwistu3", "plausible", Category.NAME_FULL),
    ("Groep 5", "impossible", Category.NAME_FULL), ("user12", "impossible", Category.NAME_FULL),
    ("Leerling1", "impossible", Category.NAME_FULL), ("A1B2C3", "impossible", Category.NAME_FULL),
    ("MH4", "impossible", Category.NAME_FULL), ("opdracht 3 is af2", "impossible", Category.NAME_FULL),
    ("rekenbaas-app-v2", "impossible", Category.NAME_FULL), ("3f2a9c1d", "impossible", Category.NAME_FULL),
    ("itemNummer12", "impossible", Category.NAME_FULL),
])
def test_names_of_test_accounts_end_in_a_number(value: str, outcome: str, category: Category) -> None:
    verdict = check_full_name(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


def test_numbers_keep_test_accounts_apart() -> None:
    assert check_full_name("Kim Kanarie1").canonical != check_full_name("Kim Kanarie2").canonical
    assert check_family_name("Sample1").outcome == "plausible"
    assert check_given_name("Nora2").category is Category.NAME_GIVEN


@pytest.mark.parametrize(("value", "outcome", "canonical"), [
    ("Ms. Barbara J Jensen III", "valid", "barbara j jensen"), ("Prof.dr. John Doe", "valid", "john doe"),
    ("mw. Sanne de Vries", "valid", "sanne de vries"), ("Meester Jan Bakker", "valid", "jan bakker"),
    ("Dr. Nefario", "plausible", "nefario"), ("Juf", "plausible", None), ("Mirjam de Wit", "valid", "mirjam de wit"),
    ("Emir van 't Stegeman", "valid", "emir van 't stegeman"), ("Amir Evers", "valid", "amir evers"),
])
def test_titles_are_no_part_of_a_name(value: str, outcome: str, canonical: str | None) -> None:
    verdict = check_full_name(value)
    assert verdict.outcome == outcome
    assert canonical is None or verdict.canonical == canonical


@pytest.mark.parametrize(("value", "category"), [
    ("oma Sjaantje", Category.NAME_GIVEN), ("tante Qwiep", Category.NAME_GIVEN), ("opa Bakker", Category.NAME_FAMILY),
    ("juf Bakker", Category.NAME_FAMILY), ("meneer Qwiep", Category.NAME_FAMILY),
])
def test_grandparents_and_aunts_are_called_by_their_given_names(value: str, category: Category) -> None:
    assert check_full_name(value).category is category


@pytest.mark.parametrize(("value", "canonical"), [
    ("Sanne & Kim Bakker", "sanne & kim bakker"), ("S.J. Bakker eo A.P. Visser", "s.j. bakker eo a.p. visser"),
    ("H.J. Bakker e/o", "h.j. bakker"), ("Sanne de Vries en Jan Visser", "sanne de vries en jan visser"),
    ("S. Bakker c.s.", "s. bakker"),
])
def test_two_persons_in_one_field(value: str, canonical: str) -> None:
    verdict = check_full_name(value)
    assert (verdict.outcome, verdict.category, verdict.canonical) == ("valid", Category.NAME_FULL, canonical)


@pytest.mark.parametrize("value", ["Jansen en Zonen", "Marc & Spencer", "Rekenen en Taal", "Tom & Jerry",
                                   "Noord & Zuid Bakker", "Sanne en de klas", "& Bakker"])
def test_firms_books_and_subjects_are_no_two_persons(value: str) -> None:
    assert check_full_name(value).outcome == "impossible"


@pytest.mark.parametrize("value", [
    "Gerrit Bakker College", "Johan Bakker-gymnasium", "OBS Jan Bakker", "Dr. Bakkerschool", "Stichting Sanne de Vries",
    "Jan Bakker BV", "Hong Kong", "Costa Rica",
])
def test_schools_firms_and_places_named_like_people(value: str) -> None:
    assert check_full_name(value).outcome == "impossible"


@pytest.mark.parametrize(("value", "outcome"), [
    ("Fenna Bakker", "valid"), ("Fenna", "valid"), ("Xqinyi Zhou", "plausible"), ("Tesqay van der Zwan", "plausible"),
    ("video", "impossible"), ("Zendesk", "impossible"), ("winter coat", "impossible"), ("system", "impossible"),
    ("Groep 7", "impossible"), ("4711", "impossible"), ("", "impossible"),
])
def test_a_key_that_may_name_somebody(value: str, outcome: str) -> None:
    assert check_somebody(value).outcome == outcome


def test_a_listed_name_of_an_author_proves_no_pupil() -> None:
    assert "gazetteer:given-and-family" in {each.code for each in check_somebody("Jan de Vries").evidence}
    assert "gazetteer:given-and-family" not in {each.code for each in check_author("Jan de Vries").evidence}


def test_whom_to_call() -> None:
    assert check_reachable("06-12345678").category is Category.PHONE
    assert check_reachable("Fenna Bakker").category is Category.NAME_FULL
    assert check_reachable("ja").outcome == "impossible"


@pytest.mark.parametrize(("value", "category", "canonical"), [
    ("Ravi 6B", Category.NAME_GIVEN, "ravi"), ("Jan (5b)", Category.NAME_GIVEN, "jan"),
    ("Sem V. 3hv2", Category.NAME_FULL, "sem v."), ("Kim de Vries 4b", Category.NAME_FULL, "kim de vries"),
    ("Sanne Bakker h4d", Category.NAME_FULL, "sanne bakker"),
])
def test_a_name_with_a_class_behind_it(value: str, category: Category, canonical: str) -> None:
    verdict = check_full_name(value)
    assert (verdict.outcome, verdict.category) == ("valid", category)
    assert verdict.canonical.startswith(canonical)


@pytest.mark.parametrize("value", ["Station 6B", "Groep 6B", "Rekenen 5a", "Windows 8B", "Noor 8jr", "Noor 7v",
                                   "Samsung S20", "Noor 2x", "Playstation V2"])
def test_other_things_with_letters_and_figures(value: str) -> None:
    assert check_full_name(value).outcome == "impossible"
