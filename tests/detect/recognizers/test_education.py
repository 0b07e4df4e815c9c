"""Class, result, progress, attendance, timetable."""

import pytest

from scanner.detect.recognizers.education import (
    check_attendance,
    check_group,
    check_points,
    check_progress,
    check_reason,
    check_result,
    check_right,
    check_schedule,
)


@pytest.mark.parametrize(("value", "outcome"), [
    ("Year 9", "valid"), ("Grade 12", "valid"), ("6 rood", "valid"), ("1/2 rood", "valid"), ("6 euro", "plausible"),
    ("5b", "valid"), ("groep 5", "valid"), ("Groep 5/6", "valid"), ("havo 3", "valid"), ("3hv2", "valid"), ("h4a",
    "valid"), ("7", "valid"),
    ("vmbo-t 2", "valid"), ("De Vlinders", "plausible"), ("0f8fad5b-d9cb-469f-a165-70867728950e", "plausible"),
    ("G7", "valid"), ("K1b", "valid"), ("ICT3-SD1", "valid"), ("VZ2-B", "valid"), ("G9", "plausible"),
    ("true", "impossible"), ("", "impossible"), ("null", "impossible"), ("https://school.example/klas",
    "impossible"), ("<ul>", "impossible"),
    ("x" * 80, "impossible"),
])
def test_group(value: str, outcome: str) -> None:
    assert check_group(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("7.5", "valid"), ("7,5", "valid"), ("85%", "valid"), ("17/20", "valid"), ("A+", "valid"), ("III", "valid"),
    ("Goed", "valid"),
    ("onvoldoende", "valid"), ("AVI-M5", "valid"), ("0.83", "valid"), ("havo/vwo", "valid"), ("bijna", "plausible"),
    ("basis/kader", "valid"), ("kader/tl", "valid"), ("vmbo-b/k", "valid"), ("havo 3", "plausible"),
    ("vmbo-kb of vmbo-gt", "valid"), ("basis", "plausible"), ("pro", "valid"), ("basis 3", "plausible"),
    ("kader/rand", "plausible"), ("gymnasium sokken", "plausible"),
    ("true", "impossible"), ("false", "impossible"), ("", "impossible"), ("1612345678000", "impossible"),
    ("https://x.example/r", "impossible"), ("2026-11-20T15:00", "impossible"), ("2026-11-20", "impossible"),
    ("0f8fad5b-d9cb-469f-a165-70867728950e", "impossible"),
])
def test_result(value: str, outcome: str) -> None:
    assert check_result(value).outcome == outcome


def test_comma_and_point_are_one_result() -> None:
    assert check_result("7,5").canonical == check_result("7.5").canonical


@pytest.mark.parametrize(("value", "outcome"), [
    ("45%", "valid"), ("completed", "valid"), ("PT5M30S", "valid"), ("12", "valid"), ("true", "plausible"), ("",
    "impossible"), ("null", "impossible"),
])
def test_progress(value: str, outcome: str) -> None:
    assert check_progress(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("afwezig", "valid"), ("Te laat", "valid"), ("Z", "valid"), ("ziek gemeld door moeder", "valid"), ("3",
    "plausible"), ("", "impossible"),
    ("null", "impossible"),
])
def test_attendance(value: str, outcome: str) -> None:
    assert check_attendance(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("08:30", "valid"), ("8:30 - 9:20", "valid"), ("maandag", "valid"), ("2026-09-01T08:30:00", "valid"), ("gym",
    "plausible"),
    ("", "impossible"), ("true", "impossible"),
])
def test_schedule(value: str, outcome: str) -> None:
    assert check_schedule(value).outcome == outcome


@pytest.mark.parametrize("value", ["ok", "OK", "success", "queued", "error", "pending", "opgeslagen", "not found"])
def test_what_a_program_says_is_no_result(value: str) -> None:
    assert check_result(value).outcome == "impossible"


@pytest.mark.parametrize("value", ["I+", "IV-", "V", "1F", "2F", "1S", "vmbo-kb", "havo/vwo", "AVI-Start", "M3", "+",
                                   "+/-", "++", "3+", "2-", "beheerst", "in ontwikkeling", "nog niet", "incomplete"])
def test_levels(value: str) -> None:
    assert check_result(value).outcome == "valid"


@pytest.mark.parametrize(("value", "outcome"), [
    ("ZK", "valid"), ("DOK", "valid"), ("A1", "valid"), ("ziek", "valid"), ("zie toelichting", "plausible"),
    ("", "impossible"), ("null", "impossible"),
])
def test_reasons(value: str, outcome: str) -> None:
    assert check_reason(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("00:12:40", "valid"), ("1200:10:00.5", "valid"), ("PT11M", "valid"), ("beheerst", "valid"), ("slide_9",
    "plausible"), ("08:61:00", "plausible"),
])
def test_how_far_somebody_is(value: str, outcome: str) -> None:
    assert check_progress(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("wrong", "valid"), ("correct", "valid"), ("fout", "valid"), ("true", "valid"), ("choice", "plausible"),
])
def test_right_or_wrong(value: str, outcome: str) -> None:
    assert check_right(value).outcome == outcome


@pytest.mark.parametrize(("value", "outcome"), [
    ("11234", "valid"), ("1234567", "valid"), ("7,5", "valid"), ("12", "valid"), ("20260412", "impossible"),
    ("true", "impossible"), ("12345678901", "impossible"),
])
def test_points(value: str, outcome: str) -> None:
    assert check_points(value).outcome == outcome
