"""The comment of a merge request: short enough for the platform, complete in what it says, inert."""

import copy
import re

import builders
import goldens
import pytest

from scanner.report import render
from scanner.report.markdown import MOST_CHARACTERS, MOST_PLACES

PLATFORM = 65_536


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_folds_are_closed_and_the_outcome_comes_first(name: str, lang: str) -> None:
    text = render(getattr(builders, f"{name}_document")(), "markdown", lang).decode("utf-8")
    assert text.startswith("### Leerlek: ")
    assert text.count("<details>") == text.count("</details>") == text.count("<summary>")
    assert text.index("Dekking:" if lang == "nl" else "Coverage:") < 700, "coverage stands beside the numbers"


def test_the_table_has_a_row_a_rule_worst_first() -> None:
    text = render(builders.sample_document(), "markdown", "nl").decode("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][1:]
    assert [re.findall(r"`([A-Z]+-\d+)`", row)[0] for row in rows] == ["IDN-001", "MIN-001", "TPT-004", "MIN-003"]
    assert all(row.count(" | ") == 4 for row in rows)


def test_suppressed_findings_stand_apart() -> None:
    text = render(builders.sample_document(), "markdown", "nl").decode("utf-8")
    counting, apart = text.split("Tellen niet mee")
    assert "F-5eed01" not in counting
    assert "F-5eed01" in apart and "EX-1" in apart


def test_any_number_of_findings_fits_the_platform() -> None:
    document = copy.deepcopy(builders.sample_document())
    one = document["findings"][0]
    document["findings"] = [
        one | {"id": f"F-{rule}-{i}", "rule": f"MIN-{rule:03}", "endpoint": "POST /" + "x" * 900}
        for rule in range(300) for i in range(4)]
    text = render(document, "markdown", "en").decode("utf-8")
    assert len(text) < MOST_CHARACTERS + 2000 < PLATFORM
    assert "do not fit in this comment" in text
    assert "values masked" in text.splitlines()[-1], "the footer is never left out"


def test_places_of_a_rule_are_counted() -> None:
    document = copy.deepcopy(builders.sample_document())
    one = document["findings"][0]
    document["findings"] = [one | {"id": f"F-{i}"} for i in range(MOST_PLACES + 5)]
    assert "and 5 more" in render(document, "markdown", "en").decode("utf-8")


def test_a_capture_cannot_write_markup() -> None:
    text = render(builders.hostile_document(), "markdown", "nl").decode("utf-8")
    outside = re.sub(r"(?s)(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    ours = {"details", "/details", "summary", "/summary", "sub", "/sub"}
    assert set(re.findall(r"(?<!\\)<([^>!-][^>]*)>", outside)) <= ours
    assert "](" not in outside.replace("\\](", "")
    assert "://" not in outside


def test_golden(request: pytest.FixtureRequest) -> None:
    goldens.check(request, "result.md", render(builders.sample_document(), "markdown", "nl"))
