"""Calendar dates in the spellings that Dutch and standard systems write, to ISO 8601, without a look at the clock.

A birth year counts from 1920 to ``LAST_YEAR``: a fixed bound, so that the same input gives the same result later
on; it is raised with the releases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

FIRST_YEAR = 1920
LAST_YEAR = 2024

_MONTHS = {
    name: number
    for number, names in enumerate((
        "januari jan january", "februari feb february", "maart mrt mar march", "april apr", "mei may", "juni jun june",
        "juli jul july", "augustus aug august", "september sep sept", "oktober okt oct october",
        "november nov", "december dec",
    ), start=1)
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))

DATE = re.compile(
    r"(?<![0-9A-Za-z_])(?<![0-9][./-])(?:"
    r"(?P<iso>(?P<y1>[0-9]{4})(?P<s1>[-/.])(?P<m1>[0-9]{1,2})(?P=s1)(?P<d1>[0-9]{1,2}))"
    r"|(?P<dmy>(?P<d2>[0-9]{1,2})[ ]?(?P<s2>[-/.])[ ]?(?P<m2>[0-9]{1,2})[ ]?(?P=s2)[ ]?(?P<y2>[0-9]{4}|['’]?[0-9]{2}))"
    rf"|(?P<words>(?P<d3>[0-9]{{1,2}})(?:e|ste|de|den)?[ -](?P<m3>{_MONTH})\.?[ -](?P<y3>[0-9]{{4}}))"
    rf"|(?P<english>(?P<m4>{_MONTH})\.?[ ](?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<y4>[0-9]{{4}}))"
    r"|(?P<packed>(?P<y5>(?:19|20)[0-9]{2})(?P<m5>[0-9]{2})(?P<d5>[0-9]{2}))"
    r")(?![0-9]|[./-][0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date read: ISO form, how it was written, and whether day and month could be swapped."""

    iso: str
    year: int
    spelling: str
    ambiguous: bool = False


def _day(year: int, month: int, day: int, spelling: str, ambiguous: bool = False) -> Day | None:
    try:
        return Day(date(year, month, day).isoformat(), year, spelling, ambiguous)
    except ValueError:
        return None


def _full_year(text: str) -> int:
    year = int(text.lstrip("'’"))
    if len(text) == 4:
        return year
    return 2000 + year if 2000 + year <= LAST_YEAR else 1900 + year


def read(match: re.Match[str]) -> Day | None:
    """The day that a match of ``DATE`` names; None where the calendar has no such day."""
    parts = match.groupdict()
    if parts["iso"]:
        return _day(int(parts["y1"]), int(parts["m1"]), int(parts["d1"]), "iso")
    if parts["dmy"]:
        day, month, year = int(parts["d2"]), int(parts["m2"]), _full_year(parts["y2"])
        if month > 12 >= day and parts["s2"] == "/":
            return _day(year, day, month, "m/d/y")
        return _day(year, month, day, "d-m-y", ambiguous=day <= 12 and day != month)
    if parts["words"]:
        return _day(int(parts["y3"]), _MONTHS[parts["m3"].lower()], int(parts["d3"]), "words")
    if parts["english"]:
        return _day(int(parts["y4"]), _MONTHS[parts["m4"].lower()], int(parts["d4"]), "words")
    return _day(int(parts["y5"]), int(parts["m5"]), int(parts["d5"]), "yyyymmdd")


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_TIME = re.compile(r"(?:[T ][0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]{1,9})?)?)?(?:Z|[+-][0-9]{2}:?(?:[0-9]{2})?)?\Z")
_EPOCH = re.compile(r"(?:/Date\()?(-?[0-9]{1,14})(?:\.[0-9]{1,6})?(?:[+-][0-9]{4})?(?:\)/)?\Z")


def parse(value: str) -> Day | None:
    """The day of a whole value: any spelling of ``DATE`` with or without a time, or epoch seconds or milliseconds."""
    text = value.strip()
    if len(text) > 48:
        return None
    if _ISO_DAY.match(text):  # by far the most frequent
        return _day(int(text[:4]), int(text[5:7]), int(text[8:]), "iso")
    match = DATE.match(text)
    if match is not None:
        day = read(match)
        return day if day is not None and _TIME.match(text, match.end()) else None
    number = _EPOCH.match(text)
    return _epoch(int(number.group(1))) if number else None


_LAST_SECOND = 4_000_000_000
"""The year 2096; a larger number counts milliseconds."""


def _epoch(number: int) -> Day | None:
    """Seconds, or milliseconds where the number is too large for them; small numbers are counts, not times.

    A birth date is stored as midnight somewhere, in the Netherlands one or two hours before midnight UTC: a time
    of day after 20:00 UTC belongs to the next day.
    """
    if abs(number) < 10_000_000:
        return None
    for unit, spelling in ((1, "epoch-s"), (1000, "epoch-ms")):
        seconds = number // unit
        if abs(seconds) > _LAST_SECOND:
            continue
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds, hours=4)
        if FIRST_YEAR <= moment.year <= LAST_YEAR:
            return Day(moment.date().isoformat(), moment.year, spelling)
        return None
    return None
