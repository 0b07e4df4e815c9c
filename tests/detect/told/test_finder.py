"""What is believed of what the model of told data says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.detect.prose.engines import Found
from scanner.detect.told.finder import ToldFinder, may_tell, weighed
from scanner.model import Category


def found(text: str, value: str, label: str, probability: float = 0.95) -> list[tuple[str, float]]:
    start = text.index(value)
    matches = weighed(text, [(label, Found(start, start + len(value), probability))])
    return [(match.category.value, match.score) for match in matches]


@pytest.mark.parametrize(("probability", "score"), [(0.95, 0.7), (0.7, 0.6), (0.4, 0.45)])
def test_the_surer_the_model_the_higher_the_score(probability: float, score: float) -> None:
    text = "ze moet het jaar overdoen van de directeur"
    assert found(text, "het jaar overdoen", "edu.result", probability) == [("edu.result", score)]


def test_what_the_model_doubts_is_nothing() -> None:
    assert found("ze moet het jaar overdoen", "het jaar overdoen", "edu.result", 0.2) == []


@pytest.mark.parametrize(("text", "value", "label", "why"), [
    ("mijn nichtje is best oud", "best oud", "demo.age", "no number"),
    ("ik log in met mijn naam en zo", "mijn naam", "id.login", "a blank"),
    ("het nummer staat op de kaart", "op de kaart", "id.leerlingnummer", "no digit"),
    ("factuur NL812345678B02 voldaan", "NL812345678B02", "id.leerlingnummer", "another number"),
    ("zij heet Sanne de Wit en zingt", "Sanne de Wit", "PERSON", "names have a model of their own"),
    ("haar bsn is ergens in het dossier", "ergens", "id.bsn", "a checksum knows better"),
    ("hij is geboren op 6 mei 1758", "6 mei 1758", "demo.dob", "long ago"),
    ("hij woont in de straat hiernaast", "de straat hiernaast", "addr.street", "no house number"),
])
def test_a_value_must_be_like_its_category(text: str, value: str, label: str, why: str) -> None:
    assert found(text, value, label) == [], why


def test_what_stands_in_a_sum_is_to_be_assessed_at_most() -> None:
    text = "Bereken: Kim is 12 jaar en koopt 3 zakken met 24 knikkers. Hoeveel knikkers zijn dat samen?"
    assert all(score < 0.6 for _, score in found(text, "12 jaar", "demo.age"))


@pytest.mark.parametrize(("text", "score"), [
    ("Min Nan Chinese", 0.45), ("moeder Chinese, spreekt thuis Wu", 0.7),
])
def test_a_label_is_no_note(text: str, score: float) -> None:
    assert found(text, "Chinese", "special.origin") == [("special.origin", score)]


def test_what_stands_in_a_program_is_nothing() -> None:
    text = "if (user.age == 12) { return groep[7]; } // klas: 7 {x => y} (a || b) && c;"
    assert found(text, "12", "demo.age") == []


@pytest.mark.parametrize("text", [
    "ze moet het jaar overdoen", "Heeft astma, pufje in de la", "mijn ww is tijger19 dus log maar in",
])
def test_may_tell(text: str) -> None:
    assert may_tell(text)


@pytest.mark.parametrize("text", [
    "", "woord", "twee woorden", "function(a,b){return a=>b;}var x=y||z;a.b_c={};", "12 34 56 78", "a b c d e",
    "https://x.example/a?b=c&d=e&f=g", "x" * 300_000 + " a b",
])
def test_may_not_tell(text: str) -> None:
    assert not may_tell(text)


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    for match in ToldFinder().find(text):
        assert 0 <= match.start < match.end <= len(text)


def test_a_text_is_read_once_and_with_those_that_are_expected() -> None:
    finder = ToldFinder()
    texts = ["ze moet het jaar overdoen zei de directeur", "Heeft astma, pufje in de la van juf"]
    finder.expect(texts)
    first = [finder.find(text) for text in texts]
    assert [finder.find(text) for text in texts] == first == [ToldFinder().find(text) for text in texts]


def test_categories_are_those_that_can_be_told() -> None:
    told = {match.category for text in ("Ilias (12) zit in groep 8 en haalde een 7,5 voor rekenen",)
            for match in ToldFinder().find(text)}
    assert told <= set(Category)
