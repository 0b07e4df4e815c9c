"""School codes in text (BRIN, with a word near) and schools as whole values.

Cost class: context.
"""

from __future__ import annotations

import re

from scanner.model import Category

from .base import Cost, Match, Verdict
from .context import Cues
from .education import check_group
from .outcome import fold, impossible, plausible, reasons, valid

_BRIN = re.compile(r"(?<![0-9A-Za-z_-])[0-9]{2}[A-Z]{2}(?:[0-9]{2})?(?![0-9A-Za-z_-])")
_RIO_CODE = re.compile(r"(?<![0-9A-Za-z_-])[0-9]{3}[ABX][0-9]{3}(?![0-9A-Za-z_-])")
_RIO_WORD = Cues((r"onderwijslocatie", r"onderwijsaanbieder", r"aanbieder", r"locatie(?:code)?", r"rio(?![a-z])",
                  r"oie(?![a-z])", r"onderwijsbestuur", r"bestuur", r"instelling", r"vestiging"), reach=40)
_BRIN_WORD = Cues((r"brin",))
_SCHOOL_WORD = Cues((r"school", r"vestiging", r"instelling", r"nleduperson[a-z]*"), reach=30)


class BrinRecognizer:
    """Finds BRIN codes, with or without a branch, beside a word that names one."""

    name = "nl_brin"
    entity = "NL_BRIN"
    categories: tuple[Category, ...] = (Category.SCHOOL,)
    cost: Cost = "context"
    trigger = re.compile(r"brin|school|vestiging|instelling|homeorg|locatie|aanbieder|bestuur|rio|oie", re.IGNORECASE)
    context: tuple[str, ...] = ("brin", "school", "vestiging", "instelling")

    def find(self, text: str) -> list[Match]:
        if self.trigger.search(text) is None:
            return []
        found = []
        for each in _BRIN.finditer(text):
            if _BRIN_WORD.before(text, each.start()) >= 0:
                pairs = [("shape:brin", 0.3), ("context:brin", 0.6)]
            elif _SCHOOL_WORD.before(text, each.start()) >= 0:
                pairs = [("shape:brin", 0.3), ("context:school", 0.3)]
            else:
                continue
            score = round(sum(weight for _, weight in pairs), 2)
            found.append(Match(each.start(), each.end(), Category.SCHOOL, score, each.group(), reasons(*pairs)))
        for each in _RIO_CODE.finditer(text):
            if _RIO_WORD.before(text, each.start()) >= 0:
                evidence = reasons(("shape:rio-code", 0.3), ("context:school", 0.3))
                found.append(Match(each.start(), each.end(), Category.SCHOOL, 0.6, each.group(), evidence))
        return sorted(found, key=lambda match: match.start)


class SchoolNameRecognizer:
    """Finds schools by the word for their kind, as whole values under any key: ``{"location": "OBS De Klimboom"}``."""

    name = "nl_school_name"
    entity = "NL_SCHOOL_NAME"
    categories: tuple[Category, ...] = (Category.SCHOOL,)
    cost: Cost = "regex"
    trigger = re.compile(
        r"(?:BS|IKC|SBO|[COR]SG|(?:Basis|Dalton|Montessori|Jenaplan|Vrije)school|Kindcentrum)\b")
    context: tuple[str, ...] = ("school",)

    def find(self, text: str) -> list[Match]:
        value = text.strip()
        if len(value) > 80 or not _SCHOOL_NAME.match(value):
            return []
        start = text.find(value)
        return [Match(start, start + len(value), Category.SCHOOL, 0.65, fold(value),
                      reasons(("shape:school-name", 0.65)))]


_SCHOOL_NAME = re.compile(
    r"(?:(?:O|C|K|RK|PC|G|V|OJ|IC)BS|IKC|SBO|[COR]SG|"
    r"(?:[A-Z][a-z]{3,12} )?(?:Basis|Dalton|Montessori|Jenaplan|Vrije)school|Kindcentrum) "
    r"(?!Studio|Virtual|Web|Ninja|Browser|Camera|Plugin|News|Nieuws|Stat|Sports|World|Interactive|Script)"
    r"(?:(?:de|het|'t|van|der|den|ter|op|in|aan) )*[A-Z'’0-9][\w'’.-]*(?:[ ][\w'’.-]+){0,5}\Z")
"""A kind of school and its name, and nothing else."""
_CODE = re.compile(r"[0-9]{2}[A-Za-z]{2}(?:[0-9]{2})?\Z")
_RIO = re.compile(r"[0-9]{3}[ABX][0-9]{3}\Z")
_NAMED = re.compile(r"school|college|lyceum|gymnasium|atheneum|academie|mavo|havo|vwo|vmbo|montessori|basis|"
    r"roc(?![a-z])|universiteit|"
                    r"stichting", re.IGNORECASE)
_KIND = re.compile(
    r"(?:[ORKCPVGDJI]{1,4}BS|IKC|KC|SBO|V?SO|ISK|[OCRKP]?SG|GO!|BSGO|VBS|GVBS|Daltonschool|Jenaplan\w*)\.? (?=[A-Z'’])")
"""The letters for a kind of school, before its name: ``OBS De Klimboom``, ``CSG Het Streek``."""


def check_brin(value: str) -> Verdict:
    """A whole value under a key that may be the code of a school: only what is a BRIN or RIO code."""
    verdict = check_school(value)
    return verdict if _CODE.match(value.strip()) or _RIO.match(value.strip()) else impossible(
        Category.SCHOOL, value[:160], ("shape:no-school", -0.6))


def check_school(value: str) -> Verdict:
    """A whole value under a school key: BRIN, RIO code, name, or an id."""
    text = value.strip()
    if _CODE.match(text):
        return valid(Category.SCHOOL, text.upper(), ("shape:brin", 0.3))
    if _RIO.match(text):
        return valid(Category.SCHOOL, text, ("shape:rio-code", 0.3))
    if not text or len(text) > 160 or text.casefold() in {"true", "false", "null", "none", "undefined"}:
        return impossible(Category.SCHOOL, text[:160], ("shape:no-school", -0.6))
    if (_NAMED.search(text) or _KIND.match(text)) and "://" not in text:
        return valid(Category.SCHOOL, fold(text), ("shape:school-name", 0.2))
    return plausible(Category.SCHOOL, fold(text))


DEPARTMENT_KEYS = ("department",)
"""Names under which directories of schools keep the class as often as a part of the school."""


def check_department(value: str) -> Verdict:
    """A whole value under ``department``: a class where it has the form of one, else a part of the school."""
    group = check_group(value)
    return group if group.outcome == "valid" and any(char.isdigit() for char in value) else check_school(value)
