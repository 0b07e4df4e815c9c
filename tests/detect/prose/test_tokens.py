"""Tokens keep their places, and white space is none but at line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.detect.prose.tokens import LINE, tokenize


@pytest.mark.parametrize(("text", "tokens"), [
    ("Hoi Sanne, kom je?", ["Hoi", "Sanne", ",", "kom", "je", "?"]),
    ("de Vries-methode", ["de", "Vries", "-", "methode"]),
    ("Groet,\n\n Sanne", ["Groet", ",", LINE, "Sanne"]),
    ("J. van 't Hof", ["J", ".", "van", "'", "t", "Hof"]),
    ("Loïs", ["Loïs"]), ("Loi\u0308s", ["Loi\u0308s"]), ("v5h 😀", ["v5h", "😀"]), ("  ", []), ("", []),
])
def test_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == tokens


@given(st.text(max_size=80))
def test_places(text: str) -> None:
    at = 0
    for token in tokenize(text):
        assert at <= token.start < token.end <= len(text)
        assert token.text == LINE or text[token.start : token.end] == token.text
        at = token.end
    assert "".join(text.split()) == "".join(token.text for token in tokenize(text) if token.text != LINE)
