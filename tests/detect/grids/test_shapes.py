"""What is known of a column: its name, whether the key told it already, its kind without the row of headings."""

from __future__ import annotations

from grid_builders import message

from scanner.detect.grids.shapes import Shape, leading_columns
from scanner.detect.key_meaning import meaning_of


def test_the_first_row_names_a_column_and_is_none_of_its_values() -> None:
    made = message({"rijen": [["naam", "cijfer"], ["Yara Bouazza", "7.4"], ["Szymon Kowalczyk", "5.3"]]})
    table = next(table for table in made.tables if not table.across and len(table.entries) == 3)
    first, second = table.columns
    assert made.shapes.first_row(table) == 0
    assert made.shapes.of(table, first)[0::2] == ("naam", False)
    assert made.shapes.of(table, first).kind == "name"
    assert made.shapes.of(table, second).kind == "mark"
    assert made.shapes.of(table, second) is made.shapes.of(table, second)


def test_a_key_tells_before_any_table_does() -> None:
    made = message({"rijen": [{"achternaam": "Jansen"}, {"achternaam": "de Vries"}]})
    (table, column), = made.columns()
    shape = made.shapes.of(table, column)
    assert (shape.name, shape.told, shape.kind) == ("achternaam", True, "family")
    assert made.shapes.first_row(table) is None


def test_names_that_leave_open_what_they_head() -> None:
    assert Shape("", None, False, "").is_open
    assert Shape("kleur", meaning_of(("kleur",)), False, "").is_open
    assert not Shape("achternaam", meaning_of(("achternaam",)), True, "family").is_open
    assert Shape("m", meaning_of(("m",))._replace(category=meaning_of(("cijfer",)).category, strength="short"), True,
                 "gender").is_open


def test_of_very_many_columns_the_first_ones_decide() -> None:
    made = message({"rijen": [list(range(100)), list(range(100))]})
    widest = max(made.tables, key=lambda table: len(table.columns))
    assert leading_columns(widest) == list(widest.columns)[:60]
