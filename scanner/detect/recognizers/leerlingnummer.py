"""Pupil and student numbers in text: a number after a word that announces one, never a number alone.

After ``leerlingnummer`` any code of four to nine digits is one; after ``leerling`` alone only a number that is too long
for a year, a class or a count, and no date. Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .outcome import reasons

_NUMBER = re.compile(
    r"(?<![^\W_])(?:(?P<named>(?:leerling|stam|student(?:en)?)[ -]?(?:nummer|nr)|ll\.?[ -]?(?:nummer|nr)|"
    r"student[ -]?(?:number|no|id)|pupil[ -]?(?:number|no|id)|leerling[ -]?id)|leerling|student|pupil)"
    r"\.?[ ]{0,2}(?:[:=#(]|is)?[ ]{0,2}[\"']?(?P<number>[A-Za-z]{0,2}[0-9]{4,9}|[0-9]{2,4}-[0-9]{3,6})"
    r"(?![0-9A-Za-z_]|[.,:/-][0-9])",
    re.IGNORECASE,
)
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\Z")
_SHORTEST_BARE, _LONGEST_BARE = 5, 8


class LeerlingnummerRecognizer:
    """Finds pupil numbers after a word that names one."""

    name = "nl_leerlingnummer"
    entity = "NL_LEERLINGNUMMER"
    categories: tuple[Category, ...] = (Category.LEERLINGNUMMER,)
    cost: Cost = "context"
    trigger = re.compile(r"leerling|stam[ -]?n|student|pupil|ll\.?[ -]?n(?:umme)?r", re.IGNORECASE)
    context: tuple[str, ...] = ("leerlingnummer", "stamnummer", "studentnummer", "llnr")

    def find(self, text: str) -> list[Match]:
        found = []
        for each in _NUMBER.finditer(text):
            number = each.group("number")
            if each.group("named"):
                evidence, score = reasons(("context:leerlingnummer", 0.85)), 0.85
            elif number.isdigit() and _SHORTEST_BARE <= len(number) <= _LONGEST_BARE and not _DATE.match(number):
                evidence, score = reasons(("context:leerling", 0.6)), 0.6
            else:
                continue
            found.append(
                Match(
                    each.start("number"), each.end("number"), Category.LEERLINGNUMMER, score, number.lower(), evidence
                )
            )
        return found
