"""Cells that say themselves what they hold, before a mark: ``TTR:112``, ``klas=5B``."""

from __future__ import annotations

import re

from .axes import Table

_TAGGED = re.compile(r"([^\W\d_][\w .-]{0,19}?)[ ]?[:=](?!//)[ ]?(?=\S)")
_FEWEST = 2


def untag(table: Table) -> None:
    """Take the same tag off all cells of a column, and keep it as the name of the column."""
    for column, cells in table.columns.items():
        if len(cells) < _FEWEST:
            continue
        first = _TAGGED.match(next(iter(cells.values())).text)
        if first is None:
            continue
        tagged = [_TAGGED.match(cell.text) for cell in cells.values()]
        if any(each is None or each[1] != first[1] for each in tagged):
            continue
        table.tags[column] = first[1]
        for (entry, cell), each in zip(list(cells.items()), tagged, strict=True):
            assert each is not None
            text = cell.text[each.end():]
            start = cell.start + each.end()
            cells[entry] = cell._replace(text=text, start=start, end=start + len(text))
