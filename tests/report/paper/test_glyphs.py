"""Signs that the fonts lack become code points; European names stay as they are."""

import pytest

from scanner.report.paper.glyphs import displayable, displayable_tree


@pytest.mark.parametrize("text", [
    "Zoë Müller-Łuczak", "Şükrü Yıldız", "Иван Дійко", "Ĳsbrand", "Αθηνά", "× → ← – “x” ✓ €"])
def test_european_text_stays(text: str) -> None:
    assert displayable(text) == text


@pytest.mark.parametrize(("text", "shown"), [
    ("محمد", "\\u{645}\\u{62d}\\u{645}\\u{62f}"), ("漢字", "\\u{6f22}\\u{5b57}"), ("a🎉b", "a\\u{1f389}b"),
    ("कि", "\\u{915}\\u{93f}"),
])
def test_nothing_vanishes(text: str, shown: str) -> None:
    assert displayable(text) == shown


def test_trees() -> None:
    assert displayable_tree({"a": ["漢", ("b", 1)], "c": None}) == {"a": ["\\u{6f22}", ["b", 1]], "c": None}
