"""The lists of ordinary words."""

import pytest

from scanner.detect.prose.words import english, ordinary


@pytest.mark.parametrize("word", ["roos", "fiets", "lopen", "bakker", "mark", "storm"])
def test_ordinary_words(word: str) -> None:
    assert ordinary(word)


@pytest.mark.parametrize("word", ["sanne", "yassin", "amsterdam", "", "xqzw", "Roos", "\ud800"])
def test_other_words(word: str) -> None:
    assert not ordinary(word)


def test_english_words() -> None:
    assert english("return")
    assert not english("fiets")
