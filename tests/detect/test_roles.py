"""Keys above a value say whom it is about."""

from __future__ import annotations

import pytest

from scanner.detect.roles import about_of, is_doer, nearest_role, role_of


@pytest.mark.parametrize(("name", "role"), [
    ("childNodes", "thing"), ("nodes", "thing"), ("children", "pupil"),  # of a page, not of parents
    ("leerlingen", "pupil"), ("student_profile", "person"), ("studentProfile2", "person"), ("ouder1", "guardian"),
    ("noodcontacten", "guardian"), ("handtekening", "person"), ("huisarts", None),
    ("courseStudents", "pupil"), ("studentCourses", "thing"), ("docent", "teacher"), ("School", "school"),
    ("stamgroep", "group"), ("resultaten", "result"), ("items", None), ("data", None), ("", None),
])
def test_the_last_telling_word_decides(name: str, role: str | None) -> None:
    assert role_of(name) == role


@pytest.mark.parametrize(("above", "expected"), [
    (("leerlingen",), ("pupil", True)),
    (("leerlingen", "data"), ("pupil", False)),
    (("leerlingen", "vak"), ("thing", True)),
    (("x", "y"), (None, False)),
    ((), (None, False)),
])
def test_the_nearest_key_wins(above: tuple[str, ...], expected: tuple[str | None, bool]) -> None:
    assert nearest_role(above) == expected


@pytest.mark.parametrize(("above", "about"), [
    (("leerlingen", "ouders"), "guardian"), (("leerlingen", "mentor"), "teacher"), (("leerling", "adres"), "pupil"),
    (("user",), "unknown"), (("contactpersoon", "user"), "guardian"), ((), "unknown"),
])
def test_about(above: tuple[str, ...], about: str) -> None:
    assert about_of(above) == about


@pytest.mark.parametrize(("key", "doer"), [
    ("created_by", True), ("posted_by_name", True), ("ingeleverd_door", True), ("toets_nagekeken_door", True),
    ("sort_by", False), ("sorted_by", False), ("powered_by", False), ("by", False), ("door", False),
    ("created_by_id", False), ("created_at", False), ("stand_by", False),
])
def test_who_did_something(key: str, doer: bool) -> None:
    assert is_doer(key.split("_")) is doer


def test_an_object_of_who_did_something_is_a_person() -> None:
    assert role_of("createdBy") == "person"
    assert role_of("sortBy") is None
