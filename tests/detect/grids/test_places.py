"""Columns of places in a list of persons stand for these; columns of other numbers stand for nothing else."""

from __future__ import annotations

import pytest
from grid_builders import message

from scanner.detect.grids.axes import texts_of
from scanner.detect.grids.places import resolved

NAMES = ["Yara Bouazza", "Thijmen de Graaf", "Szymon Kowalczyk"]


def columns(body: object) -> list[list[list[str]]]:
    return [[texts_of(cells) for cells in table.columns.values()] for table in resolved(message(body).tables)]


@pytest.mark.parametrize("body", [
    {"l": NAMES, "d": [[0, 7.4], [1, 5.3], [2, 9.1]]},
    {"l": NAMES, "d": [[1, 7.4], [2, 5.3], [3, 9.1]]},
    {"l": [{"n": name} for name in NAMES], "d": [{"p": 0, "c": 7.4}, {"p": 1, "c": 5.3}, {"p": 2, "c": 9.1}]},
])  # fmt: skip
def test_places_become_persons(body: object) -> None:
    assert columns(body) == [[NAMES, ["7.4", "5.3", "9.1"]]]


def test_places_of_what_else_there_is_are_left_out() -> None:
    body = {"l": NAMES, "t": ["SE1", "SE2"], "d": [[0, 0, 7.4], [1, 1, 5.3], [2, 0, 9.1], [2, 1, 6.5]]}
    assert columns(body) == [[[*NAMES, NAMES[2]], ["7.4", "5.3", "9.1", "6.5"]]]


@pytest.mark.parametrize("body", [
    {"l": ["Passer", "Gum", "Liniaal"], "d": [[0, 7.4], [1, 5.3], [2, 9.1]]},
    {"l": NAMES, "d": [[0, 7.4], [1, 5.3], [7, 9.1]]},
    {"l": NAMES, "d": [[1, 7.4], [1, 5.3], [1, 9.1]]},
    {"l": NAMES, "d": [[name, place] for place, name in enumerate(NAMES)]},
    {"l": NAMES, "d": [0, 1, 2]},
    {"l": NAMES, "d": [[0, 7.4], [1, 5.3]]},
])  # fmt: skip
def test_other_numbers_stand_for_nobody(body: object) -> None:
    assert columns(body) == []
