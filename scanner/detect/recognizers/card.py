"""Names beside a class on one line, as lists and cards show pupils: ``Sanne de Vries (4B)``, ``2HV3 · Daan Bakker``.

Theory. A title of two words with capitals may be anybody or anything. A code of a class beside it makes it somebody of
that class, also when no list holds the name; a name of which every word is an ordinary one stays a title.
Cost class: regex.
"""

from __future__ import annotations

import re

from scanner.model import Category

from ..nobody import ordinary_text
from .base import Cost, Match
from .names import check_full_name, listed_given
from .outcome import fold, reasons

_CODE = (r"(?:(?:groep|klas|gr\.?|kl\.?)[ ]?[1-8][a-zA-Z]?(?:[/-][1-8])?|[1-6][a-zA-Z]{1,4}[0-9]?[a-z]?|"
         r"[1-6](?:vwo|havo|mavo|vmbo|gym|ath)[a-z]?[0-9]?|[hvmgkbtaHVMGKBTA][1-6][a-z]?[0-9]?)")
_NAME = r"[^\W\d_a-z][^\W\d_]*[^\d_·•|()–—/:;!?@#<>=+*]{2,40}[^\W_.]"
_AFTER = re.compile(rf"\s*(?P<name>{_NAME})\s*(?:[·•|–—,/-]\s*|\(\s*)(?P<code>{_CODE})\s*\)?\s*\Z")
_BEFORE = re.compile(rf"\s*(?P<code>{_CODE})\s*[·•|–—:/-]\s*(?P<name>{_NAME})\s*\Z")
_LONGEST = 70
_SCORE = 0.7


class CardRecognizer:
    """Finds the name and the class of a pupil where they are a whole value."""

    name = "name_and_class"
    entity = "NAME_AND_CLASS"
    categories: tuple[Category, ...] = (Category.NAME_FULL, Category.GROUP)
    cost: Cost = "regex"
    trigger = re.compile(rf"(?:[·•|–—,/(-]\s*{_CODE}\s*\)?\s*\Z)|\A\s*{_CODE}\s*[·•|–—:/-]")
    context: tuple[str, ...] = ("klas", "groep")

    def find(self, text: str) -> list[Match]:
        found = (_AFTER.match(text) or _BEFORE.match(text)) if len(text) <= _LONGEST else None
        if found is None or not _is_somebody(found["name"].strip()):
            return []
        evidence = reasons(("context:class-beside", _SCORE))
        matches = [Match(*found.span("name"), Category.NAME_FULL, _SCORE, fold(found["name"]), evidence),
                   Match(*found.span("code"), Category.GROUP, _SCORE, fold(found["code"]), evidence)]
        return sorted(matches, key=lambda match: match.start)


def _is_somebody(name: str) -> bool:
    """Whether two words or more with capitals can be a name: a listed one, or words of which none is ordinary."""
    verdict = check_full_name(name)
    words = name.replace(",", " ").split()
    if verdict.outcome == "impossible" or len(words) < 2 or any(
            each.code == "gazetteer:public-figure" for each in verdict.evidence):
        return False
    if any(listed_given(word) is False for word in words):
        return True
    capitals = [word for word in words if word[0].isupper() and len(word) > 2]
    return len(capitals) > 1 and not any(ordinary_text(word) for word in capitals)
