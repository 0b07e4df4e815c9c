"""What stands near a match: words of a list before or around it, and spans that are taken already.

Cost: one bounded slice and one linear regex for each candidate, never for the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

REACH = 40
"""Characters looked at before a match, unless told otherwise."""


class Cues:
    """A list of words to look for near a match. Entries are regex fragments, matched at word starts, any case."""

    __slots__ = ("_pattern", "_reach")

    def __init__(self, words: Iterable[str], reach: int = REACH) -> None:
        self._pattern = re.compile(r"(?<![^\W\d_])(?:" + "|".join(words) + ")", re.IGNORECASE)
        self._reach = reach

    def before(self, text: str, start: int) -> int:
        """Distance in characters from the end of the nearest cue before ``start``, -1 where there is none."""
        low = max(0, start - self._reach)
        window = text[low:start]
        found = -1
        for match in self._pattern.finditer(window):
            found = len(window) - match.end()
        return found

    def around(self, text: str, start: int, end: int) -> bool:
        """Whether a cue stands before ``start`` or after ``end``, the match itself left out."""
        if self.before(text, start) >= 0:
            return True
        return self._pattern.search(text[end:end + self._reach]) is not None

    def within(self, text: str) -> bool:
        """Whether a cue stands anywhere in ``text``."""
        return self._pattern.search(text) is not None


class Taken:
    """Spans that do not overlap; a new one is taken when it is free. Logarithmic search, also for hostile input."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take ``[start, end)`` unless part of it is taken; says whether it was free."""
        at = bisect_right(self._starts, start)
        if (at and self._ends[at - 1] > start) or (at < len(self._starts) and self._starts[at] < end):
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True
