"""Digits of international numbers: those that the plan of a country allows."""

import pytest

from scanner.detect.recognizers.numbering import in_plan


@pytest.mark.parametrize("digits", [
    "32475123456", "3293334455", "2975931234", "59995123456", "5994163456", "17215551234", "5978612345", "597412345",
    "491711234567", "33612345678", "905321234567", "48512345678", "212661234567", "963944123456", "380501234567",
])
def test_numbers(digits: str) -> None:
    assert in_plan(digits)


@pytest.mark.parametrize(("digits", "why"), [
    ("", "nothing"), ("1", "a country alone"), ("10203040506", "no area code of North America"),
    ("172155512345", "a digit too many"), ("32475", "short"),
    ("999123456789", "no country"), ("297593123", "short"), ("2975931234567", "long"), ("48000000000", "zeros"),
    ("210123456789", "no country"), ("32" + "4" * 40, "long"),
])
def test_other_digits(digits: str, why: str) -> None:
    assert not in_plan(digits), why
