"""The lines that the model of told data is trained on, and how they are varied."""

from __future__ import annotations

import pytest

from scanner.model import Category
from training import told


def test_marks_are_taken_out() -> None:
    line = told.parse("[[Sanne|name.given]] zit in [[6a|edu.group]], haar [[zus|demo.gender?]] ook")
    assert line.text == "Sanne zit in 6a, haar zus ook"
    assert [(line.text[start:end], label) for start, end, label in line.spans] == [
        ("Sanne", told.PERSON), ("6a", "edu.group"), ("zus", told.UNSURE)]


def test_each_line_is_whole() -> None:
    known = {category.value for category in Category} | {told.PERSON, told.UNSURE}
    lines = told.lines()
    assert len(lines) > 37_000 and len(lines) - len({line.text for line in lines}) < 5
    for line in lines:
        assert "[[" not in line.text and "]]" not in line.text
        assert all(label in known and line.text[start:end] for start, end, label in line.spans)


def test_nearly_half_of_them_tell_of_nobody() -> None:
    lines = told.lines()
    assert 0.4 < sum(not line.spans for line in lines) / len(lines) < 0.55


@pytest.mark.parametrize("copies", [0, 3])
def test_variants_keep_their_labels(copies: int) -> None:
    lines = told.lines()[::97]
    made = told.varied(lines, copies, seed=7)
    assert len(made) == len(lines) * (copies + 1) and made == told.varied(lines, copies, seed=7)
    for number, (text, spans) in enumerate(made):
        line = lines[number // (copies + 1)]
        assert sorted(label for *_, label in spans) == sorted(label for *_, label in line.spans)
        assert all(0 <= start < end <= len(text) for start, end, _ in spans)


def test_variants_are_about_others() -> None:
    line = told.parse("[[Sanne|name.given]] met nummer [[104411|id.leerlingnummer]] is er")
    texts = {text for text, _ in told.varied([line], 12, seed=1)}
    assert len(texts) > 8
