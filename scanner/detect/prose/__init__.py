"""Names of people in prose: ``ProseFinder`` asks the trained model, and weighs what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from ..recognizers.base import Match
from ..recognizers.cues import LOOK_BACK
from .addressed import addressed
from .company import with_company
from .engines import OFF, OWN, Engine, Found, engine
from .evidence import ALONE, LABEL, in_program, is_list_of_people, known_words, weigh
from .features import lists
from .gate import may_hold_name
from .lessons import EXERCISE, LESSON, of_a_lesson

_BREAK = re.compile(
    r"\n+|[ ](?:m\.b\.t|n\.a\.v|i\.v\.m|t\.a\.v|o\.b\.v|o\.g\.v|t\.g\.v|d\.d|c\.q|mbt|nav|ivm|tav)\.?(?:[ ]|\Z)"
    r"|[ ](?:ja|nee|wel|niet|ok|ma|di|wo|do|vr|aanwezig|afwezig|absent|ziek|afgemeld|te laat)(?:[,;/][ ]?|[ ]|\Z)")
"""What ends a name that the model takes for longer: a line end, *n.a.v.*, what a list says of each."""
_TWO = re.compile(r"([^\W\d_]{2,30}),[ ]([^\W\d_]{2,30})\Z")
_LIST_BEFORE, _LIST_AFTER = re.compile(r"[,:][ ]\Z"), re.compile(r",[ ]|[ ](?:en|&)[ ]")
_PRESENT = re.compile(r"(?<![^\W_])(?:aanwezig|afwezig|absent|afgemeld|aan|af|ziek):[ ]\Z", re.IGNORECASE)
"""The head of a list of surnames."""
_BY_GIVEN_NAME = re.compile(r"(?<![^\W_])(?:juf|juffrouw|meester|oma|opa|oom|tante)[ ]\Z", re.IGNORECASE)
_MOST_KEPT = 4_000_000
"""Characters of texts whose names are remembered."""
_LONGEST_EXPECTED, _MOST_EXPECTED = 4_000, 2_000


class ProseFinder:
    """Finds names in texts with one engine; remembers the texts that come again."""

    def __init__(self, setting: str = OWN) -> None:
        """``setting`` is ``leerlek``, ``off`` or the name of an installed spaCy pipeline. Raises ``UsageError``."""
        self._engine: Engine | None = engine(setting)
        self._kept: dict[str, list[Match]] = {}
        self._held = 0
        self._expected: Iterable[str] = ()

    def expect(self, texts: Iterable[str]) -> None:
        """Texts that will be asked for soon, one by one: read together with the first that the model is needed for.

        Reading many at once takes a third of the time; where no text needs the model, nothing is done.
        """
        self._expected = texts

    def find(self, texts: Sequence[str]) -> list[list[Match]]:
        """The names in each text, in order of their place; nothing is loaded for texts that hold none."""
        if self._engine is None:
            return [[] for _ in texts]
        read: dict[str, list[Match]] = {}
        new: dict[str, None] = {}
        for text in texts:
            known = self._known(text)
            if known is None:
                new[text] = None
            else:
                read[text] = known
        if new:
            new |= self._others(new)
            for text, found in zip(new, self._engine.people(list(new)), strict=True):
                read[text] = self._keep(text, _weighed(text, found))
        return [read[text] for text in texts]

    def _known(self, text: str) -> list[Match] | None:
        """The names in a text that was read before or cannot hold one, ``None`` when the model has to read it."""
        kept = self._kept.get(text)
        return kept if kept is not None or may_hold_name(text) else self._keep(text, [])

    def _others(self, asked: Mapping[str, None]) -> dict[str, None]:
        """What of the expected texts is prose that nobody read yet."""
        expected, self._expected = self._expected, ()
        short = (text for text in expected if len(text) <= _LONGEST_EXPECTED)
        new = (text for text in short if text not in asked and self._known(text) is None)
        return dict.fromkeys(islice(new, _MOST_EXPECTED))

    def _keep(self, text: str, matches: list[Match]) -> list[Match]:
        if self._held + len(text) > _MOST_KEPT:
            self._kept.clear()
            self._held = 0
        self._held += len(text)
        self._kept[text] = matches
        return matches


def _weighed(text: str, found: list[Found]) -> list[Match]:
    listed = is_list_of_people(text, found)
    matches = (weigh(text, each, listed=listed) for name in found for each in _pieces(text, name))
    seen = [match for match in matches if match is not None]
    for spoken in addressed(text, others=bool(seen)):
        same = [match for match in seen if match.start < spoken.end and spoken.start < match.end]
        if not same:
            seen.append(spoken)
        elif same[0].score < spoken.score and (same[0].start, same[0].end) == (spoken.start, spoken.end):
            seen[seen.index(same[0])] = spoken
    return with_company(text, sorted(seen, key=lambda match: match.start))


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


__all__ = [
    "ALONE", "EXERCISE", "LABEL", "LESSON", "OFF", "OWN", "ProseFinder", "in_program", "known_words", "may_hold_name",
    "of_a_lesson",
]
