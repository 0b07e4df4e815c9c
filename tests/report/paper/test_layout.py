"""Tables on paper: widths, pieces of the matrix, pages on their side."""

import pytest

from scanner.report.paper.blocks import Cell, Run, Table
from scanner.report.paper.layout import is_wide, parts, widths


def a_table(columns: int, rows: int = 3, kind: str = "", text: str = "x") -> Table:
    return Table("caption", tuple((Run(f"kop {i}"),) for i in range(columns)),
                 tuple(tuple(Cell((Run(f"{text}{r}.{c}"),)) for c in range(columns)) for r in range(rows)), kind)


@pytest.mark.parametrize(("columns", "pieces"), [(2, 1), (31, 1), (32, 2), (61, 2), (62, 3)])
def test_a_wide_matrix_goes_on_below_with_its_first_column(columns: int, pieces: int) -> None:
    table = a_table(columns, kind="matrix")
    found = parts(table)
    assert len(found) == pieces
    assert all(part.heads[0] == table.heads[0] for part in found)
    assert [head for part in found for head in part.heads[1:]] == list(table.heads[1:])
    assert all(part.rows[1][0] == table.rows[1][0] for part in found)


def test_other_tables_stay_whole() -> None:
    table = a_table(40)
    assert parts(table) == [table]


@pytest.mark.parametrize(("kind", "columns", "wide"), [("", 9, False), ("", 10, True), ("matrix", 14, False),
                                                       ("matrix", 15, True)])
def test_what_lies_on_its_side(kind: str, columns: int, wide: bool) -> None:
    assert is_wide(a_table(columns, kind=kind)) is wide


def test_a_column_of_long_texts_gets_more_room() -> None:
    rows = tuple((Cell((Run("a"),)), Cell((Run("een lange zin die ruimte vraagt " * 2),))) for _ in range(5))
    first, second = widths(Table("", ((Run("kort"),), (Run("lang"),)), rows))
    assert second > 3 * first
    assert second <= 60


def test_an_empty_table_has_widths_too() -> None:
    assert all(share > 0 for share in widths(a_table(3, rows=0)))
