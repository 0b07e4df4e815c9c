"""Days in words, and what is no day."""

from __future__ import annotations

import pytest

from scanner.model.day import day_words


@pytest.mark.parametrize(("iso", "nl", "en"), [
    ("2026-12-31", "31 december 2026", "31 December 2026"),
    ("2028-02-29", "29 februari 2028", "29 February 2028"),
    ("2026-03-01", "1 maart 2026", "1 March 2026"),  # no leading zero
])
def test_days_in_words(iso: str, nl: str, en: str) -> None:
    assert (day_words(iso).nl, day_words(iso).en) == (nl, en)


@pytest.mark.parametrize("text", ["", "–", "2026-13-01", "2027-02-29", "2026-11", "morgen", "2026-11-22T04:34:19Z"])
def test_what_is_no_day_stays(text: str) -> None:
    assert (day_words(text).nl, day_words(text).en) == (text, text)
