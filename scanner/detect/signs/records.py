"""Signs of what should have gone: records of a school year long past, pupils who left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Sign

from ..spellings import parse_date

if TYPE_CHECKING:
    from ..plan import Plan

_YEARS = frozenset({"schooljaar", "schoolyear", "cursusjaar", "academicyear", "studiejaar", "leerjaarschooljaar"})
_LEFT = frozenset({"uitschrijfdatum", "datumuitschrijving", "uitschrijvingsdatum", "uitgeschrevenop", "datumuit",
                   "datumvertrek", "vertrekdatum", "withdrawaldate", "leavingdate", "unenrolleddate", "unenrolledat",
                   "exitwithdrawdate"})
KEYS: dict[str, frozenset[str]] = dict.fromkeys(_YEARS | _LEFT, frozenset())
_YEAR = re.compile(r"(20\d\d|19\d\d)(?:\s?[-/–]\s?(20\d\d|19\d\d|\d\d))?")


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs of fields of an answer, with the days since the year ended or the pupil left."""
    if not 0 < exchange.time < 1e11:
        return
    today = datetime.fromtimestamp(exchange.time, UTC).date()
    for leaf, plan in marked:
        if leaf.origin.direction != "response":
            continue
        name = re.sub(r"[^a-z]", "", leaf.path.key[:60].lower())
        ended = _end_of_year(leaf.value) if name in _YEARS else parse_date(leaf.value)
        if ended is not None and ended < today:
            code = "record.old" if name in _YEARS else "record.departed"
            yield Sign(code, "response", leaf.origin.part, plan.template, "", (today - ended).days)


def _end_of_year(text: str) -> date | None:
    """The last day of a school year, which begins on 1 August: ``2016-2017``, ``2016/17``, ``2016``."""
    found = _YEAR.fullmatch(text.strip()[:20])
    if found is None:
        return None
    first = int(found[1])
    if found[2] and int(found[2]) % 100 != (first + 1) % 100:
        return None  # 2016-2019 is some other span
    return date(first + 1, 7, 31)
