"""The sets by other hands are whole, and counted as their module says."""

from __future__ import annotations

import json

import pytest

from benchmarks.other_hands import DATA, Said, Tally
from scanner.model import Category


def rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


KNOWN = {category.value for category in Category}


@pytest.mark.parametrize("set_", ["", "_later", "_third", "_fourth", "_fifth"])
def test_labels_of_traffic_name_categories_and_exchanges(set_: str) -> None:
    entries = json.loads((DATA / f"traffic{set_}.har").read_text("utf-8"))["log"]["entries"]
    for row in rows(f"traffic{set_}_labels.jsonl"):
        assert row["category"] in KNOWN
        assert row["direction"] in {"request", "response"}
        assert 0 <= int(str(row["exchange"])) < len(entries)


@pytest.mark.parametrize("later", ["", "_later"])
def test_labels_of_lines_name_categories_and_places(later: str) -> None:
    texts = (DATA / f"lines{later}.txt").read_text("utf-8").rstrip("\n").split("\n")
    labels = rows(f"lines{later}_labels.jsonl")
    assert [row["line"] for row in labels] == list(range(1, len(texts) + 1))
    for row, text in zip(labels, texts, strict=True):
        for span in row["spans"]:  # type: ignore[attr-defined]
            assert span["category"] in KNOWN
            assert text[span["start"]:span["end"]].strip() == text[span["start"]:span["end"]] != ""


LABEL = Said("response", "name.full", "Kim Visser")


@pytest.mark.parametrize(("given", "counts"), [
    ([Said("response", "name.full", "kim  visser")], (1, 0, 0)), ([Said("response", "name.given", "Kim")], (1, 0, 0)),
    ([], (0, 1, 0)), ([Said("request", "name.full", "Kim Visser")], (0, 1, 1)),
    ([Said("response", "contact.email", "Kim Visser")], (0, 1, 1)),
    ([LABEL, Said("response", "id.bsn", "999990019")], (1, 0, 1)), ([LABEL, LABEL], (1, 0, 0)),
])
def test_what_answers_a_label(given: list[Said], counts: tuple[int, int, int]) -> None:
    tally = Tally()
    tally.add([LABEL], given)
    assert (tally.found.total(), tally.missed.total(), tally.false.total()) == counts


def test_doubt_counts_neither_way() -> None:
    tally = Tally()
    school = Said("response", "edu.school", "De Regenboog", sure=False)
    tally.add([school], [Said("response", "edu.school", "De Regenboog")])
    assert (tally.found.total(), tally.missed.total(), tally.false.total()) == (0, 0, 0)
