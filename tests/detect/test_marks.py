"""Columns of marks by their names and by the object they are in."""

from __future__ import annotations

import pytest

from scanner.detect.marks import describes_a_mark, is_of_marks, is_under_marks


@pytest.mark.parametrize("name", ["Sp E4 niv", "RW M6 VS", "Cijfer 2", "SE1", "toetsscore", "Rapport_1", "gem. cijfer"])
def test_names_of_tests(name: str) -> None:
    assert is_of_marks(name)


@pytest.mark.parametrize("name", ["", "M6", "periode 2", "test id", "score_type", "e4", "cijferslot", "test " * 9])
def test_names_of_no_test(name: str) -> None:
    assert not is_of_marks(name)


@pytest.mark.parametrize(("name", "expected"), [
    ("assignment", True), ("toets_id", True), ("weging", True), ("datumInvoer", True), ("testPeriode", True),
    ("samenwerken", False), ("inhoud", False), ("wiskundeA", False), ("mark", False),
])
def test_what_says_which_test_a_mark_is_of(name: str, expected: bool) -> None:
    assert describes_a_mark(name) is expected


@pytest.mark.parametrize(("above", "expected"), [
    (("cijfers",), True), (("leerling", "Cijferlijst"), True), (("cijfers", "95312"), True),
    (("cijfers", "vak"), False), (("95312",), False), (("cijfers", "1", "2"), False), ((), False),
])
def test_objects_of_marks(above: tuple[str, ...], expected: bool) -> None:
    assert is_under_marks(above) is expected
