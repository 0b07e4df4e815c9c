"""Tables, whatever they are written as: entries of one list or map, and what stands in the same place in each.

Theory. Each gap of a route is an axis. Seen from it, the leaves are a table: the coordinate of the gap is the entry,
all that follows is the column. A list of rows gives two such tables, one by its rows and one by its columns, so that it
does not matter which way round it was written. A text that is a whole row (``118377;Yara;7.4``) is cut into cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from scanner.model import Field, KeyPath, Origin

from ..plan import Plan, depth_of
from ..routes import Coordinate, Gap, Route, route_of
from .kinds import LABELS, kind_of
from .markup import is_markup, shown_in, span_in
from .texts import holds_rows, pair_of, parts_of, rows_of, segments_of, separator_of

CELL_WORDS = frozenset(("", "*", "#", "c", "v", "value", "waarde", "data", "Data", "text", "val", "p", "f"))
"""What a cell calls its content."""
_MOST_LEAVES = 20_000
_MOST_SHOWN = 12
"""Leaves below a cell of markup that are looked at."""
_SHORTEST_TEXT, _LONGEST_TEXT = 20, 100_000
_LONGEST_ROW = 2000
_MARKS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?(?:[ ;|/~]{1,3}[0-9]{1,3}(?:[.,][0-9]{1,2})?){1,60}\Z")
_ONE_MARK = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
_SOMEBODY = re.compile(r"[0-9]{4,9}\Z"), re.compile(r"[^\W\d_a-z][^\W\d_]+(?: [^\W\d_]+){1,4}\Z")
"""A number of somebody, or words that may be a name."""
_LEAST_PERSONS, _LEAST_OF_STRIDES, _LONGEST_STRIDE = 3, 6, 40

Column = tuple[str, tuple[Coordinate, ...]]
"""What of an entry stands in a column: names and coordinates after its gap."""


class Cell(NamedTuple):
    """A text at its place; of a leaf that holds a row, the part of it from ``start`` to ``end``."""

    text: str
    leaf: Field
    plan: Plan
    start: int = 0
    end: int = 0


Cells = dict[Coordinate, Cell]
"""The cells of a column by entry."""


def texts_of(cells: Cells) -> list[str]:
    """The texts of a column, in the order of its entries."""
    return [cell.text for cell in cells.values()]


class Table:
    """The entries of one axis. ``columns`` gives for each column the cells by entry."""

    __slots__ = ("above", "across", "columns", "entries", "nodes", "open", "origin", "outer", "prefix",
                 "tags", "twins")

    def __init__(self, origin: int, gap: Gap, outer: tuple[Coordinate, ...], across: bool) -> None:
        self.origin = origin
        self.prefix = gap.prefix
        self.above = gap.above
        """The names of the keys above the entries."""
        self.outer = outer
        self.open = False
        """Whether it has cells that no key names."""
        self.across = across
        """Whether the entries are the columns of the lists that were written."""
        self.columns: dict[Column, Cells] = {}
        self.tags: dict[Column, str] = {}
        """What columns are called by each of their cells."""
        self.entries: dict[Coordinate, None] = {}
        self.nodes: dict[Coordinate, tuple[KeyPath, int]] = {}
        """The node that each entry is an object of, and how many indices lead to it."""
        self.twins: dict[Coordinate, KeyPath] = {}

    @classmethod
    def of(cls, origin: int, prefix: str, above: tuple[str, ...], outer: tuple[Coordinate, ...]) -> Table:
        """A table that no gap of a route gives: put together from lists, or cut from a text."""
        table = cls(origin, Gap(prefix, "", None, "", above), outer, False)
        table.open = True
        return table

    def node(self, entry: Coordinate, cell: Cell) -> tuple[KeyPath, int]:
        """The object that an entry is: its own node, or where it has none one that is made for it."""
        return self.nodes.get(entry) or self.twin(entry, cell)

    def twin(self, entry: Coordinate, cell: Cell) -> tuple[KeyPath, int]:
        """An object made for an entry, in which what stands elsewhere can be put."""
        made = self.twins.get(entry)
        if made is None:
            made = self.twins[entry] = KeyPath("", cell.plan.object_node)
        return made, 0


_Tables = dict[tuple[int, str, tuple[Coordinate, ...], bool], Table]


def tables_of(leaves: Sequence[tuple[Field, Plan]]) -> list[Table]:
    """All tables that the leaves of a message can be read as, with two entries at least."""
    tables: _Tables = {}
    texts: list[Table] = []
    origins: dict[int, int] = {}
    shapes: dict[tuple[str, str, int, tuple[str, ...]], int] = {}
    for number, (leaf, plan) in enumerate(leaves):
        if number >= _MOST_LEAVES:
            break
        if _SHORTEST_TEXT < len(leaf.value) < _LONGEST_TEXT and holds_rows(leaf.value) and (
                lined := _of_lines(leaf, plan)) is not None:
            texts.append(lined)
        route = plan.route
        if route is None:
            route = plan.route = route_of(leaf.path)
        assert isinstance(route, Route)
        if not route.gaps:
            continue
        coordinates = route.coordinates(leaf)
        skipped = len(coordinates) - len(route.gaps)
        if skipped < 0:
            continue
        origin = origins.get(id(leaf.origin))
        if origin is None:
            origin = origins[id(leaf.origin)] = shapes.setdefault(_shape_of(leaf.origin), id(leaf.origin))
        cell = Cell(leaf.value, leaf, plan)
        if plan.is_cell and is_markup(leaf.value):
            cell = _shown(cell, leaves[number + 1:number + _MOST_SHOWN])
        for place, gap in enumerate(route.gaps, skipped):
            entry, after = coordinates[place], coordinates[place + 1:]
            _put(tables, origin, gap, coordinates[:place], False, entry, (gap.rest, after), cell)
            if place > skipped and not after and isinstance(entry, int) and gap.rest in CELL_WORDS:
                _put(tables, origin, gap, coordinates[:place - 1], True, entry,
                     (gap.rest, (coordinates[place - 1],)), cell)
    found = [table for table in tables.values() if len(table.entries) > 1]
    for table in found:
        _cut(table)
    found += _merged(found)
    strided = [flat for table in found if (flat := _strided(table)) is not None]
    return found + texts + strided


def _shape_of(origin: Origin) -> tuple[str, str, int, tuple[str, ...]]:
    """What is the same of all texts of a list that were decoded one by one: rows of JSON, each in a string."""
    return origin.direction, origin.part, origin.message, tuple(step.name for step in origin.steps)


def _shown(cell: Cell, following: Sequence[tuple[Field, Plan]]) -> Cell:
    """The text that a cell of markup shows in its stead; the cell itself where it shows several, or none."""
    shown = shown_in(cell.leaf, [leaf for leaf, _ in following])
    if shown is not None and isinstance(plan := shown.path.plan, Plan):
        return Cell(shown.value, shown, plan)
    start, end = span_in(cell.text)
    return Cell(cell.text[start:end], cell.leaf, cell.plan, start, end) if end else cell


def _put(
    tables: _Tables, place: int, gap: Gap,
    outer: tuple[Coordinate, ...], across: bool, entry: Coordinate, column: Column, cell: Cell,
) -> None:
    key = (place, gap.prefix, outer, across)
    table = tables.get(key)
    if table is None:
        table = tables[key] = Table(place, gap, outer, across)
    table.columns.setdefault(column, {}).setdefault(entry, cell)
    table.entries[entry] = None
    if cell.plan.is_cell:
        table.open = True
    if not across and gap.node is not None and entry not in table.nodes and (column[0] or column[1]):
        table.nodes[entry] = gap.node, depth_of(gap.node)


def _of_lines(leaf: Field, plan: Plan) -> Table | None:
    """The table that a text is by its lines."""
    rows = rows_of(leaf.value)
    if not rows and "\n" not in leaf.value:
        rows = segments_of(leaf.value)
    if not rows:
        return None
    table = Table.of(id(leaf.origin), "~", leaf.path.names, leaf.indices)
    for number, row in enumerate(rows):
        for place, (part, start, end) in enumerate(row):
            if part:
                table.columns.setdefault(("~", (place,)), {})[number] = Cell(part, leaf, plan, start, end)
                table.entries[number] = None
    return table


def _cut(table: Table) -> None:
    """Cut the texts of a list that are rows into cells, and those of a column that are several marks."""
    cells = table.columns.get(("", ()))
    if cells is not None and len(cells) > 1:
        texts = texts_of(cells)
        separator = separator_of(texts) if all(len(text) <= _LONGEST_ROW for text in texts) else ""
        if separator:
            for entry, cell in cells.items():
                _add_parts(table, ("~" + separator, ()), entry, cell, parts_of(cell.text, separator))
            return
        pairs = [pair_of(text) for text in texts]
        if all(pairs) and kind_of([pair[0][0] for pair in pairs]) in LABELS:
            for (entry, cell), pair in zip(cells.items(), pairs, strict=True):
                _add_parts(table, ("~", ()), entry, cell, pair)
            return
    for column, cells in list(table.columns.items()):
        if len(cells) > 1 and all(_MARKS.match(cell.text) for cell in cells.values()):
            for entry, cell in cells.items():
                parts = [(each[0], each.start(), each.end()) for each in _ONE_MARK.finditer(cell.text)]
                _add_parts(table, (f"{column[0]}/~", column[1]), entry, cell, parts)


def _add_parts(table: Table, column: Column, entry: Coordinate, cell: Cell, parts: list[tuple[str, int, int]]) -> None:
    for number, (part, start, end) in enumerate(parts):
        if part:
            table.columns.setdefault((column[0], (*column[1], number)), {})[entry] = Cell(
                part, cell.leaf, cell.plan, start, end)


def _merged(tables: list[Table]) -> list[Table]:
    """The tables that lists of equal length in one object are together: ``{"n": [...], "s": [...]}``."""
    groups: dict[tuple[int, str, tuple[Coordinate, ...], int], list[Table]] = {}
    for table in tables:
        if not table.across and table.prefix.endswith("*") and ("", ()) in table.columns and table.above:
            parent = table.prefix.rpartition("/")[0].rpartition("/")[0]
            groups.setdefault((table.origin, parent, table.outer, len(table.entries)), []).append(table)
    found: list[Table] = []
    for (origin, parent, outer, _), lists in groups.items():
        if len(lists) > 1 and all(each.entries.keys() == lists[0].entries.keys() for each in lists):
            merged = Table.of(origin, f"{parent}/~", lists[0].above[:-1], outer)
            for each in lists:
                merged.columns[each.above[-1], ()] = each.columns["", ()]
            merged.entries = lists[0].entries
            found.append(merged)
    return found


def _strided(table: Table) -> Table | None:
    """The table that a flat list is in which every so many-th text says whose the next ones are."""
    cells = table.columns.get(("", ()))
    if cells is None or len(cells) < _LEAST_OF_STRIDES or len(table.columns) > 1:
        return None
    places = next((found for form in _SOMEBODY if len(found := [
        place for place, cell in enumerate(cells.values()) if form.match(cell.text)]) >= _LEAST_PERSONS), [])
    strides = {after - before for before, after in pairwise(places)}
    if len(places) < _LEAST_PERSONS or len(strides) != 1 or not 2 <= (stride := strides.pop()) <= _LONGEST_STRIDE:
        return None
    flat = Table.of(table.origin, f"{table.prefix}/~", table.above, table.outer)
    for place, cell in enumerate(cells.values()):
        entry, column = divmod(place - places[0], stride)
        if 0 <= entry < len(places):
            flat.columns.setdefault(("~", (column,)), {})[entry] = cell
            flat.entries[entry] = None
    return flat
