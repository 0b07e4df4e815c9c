"""Finds birthdays without a year: a day and a month beside *jarig* or *verjaardag*, in a sentence about somebody.

With an age, which often stands in the same sentence, a birthday is a date of birth. Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .context import Cues
from .dates import parse
from .gazetteer import given_names
from .outcome import reasons

_NO_YEAR = re.compile(
    r"(?<![0-9A-Za-z_.,/-])(?P<d>[0-3]?[0-9])(?:e|ste|de)?[ ](?P<m>januari|februari|maart|april|mei|juni|juli|augustus|"
    r"september|oktober|november|december|jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)(?![a-z])"
    r"(?!\.?[ ](?:19|20)[0-9]{2})",
    re.IGNORECASE)
_PARTY_BEFORE = re.compile(
    r"(?:(?<![^\W_])(?:jarig|verjaardag|verjaart|verjaren|bday|birthday)(?![a-z])|"
    r"[🎂🎈🥳])[^.!?\n]{0,24}\Z", re.IGNORECASE)
_PARTY_AFTER = re.compile(
    r"[^.!?\n]{0,16}(?:(?<![^\W_])(?:jarig|verjaardag|verjaart|trakteert|trakteren|traktatie)(?![a-z])|"
    r"[🎂🎈🥳])", re.IGNORECASE)
_NOBODY = Cues((r"koning", r"koningin", r"prins", r"prinses", r"sint", r"paus", r"schoolkrant", r"jubileum", r"boek",
                r"bedrijf", r"stichting", r"vereniging", r"app(?![a-z])", r"internet", r"nederland", r"wie"), reach=60)
_SOMEBODY = Cues((r"ik", r"jij", r"je", r"jouw", r"hij", r"zij", r"ze", r"zijn", r"haar", r"mijn", r"onze?", r"dochter",
                  r"zoon", r"leerling", r"tweeling"), reach=60)
_MONTH = re.compile(r"(?:april|mei|juni|juli|augustus|januari|jan)\Z", re.IGNORECASE)
"""Months that are given names too."""
_NAME = re.compile(r"(?<![\w@.-])[^\W\d_a-z][^\W\d_]{1,20}(?![\w@])")
_AROUND = 60


class BirthdayRecognizer:
    """Finds the birthdays of people."""

    name = "nl_birthday"
    entity = "NL_BIRTHDAY"
    categories: tuple[Category, ...] = (Category.DOB,)
    cost: Cost = "context"
    trigger = re.compile(r"jarig|verjaar|verjaren|birthday|bday|trakt", re.IGNORECASE)
    context: tuple[str, ...] = ("jarig", "verjaardag")

    def find(self, text: str) -> list[Match]:
        return [match for each in _NO_YEAR.finditer(text) if (match := _weighed(text, each)) is not None] if (
            self.trigger.search(text)) else []


def _weighed(text: str, each: re.Match[str]) -> Match | None:
    start, end = each.span()
    if not (_PARTY_BEFORE.search(text[max(0, start - _AROUND):start]) or _PARTY_AFTER.match(text[end:end + _AROUND])):
        return None
    around = text[max(0, start - _AROUND):end + _AROUND]
    named = any(word.casefold() in given_names() for word in _NAME.findall(around) if not _MONTH.match(word))
    if _NOBODY.around(text, start, end) or not (named or _SOMEBODY.around(text, start, end)):
        return None
    day = parse(f"{each['d']} {each['m']} 2012")  # a leap year
    if day is None:
        return None
    evidence = reasons(("shape:partial-date", 0.1), ("context:birth", 0.5))
    return Match(start, end, Category.DOB, 0.6, "-" + day.iso[4:], evidence)
