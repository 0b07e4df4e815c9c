"""What the model is told of a token."""

import pytest

from scanner.detect.prose.features import KINDS, features, lists, shape


@pytest.mark.parametrize(("word", "held"), [
    ("sanne", "g"), ("roos", "Gw"), ("vries", "s"), ("amsterdam", "p"), ("lopen", "w"), ("qxzy", ""),
])
def test_lists(word: str, held: str) -> None:
    assert set(held) <= set(lists(word))
    assert held or not lists(word)


@pytest.mark.parametrize(("token", "marks"), [
    ("Sanne", "Xxx"), ("sanne", "xx"), ("SANNE", "XX"), ("lastName", "xxXxx"), ("v5", "xd"), (",", ","), ("2025", "dd"),
])
def test_shape(token: str, marks: str) -> None:
    assert shape(token) == marks


def test_every_token_has_all_kinds_in_order() -> None:
    for found in features(["Hoi", "Sanne", ",", "\n", "2b", "😀"]):
        assert len(found) == KINDS
        assert [each[:2] for each in found] == ["w:", "p:", "s:", "e:", "x:", "l:", "c:", "t:", "b:"]


def test_no_feature_holds_the_separator() -> None:
    assert not any("\t" in each for found in features(["a\u0301", "\n", "\x1f"]) for each in found)


def test_the_start_of_a_sentence_is_told() -> None:
    first, second, third = (found[6] for found in features(["Roos", "Roos", "."]))
    assert first != second
    assert features(["Hoi", ".", "Roos"])[2][6] == first
    assert third != second
