"""Whole values under keys of special categories."""

import pytest

from scanner.detect.lexicon import lookup
from scanner.detect.recognizers import VALUE_CHECKS
from scanner.detect.recognizers.special import (
    ACCOMMODATION,
    ACCOMMODATION_KEYS,
    PREFERENCE_KEYS,
    TEST_KEYS,
    check_accommodation,
    check_biometric,
    check_health,
    check_preference,
    check_test_score,
)
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


@pytest.mark.parametrize(("value", "outcome"), [
    ("87", "valid"), (" 104 ", "valid"), ("40", "valid"), ("160", "valid"), ("TIQ 104, VIQ 98", "valid"),
    ("39", "impossible"), ("161", "impossible"), ("3.5", "impossible"), ("Irak", "impossible"), ("NL", "impossible"),
    ("87%", "impossible"), ("ja", "plausible"), ("nee", "plausible"),
])
def test_test_score(value: str, outcome: str) -> None:
    assert check_test_score(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("true", "valid"), ("ja", "valid"), ("1", "valid"), ("1.25", "valid"), ("1,5", "valid"), ("25%", "valid"),
    ("30 min", "valid"), ("20 minuten", "valid"),
    ("false", "plausible"), ("nee", "plausible"), ("0", "plausible"), ("Extra tijd", "plausible"),
    ("/fonts/od.woff2", "impossible"), ("https://cdn.example/od.woff2", "impossible"), ("12px", "impossible"),
    ("", "impossible"),
])
def test_accommodation(value: str, outcome: str) -> None:
    verdict = check_accommodation(value)
    assert verdict.outcome == outcome
    assert ACCOMMODATION in {each.code for each in verdict.evidence}
    assert check_preference(value).outcome == ("plausible" if outcome == "valid" else outcome)


def test_the_keys_of_special_checks_are_in_the_lexicon() -> None:
    for name in (*TEST_KEYS, *ACCOMMODATION_KEYS, *PREFERENCE_KEYS):
        entry = lookup(name)
        assert entry is not None and entry.name == name and entry.category.value.startswith("special.")
