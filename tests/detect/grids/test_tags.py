"""The same tag before all cells of a column is its name; cells that only hold a colon keep it."""

from __future__ import annotations

import pytest
from grid_builders import message

from scanner.detect.grids.axes import texts_of
from scanner.detect.grids.tags import untag


@pytest.mark.parametrize(("cells", "tag", "texts"), [
    (["TTR:112", "TTR:97"], "TTR", ["112", "97"]), (["klas = 5B", "klas = 6A"], "klas", ["5B", "6A"]),
    (["09:15", "10:30"], "", ["09:15", "10:30"]), (["a:1", "b:1"], "", ["a:1", "b:1"]),
    (["http://a.example", "http://b.example"], "", ["http://a.example", "http://b.example"]),
    (["TTR:", "TTR:"], "", ["TTR:", "TTR:"]), (["TTR:112"], "", ["TTR:112"]),
])  # fmt: skip
def test_tags(cells: list[str], tag: str, texts: list[str]) -> None:
    table = next(table for table in message({"r": [[cell, "x"] for cell in [*cells, ""]]}).tables if not table.across)
    column = next(iter(table.columns))
    table.columns[column] = {entry: cell for entry, cell in table.columns[column].items() if cell.text}
    untag(table)
    assert table.tags.get(column, "") == tag
    assert texts_of(table.columns[column]) == texts
    assert all(cell.leaf.value[cell.start:cell.end or None] == cell.text for cell in table.columns[column].values())
