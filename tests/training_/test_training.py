"""The generated training texts: repeatable, well marked, and apart from what the model is tested with."""

from __future__ import annotations

import re

import pytest

from benchmarks import names
from training import corpus, data, held_out, templates

MADE = corpus.generate(1500, 5)
GENRES = (*templates.WITH_PEOPLE, *templates.WITHOUT)


def test_equal_seeds_give_equal_texts() -> None:
    assert corpus.generate(200, 9) == corpus.generate(200, 9)
    assert corpus.generate(200, 9) != corpus.generate(200, 10)


def test_marks_stand_on_words() -> None:
    for text, spans in MADE:
        for start, end, label in spans:
            assert 0 <= start < end <= len(text), text
            assert label in {"PERSON", "LOC", "ORG", "MISC"}
            assert text[start:end] == text[start:end].strip(), text
            assert not (text[start - 1 : start].isalnum() and text[start].isalnum()), text
        assert all(a[1] <= b[0] for a, b in zip(sorted(spans), sorted(spans)[1:], strict=False)), text


def test_every_slot_and_choice_is_filled() -> None:
    assert not [text for text, _ in MADE if re.search(r"\{\w+\}|<[^3 ]*\|", text)]


def test_half_of_the_texts_name_nobody() -> None:
    nobody = sum(not any(label == "PERSON" for *_, label in spans) for _, spans in MADE)
    assert 0.3 < nobody / len(MADE) < 0.7


def test_the_names_of_the_test_set_are_held_out() -> None:
    assert sorted(data.held_out()) == held_out.words()
    for text, spans in MADE:
        for start, end, label in spans:
            if label == "PERSON":
                assert data.held_out().isdisjoint(re.split(r"[\s,.-]+", text[start:end].casefold())), text[start:end]


def test_no_sentence_of_the_test_set_is_a_template() -> None:
    plain = {re.sub(r"\W+", " ", line).casefold().strip() for genre in GENRES for part in (True, False)
             for line in templates.load(genre, dev=part)}
    sentences = [sentence for path in (names.TEST_SET, names.LATER) for sentence in names.load(path)]
    same = [s.text for s in sentences if re.sub(r"\W+", " ", s.text).casefold().strip() in plain]
    assert same == []


@pytest.mark.parametrize("genre", GENRES)
def test_development_has_templates_of_its_own(genre: str) -> None:
    train, dev = templates.load(genre, dev=False), templates.load(genre, dev=True)
    assert train
    assert not set(train) & set(dev)


def test_the_test_set_is_large_and_half_of_it_names_nobody() -> None:
    sentences = names.load()
    assert len(sentences) >= 300
    assert sum(not sentence.names for sentence in sentences) * 2 >= len(sentences)
