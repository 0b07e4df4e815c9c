"""Words of results, of other numbers and of presence are told from words that only hold their letters."""

from __future__ import annotations

import pytest

from scanner.detect.grids.result_words import says_other_numbers, says_presence, says_results


@pytest.mark.parametrize("name", ["cijfers", "eind_cijfer_2", "testScore", "SE", "se1", "toets 3", "quiz-results"])
def test_results(name: str) -> None:
    assert says_results(name)


@pytest.mark.parametrize("name", ["", "naam", "sec", "sen", "dl", "cijfer" * 20])
def test_no_results(name: str) -> None:
    assert not says_results(name)


@pytest.mark.parametrize("name", ["prijs", "unit_price", "leeftijd", "aantalPogingen", "id", "x", "lokaal", "plaats"])
def test_other_numbers(name: str) -> None:
    assert says_other_numbers(name)


@pytest.mark.parametrize("name", ["", "cijfer", "idx", "xp", "h1", "lezen"])
def test_marks_may_be_called_that(name: str) -> None:
    assert not says_other_numbers(name)


def test_presence() -> None:
    assert says_presence("afwezigen")
    assert says_presence("isabsent")
    assert not says_presence("leerlingen")
    assert not says_presence("")
