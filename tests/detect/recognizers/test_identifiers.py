"""Account ids, logins, pupil numbers and cookie ids."""

import pytest

from scanner.detect.recognizers.identifiers import (
    check_account,
    check_cookie,
    check_leerlingnummer,
    check_login,
    check_user,
)
from scanner.model import Category

UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
ECKID = "https://ketenid.nl/pilot/" + "7a" * 64


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("95312", "valid", Category.LEERLINGNUMMER), ("95312@1.school.example", "valid", Category.LEERLINGNUMMER),
    ("LL-12345", "valid", Category.LEERLINGNUMMER), (UUID, "plausible", Category.LEERLINGNUMMER), ("5b-12",
    "plausible", Category.LEERLINGNUMMER),
    (ECKID, "valid", Category.ECKID), ("kim.kanarie@school.example", "valid", Category.EMAIL),
    ("0", "impossible", Category.LEERLINGNUMMER), ("0000", "impossible", Category.LEERLINGNUMMER), ("", "impossible",
    Category.LEERLINGNUMMER),
    ("true", "impossible", Category.LEERLINGNUMMER), ("Kim Kanarie", "impossible", Category.LEERLINGNUMMER),
])
def test_leerlingnummer(value: str, outcome: str, category: Category) -> None:
    verdict = check_leerlingnummer(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


@pytest.mark.parametrize(("value", "outcome", "category"), [
    (UUID, "valid", Category.ACCOUNT), ("12345", "valid", Category.ACCOUNT), ("usr_a1b2c3", "valid", Category.ACCOUNT),
    ("7", "plausible", Category.ACCOUNT), ("kim", "plausible", Category.ACCOUNT), (ECKID, "valid", Category.ECKID),
    ("kim@school.example", "valid", Category.EMAIL),
    ("", "impossible", Category.ACCOUNT), ("null", "impossible", Category.ACCOUNT), ("anonymous", "impossible",
    Category.ACCOUNT),
    ("0", "impossible", Category.ACCOUNT), ("een zin met spaties", "impossible", Category.ACCOUNT), ("true",
    "impossible", Category.ACCOUNT),
])
def test_account(value: str, outcome: str, category: Category) -> None:
    verdict = check_account(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


@pytest.mark.parametrize(("value", "outcome", "category"), [
    ("kkanarie", "valid", Category.LOGIN), ("pietjepukkelen@petteflatcollege", "valid", Category.LOGIN),
    ("kim.kanarie", "valid", Category.LOGIN),
    ("95312@1.school.example", "valid", Category.LOGIN), ("Kim Kanarie", "plausible", Category.LOGIN),
    ("kim.kanarie@school.example", "valid", Category.EMAIL),
    ("", "impossible", Category.LOGIN), ("guest", "impossible", Category.LOGIN), ("x" * 200, "impossible",
    Category.LOGIN),
    ("https://x.example/ een pad", "impossible", Category.LOGIN),
])
def test_login(value: str, outcome: str, category: Category) -> None:
    verdict = check_login(value)
    assert (verdict.outcome, verdict.category) == (outcome, category)


@pytest.mark.parametrize(("value", "outcome"), [
    (UUID, "valid"), ("GA1.2.1234567890.1612345678", "valid"), ("fb.1.1612345678000.1234567890", "valid"),
    ("a1b2c3d4e5f60718", "valid"),
    ("abc123", "plausible"), ("true", "impossible"), ("1", "impossible"), ("nl", "impossible"), ("dark",
    "impossible"), ("", "impossible"),
    ("accepted", "impossible"),
])
def test_cookie(value: str, outcome: str) -> None:
    assert check_cookie(value).outcome == outcome


@pytest.mark.parametrize(("value", "category"), [
    ("blauwespecht95", Category.LOGIN), ("kkanarie12@school", Category.LOGIN),
    ("Sanne de Vries", Category.NAME_FULL), ("Sanne", Category.NAME_GIVEN),
    ("Bxrtol Qwistu", Category.NAME_FULL),
])
def test_who_a_user_is(value: str, category: Category) -> None:
    verdict = check_user(value)
    assert (verdict.category, verdict.outcome != "impossible") == (category, True)
