"""Given names that are words, where only a person can stand; and the words themselves, which stay words."""

from __future__ import annotations

import pytest

from scanner.detect.prose.addressed import addressed, with_addressed
from scanner.detect.recognizers.base import Match
from scanner.model import Category, Evidence

NAMES = [
    ("merel ben je boos", "merel"), ("omg roos je bent te laat", "roos"), ("Bloem, je inleiding is goed.", "Bloem"),
    ("storm jij zou komen", "storm"), ("ik vroeg het\nfloor heb je tijd", "floor"), ("mees en ik komen later", "mees"),
    ("ik en iris gaan samen", "iris"), ("fleur zei dat het mag", "fleur"), ("haha joy denkt dat we winnen", "joy"),
    ("vraag dat maar aan joy", "joy"), ("kun je met roos overleggen", "roos"), ("bij oma roos gegeten", "roos"),
]
SUBJECTS = [
    ("Fatima heeft vandaag gym en zwemmen.", "Fatima"), ("Het is laat. Yassin komt niet meer.", "Yassin"),
]
WORDS = [
    ("de roos is rood", "an article"), ("er is storm op komst", "a thing"), ("mark je antwoord met geel", "a verb"),
    ("dan ben je te laat", "a small word"), ("elke dag ben je later", "a small word"),
    ("lieve roos van papier", "a thing"),
    ("toon je werk aan de klas", "a verb"), ("brood en ik wil kaas", "no name"), ("een ster zegt niets", "an article"),
    ("ik stuur het aan iemand", "nobody"), ("kies je kleur", "a verb"), ("wil je mee", "a verb"), ("", "empty"),
    ("Kim heeft 24 knikkers. Hoeveel houdt ze over?", "a sum"),
    ("Erasmus schreef een boek in de 16e eeuw.", "a lesson"),
    ("Groep is vol vandaag, sorry.", "no name"), ("Sanne is er", "too short to say something of her"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name(text: str, name: str) -> None:
    (found,) = addressed(text, others=False)
    assert text[found.start : found.end] == name
    assert found.category is Category.NAME_GIVEN
    assert found.score >= 0.6


@pytest.mark.parametrize(("text", "name"), SUBJECTS)
def test_a_subject_that_no_model_sees_is_to_be_assessed(text: str, name: str) -> None:
    (found,) = addressed(text, others=False)
    assert text[found.start : found.end] == name
    assert 0.3 <= found.score < 0.6


@pytest.mark.parametrize(("score", "wanted"), [(0.3, 0.5), (0.55, 0.65), (0.7, 0.8), (0.88, 0.9), (0.9, 0.9)])
def test_it_supports_what_a_model_sees(score: float, wanted: float) -> None:
    seen = Match(0, 6, Category.NAME_GIVEN, score, "fatima", (Evidence("model:person", score),))
    (found,) = with_addressed("Fatima heeft vandaag gym en zwemmen.", [seen])
    assert found.score == wanted
    assert sum(each.weight for each in found.evidence) == pytest.approx(wanted)


def test_a_longer_name_that_a_model_sees_stays() -> None:
    seen = Match(0, 13, Category.NAME_FULL, 0.4, "fatima jansen", (Evidence("model:person", 0.4),))
    assert with_addressed("Fatima Jansen heeft vandaag gym en zwemmen.", [seen]) == [seen]


@pytest.mark.parametrize(("text", "why"), WORDS)
def test_a_word(text: str, why: str) -> None:
    assert addressed(text, others=True) == [], why


def test_a_task_beside_others_needs_others() -> None:
    text = "mo schrijft het, floor maakt de plaatjes"
    assert addressed(text, others=False) == []
    assert [text[each.start : each.end] for each in addressed(text, others=True)] == ["floor"]


def test_hostile_texts() -> None:
    for text in ("roos " * 20_000, "vraag " * 20_000, "en ik " * 20_000, "," * 90_000):
        addressed(text, others=True)
