"""What the words around a name say of it: *hoeveel*, *bespreek*, *verhaal* stand beside people of sums and stories.

Theory. The models look at a few words to each side, and patterns of sums and lessons know what somebody thought of. Of
the lines that were written by hand (``training/told``), those that name somebody and those that only seem to differ in
many words by a little each. What they say together is evidence: much against a name at most, a little for one.
Cost: one look-up for each word around a name that a model found.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from .features import lists

DATA = "lesson_words.csv"
_AROUND = 200
_USUAL, _STEP = 0.8, 0.12
"""The log odds beside names of somebody, in the mean, and what a unit more or less weighs."""
_LEAST, _MOST = -0.36, 0.12
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[0-9]+|[?!:;€%\"'‘“]")
_NUMBER = "#"
_NAMES = frozenset("gGp")
"""Lists of which a word says nothing: names and places."""


def words_of(text: str) -> frozenset[str]:
    """The words and signs of a text that may say something."""
    return frozenset(_NUMBER if word.isdigit() else word for word in map(str.casefold, _WORD.findall(text))
                     if _NAMES.isdisjoint(lists(word)))


def odds(text: str, start: int, end: int) -> float:
    """The log odds that a name in ``text[start:end]`` is somebody's, by the other words around it."""
    weights = _weights()
    around = f"{text[max(0, start - _AROUND) : start]}\n{text[end : end + _AROUND]}"
    return weights[""] + sum(weights.get(word, 0.0) for word in words_of(around))


def words_around(text: str, start: int, end: int) -> tuple[str, float]:
    """The same as evidence."""
    weight = round(min(_MOST, max(_LEAST, _STEP * (odds(text, start, end) - _USUAL))), 2)
    return ("context:words-of-school" if weight >= 0 else "context:words-of-lessons", weight)


@cache
def _weights() -> dict[str, float]:
    rows = resources.files("scanner.detect").joinpath("data", DATA).read_text("utf-8").splitlines()
    return {word: float(value) for word, _, value in (row.rpartition(",") for row in rows)}
