"""Which columns of a table of persons hold their results.

Theory. Marks are numbers or words that other things are written in too: prices, ages, places in a list. So a column of
them holds results when its name, the keys above or the address say so; or when nothing names it and it stands in a
table of persons among columns that do.
"""

from __future__ import annotations

from scanner.model import Category

from ..roles import PERSONS, role_of
from .axes import Column, Table, texts_of
from .headings import is_unnamed
from .kinds import MARKS, Kind, kind_of
from .people import People
from .result_words import says_other_numbers, says_results
from .shapes import Shape, Shapes
from .topics import Topics, nearest_above

_OF_RESULTS = frozenset((Category.RESULT, Category.PROGRESS))
_ANY_MARK = "marks_column"
"""What a key means that says nothing but stands among marks."""
_SEVERAL = 2
"""Columns of marks with tenths that need nothing else to be results."""


def columns_of_marks(people: People, shapes: Shapes, topics: Topics) -> set[Column]:
    """The columns of a table of persons that hold their results."""
    found = _candidates(people, shapes)
    alike = {shape.kind for shape in found.values() if _means_results(shape)}
    written = sum(shape.kind == "mark" for shape in found.values())
    told = topics.says_results(people.table)
    alone = topics.of_results or written >= _SEVERAL or bool(people.labels)
    kept: set[Column] = set()
    for column, shape in found.items():
        said = says_results(shape.name) or _means_results(shape)
        unnamed = is_unnamed(shape.name) or not shape.told
        inner = any(map(says_results, (*nearest_above(people.table), *column[0].split("/"))))
        if shape.kind == "mark":
            enough = said or inner or (alone and (unnamed or topics.of_results))
        else:
            enough = said or (unnamed and (shape.kind in alike or (
                not written and (inner or told) and not _is_counting(people.table, column))))
        if enough:
            kept.add(column)
    return kept


def _candidates(people: People, shapes: Shapes) -> dict[Column, Shape]:
    """The columns that can hold marks by their values, and of which the name says nothing else."""
    found: dict[Column, Shape] = {}
    for column in people.table.columns:
        if column in people.labels:
            continue
        shape = shapes.of(people.table, column)
        if shape.kind not in MARKS:
            shape = shape._replace(kind=_kind_of_theirs(people, column))
        if shape.kind not in MARKS or _is_other(shape):
            continue
        if _means_results(shape) and _says_nothing(shape):
            shape = shape._replace(meaning=None)
        found[column] = shape
    return found


def _kind_of_theirs(people: People, column: Column) -> Kind:
    """The kind of what a column says of the persons alone."""
    cells = people.table.columns[column]
    return kind_of([cells[entry].text for entry in people.entries if entry in cells])


def _means_results(shape: Shape) -> bool:
    return shape.meaning is not None and shape.meaning.category in _OF_RESULTS


def _says_nothing(shape: Shape) -> bool:
    """Whether a column means results only because it stands among marks."""
    return shape.meaning is not None and shape.meaning.key == _ANY_MARK and is_unnamed(shape.name)


def _is_other(shape: Shape) -> bool:
    """Whether the name of a column says that its numbers are no results."""
    if _means_results(shape):
        return False
    if says_other_numbers(shape.name) or role_of(shape.name) in PERSONS:
        return True
    meaning = shape.meaning
    return meaning is not None and (meaning.strength == "negative" or (
        meaning.category is not None and meaning.strength != "short" and not is_unnamed(shape.name)))


def _is_counting(table: Table, column: Column) -> bool:
    """Whether the numbers of a column only count its entries."""
    texts = texts_of(table.columns[column])
    return len(texts) > _SEVERAL and texts == [str(int(texts[0]) + number) if texts[0].isdigit() else ""
                                               for number in range(len(texts))]
