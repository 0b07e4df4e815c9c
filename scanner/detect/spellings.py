"""The spellings in which a known value may be written in traffic: dates, names, numbers, reversals."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from scanner.model import Category

from .names import words
from .phrases import tokens

Reach = Literal["any", "text", "key"]
"""Where a spelling convinces: everywhere; in content that is not static; only under a key of its category."""


class Spelling(NamedTuple):
    """One way to write a value. ``via`` names a reversible coding; ``weak`` spellings may be somebody else's."""

    text: str
    reach: Reach
    via: str = ""
    weak: bool = False


_MONTHS_NL = words("""
januari februari maart april mei juni juli augustus september oktober november december
""")
_MONTHS_EN = words("""
January February March April May June July August September October November December
""")
_SHORT_NL = words("jan feb mrt apr mei jun jul aug sep okt nov dec")
_PREFIXES = frozenset(
    words("""
van de der den ter ten te het 't in op aan bij el al la le da di dos von vom du des uit voor onder s t d l
""")
)
_KEY_ONLY = frozenset({Category.GENDER, Category.AGE, Category.RESULT, Category.PROGRESS, Category.ATTENDANCE})
_IDENTIFIERS = frozenset(
    {Category.BSN, Category.PGN, Category.LEERLINGNUMMER, Category.ACCOUNT, Category.LOGIN, Category.EMAIL}
)
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})|(\d{4})(\d{2})(\d{2})")


def parse_date(value: str) -> date | None:
    """A date as ISO, Dutch (day first) or eight digits (year first)."""
    found = _DATE.fullmatch(value.strip()[:10])
    if found is None:
        return None
    y, m, d, d2, m2, y2, y3, m3, d3 = found.groups()
    try:
        return date(int(y or y2 or y3), int(m or m2 or m3), int(d or d2 or d3))
    except ValueError:
        return None


def spellings(category: Category, value: str) -> Iterator[Spelling]:
    """All spellings of one value of a category."""
    day = parse_date(value) if category is Category.DOB else None
    if day is not None:
        yield from _date(day)
        return
    digits = re.sub(r"\D", "", value)
    reach = _reach(category, value)
    yield Spelling(value, reach, weak=reach != "any" or category in {Category.NAME_GIVEN, Category.SCHOOL})
    joined = "".join(tokens(value))
    if joined != value:
        yield Spelling(joined, reach, weak=reach != "any")
    if category in {Category.BSN, Category.PGN} and 8 <= len(digits) <= 9:
        number = digits.zfill(9)
        for text in (number, f"{number[:4]} {number[4:6]} {number[6:]}", f"{number[:3]} {number[3:6]} {number[6:]}"):
            yield Spelling(text, "any")
        if number[0] == "0":
            yield Spelling(number.lstrip("0"), "text")
    elif category is Category.PHONE and len(digits) >= 9:
        yield from _phone(digits)
    elif category is Category.NAME_FAMILY:
        stem = _stem(value)
        if stem and stem != value:
            yield Spelling(stem, "text" if len(stem) > 3 else "key", weak=True)
            yield Spelling(f"{stem}, {value[: -len(stem)].strip()}", "text", weak=True)
    elif category is Category.NAME_FULL:
        given, _, family = value.strip().partition(" ")
        if family:
            yield from full_name(given, family.strip())
    elif category is Category.ECKID or category is Category.STAMPSEUDONIEM:
        tail = value.rstrip("/").rpartition("/")[2]
        if len(tail) >= 32:
            yield Spelling(tail, "any")
    if category in _IDENTIFIERS and len(joined) >= 5:
        yield Spelling(value[::-1], "text" if len(joined) < 8 else "any", via="reversed")
        if not value.isdigit():
            yield Spelling(codecs.encode(value, "rot13"), "any" if len(joined) >= 8 else "text", via="rot13")


def full_name(given: str, family: str) -> Iterator[Spelling]:
    """A first name and a surname in the orders and contractions of lists, log-ins and file names."""
    stem = _stem(family)
    prefix = family[: -len(stem)].strip() if stem != family else ""
    for text in (f"{given} {family}", f"{family} {given}", f"{given}{family}", f"{stem}, {given} {prefix}",
                 f"{stem}{given}{prefix}", f"{given}.{stem}", f"{given}{stem}"):
        yield Spelling(re.sub(r"\s+", "", text) if " " not in text.strip() else text, "any")
    yield Spelling("".join(tokens(f"{given}{family}")), "any")
    first = given[:1]
    for text in (f"{first}. {family}", f"{first}.{stem}"):
        yield Spelling(text, "text", weak=True)
    for text in (f"{first}{family}", f"{first}{stem}", f"{family}{first}", f"{stem}{first}"):
        compact = "".join(tokens(text))
        if len(compact) >= 5:
            yield Spelling(compact, "text", weak=True)


def _stem(family: str) -> str:
    """The surname without tussenvoegsels: ``de Vries`` → ``Vries``."""
    levels = family.split()
    while len(levels) > 1 and levels[0].lower().rstrip("'’") in _PREFIXES:
        levels.pop(0)
    return " ".join(levels)


def _reach(category: Category, value: str) -> Reach:
    cut = tokens(value)
    size = sum(map(len, cut))
    if category in _KEY_ONLY or size <= 2 or (value.isdigit() and size <= 4):
        return "key" if category is not Category.GROUP or size < 2 else "text"
    if value.isdigit():
        return "any" if size >= 8 else "text"
    if category in {Category.GROUP, Category.SCHOOL, Category.NAME_GIVEN, Category.NATIONALITY, Category.BIRTHPLACE,
                    Category.CREDENTIAL}:
        return "any" if size >= 10 and len(cut) > 1 else "text"
    return "any" if size >= 8 or (len(cut) > 1 and size >= 7) else "text"


def _phone(digits: str) -> Iterator[Spelling]:
    core = digits.removeprefix("00").removeprefix("31").lstrip("0")
    for text in (f"0{core}", f"31{core}", f"0031{core}", f"31 0 {core}", f"31 {core}"):
        yield Spelling(text, "any")
    for split in (1, 2, 3):
        area, rest = core[:split], core[split:]
        halves = (rest, f"{rest[:4]} {rest[4:]}", f"{rest[:3]} {rest[3:]}", " ".join(re.findall("..?", rest)),
                  f"{rest[:3]} {rest[3:5]} {rest[5:]}", f"{rest[:2]} {rest[2:5]} {rest[5:]}")
        for tail in halves:
            for head in (f"0{area}", f"31 {area}", f"31 0 {area}", f"0031 {area}"):
                yield Spelling(f"{head} {tail}", "any")


def _date(day: date) -> Iterator[Spelling]:
    y, m, d = day.year, day.month, day.day
    for text in (f"{y}-{m:02}-{d:02}", f"{d:02}-{m:02}-{y}", f"{y}{m:02}{d:02}"):
        yield Spelling(text, "any", weak=True)
    for text in (f"{y}-{m}-{d}", f"{d}-{m}-{y}", f"{d:02}{m:02}{y}"):
        yield Spelling(text, "text", weak=True)
    for number in {f"{d}", f"{d:02}"}:
        for month in (_MONTHS_NL[m - 1], _SHORT_NL[m - 1], _MONTHS_EN[m - 1], _MONTHS_EN[m - 1][:3]):
            yield Spelling(f"{number} {month} {y}", "any", weak=True)
            yield Spelling(f"{month} {number}, {y}", "any", weak=True)
    yield Spelling(f"{d:02}-{m:02}-{y % 100:02}", "key", weak=True)
    midnight = datetime(y, m, d, tzinfo=UTC)
    for hours in (0, 1, 2):  # midnight in UTC and in Amsterdam, winter and summer
        moment = midnight - timedelta(hours=hours)
        seconds = int(moment.timestamp())
        if seconds > 0:
            yield Spelling(f"{seconds}", "text", weak=True)
            yield Spelling(f"{seconds}000", "text", weak=True)
        if hours:
            yield Spelling(f"{moment:%Y-%m-%dT%H:00:00}", "text", weak=True)
