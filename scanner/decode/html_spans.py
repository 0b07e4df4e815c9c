"""Columns of the cells of a table of a page, of which some take several columns or rows."""

from __future__ import annotations

_MOST = 200


class Spans:
    """Numbers the cells of a table, row by row."""

    def __init__(self) -> None:
        self._column = 0
        self._taken: dict[int, int] = {}
        """Of columns that cells of rows above reach into: for how many rows more."""
        self._widths: dict[int, int] = {}
        self._shared: set[int] = set()

    def row(self) -> None:
        """Begin a row."""
        self._column = 0
        self._taken = {column: left - 1 for column, left in self._taken.items() if left > 1}
        self._widths.clear()

    def cell(self, attributes: dict[str, str | None]) -> int:
        """The column of the next cell."""
        while self._column in self._taken and self._column < _MOST:
            self._column += 1
        column = self._column
        width, height = _number(attributes.get("colspan")), _number(attributes.get("rowspan"))
        self._column += width
        if width > 1:
            self._widths[column] = width
            self._shared.update(range(column, column + width))
        if height > 1:
            self._taken.update(dict.fromkeys(range(column, column + width), height))
        return column

    def width(self, column: int) -> int:
        """How many columns the cell takes that begins at this one, in this row."""
        return self._widths.get(column, 1)

    def is_shared(self, column: int) -> bool:
        """Whether a cell of some row took this column and others."""
        return column in self._shared


def _number(text: str | None) -> int:
    return min(_MOST, max(1, int(text))) if text and text.isdecimal() and len(text) < 5 else 1
