"""Runs the text recognizers over a value, and of those only the ones that could match."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from .guards import Guard, is_opaque
from .recognizers import TEXT_RECOGNIZERS, Match, PersonRecognizer, TextRecognizer, ToldRecognizer
from .recognizers.link import Reader, beside_a_name

_WINDOW = 1 << 17
_OVERLAP = 512
_SURE = 0.6
_SHORTEST_PARTED = 8
"""Characters of the shortest number with a dot in it that says something: a telephone number behind its 0."""
_FRACTION = re.compile(r"(?:[1-9][0-9]*|0)\.[0-9]+\Z")
"""A number with decimals that is no telephone number behind its 0."""
_MOST_MASKS = 4_000
Search = Callable[[str], object]


class TextScanner:
    """Finds what all recognizers find in a text, without overlaps: the better score, then the longer match wins."""

    def __init__(self, recognizers: Sequence[TextRecognizer] = TEXT_RECOGNIZERS) -> None:
        self._recognizers = tuple((1 << i, each.trigger.search, each) for i, each in enumerate(recognizers))
        self._guard = Guard(recognizers)
        self._asked: dict[int, tuple[tuple[Search, TextRecognizer], ...]] = {}
        """Triggers and recognizers by the bits that name them: few of all combinations are met."""

    def may_match(self, text: str) -> int:
        """Which recognizers could find something, as bits; 0 means that none does."""
        length = len(text)
        if length < 4:
            return 0
        if text.isdigit():
            if length == 8 or length == 9 or (text[0] == "0" and length in (10, 13)):
                return self._guard.number
            return 0
        if _FRACTION.match(text) is not None or (length < _SHORTEST_PARTED and _is_decimal(text)):
            return 0
        if text[4:5] == "-" and text[7:8] == "-" and (length == 10 or (text[10] == "T" and length <= 35)):
            return 0  # an ISO date or timestamp says nothing without a key
        if length >= 32 and is_opaque(text):
            return 0
        return self._guard(text)

    def scan(self, text: str) -> list[tuple[str, Match]]:
        """(recognizer, match) in order of place."""
        mask = self.may_match(text)
        return self.scan_for(text, mask) if mask else []

    def scan_for(self, text: str, mask: int) -> list[tuple[str, Match]]:
        """The same where ``may_match`` has given ``mask`` already."""
        if len(text) <= _WINDOW:
            return _without_overlaps(self._find(text, mask))
        found: list[tuple[str, Match]] = []
        for start in range(0, len(text), _WINDOW):
            window = text[start : start + _WINDOW + _OVERLAP]
            found += [
                (name, replace(match, start=match.start + start, end=match.end + start))
                for name, match in self._find(window, mask)
            ]
        return _without_overlaps(found)

    def _find(self, text: str, mask: int) -> list[tuple[str, Match]]:
        asked = self._asked.get(mask)
        if asked is None:
            if len(self._asked) >= _MOST_MASKS:
                self._asked.clear()
            asked = self._asked[mask] = tuple(
                (triggered, recognizer) for bit, triggered, recognizer in self._recognizers if mask & bit)
        found: list[tuple[str, Match]] = []
        for triggered, recognizer in asked:
            if triggered(text) is not None:
                found += [(recognizer.name, match) for match in recognizer.find(text)]
        return _beside_names(text, _told_in_doubt(found)) if found else found


def _is_decimal(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def _told_in_doubt(found: list[tuple[str, Match]]) -> list[tuple[str, Match]]:
    """The same without what the model tells where a recognizer knows the datum and something speaks against it."""
    told = [match for name, match in found if name == ToldRecognizer.name]
    if not told or len(told) == len(found):
        return found
    doubted = [(match.category, match.start, match.end) for name, match in found if name != ToldRecognizer.name
               and any(each.weight < 0 for each in match.evidence)]
    if not doubted:
        return found
    return [(name, match) for name, match in found if name != ToldRecognizer.name or not any(
        match.category is category and start < match.end and match.start < end for category, start, end in doubted)]


def _beside_names(text: str, found: list[tuple[str, Match]]) -> list[tuple[str, Match]]:
    """The same with data that need a person raised where their sentence names one whom only the model knows."""
    names = [match.start for name, match in found if name == PersonRecognizer.name and match.score >= _SURE]
    if not names or len(names) == len(found):
        return found
    reader: Reader | None = None
    raised: list[tuple[str, Match]] = []
    for name, match in found:
        evidence = beside_a_name(match.evidence)
        if evidence is not None:
            reader = reader or Reader(text)
            start, end = reader.bounds(match.start)
            if any(start <= each < end and not match.start <= each < match.end for each in names):
                match = replace(match, evidence=evidence, score=round(sum(each.weight for each in evidence), 2))
        raised.append((name, match))
    return raised


def _without_overlaps(found: list[tuple[str, Match]]) -> list[tuple[str, Match]]:
    if len(found) < 2:
        return found
    starts: list[int] = []
    kept: list[tuple[str, Match]] = []
    for name, match in sorted(found, key=lambda item: (-item[1].score, item[1].start - item[1].end)):
        at = bisect_left(starts, match.start)
        if at < len(starts) and starts[at] < match.end:
            continue
        if at and kept[at - 1][1].end > match.start:
            continue
        starts.insert(at, match.start)
        kept.insert(at, (name, match))
    return kept
