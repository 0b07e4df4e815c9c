"""The search that other tests rely on finds what a plain search finds."""

from __future__ import annotations

import needles
import pytest
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text("abcé ", min_size=5, max_size=9)


@given(st.dictionaries(st.sampled_from("xyz"), st.text("abcé ", max_size=400)), st.lists(WORDS, max_size=30))
def test_it_finds_what_a_plain_search_finds(texts: dict[str, str], words: list[str]) -> None:
    assert needles.found(texts, words) == {
        (name, word) for name, text in texts.items() for word in words if word in text}


def test_it_looks_across_its_blocks_and_at_the_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needles, "_BLOCK", 16)
    text = "begin" + "".join(f"-{number:04}" for number in range(200)) + "einde"
    words = {f"{number:04}-{number + 1:04}" for number in range(199)} | {"begin", "einde"}
    assert needles.found({"t": text}, words) == {("t", word) for word in words}


def test_what_is_too_short_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        needles.found({}, ["abcd"])
