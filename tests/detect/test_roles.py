"""Keys above a value say whom it is about."""

from __future__ import annotations

import pytest

from scanner.detect.roles import about_of, nearest_role, role_of


@pytest.mark.parametrize(("name", "role"), [
    ("childNodes", "thing"), ("nodes", "thing"), ("children", "pupil"),  # of a page, not of parents
    ("leerlingen", "pupil"), ("student_profile", "person"), ("studentProfile2", "person"), ("ouder1", "guardian"),
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
