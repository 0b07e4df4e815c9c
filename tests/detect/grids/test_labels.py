"""What a table tells of its entries: the columns and keys that name persons; none where they are authors or things."""

from __future__ import annotations

import pytest
from grid_builders import message

from scanner.detect.grids.labels import Told, is_somebody, told_by

NAMES = ["Yara Bouazza", "Thijmen de Graaf", "Szymon Kowalczyk"]
NUMBERS = ["118377", "118402", "118415"]


def told(body: object, target: str = "/api/x", *, of_people: bool = False) -> Told | None:
    made = message(body, target)
    table = next(table for table in made.tables if not table.across)
    return told_by(table, made.shapes, made.topics, of_people=of_people)


@pytest.mark.parametrize(("body", "held", "explicit"), [
    ({"r": [[name, "x1"] for name in NAMES]}, {"name"}, False),
    ({"r": [[number, "-"] for number in NUMBERS]}, {"number"}, False),
    ({"r": {number: {"h1": 7} for number in NUMBERS}}, {"number"}, False),
    ({"r": {name: [7.4, 6.1] for name in NAMES}}, {"name"}, False),
    ({"r": [["leerlingnummer", "x"], *([number, "-"] for number in NUMBERS)]}, {"number"}, True),
    ({"r": [["kleur", "rood"], ["vorm", "rond"]]}, set(), False),
    ({"r": [["118377", "-"], ["118377", "-"], ["118402", "-"]]}, set(), False),
])  # fmt: skip
def test_what_names_the_entries(body: object, held: set[str], explicit: bool) -> None:
    found = told(body)
    assert found is not None
    assert (found.held, found.explicit) == (held, explicit)


@pytest.mark.parametrize("heading", ["auteur", "product"])
def test_names_of_nobody_here(heading: str) -> None:
    assert told({"r": [[heading, "jaar"], *([name, "1998"] for name in NAMES)]}) is None


def test_kinds_of_persons_of_a_school() -> None:
    found = told({"r": [[name, group] for name, group in zip(NAMES, ["5B", "6A", "7C"], strict=True)]})
    assert found is not None
    assert found.personal
    found = told({"r": [[name, "4.95"] for name in NAMES]})
    assert found is not None
    assert not found.personal


def test_ids_called_id_number_persons_only_under_a_word_for_them() -> None:
    body = {"r": [{"id": number, "v": 1} for number in NUMBERS]}
    without, under = told(body), told(body, of_people=True)
    assert without is not None
    assert under is not None
    assert (without.held, under.held) == (set(), {"number"})


def test_an_entry_without_a_label_is_nobody() -> None:
    made = message({"r": [[name, "7.4"] for name in NAMES] + [["gemiddelde", "6.1"]]})
    table = next(table for table in made.tables if not table.across)
    found = told_by(table, made.shapes, made.topics, of_people=False)
    assert found is not None
    assert [is_somebody(table, found, entry) for entry in table.entries] == [True, True, True, False]
