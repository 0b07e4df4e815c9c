"""What a found name vouches for: its neighbours in a list, and itself again."""

from __future__ import annotations

import pytest

from scanner.detect.prose.company import with_company
from scanner.detect.recognizers.base import Match
from scanner.model import Category, Evidence


def people(marked: str, score: float = 0.8) -> list[str]:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    match = Match(start, end, Category.NAME_GIVEN, score, text[start:end].casefold(), ())
    return [text[each.start : each.end] for each in with_company(text, [match])]


@pytest.mark.parametrize(("marked", "names"), [
    ("Fatima, [Tarik] en Lucas zijn weg", ["Fatima", "Tarik", "Lucas"]),
    ("groep 2: [yassin], lucas, fatima", ["yassin", "lucas", "fatima"]),
    ("Yassin/[Tarik]: poster", ["Yassin", "Tarik"]), ("[Tarik] & Roos", ["Tarik", "Roos"]),
    ("gebeld over [Ilse]. Thuis slaapt Ilse slecht", ["Ilse", "Ilse"]),
])
def test_vouched_for(marked: str, names: list[str]) -> None:
    assert people(marked) == names


@pytest.mark.parametrize(("marked", "why"), [
    ("[Tarik] en Nederland", "no given name"), ("[Tarik], mark de zinnen", "a word in lower case"),
    ("[Tarik], Mark de zinnen", "no list goes on"), ("[Tarik] of Roos", "no list"), ("[Tarik] en roos", "a word"),
    ("opa heet [Michiel], net als Michiel de Ruyter", "the beginning of another name"),
    ("[Ilse] mailt naar Ilse@school.example", "an address"), ("[roos] gaf mij een roos", "a word"),
    ("[Tarik], Lucas@school.example", "an address"),
])
def test_alone(marked: str, why: str) -> None:
    assert len(people(marked)) == 1, why


def test_what_is_unsure_vouches_for_nobody() -> None:
    assert people("Fatima, [Tarik] en Lucas", 0.5) == ["Tarik"]


def test_long_lists_are_bounded() -> None:
    assert len(people("[Tarik]" + ", Lucas" * 5_000)) <= 202


def test_the_evidence_for_a_name_again_adds_up() -> None:
    text = "Beste Sanne, kom je? Groet aan Sanne"
    why = (Evidence("model:person", 0.7), Evidence("context:cue", 0.2))
    first = Match(6, 11, Category.NAME_GIVEN, 0.9, "sanne", why)
    again = with_company(text, [first])[1]
    assert again.start == 31 and sum(each.weight for each in again.evidence) == again.score


@pytest.mark.parametrize(("text", "doubted", "believed"), [
    ("ik ga met lars, finn en ayoub", "lars", True), ("Corvee: Veerle Peeters & Imran", "Veerle Peeters", True),
    ("het verslag van jou en Imran", "jou", False),         # a small word
    ("Kaan, spits Imran", "Kaan", False),                   # more than a comma between
])  # fmt: skip
def test_a_name_in_doubt_beside_a_sure_one(text: str, doubted: str, believed: bool) -> None:
    sure = "Imran" if "Imran" in text else "finn"
    found = [Match(text.index(name), text.index(name) + len(name), Category.NAME_GIVEN, score, name.casefold(),
                   (Evidence("model:person", score),)) for name, score in ((doubted, 0.45), (sure, 0.8))]
    one = next(each for each in with_company(text, sorted(found, key=lambda match: match.start))
               if text[each.start : each.end] == doubted)
    assert (one.score >= 0.6) is believed
    assert sum(each.weight for each in one.evidence) == pytest.approx(one.score)
