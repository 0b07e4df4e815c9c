"""Dates in every spelling come out as the same ISO date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.recognizers.dates import LAST_YEAR, parse

DAYS = st.dates(date(1970, 6, 1), date(LAST_YEAR, 12, 31))
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
"november", "december")


@given(DAYS)
def test_all_spellings_agree(day: date) -> None:
    spellings = [
        day.isoformat(), f"{day:%d-%m-%Y}", f"{day.day}-{day.month}-{day.year}", f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}", f"{day:%Y%m%d}",
        f"{day:%Y/%m/%d}", f"{day.day} {MONTHS[day.month - 1]} {day.year}", f"{day:%Y-%m-%d}T00:00:00Z",
        f"{day:%d-%m-%Y} 08:30",
    ]
    assert {read.iso for each in spellings if (read := parse(each))} == {day.isoformat()}
    assert all(parse(each) for each in spellings)


@given(DAYS, st.sampled_from([0, -1, -2]))
def test_epoch_at_local_midnight(day: date, hours: int) -> None:
    seconds = (day - date(1970, 1, 1)) // timedelta(seconds=1) + hours * 3600
    if seconds >= 10_000_000:
        assert parse(str(seconds * 1000)).iso == day.isoformat()  # type: ignore[union-attr]


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    parse(text)


@pytest.mark.parametrize("text", ["", "12", "2012-13-01", "2012-02-30", "12:30", "2012-03-04 en meer", "x" * 60,
"9" * 48])
def test_no_date(text: str) -> None:
    assert parse(text) is None


def test_day_month_order_is_named() -> None:
    assert parse("04-03-2012").ambiguous  # type: ignore[union-attr]
    assert not parse("24-03-2012").ambiguous  # type: ignore[union-attr]
    assert not parse("2012-03-04").ambiguous  # type: ignore[union-attr]
