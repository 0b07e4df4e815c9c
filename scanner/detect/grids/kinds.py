"""What the values of a column are, as several of them agree: names, numbers of persons, dates of birth, marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from scanner.model import Category

from ..recognizers.dates import parse
from ..recognizers.education import check_group, check_result
from ..recognizers.names import TUSSENVOEGSELS, listed_family, listed_given
from ..routes import is_name

Kind = Literal["", "name", "given", "family", "number", "born", "postcode", "mail", "phone", "class", "gender", "mark",
               "decimal", "whole", "level", "code"]

LABELS: dict[Kind, Category] = {
    "name": Category.NAME_FULL, "given": Category.NAME_GIVEN, "number": Category.LEERLINGNUMMER, "mail": Category.EMAIL,
    "code": Category.ACCOUNT,
}  # fmt: skip
"""Kinds that tell who an entry is, and what they are of a person."""
BY_VALUE: dict[Kind, Category] = {
    "born": Category.DOB, "postcode": Category.POSTCODE, "class": Category.GROUP, "gender": Category.GENDER,
    "phone": Category.PHONE, "mail": Category.EMAIL,
}  # fmt: skip
"""Kinds that tell what a column holds, where another column says that the entries are persons."""
OF_IDS: frozenset[Kind] = frozenset(("number", "code"))
MARKS: frozenset[Kind] = frozenset(("mark", "decimal", "whole", "level"))
"""Kinds of columns that can hold results."""

_SAMPLE = 24
_MOST = 0.75
"""The share of the values of a column that has its kind; some cells hold what is amiss."""
_NAMED = 0.6
"""The same of names, which no list holds all of."""
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_NUMBER = re.compile(r"[A-Za-z]{0,3}[_-]?[0-9]{4,9}\Z")
_POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Z]{2}\Z")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+){1,5}\Z")
_PHONE = re.compile(r"(?:\+31|0031|0)[ -]?[1-9](?:[ -]?[0-9]){8}\Z")
_WHOLE = re.compile(r"[0-9]{1,3}(?:%| ?/ ?[0-9]{1,3})?\Z")
_CODE = re.compile(r"(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{5,24}\Z|"
                   r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
"""Letters and figures that are no word: an id."""
_CLASS_CODE = re.compile(r"[A-Z]{1,4}[1-4][A-Z]?-[A-Z]{1,4}[0-9]?\Z")
"""A class of a school for vocational education: ``ICT3-SD1``."""
_MARK = re.compile(r"(?:10(?:[.,]0{1,2})?|[1-9](?:[.,][0-9]{1,2})?)\Z")
_TENTHS = re.compile(r"[0-9]{1,2}[.,][0-9]\Z")
_DECIMAL = re.compile(r"-?[0-9]{1,3}[.,][0-9]{1,3}%?\Z")
_HOURS = re.compile(r"[.A-Z/+ _-]{2,20}\Z")
_THERE = frozenset((
    "a", "p", "l", "z", "g", "o", "x", "-", ".", "v", "aanwezig", "afwezig", "absent", "present", "ziek", "te laat",
    "telaat", "late", "geoorloofd", "ongeoorloofd", "verlof", "tl", "zk", "oa", "ga",
))
_LENGTHS_OF_CODES = 2
_GENDERS = frozenset(("m", "v", "j", "man", "vrouw", "jongen", "meisje", "f", "male", "female"))
_FIRST_BORN, _LAST_BORN = 1995, 2022
_SHORTEST_CLASS = 2
_NOTHING = frozenset(("", "-", "null", "n.v.t.", "nvt", "x"))


def kind_of(texts: Sequence[str]) -> Kind:
    """The kind of a column; empty where its values are of no kind, or of several."""
    values = [text.strip() for text in texts[:_SAMPLE]]
    values = [value for value in values if value.casefold() not in _NOTHING]
    if not values:
        return ""
    least = _MOST * len(values)
    first = values[-1]
    if not any(char.isdigit() for value in values for char in value[:24]):
        return _of_words(values, least)
    if sum(map(bool, map(_MARK.match, values))) == len(values):
        tenths = sum(map(bool, map(_TENTHS.match, values)))
        return "mark" if tenths * 2 >= len(values) else "decimal" if any(
            "." in value or "," in value for value in values) else "whole"
    if sum(map(bool, map(_WHOLE.match, values))) >= least:
        return "whole"
    if len(values) > 1 and all(map(_is_packed, values)):
        return "born"
    if sum(map(bool, map(_NUMBER.match, values))) >= least and not all(map(_YEAR.match, values)):
        sizes = [len(value) for value in values if _NUMBER.match(value)]
        return "number" if max(sizes) - min(sizes) <= 1 and len(set(values)) > min(1, len(values) - 1) else ""
    if sum(map(bool, map(_DECIMAL.match, values))) >= least:
        return "decimal"
    if "@" in first:
        return "mail" if sum(map(bool, map(_MAIL.match, values))) >= least else ""
    if sum(map(bool, map(_POSTCODE.match, values))) >= least:
        return "postcode"
    if sum(map(bool, map(_PHONE.match, values))) >= least:
        return "phone"
    if sum(map(_is_born, values)) >= least:
        return "born"
    if all(len(value) <= 12 for value in values):
        if sum(_is_level(value) for value in values) == len(values):
            return "level"
        if sum(_is_class(value) for value in values) == len(values):
            return "class"
    return "code" if len(values) > 1 and all(map(_CODE.match, values)) and len(set(values)) == len(values) and len(
        {len(value) for value in values}) <= _LENGTHS_OF_CODES else ""


def is_presence(texts: Sequence[str]) -> bool:
    """Whether texts say who was there: in a word or a letter, or in one for each hour of a day: ``..L....``."""
    if all(text.casefold() in _THERE for text in texts) and len(set(texts)) > 1:
        return True
    return len({len(text) for text in texts}) == 1 and len(texts[0]) > 1 and all(map(_HOURS.match, texts)) and any(
        not text.isalpha() for text in texts)


def _of_words(values: list[str], least: float) -> Kind:
    if all(len(value) <= 12 and value.casefold() in _GENDERS for value in values):
        return "gender"
    if all(map(_MAIL.match, values)):
        return "mail"
    named = sum(" " in value.strip() or "," in value for value in values)
    if named >= _NAMED * len(values) and sum(is_name(value) for value in values) >= _NAMED * len(values):
        return "name"
    if all(_is_level(value) for value in values):
        return "level"
    given = [listed_given(value) for value in values if value[:1].isupper()]
    if len(values) > 1 and len(given) - given.count(None) >= least and given.count(False) * 2 >= len(values):
        return "given"
    families = sum(value[-1:].islower() and len(bare := _bare(value)) == 1 and listed_family(bare) for value in values)
    return "family" if families >= _NAMED * len(values) and len(values) > 1 else ""


def _bare(value: str) -> list[str]:
    words = [word for word in value.split() if word.casefold() not in TUSSENVOEGSELS]
    return words or value.split()


def _is_born(value: str) -> bool:
    if not 6 <= len(value) <= 24 or (not any(mark in value for mark in "-/. ") and len(value) != 8):
        return False
    day = parse(value)
    return day is not None and _FIRST_BORN <= day.year <= _LAST_BORN


def _is_packed(value: str) -> bool:
    """Whether six or eight figures are a day on which a pupil can be born: ``150414``, ``20150414``, ``14042015``."""
    if not value.isdigit() or len(value) not in {6, 8}:
        return False
    whole = value if len(value) == 8 else f"20{value}"
    last = value[4:] if len(value) == 8 else f"20{value[4:]}"
    return _is_day(whole[:4], whole[4:6], whole[6:]) or _is_day(last, value[2:4], value[:2])


def _is_day(year: str, month: str, day: str) -> bool:
    return _FIRST_BORN <= int(year) <= _LAST_BORN and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _is_level(value: str) -> bool:
    """Whether a value is a mark in letters or words: ``II``, ``B+``, ``2F``, ``voldoende``."""
    return len(value) <= 20 and any(map(str.isalpha, value)) and check_result(value).outcome == "valid"


def _is_class(value: str) -> bool:
    return len(value) >= _SHORTEST_CLASS and any(char.isdigit() for char in value) and (
        _CLASS_CODE.match(value) is not None or check_group(value).outcome == "valid")
