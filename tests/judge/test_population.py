"""Group sizes: rarer combinations give smaller groups, and the figures say where they come from."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scanner.judge.files import rules_folder
from scanner.judge.population import group_size, shown
from scanner.judge.quasi import combinations


def test_more_parts_and_smaller_areas_give_smaller_groups() -> None:
    sizes = {name: group_size(name)[1] for name in combinations()}
    assert sizes["birth-postcode6-gender"] < sizes["birth-postcode6"] < sizes["birth-postcode4-gender"]
    assert sizes["birth-postcode4-gender"] < sizes["birth-postcode4"] < sizes["birth-school"]
    assert sizes["birth-school"] < sizes["school-class-gender"]
    assert all(low >= 1 and low <= high for low, high in map(group_size, combinations()))


def test_the_arithmetic_of_one() -> None:
    # 17,900,000 / 450,000 inhabitants, of whom 175,100 / 365.25 / 17,900,000 have one birth date
    expected = 1 + (17_900_000 / 450_000 - 1) * 175_100 / 365.25 / 17_900_000
    assert group_size("birth-postcode6") == pytest.approx((expected, expected))


@pytest.mark.parametrize(("name", "lang", "text"), [
    ("birth-postcode6", "nl", "1,001"), ("birth-postcode6", "en", "1.001"), ("birth-postcode4", "nl", "1,1"),
    ("birth-school", "nl", "1,1 tot 1,3"), ("birth-school", "en", "1.1 to 1.3"), ("school-class-gender", "en", "12"),
])
def test_in_words(name: str, lang: str, text: str) -> None:
    assert shown(name, lang) == text  # type: ignore[arg-type]


def test_every_figure_has_a_source_and_a_year() -> None:
    figures = yaml.safe_load(Path(rules_folder() / "population.yaml").read_text("utf-8"))["figures"]
    assert all(set(figure) == {"value", "year", "source"} and figure["source"] for figure in figures.values())
