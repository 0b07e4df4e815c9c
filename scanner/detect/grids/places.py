"""Tables that say whose an entry is by a place in a list of persons: ``{"lln": ["Yara", …], "d": [[0, 2, 7.4], …]}``.

Theory. Long tables send each text once and number them: the columns of a data frame, the dictionaries of a dashboard, a
sparse matrix. So a column of small whole numbers, all of which are places in a list, can stand for what is in that
list. Where that is persons, and the table says nothing else of whom it is about, it is read as if they stood there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .axes import Cell, Cells, Column, Table, texts_of
from .kinds import LABELS, kind_of

_FEWEST_ENTRIES, _MOST_ENTRIES = 3, 20_000
_MOST_POOLS, _MOST_COLUMNS = 12, 12
_LARGEST_PLACE = 4
"""Figures of a place."""


def resolved(tables: Sequence[Table]) -> list[Table]:
    """The tables of a message that refer to the persons of a list by place, with these in the stead of the places."""
    numbered = [(table, columns) for table in tables if not table.across and len(table.entries) >= _FEWEST_ENTRIES
                and len(table.columns) <= _MOST_COLUMNS and (columns := _of_places(table))
                and len(columns) < len(table.columns)]
    if not numbered:
        return []
    lists = [cells for table in tables for cells in _lists_of(table)]
    found: list[Table] = []
    for table, columns in numbered:
        made = _resolved(table, columns, [cells for cells in lists if not _is_of(cells, table)][:_MOST_POOLS])
        if made is not None:
            found.append(made)
    return found


def _of_places(table: Table) -> list[Column]:
    """The columns of a table that can hold places, none where a column names persons itself."""
    found: list[Column] = []
    for column, cells in table.columns.items():
        texts = texts_of(cells)
        if len(texts) == len(table.entries) and all(
                text.isdecimal() and len(text) <= _LARGEST_PLACE for text in texts):
            found.append(column)
        elif kind_of(texts) in LABELS:
            return []
    return found


def _lists_of(table: Table) -> Iterator[Cells]:
    """The columns of a table whose entries have places: the texts of a list, or a member of the objects in one."""
    if table.across or not 2 <= len(table.entries) <= _MOST_ENTRIES or len(table.columns) > _MOST_COLUMNS:
        return
    for column, cells in table.columns.items():
        if not column[1] and len(cells) == len(table.entries) and all(isinstance(entry, int) for entry in cells):
            yield cells


def _is_of(cells: Cells, table: Table) -> bool:
    """Whether cells are of this table."""
    return any(cells is each for each in table.columns.values())


def _resolved(table: Table, columns: list[Column], lists: list[Cells]) -> Table | None:
    """A table with persons in the stead of their places, without other columns of places; None where it has none."""
    for column in columns:
        for cells in lists:
            persons = _at(table.columns[column], cells)
            if not persons or kind_of([cell.text for cell in persons.values()][:len(cells)]) not in LABELS:
                continue
            others = [other for other in columns if other != column and any(
                _covers(table.columns[other], each) for each in lists if each is not cells)]
            made = Table.of(table.origin, f"{table.prefix}/~", table.above, table.outer)
            made.columns = {each: persons if each == column else at for each, at in table.columns.items()
                            if each not in others or len(others) + 1 == len(table.columns)}
            made.entries = table.entries
            return made
    return None


def _at(places: Cells, cells: Cells) -> Cells:
    """What stands in a list at the places of a column, by entry; nothing where a place is none of the list."""
    numbers = {entry: int(cell.text) for entry, cell in places.items()}
    if len(set(numbers.values())) == 1:
        return {}
    for first in (0, 1):
        found: dict[int | str, Cell] = {entry: cells[number - first] for entry, number in numbers.items()
                                        if number - first in cells}
        if len(found) == len(numbers):
            return found
    return {}


def _covers(places: Cells, cells: Cells) -> bool:
    """Whether a column holds the places of a list, of each text of it one at least."""
    return len({cell.text for cell in places.values()}) == len(cells) and bool(_at(places, cells))
