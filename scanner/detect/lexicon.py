"""The lexicon of field names: what a key says about the value under it."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple, cast

from scanner.model import About, Category

from .names import squash

Strength = Literal["direct", "quasi", "loose", "ambiguous", "short", "context", "negative"]
CLEAR: frozenset[Strength] = frozenset({"direct", "quasi"})
"""Strengths of a name that means one thing wherever it stands."""


class Entry(NamedTuple):
    """One name of the lexicon; the strengths are explained in ``data/README.md``."""

    name: str
    category: Category
    about: About
    strength: Strength


@cache
def lexicon() -> dict[str, Entry]:
    """Squashed name → entry. Read once a process (some 2,000 rows, a few milliseconds)."""
    categories = {category.value: category for category in Category}
    table: dict[str, Entry] = {}
    source = resources.files(__package__).joinpath("data", "field_lexicon.csv")
    rows = csv.reader(source.read_text(encoding="utf-8").splitlines())
    next(rows)
    for name, category, about, strength, *_ in rows:
        table[squash(name)] = Entry(
            name, categories[category], cast(About, about or "unknown"), cast(Strength, strength)
        )
    return table


@cache
def vocabulary() -> frozenset[str]:
    """All words that names of the lexicon are made of; a key of such words alone is no personal datum."""
    words = {word for entry in lexicon().values() for word in entry.name.split("_")}
    return frozenset(words) | frozenset(lexicon())


def lookup(name: str) -> Entry | None:
    """The entry of a local name in any spelling."""
    return lexicon().get(squash(name))
