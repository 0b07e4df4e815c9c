"""What is known of the columns of the tables of a message: what each is called and means, and what its values are."""

from __future__ import annotations

from typing import NamedTuple

from ..meaning import Meaning
from ..routes import Coordinate
from .axes import Column, Table
from .headings import Headings, is_unnamed
from .kinds import Kind, kind_of

_MOST_COLUMNS = 60
_OPEN = frozenset(("short", "loose"))


class Shape(NamedTuple):
    """What is known of a column."""

    name: str
    meaning: Meaning | None
    told: bool
    """Whether its leaves were judged by that meaning already."""
    kind: Kind

    @property
    def is_open(self) -> bool:
        """Whether the name leaves open what stands in it: letters that mean one thing here, another there."""
        return self.meaning is None or self.meaning.category is None or (
            is_unnamed(self.name) and self.meaning.strength in _OPEN)


class Shapes:
    """Answers for the tables of one message, each column read once."""

    def __init__(self, headings: Headings) -> None:
        self._headings = headings
        self._known: dict[int, dict[Column, Shape]] = {}

    def of(self, table: Table, column: Column) -> Shape:
        """What is known of this column of a table."""
        known = self._known.setdefault(id(table), {})
        shape = known.get(column)
        if shape is None:
            cells = table.columns[column]
            name, meaning, told = self._headings.meaning(table, column, next(iter(cells.values())))
            first = self.first_row(table)
            texts = [cell.text for entry, cell in cells.items() if entry != first]
            shape = known[column] = Shape(name, meaning, told, kind_of(texts))
        return shape

    def first_row(self, table: Table) -> Coordinate | None:
        """The entry whose cells name the columns, None where all are data."""
        return self._headings.first_row(table)


def leading_columns(table: Table) -> list[Column]:
    """The columns that decide what a table is about: the first ones, where there are very many."""
    return list(table.columns)[:_MOST_COLUMNS]
