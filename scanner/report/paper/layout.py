"""How tables fit paper: shares of the width, pieces of the matrix, and what needs a page on its side."""

from __future__ import annotations

from .blocks import Table, text_of

CHUNK = 24
"""Characters of a technical text without separators that stay together."""
_MOST_COLUMNS = 30
"""Columns of the matrix on one page; a wider one goes on below, with the recipients again."""
_WIDEST = 40
"""Share of a column of long texts, against some 6 of one of short words."""
_NAME = 6
"""Share of the names of recipients in the matrix, where each category has 1."""


def parts(table: Table) -> list[Table]:
    """The matrix in pieces that fit the width of a page; any other table as it is."""
    columns = len(table.heads)
    if table.kind != "matrix" or columns <= _MOST_COLUMNS + 1:
        return [table]
    return [
        Table(table.caption, (table.heads[0], *table.heads[start : start + _MOST_COLUMNS]),
              tuple((row[0], *row[start : start + _MOST_COLUMNS]) for row in table.rows), table.kind)
        for start in range(1, columns, _MOST_COLUMNS)
    ]


def is_wide(table: Table) -> bool:
    """Whether a table needs a page on its side."""
    return len(table.heads) > (14 if table.kind == "matrix" else 9)


def widths(table: Table) -> list[int]:
    """Shares of the width: by what is in a column, with room for its longest word and none for a single long cell."""
    if table.kind == "matrix":
        return [_NAME, *[1] * (len(table.heads) - 1)]
    if table.kind == "fill":
        return [2, 3]
    shares = []
    for number, head in enumerate(table.heads):
        texts = [text_of(row[number].runs) for row in table.rows[:200] if len(row) == len(table.heads)]
        lengths = sorted(len(text) for text in texts) or [0]
        usual = lengths[int(len(lengths) * 0.8)] if len(lengths) > 1 else lengths[0]
        word = max((len(word) for text in texts[:50] for word in text.split()), default=4)
        title = max((len(word) for word in text_of(head).split()), default=0) + 3
        shares.append(max(min(usual, _WIDEST), min(word, CHUNK) * 6 // 5, title, 6))
    return shares
