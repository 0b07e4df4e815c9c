"""Finds the names that a found name vouches for: the same one again in the text, and its neighbours in a list.

Theory. ``Amine, Tarik en Lucas zijn weg``: when two of three words between commas are people, so is the third if it is
listed as a given name. Cost: a look to both sides of each name that was found, and one search of the text for it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.model import Category, Evidence

from ..recognizers.base import Match
from ..recognizers.outcome import fold, reasons
from .features import lists

_SURE = 0.6
_MOST = 200
"""Names of one text that are looked beside; a longer list is one of data."""
_BEFORE = re.compile(r"(?<![\w'’.@/-])([^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?)(?:,[ ]|[ ](?:en|&)[ ]|/)\Z")
_AFTER = re.compile(r"(?:,[ ]|[ ](?:en|&)[ ]|/)([^\W\d_]{2,20})(?![\w'’@-])")
_ENDS = re.compile(r"(?:,|/|[ ](?:en|&)[ ]|[.;)\n]|\Z)")
_GOES_ON = r"[ ](?:(?:van|de|der|den|ter|ten|el)[ ]|[A-Z][a-z])"
"""What makes a name the beginning of another one: ``Michiel de Ruyter``."""
_BETWEEN = frozenset((", ", " en ", " & ", "/", " + ", "; ", "\n"))
"""What stands between the names of a list."""
_REACH = 26
_AGAIN = Evidence("context:again", _SURE)
"""The whole of the evidence: what spoke for the first place speaks for this one through it."""
_GIVEN = Category.NAME_GIVEN


def with_company(text: str, found: list[Match]) -> list[Match]:
    """What was found with what it vouches for, in order of place."""
    if not any(match.score >= _SURE for match in found) or len(found) > _MOST:
        return found
    held = {match.start: match for match in _beside_the_sure(text, found)}
    queue = [match for match in found if match.score >= _SURE and match.category is _GIVEN]
    while queue and len(held) <= _MOST:
        near = queue.pop()
        for start, end in _neighbours(text, near):
            if not _is_taken(held, start, end) and _is_given(text, start, end):
                evidence = reasons(("gazetteer:given-name", 0.3), ("context:list-of-names", 0.3))
                held[start] = Match(start, end, _GIVEN, _SURE, fold(text[start:end]), evidence)
                queue.append(held[start])
    for match in [each for each in held.values() if each.score >= _SURE and _may_repeat(text, each)]:
        name = text[match.start : match.end]
        if text.count(name) == 1:
            continue  # most texts; a pattern of its own for each name takes long to compile
        for again in re.finditer(rf"(?<![\w'’.@/-]){re.escape(name)}(?![\w'’@-]|{_GOES_ON})", text):
            start, end = again.span()
            if len(held) <= _MOST and not _is_taken(held, start, end):
                held[start] = replace(match, start=start, end=end, score=_SURE, evidence=(_AGAIN,))
    return [held[start] for start in sorted(held)]


def _beside_the_sure(text: str, found: list[Match]) -> list[Match]:
    """Names in doubt between or beside surer ones of the same list, believed with them."""
    believed = list(found)
    for places in (range(1, len(believed)), range(len(believed) - 2, -1, -1)):
        for at in places:
            near = at - 1 if places.step > 0 else at + 1
            one, other = sorted((believed[at], believed[near]), key=lambda match: match.start)
            name = text[believed[at].start : believed[at].end]
            if (believed[at].score < _SURE <= believed[near].score and text[one.end:other.start] in _BETWEEN
                    and (name[0].isupper() or "w" not in lists(name.casefold()))):
                weight = round(_SURE - believed[at].score, 2)
                believed[at] = replace(believed[at], score=_SURE, evidence=(
                    *believed[at].evidence, Evidence("context:list-of-names", weight)))
    return believed


def _neighbours(text: str, match: Match) -> list[tuple[int, int]]:
    spans = []
    low = max(0, match.start - _REACH)
    before = _BEFORE.search(text[low : match.start])
    if before is not None:
        spans.append((low + before.start(1), low + before.end(1)))
    after = _AFTER.match(text, match.end)
    if after is not None and ("g" in lists(after[1].casefold()) or _ENDS.match(text, after.end())):
        spans.append(after.span(1))
    return spans


def _is_given(text: str, start: int, end: int) -> bool:
    """Whether a word is listed as a given name; one that is a word too needs its capital."""
    held = lists(text[start:end].casefold())
    return "g" in held or ("G" in held and text[start].isupper() and text[start + 1 : end].islower())


def _may_repeat(text: str, match: Match) -> bool:
    name = text[match.start : match.end]
    return " " not in name and (name[0].isupper() or "w" not in lists(name.casefold()))


def _is_taken(held: dict[int, Match], start: int, end: int) -> bool:
    return any(match.start < end and start < match.end for match in held.values())
