"""Names of people in prose: ``ProseFinder`` asks the trained model, and weighs what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from ..recognizers.base import Match
from .engines import OFF, OWN, Engine, Found, engine
from .evidence import ALONE, LABEL, known_words, weigh
from .gate import may_hold_name

_LINE = re.compile(r"[^\n]+")
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
    matches = (weigh(text, each) for name in found for each in _lines(text, name))
    return [match for match in matches if match is not None]


def _lines(text: str, found: Found) -> Iterator[Found]:
    """A name in each line: the model takes the names of a list, one a line, for parts of one."""
    for line in _LINE.finditer(text, found.start, found.end):
        yield found._replace(start=line.start(), end=line.end())


__all__ = ["ALONE", "LABEL", "OFF", "OWN", "ProseFinder", "known_words", "may_hold_name"]
