"""Columns of numbers are results where something says so, and prices, ages or places in a list never."""

from __future__ import annotations

import pytest
from grid_builders import message

from scanner.detect.grids.marks import columns_of_marks

NAMES = ["Yara Bouazza", "Thijmen de Graaf", "Szymon Kowalczyk"]


def marked(columns: dict[str, list[str]], target: str = "/api/klas/412", *, headed: bool = True) -> list[int]:
    """The places of the columns that are results, in a table of pupils with these columns."""
    rows = [[name, *cells] for name, cells in zip(NAMES, zip(*columns.values(), strict=True), strict=True)]
    made = message({"rijen": [["leerling", *columns], *rows] if headed else rows}, target)
    people = next(each for each in made.finder.found(made.tables) if each.sure and not each.table.across)
    kept = columns_of_marks(people, made.shapes, made.topics)
    return sorted(place for _, coordinates in kept for place in coordinates if isinstance(place, int))


@pytest.mark.parametrize(("columns", "target"), [
    ({"cijfer": ["7.4", "5.3", "9.1"]}, "/api/klas/412"), ({"score": ["61", "48", "100"]}, "/api/klas/412"),
    ({"h1": ["7.4", "5.3", "9.1"]}, "/api/klas/412"), ({"toets": ["II", "IV", "I"]}, "/api/klas/412"),
    ({"h1": ["61", "48", "100"]}, "/api/klas/412/cijfers"),
])  # fmt: skip
def test_results(columns: dict[str, list[str]], target: str) -> None:
    assert marked(columns, target) == [1]


@pytest.mark.parametrize(("columns", "target"), [
    ({"prijs": ["4.9", "3.5", "7.5"]}, "/api/klas/412/cijfers"),
    ({"leeftijd": ["11", "12", "13"]}, "/api/klas/412/cijfers"),
    ({"postcode": ["61", "48", "100"]}, "/api/klas/412/cijfers"), ({"h1": ["61", "48", "100"]}, "/api/klas/412"),
    ({"kleur": ["rood", "blauw", "groen"]}, "/api/cijfers/klas/4"),
])  # fmt: skip
def test_no_results(columns: dict[str, list[str]], target: str) -> None:
    assert marked(columns, target) == []


def test_numbers_that_only_count_are_no_results() -> None:
    assert marked({"a": ["1", "2", "3"]}, "/api/klas/412/cijfers", headed=False) == []
    assert marked({"a": ["1", "2", "4"]}, "/api/klas/412/cijfers", headed=False) == [1]


def test_columns_without_names_beside_marks_with_tenths() -> None:
    assert marked({"a": ["7.4", "5.3", "9.1"], "b": ["61", "48", "100"]}, headed=False) == [1]
