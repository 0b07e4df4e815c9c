"""Whole values under keys of a letter or two, as in columns of tables: only what has the shape of the datum counts.

Theory. ``T`` heads telephone numbers in one table and temperatures in the next, ``G`` genders or grams. Beside data of
a person the key is a hint; the value must do the rest, so that nothing here is merely plausible.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .address import check_street
from .base import ValueCheck, Verdict
from .education import check_result
from .geo import check_geo
from .identifiers import LOGIN_OF_NAME, is_login_of_name
from .names import check_family_name, check_full_name, check_given_name, listed_given
from .outcome import fold, impossible, valid
from .personal import check_gender
from .phone import check_phone

SUBJECTS = (
    "rek", "tal", "spel", "begr", "tl", "bl", "wb", "sp", "rw", "rekenen", "taal", "spelling", "lezen",
    "begrijpend_lezen", "wiskunde", "wisa", "wisb", "nederlands", "engels", "duits", "frans", "biologie",
    "natuurkunde", "scheikunde", "geschiedenis", "aardrijkskunde", "economie", "woordenschat",
    "studievaardigheden", "luisteren", "schrijven", "spreken", "math", "maths", "reading", "writing", "grammar",
    "kijk_luister", "wereldorientatie", "taalverzorging", "dls", "ds", "rap1", "rap2", "rap3", "rapport1",
    "rapport2", "rapport3", "toets1", "toets2", "toets3", "se1", "se2", "se3", "beheerst", "netl", "entl", "dutl",
    "fatl", "wisd", "nask", "schk", "scheik", "biol", "gesch", "aardr", "econ", "beco", "bedrijfseconomie",
    "maatschappijleer", "maat", "ckv", "lo2", "gym", "informatica", "filosofie", "latijn", "grieks", "spaans",
    "muziek", "tekenen", "handvaardigheid", "techniek", "verzorging", "burgerschap", "natuur_en_techniek",
    "physics", "chemistry", "biology", "history", "geography", "marks_column",
)
"""Lexicon names of subjects and tests, as columns of marks are headed."""
CODES = (
    "ne", "wi", "fa", "du", "na", "sk", "bi", "ak", "gs", "ec", "lo", "mu", "te", "la", "gr", "ma", "kua", "nlt",
    "bsm", "wis", "ned", "eng", "fra", "dui", "sch", "aar", "ges", "eco", "lev",
)
"""Codes of subjects; words of two letters mean much else."""
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
check_place_letter = _strict(check_geo, Category.GEO)
check_street_letter = _strict(check_street, Category.STREET)


def check_gender_letter(value: str) -> Verdict:
    """A gender under ``G``: no number, and no letter that is a mark."""
    return check_gender(value) if fold(value) in _GENDERS else impossible(Category.GENDER, fold(value)[:60],
                                                                          ("shape:gender", -0.9))


_MARK = re.compile(r"(?:10|[0-9])[.,][0-9]{1,2}\Z|[0-9]{1,3}[ ]?%?\Z|(?:[A-E]|I{1,3}|IV|V)[+-]?\Z|(?:G|O|M|U|RV|ZG)\Z|"
                   r"[1-4]F\Z|1S\Z|AVI[ -]?\S{1,5}\Z|[ME][3-8]\Z|"
                   r"(?:zeer |ruim |net )?(?:goed|voldoende)\Z|onvoldoende\Z|matig\Z|zwak\Z|uitstekend\Z|"
                   r"(?:sehr )?gut\Z|befriedigend\Z|ausreichend\Z|mangelhaft\Z|(?:très |assez )?bien\Z|insuffisant\Z")


_SIGN = re.compile(r"(?:groen|oranje|geel|rood)\Z|(?:⭐️?|★|☆){1,5}\Z|[😀😃😄🙂😊😐🙁☹😞😢👍👎]️?\Z|"
                   r"[+]{1,3}\Z|--\Z|[+]/-\Z|-/[+]\Z|±\Z|[1-6][+-]\Z", re.IGNORECASE)
"""A colour, a face, stars or a sign that says how well it goes."""
_DECIMAL = re.compile(r"(?:10[.,]0|[1-9][.,][0-9]{1,2})\Z")


def check_mark(value: str) -> Verdict:
    """A mark or level under the name of a subject, which otherwise heads texts of every kind."""
    if _SIGN.match(value.strip()):
        return valid(Category.RESULT, fold(value), ("shape:result", 0.2))
    if _MARK.match(value.strip()):
        return check_result(value)
    return impossible(Category.RESULT, fold(value)[:80], ("shape:other-thing", -0.9))


def check_decimal_mark(value: str) -> Verdict:
    """A mark under the code of a subject: one to ten with a decimal, nothing else."""
    if _DECIMAL.match(value.strip()):
        return check_result(value)
    return impossible(Category.RESULT, fold(value)[:80], ("shape:other-thing", -0.9))


def check_who_letter(value: str) -> Verdict:
    """The same under ``wie``, or what somebody signs in with that is built of a given name: ``mick_5b``."""
    text = value.strip()
    if is_login_of_name(text) or (
            _GIVEN_LOGIN.match(text) and listed_given(re.split("[._-]", text)[0]) is False):
        return valid(Category.LOGIN, text, LOGIN_OF_NAME)
    return check_name_letter(value)


_GIVEN_LOGIN = re.compile(r"[a-z]{3,20}[._-](?:[a-z]{1,2}[0-9]{1,4}|[0-9][a-z0-9]{0,4}|[0-9]{1,6})\Z")


def check_name_letter(value: str) -> Verdict:
    """A name under ``n``: a listed given name that is no word, or initials with a surname."""
    verdict = check_full_name(value)
    if verdict.outcome == "valid" and any(each.code in _NAMES for each in verdict.evidence):
        return verdict
    if verdict.category is Category.NAME_GIVEN and value.strip()[0].isupper():
        return verdict  # a word too: among others that are none it counts
    return impossible(verdict.category, verdict.canonical, ("shape:other-thing", -0.9))


def check_given_letter(value: str) -> Verdict:
    """A given name under ``fn``: a listed one with a capital, a word or none; files and functions are called so too."""
    verdict = check_given_name(value)
    listed = verdict.outcome == "valid" or (listed_given(value.strip()) is not None and value.strip()[:1].isupper())
    if listed and verdict.outcome != "impossible":
        return valid(Category.NAME_GIVEN, verdict.canonical, ("gazetteer:given-name", 0.2 if (
            listed_given(value.split()[0]) is False) else 0.0))
    return impossible(Category.NAME_GIVEN, verdict.canonical, ("shape:other-thing", -0.9))


check_family_letter = _strict(check_family_name, Category.NAME_FAMILY)
