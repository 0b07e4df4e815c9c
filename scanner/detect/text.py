"""Runs the text recognizers over a value: one combined trigger first, then only those that could match."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from .recognizers import COMBINED_TRIGGER, TEXT_RECOGNIZERS, Match

_WINDOW = 1 << 17
_OVERLAP = 512


class TextScanner:
    """Finds what all recognizers find in a text, without overlaps: the better score, then the longer match wins."""

    def __init__(self) -> None:
        self._recognizers = tuple((recognizer.trigger.search, recognizer) for recognizer in TEXT_RECOGNIZERS)
        self._triggered = COMBINED_TRIGGER.search

    def may_match(self, text: str) -> bool:
        """Whether any recognizer could find something; false means that none does."""
        length = len(text)
        if length < 4:
            return False
        if text[10:11] == "T" and text[4] == "-" and length <= 35:
            return False  # an ISO timestamp says nothing without a key
        if text.isdigit():
            return 8 <= length <= 11 or length == 13
        return self._triggered(text) is not None

    def scan(self, text: str) -> list[tuple[str, Match]]:
        """(recognizer, match) in order of place."""
        if not self.may_match(text):
            return []
        if len(text) <= _WINDOW:
            return _without_overlaps(list(self._find(text)))
        found: list[tuple[str, Match]] = []
        for start in range(0, len(text), _WINDOW):
            window = text[start : start + _WINDOW + _OVERLAP]
            found += [
                (name, replace(match, start=match.start + start, end=match.end + start))
                for name, match in self._find(window)
            ]
        return _without_overlaps(found)

    def _find(self, text: str) -> Iterator[tuple[str, Match]]:
        for triggered, recognizer in self._recognizers:
            if triggered(text) is not None:
                for match in recognizer.find(text):
                    yield recognizer.name, match


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
