"""How many people share a combination of data, on average: Dutch population figures, with their source and year.

Theory. Of the people in an area, the share with one birth date is the births of a day over all inhabitants; half have
one gender. The group is the person and as many others as that gives. It is a mean: it says how rare a combination is
among pupils in general, not how rare this one is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

from .files import rules_folder

Combination = Literal["birth-postcode6-gender", "birth-postcode6", "birth-postcode4-gender", "birth-postcode4",
                      "birth-school", "school-class-gender"]
_DAYS = 365.25


@lru_cache(maxsize=1)
def load_figures() -> dict[str, float]:
    """The figures by name."""
    from .yamlfile import parse

    data: Any = parse((rules_folder() / "population.yaml").read_text("utf-8"))
    return {name: float(figure["value"]) for name, figure in data["figures"].items()}


def group_size(combination: Combination) -> tuple[float, float]:
    """Smallest and largest mean size of the group of pupils that share a combination, the pupil included."""
    f = load_figures()
    if combination == "school-class-gender":
        return (1 + (f["class"] - 1) / 2,) * 2
    if combination == "birth-school":
        return tuple(1 + (f[f"{kind}_school"] - 1) / (f[f"{kind}_years"] * _DAYS)
                     for kind in ("primary", "secondary"))  # type: ignore[return-value]
    area = f["inhabitants"] / f["postcodes6" if "postcode6" in combination else "postcodes4"]
    others = (area - 1) * f["births_a_year"] / _DAYS / f["inhabitants"]
    return (1 + (others / 2 if combination.endswith("gender") else others),) * 2


def shown(combination: Combination, lang: str) -> str:
    """The group size as texts say it: ``1,001``, ``1,1 tot 1,5``."""
    low, high = (_number(size, lang) for size in group_size(combination))
    return low if low == high else f"{low} {'tot' if lang == 'nl' else 'to'} {high}"


def _number(size: float, lang: str) -> str:
    text = f"{size:.3f}" if size < 1.05 else f"{size:.1f}" if size < 10 else f"{size:.0f}"
    return text.replace(".", ",") if lang == "nl" else text
