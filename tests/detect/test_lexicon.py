"""The lexicon is complete, consistent and found in any spelling."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

import pytest

import scanner.detect.lexicon as module
from scanner.detect.lexicon import Strength, lexicon, lookup, vocabulary
from scanner.detect.names import snake, squash
from scanner.model import Category

CSV = Path(module.__file__).parent / "data" / "field_lexicon.csv"


def rows() -> list[dict[str, str]]:
    with CSV.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_well_formed() -> None:
    codes, strengths = {category.value for category in Category}, set(get_args(Strength))
    for row in rows():
        assert row["category"] in codes, row
        assert row["strength"] in strengths, row
        assert row["about"] in {"", "pupil", "guardian", "teacher"}, row
        assert snake(row["field_name"].strip("_")) == row["field_name"].strip("_"), row


def test_no_name_has_two_rows() -> None:
    names = [squash(row["field_name"]) for row in rows()]
    assert len(names) == len(set(names)) > 1900


def test_every_category_has_a_name_that_leads_to_it() -> None:
    named = {entry.category for entry in lexicon().values() if entry.strength not in {"negative", "context"}}
    assert set(Category) - named == {Category.SCHOOL, Category.FREE_TEXT}  # these two are read from context keys


@pytest.mark.parametrize(("name", "category", "strength"), [
    ("BSN", Category.BSN, "direct"), ("burgerServiceNummer", Category.BSN, "direct"),
    ("leerling-nummer", Category.LEERLINGNUMMER, "direct"), ("hPgn", Category.HPGN, "direct"),
    ("stampseudoniem", Category.STAMPSEUDONIEM, "direct"), ("access_token", Category.TOKEN, "direct"),
    ("wachtwoord", Category.CREDENTIAL, "direct"), ("em", Category.EMAIL, "short"),
    ("name", Category.NAME_FULL, "ambiguous"), ("courseTitle", Category.NAME_FULL, "negative"),
])
def test_lookup(name: str, category: Category, strength: str) -> None:
    entry = lookup(name)
    assert entry is not None
    assert (entry.category, entry.strength) == (category, strength)


def test_an_unknown_name_has_no_entry() -> None:
    assert lookup("zwaluwstaart") is None


def test_the_vocabulary_holds_words_and_whole_names() -> None:
    assert {"leerling", "nummer", "leerlingnummer", "tussenvoegsel"} <= vocabulary()
    assert "sanne" not in vocabulary()
