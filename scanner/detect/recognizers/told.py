"""What sentences tell of a person beside names, as the trained model reads it.

Theory. The recognizers of class, results, age, care and the rest know the phrases that somebody thought of; people
have others (*tot haar spijt moet ze het jaar overdoen*). The model (``scanner/detect/told``) has read some thousand
lines of school language and finds what is said in another way. It finds no names, and nothing that a checksum knows
better. Cost class: prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.model import Category

from ..told.finder import CATEGORIES, ToldFinder
from .base import Cost, Match

__all__ = ["ToldFinder", "ToldRecognizer"]


class ToldRecognizer:
    """Finds what the model is believed on."""

    name = "nl_told"
    entity = "NL_TOLD"
    categories: tuple[Category, ...] = CATEGORIES
    cost: Cost = "prose"
    trigger = re.compile(r"[^\W\d_]{2}[^\n]{0,3}\s[^\n]{0,12}[^\W\d_]{2}")
    context: tuple[str, ...] = ("leerling", "zoon", "dochter")

    def __init__(self, finder: ToldFinder | None) -> None:
        """``finder`` asks the model; ``None`` where no model may read."""
        self._finder = finder

    def expect(self, texts: Iterable[str]) -> None:
        """Texts that will be searched next: the model reads them together, if it has to read one of them at all."""
        if self._finder is not None:
            self._finder.expect(texts)

    def find(self, text: str) -> list[Match]:
        return [] if self._finder is None else self._finder.find(text)
