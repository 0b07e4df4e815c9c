"""Puts together what two models say of each place of a text, and says what their chances weigh.

Theory. Both models give chances for all places that may be a name. They learnt from different texts and see different
features, so where one errs the other often does not, and their log odds can be added, each with a weight: those of the
model of names count more, for it has read more names. A fifth of the sum is added to the score from which a detection
counts, so that 0.6 is where a name is as likely as not. The weights were fitted on sentences of several authors, with
each set left out in turn (docs/evaluation.md); they are few, and other shares of the two change little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from ..recognizers.cues import LOOK_BACK
from .engines import Found
from .features import lists

_EVEN, _STEP = 0.6, 0.2
"""The score of what is as likely as not, and what a unit of log odds adds to it."""
_START, _FIRST, _SECOND = 0.3, 0.6, 0.5
"""What is added to the log odds of both models, and their weights."""
_EDGE = 0.02
"""Chances nearer to 0 and 1 are taken for this one: no model knows that well."""
MOST = 0.95
"""What models alone can give."""
_BREAK = re.compile(
    r"\n+|[ ](?:m\.b\.t|n\.a\.v|i\.v\.m|t\.a\.v|o\.b\.v|o\.g\.v|t\.g\.v|d\.d|c\.q|mbt|nav|ivm|tav)\.?(?:[ ]|\Z)"
    r"|[ ](?:ja|nee|wel|niet|ok|ma|di|wo|do|vr|aanwezig|afwezig|absent|ziek|afgemeld|te laat)(?:[,;/][ ]?|[ ]|\Z)")
"""What ends a name that the model takes for longer: a line end, *n.a.v.*, what a list says of each."""
_TWO = re.compile(r"([^\W\d_]{2,30}),[ ]([^\W\d_]{2,30})\Z")
_LIST_BEFORE, _LIST_AFTER = re.compile(r"[,:][ ]\Z"), re.compile(r",[ ]|[ ](?:en|&)[ ]")
_PRESENT = re.compile(r"(?<![^\W_])(?:aanwezig|afwezig|absent|afgemeld|aan|af|ziek):[ ]\Z", re.IGNORECASE)
"""The head of a list of surnames."""
_BY_GIVEN_NAME = re.compile(r"(?<![^\W_])(?:juf|juffrouw|meester|oma|opa|oom|tante)[ ]\Z", re.IGNORECASE)


class Possible(NamedTuple):
    """A place that may be a name, with the chances that the models give it; ``None`` where there is no second."""

    start: int
    end: int
    first: float
    second: float | None


def heard(first: float, second: float | None) -> float:
    """The score of a place of which models alone speak, also where it is beyond what is believed of them."""
    if second is None:
        return _EVEN + _STEP * _odds(first)
    return _EVEN + _STEP * (_START + _FIRST * _odds(first) + _SECOND * _odds(second))


def witnesses(first: float, second: float | None) -> list[tuple[str, float]]:
    """What the chances weigh, as evidence."""
    score = min(MOST, heard(first, second))
    if second is None:
        return [("model:person", round(score, 2))]
    other = round(_STEP * _SECOND * _odds(second), 2)
    return [("model:person", round(score - other, 2)),
            ("model:second-sees" if other >= 0 else "model:second-sees-none", other)]


def _odds(chance: float) -> float:
    chance = min(max(chance, _EDGE), 1 - _EDGE)
    return log(chance / (1 - chance))


def possible(
    text: str, first: Sequence[Found], second: Sequence[Found] | None, trim: Callable[[str, int, int], tuple[int, int]]
) -> list[Possible]:
    """The places that either model gives, without titles and signs, lists taken apart.

    What the second sees of a name that it bounds otherwise counts half: it is no witness that nobody is there.
    """
    chances: dict[tuple[int, int], list[float]] = {}
    for number, found in enumerate((first, second or ())):
        for name in found:
            for piece in _pieces(text, name):
                held = chances.setdefault(trim(text, piece.start, piece.end), [0.0, 0.0])
                held[number] = min(1.0, held[number] + piece.probability)
    places = []
    ordered = sorted(chances.items())
    starts = [start for (start, _), _ in ordered]
    longest = max((end - start for start, end in chances), default=0)
    for (start, end), (one, other) in ordered:
        if start < end and second is not None:
            near = ordered[bisect_left(starts, start - longest) : bisect_left(starts, end)]
            touching = min(1.0, sum(held[1] for (_, stop), held in near if start < stop))
            places.append(Possible(start, end, one, (other + touching) / 2))
        elif start < end:
            places.append(Possible(start, end, one, None))
    return places


def _pieces(text: str, found: Found) -> Iterator[Found]:
    """The names in what the model takes for one: a list, one a line; two given names between commas."""
    edges = [(found.start, found.start), *(each.span() for each in _BREAK.finditer(text, found.start, found.end)),
             (found.end, found.end)]
    for (_, start), (end, _) in pairwise(edges):
        if start >= end:
            continue
        two = _TWO.match(text, start, end)
        if two is not None and _are_two(text, two):
            yield found._replace(start=start, end=two.end(1))
            start = two.start(2)
        yield found._replace(start=start, end=end)


def _are_two(text: str, two: re.Match[str]) -> bool:
    """Whether ``Jip, Senna`` are two given names of a list and not a surname with its given name."""
    first, second = lists(two[1].casefold()), lists(two[2].casefold())
    before = text[max(0, two.start() - LOOK_BACK) : two.start()]
    if "s" in first and "s" in second and _LIST_AFTER.match(text, two.end()) and _PRESENT.search(before):
        return True
    if "g" not in first.lower() or "g" not in second.lower():
        return False
    if _BY_GIVEN_NAME.search(before):
        return True
    return "s" not in first or bool(_LIST_BEFORE.search(text[max(0, two.start() - 2) : two.start()])
                                    or _LIST_AFTER.match(text, two.end()))
