"""What the model of told data knows of a token."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.detect.prose.tokens import tokenize
from scanner.detect.told.clues import family, members
from scanner.detect.told.features import KINDS, features


def of(text: str) -> list[tuple[str, ...]]:
    return features([token.text for token in tokenize(text)])


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None)
def test_each_token_has_as_many_features(text: str) -> None:
    found = of(text)
    assert all(len(each) == KINDS for each in found)
    assert len(found) == len(tokenize(text))


def test_no_number_is_known_by_its_digits() -> None:
    assert of("4471")[0][:4] == of("5538")[0][:4]
    assert of("12")[0] == of("17")[0]


def test_numbers_are_told_by_their_size() -> None:
    sizes = [of(number)[0][6] for number in ("7", "16", "28", "64", "536", "2014", "8512", "104411")]
    assert len(set(sizes)) == len(sizes)


def test_a_superscript_is_no_number() -> None:
    assert of("x⁵ ² ٣")


def test_a_word_is_told_by_its_family() -> None:
    tigrinya, urdu = of("thuistaal Tigrinya")[1], of("thuistaal Urdu")[1]
    assert tigrinya[7] == urdu[7] != of("thuistaal Kanarie")[1][7]


def test_the_clue_before_reaches_some_tokens() -> None:
    assert of("leerling zit al")[1][11] != of("vogel zit al")[1][11]
    far = "leerling " + "zo " * 20
    assert of(far)[-1][11] == "a:"


@pytest.mark.parametrize(("word", "letter"), [
    ("dochter", "f"), ("wiskunde", "i"), ("havo", "j"), ("ramadan", "y"), ("eritrea", "C"), ("islam", "G"),
    ("tigrinya", "L"), ("dyslexie", "D"), ("epilepsie", "H"), ("jeugdzorg", "Y"), ("ik", "a"), ("leerlingen", "d"),
])
def test_family(word: str, letter: str) -> None:
    assert letter in family(word)


@pytest.mark.parametrize("word", ["kanarie", "fiets", "", "qwerty", "42", "é"])
def test_no_family(word: str) -> None:
    assert family(word) == ""


def test_members_are_of_their_family() -> None:
    for letter in "fijmLCGO":
        assert all(letter in family(word) for word in members(letter) if len(word) > 2 and " " not in word)
    assert members("?") == frozenset()
