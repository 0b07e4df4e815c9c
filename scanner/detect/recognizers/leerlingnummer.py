"""Pupil and student numbers in text: a number after a word that announces one, never a number alone.

After ``leerlingnummer`` any code of four to nine digits is one; after ``leerling`` alone only a number that is too long
for a year, a class or a count, and no date. Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match
from .outcome import reasons

_PERSON = r"(?:leerling|stam|student|deelnemer|cursist|examen|kandidaat|kandidaats|lln?|pupil)"
_CODE = r"[A-Za-z]{0,2}[0-9]{4,9}|[0-9]{2,4}-[0-9]{3,6}"
_NUMBER = re.compile(
    rf"(?<![^\W_])(?:(?P<named>{_PERSON}(?:en)?\.?[ -]?(?:nummers?|nrs?)|"
    r"(?:student|pupil|learner)[ -]?(?:number|no|id)|leerling[ -]?id)|"
    r"leerlinge?|studente?|pupil|lln?|cursist|deelnemer|(?P<many>leerlingen|studenten|pupils|cursisten|deelnemers))"
    rf"\.?[ ]{{0,2}}(?:[:=#;(|]|is|nr\.?|met nr\.?)?[ ]{{0,2}}[\"']?(?P<number>{_CODE})"
    r"(?![0-9A-Za-z_]|[.:/-][0-9]|,[0-9]{1,2}(?![0-9]))",
    re.IGNORECASE,
)
_NEXT = re.compile(rf"[ ]?(?:[,;/&+]|en|and|of)[ ]?(?P<number>{_CODE})(?![0-9A-Za-z_]|[.:/-][0-9])", re.IGNORECASE)
"""One more number of a list of pupils."""
_DATE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\Z")
_SHORTEST_BARE, _LONGEST_BARE = 5, 8


class LeerlingnummerRecognizer:
    """Finds pupil numbers after a word that names one."""

    name = "nl_leerlingnummer"
    entity = "NL_LEERLINGNUMMER"
    categories: tuple[Category, ...] = (Category.LEERLINGNUMMER,)
    cost: Cost = "context"
    trigger = re.compile(
        r"leerling|stam[ -]?n|student|pupil|learner|(?<![^\W_])ll(?:n|\.?[ -]?n(?:umme)?r)?\.?(?![^\W\d_])|cursist|"
        r"deelnemer|kandidaat|examen",
        re.IGNORECASE)
    context: tuple[str, ...] = ("leerlingnummer", "stamnummer", "studentnummer", "llnr")

    def find(self, text: str) -> list[Match]:
        found = []
        for each in _NUMBER.finditer(text):
            number = each.group("number")
            if each["many"] and not _NEXT.match(text, each.end()):
                continue  # so many pupils
            if each.group("named"):
                evidence, score = reasons(("context:leerlingnummer", 0.85)), 0.85
            elif number.isdigit() and _SHORTEST_BARE <= len(number) <= _LONGEST_BARE and not _DATE.match(number):
                evidence, score = reasons(("context:leerling", 0.6)), 0.6
            else:
                continue
            found.append(Match(*each.span("number"), Category.LEERLINGNUMMER, score, number.lower(), evidence))
            more = _NEXT.match(text, each.end())
            while more is not None and _is_alike(more["number"], number):
                found.append(
                    Match(*more.span("number"), Category.LEERLINGNUMMER, score, more["number"].lower(), evidence))
                more = _NEXT.match(text, more.end())
        return found


def _is_alike(one: str, other: str) -> bool:
    """Whether two numbers can be of one administration."""
    return one.isdigit() == other.isdigit() and abs(len(one) - len(other)) < 2 and not _DATE.match(one)
