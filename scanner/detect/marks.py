"""Tells keys that are columns of marks: named after tests, or members of an object of marks."""

from __future__ import annotations

import re

from scanner.model import Category

from .lexicon import Entry
from .names import snake, squash, words

MARKS = Entry("marks_column", Category.RESULT, "pupil", "loose")
_LONGEST_HEADING = 40
_OF_MARKS = frozenset(
    words("""
cijfers grades scores marks punten niveaus toetsscores rapportcijfers cijferlijst subscores deelscores rapport
vaardigheidsscores toetscijfers subjectgrades gradebysubject cijferspervak scorespervak vakcijfers rubric rubrics
rubriek beoordelingscriteria noten zensuren notes_eleve criteria deelcijfers vaardigheden skills competenties
competencies leerdoelen referentieniveaus
""")
)
"""Objects whose members are named after tests and subjects, whatever these are."""
_TEST_WORD = re.compile(
    r"(?:cijfers?|scores?|vs|niv|niveau|dle|punten?|toets(?:en|cijfer|score)?|se|ce|pta|so|pw|proefwerk|rap(?:port)?|"
    r"resultaat|uitslag|test|quiz|exam(?:en)?|mark|grade|percentiel|avi|dmt|cito|iep|boom|dia|rw|sp|bl|tl|wsch|"
    r"rekenen|spelling|taal|lezen|begr|rek|spel|wiskunde|nederlands|engels|dictee|topo|topografie|"
    r"tafels|werkstuk|spreekbeurt)(?:[0-9]{1,2})?\Z")
_TEST_NUMBER = re.compile(r"(?:[0-9]{1,2}|[meb][1-8]|p[1-6]|t[1-9]|gem|gemiddeld|gemiddelde|avg|eind|begin|midden|van|"
                          r"voor|[0-9]e|periode|blok)\Z")


_DESCRIPTIONS = frozenset(words("""
assignment opdracht toets test vak subject course cursus id nr nummer kolom column periode period term week datum date
weight weging type soort max maximum count aantal versie version schaal scale code index volgorde order omschrijving
description titel title moment peil jaar year leerjaar
"""))


def is_of_marks(name: str) -> bool:
    """Whether the words of a name are those of tests and marks, with the number or half year of one: ``Sp E4 niv``."""
    if len(name) > _LONGEST_HEADING:
        return False
    levels = snake(name).split("_")
    return any(_TEST_WORD.match(level) for level in levels) and all(
        _TEST_WORD.match(level) or _TEST_NUMBER.match(level) for level in levels)


def describes_a_mark(name: str) -> bool:
    """Whether a member of a list of marks says which test one is of, when it was given and how it counts."""
    return not _DESCRIPTIONS.isdisjoint(snake(name).split("_"))


def is_under_marks(above: tuple[str, ...]) -> bool:
    """Whether an object of marks lies right above, or above the number of a pupil."""
    last = above[-2:-1] if above and above[-1].isdigit() else above[-1:]
    return bool(last) and squash(last[0]) in _OF_MARKS
