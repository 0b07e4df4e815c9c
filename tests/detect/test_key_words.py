"""The words are written as names are compared, and mean one kind of value each."""

from __future__ import annotations

import pytest

from scanner.detect.key_words import FREE_TEXT_NAMES, ID_NAMES, LABEL_NAMES, LABELLED_NAMES, NAMES
from scanner.detect.names import squash


@pytest.mark.parametrize("table", [FREE_TEXT_NAMES, ID_NAMES, LABEL_NAMES, LABELLED_NAMES, NAMES])
def test_words_are_squashed(table: frozenset[str]) -> None:
    assert [word for word in table if word != squash(word)] == []


def test_a_name_or_an_id_is_no_sentence() -> None:
    assert not FREE_TEXT_NAMES & (ID_NAMES | NAMES)
    assert not ID_NAMES & NAMES
