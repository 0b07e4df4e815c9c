"""The generated training texts: repeatable, well marked, and apart from what the model is tested with."""

from __future__ import annotations

import random
import re

import pytest

from benchmarks import names
from scanner.detect.prose.features import lists
from training import corpus, data, held_out, noise, templates
from training.names import People
from training.slots import Slots

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


def test_pieces_name_pieces_and_slots_that_there_are() -> None:
    slots = {*Slots(random.Random(1))._makers, *templates.pieces()}
    held = [line for genre in GENRES for part in (True, False) for line in templates.load(genre, dev=part)]
    held += [each for alternatives in templates.pieces().values() for each in alternatives]
    assert {name for line in held for name in re.findall(r"\{(\w+)\}", line)} <= slots


def test_pieces_make_many_sentences_of_a_template() -> None:
    generator = random.Random(4)
    slots = Slots(generator)
    made = {templates.fill("{open} {who} {act} {tail}", generator, slots)[0] for _ in range(300)}
    assert len(made) > 290
    assert not [text for text in made if "  " in text or text.startswith(" ")]


def test_names_that_no_list_holds_look_like_names() -> None:
    people = People(random.Random(6))
    made = [people.rare() for _ in range(500)]
    assert sum("g" not in lists(name.casefold()).lower() for name in made) > 300
    assert all(re.fullmatch(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)*", name) for name in made)


def test_what_is_typed_with_two_thumbs_keeps_its_names() -> None:
    generator = random.Random(8)
    text = "Ik, Sanne, en Bram, wij komen niet."
    spans = [(4, 9, "PERSON"), (14, 18, "PERSON")]
    for _ in range(200):
        changed, moved = noise.pupils_hand((text, spans), generator)
        assert [changed[start:end].casefold() for start, end, _ in moved] == ["sanne", "bram"]


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
    sets = (*names.SETS, data.DEV_PROSE)
    sentences = [sentence for path in sets for sentence in names.load(path)]
    same = [s.text for s in sentences if re.sub(r"\W+", " ", s.text).casefold().strip() in plain]
    assert same == []


def test_sentences_to_develop_with_stand_in_no_test_set() -> None:
    tested = {sentence.text.casefold() for path in names.SETS for sentence in names.load(path)}
    assert not tested & {sentence.text.casefold() for sentence in names.load(data.DEV_PROSE)}


@pytest.mark.parametrize("genre", GENRES)
def test_development_has_templates_of_its_own(genre: str) -> None:
    train, dev = templates.load(genre, dev=False), templates.load(genre, dev=True)
    assert train
    assert not set(train) & set(dev)


def test_the_test_set_is_large_and_half_of_it_names_nobody() -> None:
    sentences = names.load()
    assert len(sentences) >= 300
    assert sum(not sentence.names for sentence in sentences) * 2 >= len(sentences)
