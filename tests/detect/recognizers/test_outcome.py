"""Verdict helpers."""

from scanner.detect.recognizers.outcome import fold, impossible, plausible, valid
from scanner.model import Category, Evidence


def test_outcomes() -> None:
    assert valid(Category.AGE, "12", ("shape:age", 0.1)).evidence == (Evidence("shape:age", 0.1),)
    assert plausible(Category.AGE, "12").outcome == "plausible"
    assert impossible(Category.AGE, " Twaalf  Jaar ").canonical == "twaalf jaar"
    assert fold(" A \n b ") == "a b"


def test_repr_holds_no_value() -> None:
    assert "geheim" not in repr(valid(Category.CREDENTIAL, "geheim"))
