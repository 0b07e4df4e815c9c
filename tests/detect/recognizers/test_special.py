"""Whole values under keys of special categories."""

import pytest

from scanner.detect.recognizers import VALUE_CHECKS
from scanner.detect.recognizers.special import check_biometric, check_health
from scanner.model import Category

CATEGORIES = [Category.HEALTH, Category.DIAGNOSIS, Category.SUPPORT, Category.RELIGION, Category.ORIGIN,
Category.ORIENTATION,
              Category.YOUTHCARE]


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("value", ["nee", "geen", "false", "0", "Geen bijzonderheden", "n.v.t.", "-",
"Niet van toepassing"])
def test_no_is_plausible_and_counts_less(category: Category, value: str) -> None:
    verdict = VALUE_CHECKS[category](value)
    assert verdict.outcome == "plausible"
    assert [each.code for each in verdict.evidence] == ["shape:says-no"]


@pytest.mark.parametrize("category", CATEGORIES)
@pytest.mark.parametrize("value", ["", "https://school.example/", "#ff0000", "12px", "/pad/naar"])
def test_other_things(category: Category, value: str) -> None:
    assert VALUE_CHECKS[category](value).outcome == "impossible"


@pytest.mark.parametrize(("value", "outcome"), [("ja", "plausible"), ("pinda", "plausible"), ("Diabetes type 1",
"valid"),
                                                ("medicatie om 12 uur", "valid")])
def test_health(value: str, outcome: str) -> None:
    assert check_health(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("[" + ",".join(["0.0123"] * 64) + "]", "valid"), ("QUJD" * 32, "valid"), ("0.0123", "plausible"),
    ("true", "impossible"), ("3", "impossible"), ("", "impossible"), ("[0.1,0.2]", "impossible"), ("gezicht",
    "impossible"),
])
def test_biometric(value: str, outcome: str) -> None:
    assert check_biometric(value).outcome == outcome
