"""What the words around a name say of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.prose.lesson_words import odds, words_around, words_of

LESSONS = [
    "Hoeveel euro heeft [Kim] na drie weken over?", "Bespreek waarom [Kim] in het verhaal naar huis loopt.",
    "Lees het verhaal van [Kim] en schrijf een ander einde.", "Vul in: de fiets van [Kim] is groen.",
    "Welke kleur kiest [Kim] als zij de zin van het boek leest?",
]
SCHOOL = [
    "[Kim] was vandaag afwezig wegens de tandarts", "gesprek met ouders van [Kim] gepland op woensdag",
    "vraag het even aan [Kim] in de pauze", "[Kim] heeft nog niet ingeleverd en mag maandag herkansen",
    "ruzie in het groepje van [Kim] bij gym",
]


def evidence(marked: str) -> tuple[str, float]:
    start, end = marked.index("["), marked.index("]") - 1
    return words_around(marked.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize("marked", LESSONS)
def test_words_of_lessons(marked: str) -> None:
    code, weight = evidence(marked)
    assert code == "context:words-of-lessons"
    assert weight < -0.05


@pytest.mark.parametrize("marked", SCHOOL)
def test_words_of_school(marked: str) -> None:
    assert evidence(marked)[1] > max(evidence(lesson)[1] for lesson in LESSONS)
    assert evidence(marked)[1] > -0.1


def test_few_words_say_little() -> None:
    assert abs(evidence("[Kim]")[1]) <= 0.1
    assert abs(evidence("[Kim] Kanarie, Bo")[1]) <= 0.1


def test_names_and_places_say_nothing() -> None:
    assert words_of("Sanne uit Utrecht") == words_of("Yassin uit Rotterdam") == {"uit"}


def test_numbers_are_alike() -> None:
    assert words_of("12 keer 7") == words_of("3 keer 400")


def test_words_further_off_are_not_heard() -> None:
    text = "Kim" + " zzz" * 100 + " hoeveel bespreek verhaal"
    assert odds(text, 0, 3) == odds("Kim zzz", 0, 3)


@given(st.text(max_size=300), st.integers(0, 300), st.integers(0, 20))
def test_the_evidence_has_bounds(text: str, start: int, size: int) -> None:
    start = min(start, len(text))
    code, weight = words_around(text, start, min(len(text), start + size))
    assert -0.36 <= weight <= 0.12
    assert (weight >= 0) == (code == "context:words-of-school")
