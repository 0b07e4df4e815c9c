"""Names of people in prose: ``ProseFinder`` asks the trained model, and weighs what it says."""

from __future__ import annotations

from collections.abc import Sequence

from ..recognizers.base import Match
from .engines import OFF, OWN, Engine, engine
from .evidence import weigh
from .gate import may_hold_name

_MOST_KEPT = 20_000
_LONGEST_KEPT = 2_000


class ProseFinder:
    """Finds names in texts with one engine; remembers the texts that come again."""

    def __init__(self, setting: str = OWN) -> None:
        """``setting`` is ``leerlek``, ``off`` or the name of an installed spaCy pipeline. Raises ``UsageError``."""
        self._engine: Engine | None = engine(setting)
        self._kept: dict[str, list[Match]] = {}

    def find(self, texts: Sequence[str]) -> list[list[Match]]:
        """The names in each text, in order of their place; nothing is loaded for texts that hold none."""
        if self._engine is None:
            return [[] for _ in texts]
        found: dict[int, list[Match]] = {}
        asked: list[int] = []
        for place, text in enumerate(texts):
            kept = self._kept.get(text)
            if kept is not None:
                found[place] = kept
            elif may_hold_name(text):
                asked.append(place)
        if asked:
            people = self._engine.people([texts[place] for place in asked])
            for place, held in zip(asked, people, strict=True):
                text = texts[place]
                weighed = (weigh(text, each) for each in held)
                found[place] = [match for match in weighed if match is not None]
                if len(text) <= _LONGEST_KEPT:
                    if len(self._kept) >= _MOST_KEPT:
                        self._kept.clear()
                    self._kept[text] = found[place]
        return [found.get(place, []) for place in range(len(texts))]


__all__ = ["OFF", "OWN", "ProseFinder", "may_hold_name"]
