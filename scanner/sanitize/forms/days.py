"""Fake birth dates: the year stays, so that the age about does; the day always changes, the month where it can.

Months change only between two whose Dutch and English names are equally long, so that a date in words keeps its length.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from scanner.detect.spellings import parse_date

from ..draws import Draws

_PAIRS = {3: 4, 4: 3, 6: 7, 7: 6, 11: 12, 12: 11}
_NUMBERS = re.compile(r"[0-9]+")
_EPOCH = re.compile(r"-?[0-9]{8,13}\Z")
_DAY = 86_400


class Days:
    """Fakes for the birth dates of one run; none of them is a birth date that the captures hold."""

    def __init__(self, draws: Draws, real: set[date]) -> None:
        self._draws = draws
        self._real = real

    def day(self, real: date) -> date:
        """Another day of the same year, its day of the month with as many digits."""
        text = real.isoformat()
        month = _PAIRS.get(real.month, real.month) if self._draws.number("month", text, 2) else real.month
        days = [n for n in (range(1, 10) if real.day < 10 else range(10, 29)) if n != real.day]
        options = [date(real.year, each, n) for each in dict.fromkeys((month, real.month)) for n in days]
        free = [each for each in options if each not in self._real and each.month == month] or options
        return self._draws.one("day", text, free)

    def written(self, raw: str, canonical: str) -> str | None:
        """A birth date as it is written in ``raw``; None when it is no date that is understood."""
        real = birthday(raw, canonical)
        return as_written(raw, real, self.day(real)) if real is not None else None


def birthday(raw: str, canonical: str) -> date | None:
    """The date that is written in ``raw``, also as seconds or milliseconds since 1970."""
    real = parse_date(canonical) or parse_date(raw)
    return _from_epoch(int(raw)) if real is None and _EPOCH.match(raw.strip()) else real


def as_written(raw: str, real: date, fake: date) -> str | None:
    """A fake in the way that the real date is written in ``raw``; None for a way that is not known."""
    for form in ("%Y%m%d", "%d%m%Y"):
        if raw.strip() == f"{real:{form}}":
            return raw.replace(f"{real:{form}}", f"{fake:{form}}")
    if _EPOCH.match(raw.strip()):
        number = int(raw)
        shifted = (fake - real).days * _DAY
        return raw.replace(raw.strip(), str(number + (shifted * 1000 if abs(number) > 10**10 else shifted)))
    return _grouped(raw, real, fake)


def _from_epoch(number: int) -> date | None:
    try:
        return datetime.fromtimestamp(number / 1000 if abs(number) > 10**10 else number, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _grouped(raw: str, real: date, fake: date) -> str | None:
    """Replace the groups of digits that are day and month; the order of the groups tells which is which."""
    found = list(_NUMBERS.finditer(raw))[:3]
    groups = [int(each.group()) for each in found]
    if len(groups) == 3 and groups == [real.year, real.month, real.day]:
        new = (fake.year, fake.month, fake.day)
    elif len(groups) == 3 and groups[:2] == [real.day, real.month]:
        new = (fake.day, fake.month, groups[2])
    elif len(groups) == 3 and groups[:2] == [real.month, real.day]:
        new = (fake.month, fake.day, groups[2])
    else:
        return None
    text, at = "", 0
    for each, number in zip(found, new, strict=True):
        text += raw[at:each.start()] + f"{number:0{len(each.group())}d}"
        at = each.end()
    return text + raw[at:]
