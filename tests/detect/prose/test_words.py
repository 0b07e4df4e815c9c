"""The lists of ordinary words."""

import pytest

from scanner.detect.prose.words import compound, english, ordinary


@pytest.mark.parametrize("word", ["roos", "fiets", "lopen", "bakker", "mark", "storm"])
def test_ordinary_words(word: str) -> None:
    assert ordinary(word)


@pytest.mark.parametrize("word", ["sanne", "yassin", "amsterdam", "", "xqzw", "Roos", "\ud800"])
def test_other_words(word: str) -> None:
    assert not ordinary(word)


@pytest.mark.parametrize("word", ["stampseudoniem", "wijkagent", "schoolbord", "rekenmachinehoes", "leerlingkaart"])
def test_compounds(word: str) -> None:
    assert compound(word)


@pytest.mark.parametrize("word", ["sanne", "djenaba", "yassin", "roos", "", "wisniewska", "abdulkadir"])
def test_no_compounds(word: str) -> None:
    assert not compound(word)


def test_english_words() -> None:
    assert english("return")
    assert not english("fiets")
