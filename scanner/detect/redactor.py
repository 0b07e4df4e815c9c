"""The last guard before output: takes every value that is known or was detected out of any text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import unquote_plus

from scanner.model import Category

from .late import Identifier
from .phrases import PhraseIndex, tokens
from .prose.features import lists
from .recognizers.gazetteer import public_figures
from .recognizers.names import TUSSENVOEGSELS
from .spellings import spellings
from .subjects import Subjects

_SHORTEST = 4
_LABELS = re.compile(r"(?<![\w.@-])((?:[A-Za-z0-9_-]{1,63}\.){0,8}[A-Za-z0-9_-]{1,63})"
                     r"(\.[A-Za-z0-9-]{1,63}\.[A-Za-z]{2,20})\b")
"""A host name below a registered domain: its labels, and the domain."""
_STRICT = 8
_LIMIT = 50_000
_NAMES = frozenset({Category.NAME_FULL, Category.NAME_FAMILY})


@lru_cache(maxsize=10_000)
def _is_name(label: str) -> bool:
    first, *rest = label.lower().replace("_", "-").split("-")
    words = [word for word in rest if word not in TUSSENVOEGSELS]
    return (bool(words) and all("s" in lists(word) for word in words) and "g" in lists(first)
            and " ".join((first, *rest)) not in public_figures())


def _telling_parts(identifier: Identifier) -> Iterator[str]:
    """What of a value tells the person as well: one half of a double surname, the name in a mail address."""
    value = identifier.value
    if identifier.category is Category.EMAIL:
        local = value.partition("@")[0]
        if len(tokens(local)) > 1 and sum(map(len, tokens(local))) >= _STRICT:
            yield local
    elif identifier.category in _NAMES:
        before, _, last = value.rpartition(" ")
        for half in last.split("-") if last.count("-") == 1 else ():
            if len(half) > _SHORTEST:
                yield f"{before} {half}"


class Redactor:
    """Replaces known and detected values in texts by ``{category}``; for strings that should hold none anyway."""

    def __init__(self, subjects: Subjects | None = None, identifiers: Iterable[Identifier] = ()) -> None:
        self._index: PhraseIndex[Category] = PhraseIndex()
        self._seen: set[tuple[Category, str]] = set()
        self._surnames: set[str] = set()
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
            if identifier.category in _NAMES:
                self._surnames.add(identifier.value.rpartition(" ")[2].casefold())
            self._index_text(identifier.category, identifier.value)
            self._index_text(identifier.category, identifier.canonical)
            for part in _telling_parts(identifier):
                self._index_text(identifier.category, part)

    def clean(self, text: str) -> str:
        """The text without any of the values; percent-encoded ones included."""
        if "." in text:
            text = _LABELS.sub(self._without_names, text)
        shown = self._replace(text)
        if "%" in text or "+" in text:
            plain = unquote_plus(text)
            if plain != text and self._index.find(plain):
                return self._replace(plain)
        return shown

    def _without_names(self, host: re.Match[str]) -> str:
        """A host name without the labels that are somebody's name, or the surname of somebody who was seen."""
        labels = [
            f"{{{Category.NAME_FULL.value}}}" if _is_name(label) or (
                len(label) > _SHORTEST and label.casefold() in self._surnames) else label
            for label in host.group(1).split(".")
        ]  # fmt: skip
        return ".".join(labels) + host.group(2)

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
        cut = tokens(text)
        size = sum(map(len, cut))
        if size >= _SHORTEST:
            self._index.add_tokens(cut, category, strict=size < _STRICT)
