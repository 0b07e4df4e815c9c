"""Names of people in prose: ``ProseFinder`` asks the trained model, and weighs what it says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from ..recognizers.base import Match
from .engines import OFF, OWN, Engine, Found, engine
from .evidence import ALONE, LABEL, weigh
from .gate import may_hold_name

_MOST_KEPT = 4_000_000
"""Characters of texts whose names are remembered."""
_SENTENCE, _LONGEST_EXPECTED, _MOST_EXPECTED = 20, 4_000, 2_000


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
        read = {text: self._kept[text] for text in texts if text in self._kept}
        new = {text: None for text in texts if text not in read and may_hold_name(text)}
        if new:
            new |= self._others(new)
            for text, found in zip(new, self._engine.people(list(new)), strict=True):
                read[text] = _weighed(text, found)
                self._keep(text, read[text])
        return [read.get(text, []) for text in texts]

    def _others(self, asked: Mapping[str, None]) -> dict[str, None]:
        """What of the expected texts is prose that nobody read yet."""
        expected, self._expected = self._expected, ()
        likely = (text for text in expected if _SENTENCE <= len(text) <= _LONGEST_EXPECTED and text.count(" ") >= 3)
        new = (text for text in likely if text not in self._kept and text not in asked and may_hold_name(text))
        return dict.fromkeys(islice(new, _MOST_EXPECTED))

    def _keep(self, text: str, matches: list[Match]) -> None:
        if self._held + len(text) > _MOST_KEPT:
            self._kept.clear()
            self._held = 0
        self._held += len(text)
        self._kept[text] = matches


def _weighed(text: str, found: list[Found]) -> list[Match]:
    matches = (weigh(text, each) for each in found)
    return [match for match in matches if match is not None]


__all__ = ["ALONE", "LABEL", "OFF", "OWN", "ProseFinder", "may_hold_name"]
