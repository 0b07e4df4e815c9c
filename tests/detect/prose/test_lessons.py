"""Names of sums and lessons are told from those of pupils by what stands around them."""

from __future__ import annotations

import pytest

from scanner.detect.prose.lessons import EXERCISE, LESSON, of_a_lesson

SUMS = [
    "[Kim] heeft 24 knikkers. Hoeveel houdt ze over?", "[Sanne] is twee keer zo oud als Bas. Stel een vergelijking op.",
    "[Joris] zet € 500 op de bank. Hoeveel rente krijgt hij?",
    "Bereken de omtrek van de tuin van [Noor]: 4 bij 6 meter.",
    "[Sara] en Teun verdelen een zak knikkers.", "[Teun] koopt drie broden. Elk brood kost 2 euro.",
    "[Roos] heeft 3/4 van een pizza en Willem 2/3. Wie heeft het grootste stuk over?",
    "[Tom] has 12 apples. How many are left?", "Vul in: [Lisa] ____ naar huis.",
]
LESSONS = [
    "Na de dood van [Mohammed] ontstond er strijd tussen soennieten en sjiieten.", "Keizer [Karel] deed afstand.",
    "Marie Curie werkte samen met haar man [Pierre] aan straling.", "De hoofdpersoon [Emma] vertrekt naar de stad.",
    "In 1572 trok [Willem] met een leger het land in.", "[Olympe], geb. 7 mei 1748 te Montauban",
    "[Antonie] (1632-1723) sleep lenzen", "[Aletta], † 10 augustus 1829",
]
OF_PUPILS = [
    ("[Sanne] heeft 24 punten voor de toets", "a result"),
    ("Goed bezig [Kim], hoeveel sommen heb je nog? Nog 4?", "talk"),
    ("[Sanne], je moet 3b nog bereken", "spoken to"), ("[Noor] schrijft over de middeleeuwen, ik help haar", "talk"),
    ("Wil jij [Emma] helpen met het werkstuk over Anne Frank?", "talk"), ("[Daan] was vandaag ziek.", "no lesson"),
    ("[Daan] heeft 3 punten. Wie heeft de meeste van onze klas?", "talk"),
    ("[Daan] heeft 3 dagen gemist.", "a number alone"), ("Hoeveel [Daan]?", "a question alone"),
    ("[Daan] heeft vandaag taart mee voor de klas", "a treat"), ("ik deel mijn koekjes met [Daan]", "talk"),
    ("[Fatima] werd in 2013 geboren.", "a year of pupils"), ("[Fatima], geb. 7 mei 2012 te Assen", "a birthday"),
    ("[Fatima] (2012-2013) groep 1", "years of school"), ("[Fatima] is geboren met 1200 gram", "a weight"),
    ("* [Fatima] haalde 1500 punten", "an entry of a list"), ("[Fatima] is geb. 1430 uur", "a time"),
]


def said(marked: str) -> tuple[str, float] | None:
    start, end = marked.index("["), marked.index("]") - 1
    return of_a_lesson(marked.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize("marked", SUMS)
def test_a_name_of_a_sum(marked: str) -> None:
    assert said(marked) == EXERCISE


@pytest.mark.parametrize("marked", LESSONS)
def test_a_name_of_a_lesson(marked: str) -> None:
    assert said(marked) == LESSON


@pytest.mark.parametrize(("marked", "why"), OF_PUPILS)
def test_a_pupil(marked: str, why: str) -> None:
    assert said(marked) is None, why


def test_only_what_is_near_counts_and_long_texts_cost_no_more() -> None:
    assert of_a_lesson("Sanne is ziek. " + "x " * 50_000 + "in de eeuw van keizer Karel", 0, 5) is None
