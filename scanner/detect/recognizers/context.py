"""Words near a match: whether one of a list stands within some characters before or around it, and which is nearest.

Cost: one bounded slice and one linear regex for each candidate, never for the whole text.
"""

from __future__ import annotations

import re
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
