"""The labelled texts that the model is trained on and chosen with; equal seeds give equal texts."""

from __future__ import annotations

import random
import re

from . import data, noise, templates
from .noise import Labelled
from .slots import Slots

_PUPILS = frozenset({"chat", "none_talk", "none_words", "talk"})
_EITHER = frozenset({"more4", "none_more4", "none_same"})
"""Genres of sentences that pupils and adults both write."""
_AS_WRITTEN = frozenset({"none_english", "none_ui", "lists"})
_OF_NOBODY = ("none_ui", "none_english", "none_products", "none_teaching")
_WEIGHTS = {"chat": 30, "feedback": 17, "care": 12, "mail": 14, "lists": 11, "news": 5, "more": 11, "more2": 28,
            "more3": 34, "more4": 42, "none_words": 26, "none_teaching": 22, "none_products": 20, "none_ui": 15,
            "none_english": 9, "none_talk": 13, "none_more": 13, "none_more2": 34, "none_more3": 30, "none_more4": 36,
            "talk": 110, "staff": 120, "none_same": 190}
"""How often each genre is drawn."""
_PRONOUN = re.compile(r"(?<![\w-])(?:[Hh]ij|[Zz]ij|[Zz]e|hem)(?![\w-])")
_OLD_YEAR = re.compile(r"(?<!\d)1[0-8]\d\d(?!\d)|eeuw")


def generate(count: int, seed: int, *, dev: bool = False) -> list[Labelled]:
    """Texts from the templates: a sentence or several of one genre, with and without people."""
    generator = random.Random(seed)
    slots = Slots(generator)
    held = {genre: templates.load(genre, dev=dev) for genre in (*templates.WITH_PEOPLE, *templates.WITHOUT)}
    genres = [genre for genre in held if held[genre]]
    weights = [_WEIGHTS[genre] for genre in genres]
    made: list[Labelled] = []
    for _ in range(count):
        genre = generator.choices(genres, weights)[0]
        pieces = [_sentence(genre, held[genre], generator, slots)]
        while generator.random() < 0.22 and len(pieces) < 4 and genre != "lists":
            other = generator.choices(genres, weights)[0] if generator.random() < 0.5 else genre
            pieces.append(_sentence(other, held[other], generator, slots))
        separator = generator.choices((" ", "\n", ". ", " - "), (70, 18, 8, 4))[0]
        made.append(noise.join(pieces, separator) if len(pieces) > 1 else pieces[0])
    return made


def about_nobody(count: int, seed: int) -> list[str]:
    """Texts of interfaces, products, lessons and of English pages, which tell of nobody at school."""
    generator = random.Random(seed)
    slots = Slots(generator)
    held = {genre: templates.load(genre, dev=False) for genre in _OF_NOBODY}
    genres = [generator.choice(_OF_NOBODY) for _ in range(count)]
    return [_sentence(genre, held[genre], generator, slots)[0] for genre in genres]


def _sentence(genre: str, held: list[str], generator: random.Random, slots: Slots) -> Labelled:
    item = templates.fill(generator.choice(held), generator, slots)
    if genre in _PUPILS or (genre in _EITHER and generator.random() < 0.5):
        return noise.pupils_hand(item, generator)
    if genre in _AS_WRITTEN:
        return noise.lower(item) if generator.random() < 0.06 else item
    return noise.adults_hand(item, generator)


def treebank(seed: int) -> tuple[list[Labelled], list[Labelled]]:
    """Sentences of newspapers and encyclopedias: training, with other people's names mixed in, and development."""
    generator = random.Random(seed)
    slots = Slots(generator)
    sentences = [_dated(item) for item in data.silver()]
    generator.shuffle(sentences)
    dev, train = sentences[:400], sentences[400:]
    more: list[Labelled] = []
    for item in train:
        if any(label == "PERSON" for *_, label in item[1]):
            more.append(_other_people(item, slots))
        elif generator.random() < 0.15:
            more.append(noise.lower(item))
        if _PRONOUN.search(item[0]) and not _OLD_YEAR.search(item[0]):
            for _ in range(3):
                named = _named(item, generator, slots)
                more.append(noise.pupils_hand(named, generator) if generator.random() < 0.4 else named)
    return train + more, dev


def _named(item: Labelled, generator: random.Random, slots: Slots) -> Labelled:
    """A sentence about somebody, with a name for the pronoun: names in sentences that nobody made up for names."""
    for match in reversed(list(_PRONOUN.finditer(item[0]))):
        if generator.random() < 0.6 and not any(a < match.end() and match.start() < b for a, b, _ in item[1]):
            new = slots.people.given() if generator.random() < 0.75 else slots.people.full()
            text, spans = noise.replace(item, match.start(), match.end(), new)
            item = text, sorted([*spans, (match.start(), match.start() + len(new), "PERSON")])
    return item


def _dated(item: Labelled) -> Labelled:
    """People of long ago are subjects of lessons."""
    text, spans = item
    if not _OLD_YEAR.search(text):
        return item
    return text, [(start, end, "MISC" if label == "PERSON" else label) for start, end, label in spans]


def _other_people(item: Labelled, slots: Slots) -> Labelled:
    text, spans = item
    for start, end, label in sorted(spans, reverse=True):
        if label == "PERSON":
            new = slots.people.full() if " " in text[start:end] else slots.people.family()
            moved = noise.replace((text, [span for span in spans if span[:2] != (start, end)]), start, end, new)
            text, spans = moved[0], [*moved[1], (start, start + len(new), "PERSON")]
    return text, sorted(spans)
