"""Tables of persons are found by what they say, by a table beside them, by ids that refer; those of things are not."""

from __future__ import annotations

import pytest
from grid_builders import message

from scanner.detect.grids.people import People

NAMES = ["Yara Bouazza", "Thijmen de Graaf", "Szymon Kowalczyk"]
NUMBERS = ["118377", "118402", "118415"]
MARKS = ["7.4", "5.3", "9.1"]


def sure(body: object, target: str = "/api/x") -> list[People]:
    made = message(body, target)
    return [each for each in made.finder.found(made.tables) if each.sure]


@pytest.mark.parametrize(("body", "target"), [
    ({"leerlingen": [[name, "x"] for name in NAMES]}, "/api/x"),
    ({"r": [[name, "x"] for name in NAMES]}, "/api/klas/412"),
    ({"r": [list(row) for row in zip(NUMBERS, NAMES, strict=True)]}, "/api/x"),
    ({"r": [[name, mark, "6.2"] for name, mark in zip(NAMES, MARKS, strict=True)]}, "/api/x"),
    ({"afwezig": [[name, "x"] for name in NAMES]}, "/api/x"),
    ({"r": [list(row) for row in zip(NUMBERS, MARKS, strict=True)]}, "/api/klas/412/cijfers"),
])  # fmt: skip
def test_persons(body: object, target: str) -> None:
    assert any(len(each.entries) == len(NAMES) and each.labels for each in sure(body, target))


@pytest.mark.parametrize(("body", "target"), [
    ({"r": [[name, "x"] for name in NAMES]}, "/api/x"),
    ({"r": [list(row) for row in zip(NUMBERS, MARKS, strict=True)]}, "/api/x"),
    ({"boeken": [list(row) for row in zip(NUMBERS, NAMES, strict=True)]}, "/api/x"),
    ({"r": [["Emma", "3"], ["Daan", "4"], ["Sem", "2"]]}, "/api/oefening/7"),
    ({"leerlingen": [[NAMES[0], "x"]]}, "/api/x"), ({}, "/api/klas/412"),
])  # fmt: skip
def test_nobody(body: object, target: str) -> None:
    assert sure(body, target) == []


def test_marks_beside_persons_are_theirs() -> None:
    found = sure({"leerlingen": NUMBERS, "toetsen": [{"naam": "SE1", "cijfers": [7.4, 5.3, 9.1]}]})
    beside = [each for each in found if each.whose is not None]
    assert beside
    assert all(each.whose is not None and each.entries == each.whose.entries for each in beside)


def test_a_column_refers_to_persons() -> None:
    found = sure({"pupils": [{"id": number, "n": name} for number, name in zip(NUMBERS, NAMES, strict=True)],
                  "k": [[number, mark] for number in NUMBERS for mark in MARKS[:2]]})
    assert any(len(each.entries) == 6 and set(each.labels.values()) == {""} for each in found)
