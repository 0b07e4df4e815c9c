"""Tables of documents: the row that names the columns is found among the first ones, cells stand below its names.

Theory. In a spreadsheet titles stand above the header row, and some sheets have none. The header row is the first
that is as wide as any of the first rows and whose cells all are words, not data. In a form (two columns, the first of
words) each row names its own value.
"""

from __future__ import annotations

import re

from scanner.model import KeyPath, Origin

from .message import Indices, Message

_LOOK_AHEAD = 12
_LONGEST_NAME = 60
_MOST_COLUMNS = 1_000
_LABEL = re.compile(r"[^\W\d_][^\n@]*\Z")
_DATA = re.compile(r"\d{3,}|\d[./-]\d|@|https?://")


class Table:
    """Takes rows of cells, in order; ``finish`` adds what it still holds."""

    def __init__(self, message: Message, path: KeyPath, indices: Indices, origin: Origin) -> None:
        self._message = message
        self._path = path
        self._deep = path.depth >= message.budget.limits.levels
        self._node = path if self._deep else path.item()
        self._indices = indices
        self._origin = origin
        self._waiting: list[list[str]] | None = []
        self._columns: list[KeyPath] = []
        self._number = 0

    def row(self, cells: list[str]) -> None:
        """Take a row; empty cells are empty strings."""
        cells = [cell.strip() for cell in cells[:_MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if self._waiting is None:
            self._add(cells)
        else:
            self._waiting.append(cells)
            if len(self._waiting) >= _LOOK_AHEAD:
                self._settle()

    def finish(self) -> None:
        """Add the rows of a short table."""
        if self._waiting is not None:
            self._settle()

    def _settle(self) -> None:
        rows, self._waiting = self._waiting or [], None
        if _is_form(rows):
            for cells in filter(None, rows):
                label = self._message.child(self._path, cells[0].rstrip(": "))
                for value in filter(None, cells[1:]):
                    self._message.expand(value, label, self._indices, self._origin)
            return
        head = _header(rows)
        for number, cells in enumerate(rows):
            if number == head:
                self._columns = [self._message.child(self._node, name or str(position))
                                 for position, name in enumerate(cells)]
            else:
                self._add(cells)

    def _add(self, cells: list[str]) -> None:
        place = self._indices if self._deep else (*self._indices, self._number)
        self._number += 1
        for position, cell in enumerate(cells):
            if cell:
                column = self._columns[position] if position < len(self._columns) else self._node
                if not self._message.has_room():
                    return
                self._message.expand(cell, column, place, self._origin)


def _header(rows: list[list[str]]) -> int:
    """The number of the row that names the columns, -1 when there is none."""
    widest = max((sum(map(bool, row)) for row in rows), default=0)
    longest = max(map(len, rows), default=0)
    for number, row in enumerate(rows[:-1]):
        names = [name for name in row if name]
        wide = len(names) == widest or (len(row) == longest and len(names) > 1)
        if names and wide and len(set(names)) == len(names) and all(map(is_label, names)):
            return number
    return -1


def _is_form(rows: list[list[str]]) -> bool:
    """Whether each row is a label and its value, and not the first row the names of two columns.

    Values of a form are of several kinds, or the labels end with colons, or the first value is no name of a column.
    """
    filled = [row for row in rows if row]
    if len(filled) < 2 or any(len(row) > 2 or not row[0] for row in filled):
        return False
    labels = [row[0] for row in filled]
    if len(set(labels)) < len(labels) or not all(map(is_label, labels)):
        return False
    values = [row[1] for row in filled if len(row) == 2]
    if len(values) < 2:
        return False
    kinds = {is_label(value) for value in values[1:]}
    return all(label.endswith(":") for label in labels) or len(kinds) == 2 or not is_label(values[0])


def is_label(text: str) -> bool:
    """Whether a text could be the name of a column: short, begins with a letter, and is no number, date or address."""
    return len(text) <= _LONGEST_NAME and _LABEL.match(text) is not None and _DATA.search(text) is None
