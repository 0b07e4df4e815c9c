"""What the columns of a table are called: by a list of headings, a first row, a legend, or labels in the cells."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from scanner.model import Category, Field, KeyPath

from ..key_rule import KeyRule
from ..meaning import Meaning
from ..names import squash
from ..plan import Plan, is_heading
from ..routes import Coordinate
from .axes import Cell, Column, Table, texts_of
from .kinds import kind_of
from .texts import parts_of

MeaningOf = Callable[[tuple[str, ...]], Meaning]
RuleOf = Callable[[Meaning], KeyRule]

_LABEL = re.compile(r"[^\W\d_][^\n@;|]{0,59}\Z")
_UNNAMED = re.compile(r"@?[A-Za-z]{0,7}[_-]?[0-9]{1,3}\Z|.{1,3}\Z|@.{1,2}\Z")
_CELLS = frozenset(("v", "value", "waarde", "data", "text", "val", "p", "f", "d", "c", "cell", "td"))
_MOST_SHOWN = 40
_LONGEST_KEY = 12
_SPARE = 2
"""Columns that a legend may name and no row fills."""
_HEADINGS = frozenset(("titles", "titels", "legend", "legenda", "names", "namen", "categories", "series", "xaxis",
                       "index"))
_OF_PERSONS = frozenset(("name", "given", "number", "mail"))


class Legend(NamedTuple):
    """A list of labels that may head the columns of a table: by position, and by the names it gives them."""

    table: Table
    by_place: dict[Coordinate, str]
    by_name: dict[str, str]
    known: int


class Headings:
    """Answers for the tables of one message."""

    def __init__(self, tables: list[Table], singles: list[tuple[Field, Plan]], meaning_of: MeaningOf) -> None:
        self._meaning_of = meaning_of
        self._legends = [legend for table in tables if not table.across
                         if (legend := self._legend(table)) is not None]
        self._rows = [leaf.value for leaf, _ in singles]
        self._first: dict[int, Coordinate | None] = {}

    def first_row(self, table: Table) -> Coordinate | None:
        """The entry whose cells name the columns, None where all are data."""
        known = self._first.get(id(table))
        if id(table) in self._first:
            return known
        first = next(iter(table.entries))
        heads = [cells[first].text for cells in table.columns.values() if first in cells]
        found = len(heads) > 1 and (_is_above(table, first) or (all(_LABEL.match(text) for text in heads) and any(
            first in cells and sum(any(char.isdigit() for char in cell.text) for cell in cells.values()) * 2
            >= len(cells) > 1 for cells in table.columns.values())))
        self._first[id(table)] = first if found else None
        return self._first[id(table)]

    def meaning(self, table: Table, column: Column, cell: Cell) -> tuple[str, Meaning | None, bool]:
        """The name of a column, what it means, and whether the judge of leaves knew that from the key."""
        tag = table.tags.get(column)
        if tag is not None:
            return tag, self._meaning_of((tag,)), False
        rest, coordinates = column
        key = rest.rpartition("/")[2]
        if key and key not in "*#" and key not in _CELLS and not rest.startswith("~"):
            own = cell.plan.meaning
            if own.category is not None or own.strength == "negative" or not _UNNAMED.match(key):
                return key, own, True
            label = self._by_name(table, key)
            if label:
                return label, self._meaning_of((label,)), False
            return key, own, True
        if table.above and not rest and not coordinates and table.above[-1] not in "*#":
            return table.above[-1], cell.plan.meaning, True
        label = self._by_place(table, column)
        if not label and (first := self.first_row(table)) is not None:
            head = table.columns[column].get(first)
            label = head.text if head is not None else ""
        return (label, self._meaning_of((label,)), False) if label else ("", None, False)

    def _by_name(self, table: Table, key: str) -> str:
        best = ""
        most = 0
        for legend in self._legends:
            if key in legend.by_name and legend.table.origin == table.origin and legend.known > most:
                best, most = legend.by_name[key], legend.known
        return best

    def _by_place(self, table: Table, column: Column) -> str:
        rest, coordinates = column
        if not coordinates:
            return ""
        place = coordinates[-1]
        beside = rest.rpartition("/")[0]
        for other, cells in table.columns.items():
            if other != column and other[1] == coordinates and other[0].rpartition("/")[0] == beside and rest and (
                    other[0] != rest) and len(set(texts_of(cells))) == 1 and len(cells) > 1:
                text = next(iter(cells.values())).text
                if _LABEL.match(text):
                    return text
        if rest.startswith("~") and len(rest) > 1:
            assert isinstance(place, int)
            width = sum(other[0] == rest for other in table.columns)
            for text in self._rows:
                heads = parts_of(text, rest[1:]) if text.count(rest[1:]) + 1 == width else []
                if heads and all(_LABEL.match(head) for head, _, _ in heads):
                    return heads[place][0]
            return ""
        places = {other[1][-1] for other in table.columns if other[0] == rest and other[1]}
        best = ""
        most = 0
        for legend in self._legends:
            if legend.table.origin == table.origin and legend.table.prefix != table.prefix and (
                    legend.known > most) and places <= legend.by_place.keys() and (
                    len(legend.by_place) <= len(places) + _SPARE):
                best, most = legend.by_place.get(place, ""), legend.known
        return best

    def _legend(self, table: Table) -> Legend | None:
        """A table as a list of labels; what is data, or holds lists itself, is none."""
        if len(table.entries) > 200 or any(coordinates for _, coordinates in table.columns):
            return None
        best: dict[Coordinate, str] = {}
        known = 0
        for cells in table.columns.values():
            texts = {entry: cell.text for entry, cell in cells.items()}
            if len(texts) < 2 or not all(_LABEL.match(text) for text in texts.values()) or kind_of(
                    list(texts.values())) in _OF_PERSONS:
                continue
            counted = sum(1 for text in list(texts.values())[:_MOST_SHOWN]
                          if self._meaning_of((text,)).category is not None)
            if counted > known:
                best, known = texts, counted
        if not known and table.above and is_heading_word(table.above[-1]):
            cells = table.columns.get(("", ()), {})
            best, known = {entry: cell.text for entry, cell in cells.items()}, 1
            if kind_of(list(best.values())) in _OF_PERSONS:
                return None
        if not best or not known or (known == 1 and not (table.above and is_heading_word(table.above[-1]))):
            return None
        names: dict[str, str] = {}
        for cells in table.columns.values():
            keys = texts_of(cells)
            if len(set(keys)) == len(keys) and all(len(key) <= _LONGEST_KEY for key in keys):
                for entry, cell in cells.items():
                    if entry in best and best[entry] != cell.text:
                        names.setdefault(cell.text, best[entry])
        return Legend(table, best, names, known)


def _is_above(table: Table, first: Coordinate) -> bool:
    """Whether the first entry has no name where all others have one, and something in the other columns."""
    return any(first not in cells and len(cells) == len(table.entries) - 1 > 1 and kind_of(
        texts_of(cells)) == "name" for cells in table.columns.values())


def is_heading_word(key: str) -> bool:
    """Whether a key is one of lists that name columns."""
    return squash(key) in _HEADINGS or is_heading(KeyPath(key))


def is_unnamed(name: str) -> bool:
    """Whether the key of a column says nothing of it: ``c3``, ``@a2``, ``h1``, ``s``."""
    return not name or _UNNAMED.match(name) is not None


IDENTIFYING = frozenset({Category.NAME_FULL, Category.NAME_GIVEN, Category.NAME_FAMILY, Category.LEERLINGNUMMER,
                         Category.EMAIL, Category.LOGIN, Category.ECKID, Category.BSN, Category.PGN})
"""Categories of columns that say who an entry is."""
