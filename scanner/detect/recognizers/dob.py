"""Dates of birth in text (a date after a word of birth, never a date alone) and as whole values; ages as values.

Cost class: context.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues
from .dates import DATE, FIRST_YEAR, LAST_YEAR, Day, parse, read
from .outcome import impossible, plausible, reasons, valid

_WORDS = (r"geboren", r"geboorte(?:datum|dag|dd)?", r"geb(?:\.?[ ]?dat(?:um)?\.?|\.|[ :=])", r"born", r"birth",
          r"d\.?o\.?b(?![a-z])", r"verjaar", r"jarig")
_CUES = Cues(_WORDS, reach=32)
_OTHER = Cues((r"ingeschreven", r"uitgeschreven", r"inleveren", r"gemaakt", r"gewijzigd", r"datum[ :]", r"toets",
    r"overleden",
               r"gestorven", r"†", r"afspraak", r"deadline"), reach=32)
_ADULT_BEFORE, _YOUNG = 1945, 1990


class DobRecognizer:
    """Finds dates of birth: a date with a word of birth shortly before it, nearer than a word of another date."""

    name = "nl_dob"
    entity = "NL_DATE_OF_BIRTH"
    categories: tuple[Category, ...] = (Category.DOB,)
    cost: Cost = "context"
    trigger = re.compile(r"geb|born|birth|d\.?o\.?b|jaar(?:dag|t)|jarig|\*[ ]?[0-9]", re.IGNORECASE)
    context: tuple[str, ...] = ("geboren", "geboortedatum", "geb.", "born", "birth", "dob")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        found = []
        for each in DATE.finditer(text):
            distance = _CUES.before(text, each.start())
            if distance < 0:
                continue
            other = _OTHER.before(text, each.start())
            day = read(each)
            if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR or 0 <= other < distance:
                continue
            pairs = [(f"shape:date-{day.spelling}", 0.3), ("context:birth", 0.6)]
            if day.year < _ADULT_BEFORE:
                pairs.append(("shape:birth-year-of-no-pupil", -0.4))
            score = round(sum(weight for _, weight in pairs), 2)
            found.append(Match(each.start(), each.end(), Category.DOB, score, day.iso, reasons(*pairs)))
        for match in (*_spaced(text), *_starred(text)):
            if all(match.end <= other.start or other.end <= match.start for other in found):
                found.append(match)
        return sorted(found, key=lambda match: match.start)


_STARRED = re.compile(r"(?<![\w*])(?<![0-9][ ])\*[ ]?(?=[0-9]{1,2}[-./ ])")
"""The sign of birth of genealogy and lists: ``*14-02-2010``."""
_NAMED = re.compile(r"(?<![\w-])[^\W\d_a-z][^\W\d_A-Z]{2,24}(?![\w-])")
_SPACED = re.compile(r"(?<![0-9A-Za-z_.,-])(?P<d>[0-3][0-9])(?P<s>[ ]?)(?P<m>[01][0-9])(?P=s)(?P<y>(?:19|20)[0-9]{2})"
                     r"(?![0-9A-Za-z_]|[ .,/-][0-9])")
_BESIDE = 3
"""Characters between a word of birth and eight digits that are a date beside it alone."""


def _starred(text: str) -> Iterator[Match]:
    """A date right after the sign of birth, of somebody young."""
    for star in _STARRED.finditer(text):
        each = DATE.match(text, star.end())
        day = None if each is None else read(each)
        if each is not None and day is not None and _YOUNG <= day.year <= LAST_YEAR and (
            _NAMED.search(text, max(0, star.start() - 40), each.end() + 24)
        ):
            evidence = reasons((f"shape:date-{day.spelling}", 0.3), ("context:birth", 0.4))
            yield Match(each.start(), each.end(), Category.DOB, 0.7, day.iso, evidence)


def _spaced(text: str) -> Iterator[Match]:
    """``GEB DATUM 07 07 2007``: digits that only the word right before them makes a date."""
    for each in _SPACED.finditer(text):
        if not 0 <= _CUES.before(text, each.start()) <= _BESIDE:
            continue
        day = parse(f"{each['d']}-{each['m']}-{each['y']}")
        if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
            evidence = reasons(("shape:date-d-m-y", 0.3), ("context:birth", 0.6))
            yield Match(each.start(), each.end(), Category.DOB, 0.9, day.iso, evidence)


_YEAR = 4
_DEFAULT_YEARS = frozenset({1900, 1901, 1970, 1980, 2000, 2001})
"""Years whose first day programs put where a date is missing; of others it is that of who knows the year alone."""
_PARTIAL = re.compile(r"(?:(?:19[2-9][0-9]|20[0-2][0-9])(?:-(?:0[1-9]|1[0-2]))?|--?(?:0[1-9]|1[0-2])-?[0-3][0-9])\Z")


_ASIDE = re.compile(r"\s\([^()]{1,20}\)\Z")
"""What is said behind a date: ``09-01-2018 (8 jaar)``."""
_DAY_FIRST = re.compile(r"([0-3][0-9])([01][0-9])((?:19|20)[0-9]{2})\Z")
YEAR_KEYS = ("birth_year", "geboortejaar", "yob", "year_of_birth", "birthyear")


def check_birth_year(value: str) -> Verdict:
    """A whole value under a key for the year of birth: that year, or a date."""
    text = value.strip()
    if len(text) == _YEAR and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return valid(Category.DOB, text, ("shape:partial-date", 0.1))
    return check_dob(value)


def check_dob(value: str) -> Verdict:
    """A whole value under a birth date key; a year or a year and month alone is plausible."""
    text = _ASIDE.sub("", value.strip())
    day = _day_first(text) or parse(text)
    if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
        pairs = [(f"shape:date-{day.spelling}", 0.3)]
        if day.ambiguous:
            pairs.append(("shape:day-month-order", 0.0))
        if day.spelling.startswith("epoch") and _is_midnight(text, day.spelling):
            pairs.append(("shape:midnight", 0.2))
        elif day.spelling.startswith("epoch") or (day.iso.endswith("-01-01") and int(day.iso[:4]) in _DEFAULT_YEARS):
            return plausible(Category.DOB, day.iso, *pairs)
        return valid(Category.DOB, day.iso, *pairs)
    if _PARTIAL.match(text):
        return plausible(Category.DOB, text, ("shape:partial-date", -0.1))
    return impossible(Category.DOB, value, ("shape:no-birth-date", -0.9))


def _day_first(text: str) -> Day | None:
    """Eight digits with the day first, ``04052013``, that are no date with the year first."""
    packed = _DAY_FIRST.match(text)
    if packed is None:
        return None
    other = parse(text)
    if other is not None and other.spelling == "yyyymmdd" and FIRST_YEAR <= other.year <= LAST_YEAR:
        return None
    return parse("-".join(packed.groups()))


def _is_midnight(text: str, unit: str) -> bool:
    """Whether a moment is a whole day, in UTC or in the Netherlands, as dates are stored and other moments are not."""
    digits = re.sub(r"[^0-9-]", "", text.partition(".")[0].partition("+")[0])
    seconds = int(digits) // (1000 if unit == "epoch-ms" else 1)
    return seconds % 86_400 in (0, 79_200, 82_800)


_AGE = re.compile(r"([0-9]{1,2})(?:\.0|[,.;][0-9]{1,2})?(?:[ ]?(?:jaar|jr\.?|years?(?: old)?))?\Z", re.IGNORECASE)


def check_age(value: str) -> Verdict:
    """A whole value under an age key: 3 to 99."""
    match = _AGE.match(value.strip())
    age = int(match.group(1)) if match else 0
    if 3 <= age <= 99:
        return valid(Category.AGE, str(age), ("shape:age", 0.0))
    return impossible(Category.AGE, value, ("shape:age", -0.9))
