"""What the cells of a table of persons hold, and whose that is: by the heading, the values, or what the table is about.

Theory. Who an entry is, its labels and keys say. What stands in the other columns is told by the heading where one says
it; else by values that can be nothing else beside persons, or by marks in a table about results.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scanner.model import Category, KeyPath

from ..meaning import Meaning
from ..routes import Coordinate
from .axes import Cell, Column, texts_of
from .headings import IDENTIFYING, is_unnamed
from .kinds import BY_VALUE, LABELS, is_presence
from .marks import columns_of_marks
from .people import People
from .shapes import Shape, Shapes
from .topics import Topics

_JUDGED = frozenset(("direct", "quasi", "loose", "context"))
"""Strengths of a heading by which the cells below it are judged."""


class Placed(NamedTuple):
    """What a cell holds: a category, or what is to be judged by a meaning.

    ``node`` and ``depth`` give the object of its person.
    """

    cell: Cell
    category: Category | None
    meaning: Meaning | None
    node: KeyPath
    depth: int
    key: str
    """What of the key of the entry says it, empty where a cell does."""
    twin: int = 0
    """Told apart from the same cell elsewhere: who somebody is is said again where other things are said of him."""


_Said = tuple[Category | None, Meaning | None]
"""What a column holds: a category, what is to be judged by a meaning, or nothing that is not known without it."""


class Contents:
    """Answers for the tables of persons of one message."""

    def __init__(self, shapes: Shapes, topics: Topics) -> None:
        self._shapes = shapes
        self._topics = topics

    def of(self, people: People) -> Iterator[Placed]:
        """The keys and cells of a table of persons that say something of them."""
        if people.by_key:
            yield from _keys(people)
        if people.whose is not None:
            yield from _labels(people, people.whose)
        table = people.table
        somebody = set(people.entries)
        marks = columns_of_marks(people, self._shapes, self._topics)
        for column, cells in table.columns.items():
            category, meaning = self._said(people, column, marks)
            if category is None and meaning is None:
                continue
            maker = table.node if people.whose is None else people.whose.table.twin
            for entry, cell in cells.items():
                if entry in somebody and cell.text.strip():
                    node, depth = maker(entry, cell)
                    yield Placed(cell, category, meaning, node, depth, "")

    def _said(self, people: People, column: Column, marks: set[Column]) -> _Said:
        """What a column holds."""
        shape = self._shapes.of(people.table, column)
        if column in people.labels:
            return _said_of_label(people, column, shape)
        if column in marks:
            return Category.RESULT, None
        if self._is_presence(people, column):
            return Category.ATTENDANCE, None
        if shape.kind == "family" and "given" in people.labels.values() and shape.is_open:
            return Category.NAME_FAMILY, None
        if shape.meaning is not None and shape.meaning.category is not None and not (
                shape.is_open and shape.kind in BY_VALUE):
            return None, shape.meaning if not shape.told and shape.meaning.strength in _JUDGED else None
        return BY_VALUE.get(shape.kind) if is_unnamed(shape.name) or not shape.told else None, None

    def _is_presence(self, people: People, column: Column) -> bool:
        """Whether a column says who was there."""
        return is_presence(texts_of(people.table.columns[column])) and (
            self._topics.of_presence or self._topics.says_presence(people.table))


def _said_of_label(people: People, column: Column, shape: Shape) -> _Said:
    """What a column holds that names the persons; what its key says directly is known without the table."""
    known = shape.told and shape.meaning is not None and shape.meaning.category in IDENTIFYING and (
        shape.meaning.strength == "direct")
    category = None if known else LABELS.get(people.labels[column])
    return category, shape.meaning if category is None and not shape.told else None


def _keys(people: People) -> Iterator[Placed]:
    """The keys that name the persons, each once."""
    category = LABELS[people.by_key]
    for entry in people.entries:
        cell = _first_cell(people, entry)
        if cell is not None:
            node, depth = people.table.node(entry, cell)
            if str(entry) in (node.key or cell.leaf.path.key):
                yield Placed(cell, category, None, node, depth, str(entry))


def _first_cell(people: People, entry: Coordinate) -> Cell | None:
    return next((cells[entry] for cells in people.table.columns.values() if entry in cells), None)


def _labels(people: People, whose: People) -> Iterator[Placed]:
    """Who the persons are by the table that names them, said again where the other one speaks of them."""
    somebody = set(people.entries)
    for column, kind in whose.labels.items():
        for entry, cell in whose.table.columns[column].items():
            if entry in somebody and kind in LABELS:
                yield Placed(cell, LABELS[kind], None, whose.table.twin(entry, cell)[0], 0, "", 1)
