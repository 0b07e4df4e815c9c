"""Phrases are found in any case, accents, spacing and punctuation, at their place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.phrases import PhraseIndex, fold, tokens


def index(*phrases: str, strict: bool = True) -> PhraseIndex[str]:
    made: PhraseIndex[str] = PhraseIndex()
    for phrase in phrases:
        made.add(phrase, phrase, strict=strict)
    return made


@pytest.mark.parametrize("text", [
    "Sanne de Vries", "SANNE DE VRIES", "sanne_de_vries.docx", "x sanne-de-vries y", "Sanne  de Vries",
    "sanne.de.vries",
    "https://x.example/?n=Sanne+de+Vries&x=1", "Sänne dé Vries",
])
def test_found(text: str) -> None:
    (hit,) = index("Sanne de Vries").find(text)
    assert hit.payloads == ("Sanne de Vries",)
    assert tokens(text[hit.start : hit.end]) == ("sanne", "de", "vries")


@pytest.mark.parametrize("text", ["Sanne", "de Vries", "Sanne van Vries", "Sanne      de Vries", "xsanne de vries",
                                  "sanne de vriesx", "", "de de de"])
def test_not_found(text: str) -> None:
    assert index("Sanne de Vries").find(text) == []


def test_numbers_are_whole_numbers() -> None:
    made = index("999990019", strict=False)
    assert made.find("bsn999990019x")
    assert not made.find("9999900190")
    assert not made.find("1999990019")


def test_the_longest_phrase_wins() -> None:
    hits = index("Vries", "Sanne de Vries", "de Vries").find("door Sanne de Vries, de Vries")
    assert [hit.payloads for hit in hits] == [("Sanne de Vries",), ("de Vries",)]


def test_one_phrase_many_payloads() -> None:
    made: PhraseIndex[int] = PhraseIndex()
    for number in (1, 2, 1):
        made.add("de Vries", number, strict=True)
    assert made.find("De Vries")[0].payloads == (1, 2)
    assert len(made) == 2


def test_a_phrase_is_found_by_one_anchor() -> None:
    made = index("Mohammed El Amrani", "K. El Amrani", "El Amrani")
    (hit,) = made.find("van Mohammed El Amrani")
    assert hit.payloads == ("Mohammed El Amrani",)


def test_thousands_that_share_a_token_are_told_apart() -> None:
    made = index(*(f"{day} {month} 2012" for day in range(1, 32) for month in ("maart", "april", "mei")))
    assert [hit.payloads for hit in made.find("op 4 maart 2012, niet 40 maart 2012")] == [("4 maart 2012",)]


def test_a_phrase_without_letters_is_ignored() -> None:
    assert len(index("!?", "")) == 0


def test_long_text_is_searched_in_windows() -> None:
    text = "a b " * 40_000 + "Sanne de Vries" + " c d" * 40_000
    (hit,) = index("Sanne de Vries").find(text)
    assert text[hit.start : hit.end] == "Sanne de Vries"


def test_a_phrase_across_windows_is_found_once() -> None:
    text = "x" * ((1 << 17) - 5) + " Sanne de Vries"
    assert len(index("Sanne de Vries").find(text)) == 1


@given(st.text(max_size=80))
def test_folding_keeps_the_length_of_composed_text(text: str) -> None:
    import unicodedata

    assert len(fold(text)) == len(unicodedata.normalize("NFC",
        text)) or text.isascii() or len(text.lower()) != len(text)


@given(st.text(max_size=200))
def test_any_text_is_searched_without_failing(text: str) -> None:
    index("Sanne de Vries", "2012", "é").find(text)
