"""The last guard before output: takes every value that is known or was detected out of any text."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote_plus

from scanner.model import Category

from .late import Identifier
from .phrases import PhraseIndex, tokens
from .spellings import spellings
from .subjects import Subjects

_SHORTEST = 4
_LIMIT = 50_000


class Redactor:
    """Replaces known and detected values in texts by ``{category}``; for strings that should hold none anyway."""

    def __init__(self, subjects: Subjects | None = None, identifiers: Iterable[Identifier] = ()) -> None:
        self._index: PhraseIndex[Category] = PhraseIndex()
        self._seen: set[tuple[Category, str]] = set()
        for subject in subjects.all if subjects is not None else ():
            for category, value in subject.values:
                self._add_value(category, value)
        for identifier in identifiers:
            self.add(identifier)

    def add(self, identifier: Identifier) -> None:
        """Guard a detected value too."""
        key = (identifier.category, identifier.canonical)
        if key not in self._seen and len(self._seen) < _LIMIT:
            self._seen.add(key)
            self._index_text(identifier.category, identifier.value)
            self._index_text(identifier.category, identifier.canonical)

    def clean(self, text: str) -> str:
        """The text without any of the values; percent-encoded ones included."""
        shown = self._replace(text)
        if "%" in text or "+" in text:
            plain = unquote_plus(text)
            if plain != text and self._index.find(plain):
                return self._replace(plain)
        return shown

    def _replace(self, text: str) -> str:
        hits = self._index.find(text)
        for hit in reversed(hits):
            text = f"{text[: hit.start]}{{{hit.payloads[0].value}}}{text[hit.end :]}"
        return text

    def _add_value(self, category: Category, value: str) -> None:
        for spelling in spellings(category, value):
            if spelling.reach != "key":
                self._index_text(category, spelling.text)

    def _index_text(self, category: Category, text: str) -> None:
        size = sum(map(len, tokens(text)))
        if size >= _SHORTEST:
            self._index.add(text, category, strict=size < 8)
