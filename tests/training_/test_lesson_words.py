"""Words of lessons are learnt from lines that name nobody and could."""

from __future__ import annotations

from training import lesson_words, told

LINES = [
    told.parse(line) for line in (
        *["[[Sanne|name.given]] is vandaag ziek naar huis"] * 12, *["Hoeveel knikkers heeft Lisa samen over"] * 12,
        "de les begint om negen uur", "wat is [[Sanne|name.given?]] eigenlijk",
    )
]


def test_lines_that_could_name_nobody_are_left_out() -> None:
    found = lesson_words.examples(LINES)
    assert [somebody for _, somebody in found].count(True) == 12
    assert [somebody for _, somebody in found].count(False) == 12


def test_names_are_no_words() -> None:
    assert not any("sanne" in words or "lisa" in words for words, _ in lesson_words.examples(LINES))


def test_words_of_either_kind_are_told_apart() -> None:
    found = lesson_words.weights(lesson_words.examples(LINES))
    assert found["hoeveel"] < 0 < found["ziek"]
    assert "negen" not in found
