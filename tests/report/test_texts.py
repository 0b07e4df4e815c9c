"""Labels and numbers in both languages."""

import pytest

from scanner.model import Category, Severity, Status
from scanner.report import texts


def test_every_code_of_the_model_has_a_label() -> None:
    assert set(texts.SEVERITIES) == {severity.code for severity in Severity}
    assert set(texts.STATUSES) == {status.value for status in Status}
    for category in Category:
        assert texts.category_label(category.value, "nl") != category.value
        assert texts.heading_label(category.value, "en")


def test_an_unknown_code_stands_for_itself() -> None:
    assert texts.label(texts.ROLES, "new", "nl") == "new"
    assert texts.category_label("x.y", "en") == "x.y"
    assert texts.heading_label("x.y", "en") == ""


@pytest.mark.parametrize(
    ("amount", "nl", "en"),
    [
        (0, "0 B", "0 B"),
        (999, "999 B", "999 B"),
        (1500, "1,5 kB", "1.5 kB"),
        (230_400, "230 kB", "230 kB"),
        (4_921_000, "4,9 MB", "4.9 MB"),
        (2_000_000_000, "2,0 GB", "2.0 GB"),
    ],
)
def test_sizes(amount: int, nl: str, en: str) -> None:
    assert (texts.size(amount, "nl"), texts.size(amount, "en")) == (nl, en)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (0, 0, "–"),
        (0, 10, "0 %"),
        (10, 10, "100 %"),
        (1, 3, "33.3 %"),
        (999_999, 1_000_000, "99.9 %"),
        (1, 10**9, "0.1 %"),
    ],
)
def test_a_share_never_reads_as_all_or_nothing_when_it_is_not(part: int, whole: int, shown: str) -> None:
    assert texts.percent(part, whole, "en") == shown


@pytest.mark.parametrize(
    ("code", "nl"),
    [("key:bsn", "veldnaam: bsn"), ("digest:sha256", "hash van een bekende waarde: sha256"), ("odd", "odd")],
)
def test_evidence(code: str, nl: str) -> None:
    assert texts.evidence_label(code, "nl") == nl


@pytest.mark.parametrize(
    ("confidence", "en"), [(1.0, "certain"), (0.95, "strong"), (0.6, "plausible"), (0.59, "to be assessed")]
)
def test_bands(confidence: float, en: str) -> None:
    assert texts.band_label(confidence, "en").startswith(en)
