"""Whole values under keys of a letter or two, as in columns of tables: only what has the shape of the datum counts.

Theory. ``T`` heads telephone numbers in one table and temperatures in the next, ``G`` genders or grams. Beside data of
a person the key is a hint; the value must do the rest, so that nothing here is merely plausible.
"""

from __future__ import annotations

from scanner.model import Category

from .address import check_street
from .base import ValueCheck, Verdict
from .names import check_full_name
from .outcome import fold, impossible
from .personal import check_gender
from .phone import check_phone

_GENDERS = frozenset(["m", "v", "j", "man", "vrouw", "jongen", "meisje", "mannelijk", "vrouwelijk"])
_NAMES = frozenset(("gazetteer:given-and-family", "gazetteer:given-name", "shape:initials"))


def _strict(check: ValueCheck, category: Category) -> ValueCheck:
    """The same check, for which a value that is only plausible is impossible."""

    def judge(value: str) -> Verdict:
        verdict = check(value)
        return verdict if verdict.outcome == "valid" else impossible(category, verdict.canonical,
                                                                     ("shape:other-thing", -0.9))

    return judge


check_phone_letter = _strict(check_phone, Category.PHONE)
check_street_letter = _strict(check_street, Category.STREET)


def check_gender_letter(value: str) -> Verdict:
    """A gender under ``G``: no number, and no letter that is a mark."""
    return check_gender(value) if fold(value) in _GENDERS else impossible(Category.GENDER, fold(value)[:60],
                                                                          ("shape:gender", -0.9))


def check_name_letter(value: str) -> Verdict:
    """A name under ``n`` or ``wie``: a listed given name or initials, with a surname."""
    verdict = check_full_name(value)
    if verdict.outcome == "valid" and " " in value.strip() and any(each.code in _NAMES for each in verdict.evidence):
        return verdict
    return impossible(verdict.category, verdict.canonical, ("shape:other-thing", -0.9))
