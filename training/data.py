"""Reads the lists and sentences of ``training/data``; SOURCES.md there names their origin and licence."""

from __future__ import annotations

import gzip
import json
from functools import cache
from itertools import accumulate
from pathlib import Path

from scanner.detect.prose.words import ordinary

DATA = Path(__file__).parent / "data"
TEMPLATES = Path(__file__).parent / "templates"
HELD_OUT = Path(__file__).parent / "held_out.txt"

LISTS = Path(__file__).parent / "lists.txt"
PIECES = Path(__file__).parent / "pieces.txt"
DEV_PROSE = Path(__file__).parent / "dev_prose.txt"
"""Sentences written by hand, marked as the test sets are, to choose models and weights with."""

Span = tuple[int, int, str]
"""Start, end and label of a name in a text."""


def lines(name: str) -> list[str]:
    """The lines of a packed list."""
    return gzip.decompress((DATA / name).read_bytes()).decode("utf-8").splitlines()


@cache
def words(name: str) -> list[str]:
    """A list of ``lists.txt``."""
    for paragraph in LISTS.read_text("utf-8").split("\n\n"):
        head, _, items = paragraph.partition("\n")
        if head == f"[{name}]":
            return [item.strip() for item in items.replace("\n", " ").split(",")]
    raise KeyError(name)


@cache
def held_out() -> frozenset[str]:
    """Casefolded words of names that stand in the test set; no generated text holds them as names."""
    return frozenset(HELD_OUT.read_text("utf-8").split())


def allowed(name: str) -> bool:
    """Whether a name may be used in generated text."""
    return held_out().isdisjoint(name.casefold().replace("-", " ").split())


@cache
def given_names() -> tuple[list[str], list[float]]:
    """Dutch given names, and how often each is to be drawn, added up (``random.choices`` is quick with that)."""
    rows = [line.split("\t") for line in lines("given_names_nl.tsv.gz")]
    kept = [(name, int(births)) for name, births in rows if allowed(name)]
    return [name for name, _ in kept], list(accumulate(max(births, 40) ** 0.5 for _, births in kept))


@cache
def names_of_children() -> frozenset[str]:
    """Casefolded given names that children bear and that are no ordinary words: what no model should learn by heart."""
    rows = (line.split("\t") for line in lines("given_names_nl.tsv.gz"))
    borne = [name for name, births in rows if int(births) > 300]
    groups = foreign("names_by_background.tsv.gz").values()
    names = {name.casefold() for name in (*borne, *(name for group in groups for name in group["first"]),
                                          *words("modern"), *words("frisian"))} | held_out()
    return frozenset(name for name in names if not ordinary(name))


@cache
def surnames() -> tuple[list[str], list[float]]:
    """Dutch surnames with their tussenvoegsels, and how often each is to be drawn, added up."""
    rows = [line.split("\t") for line in lines("surnames_nl.tsv.gz")]
    kept = [(name, int(count)) for name, count in rows if allowed(name)]
    return [name for name, _ in kept], list(accumulate(max(count, 60) ** 0.5 for _, count in kept))


@cache
def foreign(source: str) -> dict[str, dict[str, list[str]]]:
    """Locale or background → ``first`` and ``last`` → names."""
    found: dict[str, dict[str, list[str]]] = {}
    for line in lines(source):
        group, kind, name = line.split("\t")
        if allowed(name):
            found.setdefault(group, {"first": [], "last": []})[kind].append(name.strip())
    return found


@cache
def places() -> tuple[list[str], list[str]]:
    """Larger and smaller places of the Netherlands, Belgium, Surinam and the islands."""
    rows = [line.split("\t") for line in lines("places.tsv.gz")]
    large = [name for name, _, people in rows if int(people or 0) > 20_000]
    return large, [name for name, *_ in rows]


@cache
def silver() -> list[tuple[str, list[Span]]]:
    """Sentences of Dutch treebanks with names found by a program, not checked by hand."""
    found = []
    for line in lines("ud_silver.jsonl.gz"):
        text, spans = json.loads(line)
        found.append((text, [(start, end, {"PER": "PERSON"}.get(label, label)) for start, end, label in spans]))
    return found


@cache
def figures() -> list[str]:
    """Historic and public persons as the recognizers refuse them, and some that pupils may be called like."""
    path = Path(__file__).parent.parent / "scanner" / "detect" / "data" / "public_figures.txt"
    known = {line for line in path.read_text("utf-8").splitlines() if line}
    return sorted(known | set(words("figures_with_common_names")))
