"""The network computed with numpy finds what spaCy finds with the same weights, token for token."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scanner.detect.prose.engines import NAMES, TOLD, OwnEngine
from scanner.detect.prose.network import network
from scanner.detect.prose.tokens import tokenize
from scanner.detect.prose.weights import _BEGIN, _IN, _OUT

MODELS = Path(__file__).parents[3] / "scanner" / "detect"
WORDS = [
    "sanne", "Sanne", "SANNE", "de", "Vries", "van", "den", "Berg", "Yılmaz", "El", "Amrani", "is", "ziek", ",", ".",
    "!", "?", ":", "-", "'", "heeft", "groep", "7", "juf", "Roos", "roos", "mark", "Mark", "Anne", "Frank", "schreef",
    "Beste", "Groetjes", "@", "😀", "2b", "toets", "Den", "Haag", "Getal", "&", "Ruimte", "é", "ı", "ß", "\n",
]
TEXTS = [
    "", "Sanne", "\n", "Groetjes,\nSanne de Vries", "hoi ik ben yassin en ik zit in 2b", "{}",
    "Mark het juiste antwoord.",
    "Aanwezig: Kim Lammers, Alparslan Koç en J. van der Berg", "juf, bilal heeft mijn pen gepakt 😡",
]


@pytest.fixture(scope="module", params=[NAMES, TOLD])
def model(request: pytest.FixtureRequest) -> str:
    """The folder of each shipped pipeline."""
    return str(request.param)


@pytest.fixture(scope="module")
def pipeline(model: str) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import spacy

        import scanner.detect.prose.spacy_layers  # noqa: F401  registers the architecture

        return spacy.load(MODELS / model)


def by_spacy(nlp: object, texts: list[list[str]]) -> list[list[tuple[int, int, str]]]:
    from spacy.tokens import Doc

    docs = [Doc(nlp.vocab, words=words) for words in texts]  # type: ignore[attr-defined]
    for doc in docs:
        if len(doc):
            nlp.get_pipe("ner")(doc)  # type: ignore[attr-defined]
    return [[(each.start, each.end, each.label_) for each in doc.ents] for doc in docs]


def by_ourselves(texts: list[list[str]], model: str = NAMES) -> list[list[tuple[int, int, str]]]:
    return [[each[:3] for each in found] for found in network(model).find(texts)]


def test_same_as_spacy(pipeline: object, model: str) -> None:
    texts = [[token.text for token in tokenize(text)] for text in TEXTS]
    assert by_ourselves(texts, model) == by_spacy(pipeline, texts)


SENTENCES = st.lists(st.sampled_from(WORDS) | st.text(min_size=1, max_size=6), max_size=14).map(" ".join)


@given(st.lists(SENTENCES, max_size=6))
@settings(max_examples=60, deadline=None)
def test_same_as_spacy_in_any_text(pipeline: object, model: str, texts: list[str]) -> None:
    cut = [[token.text for token in tokenize(text)] for text in texts]
    assert by_ourselves(cut, model) == by_spacy(pipeline, cut)


@given(st.lists(st.sampled_from([word for word in WORDS if word != "\n"]), max_size=14).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_the_pipeline_cuts_lines_as_we_do(pipeline: object, text: str) -> None:
    assert [token.text for token in pipeline.make_doc(text)] == [token.text for token in tokenize(text)]  # type: ignore


def test_the_pipeline_works_by_itself(pipeline: object) -> None:
    doc = pipeline("Beste ouders van Yassin, hij is vandaag ziek naar huis gegaan.")  # type: ignore[operator]
    assert ("Yassin", "PERSON") in [(each.text, each.label_) for each in doc.ents]


def test_texts_together_and_apart_give_the_same() -> None:
    engine = OwnEngine()
    together = [[each[:2] for each in found if each.probability > 0.02] for found in engine.people(TEXTS)]
    assert together == [[each[:2] for each in engine.people([text])[0] if each.probability > 0.02] for text in TEXTS]


def every_reading(model: str, tokens: list[str], least: float) -> dict[tuple[int, int], float]:
    """The chances of names by following all readings one by one, which takes too long for more than a test."""
    reader = network(model)
    states, begins = reader._states([tokens])
    upper, bias = reader._weights.upper
    chances: dict[tuple[int, int], float] = {}

    def shares(at: int, start: int | None, label: int) -> list[tuple[int, int, float]]:
        last = int(at == len(tokens) - 1)
        state = states[begins[0] + at, 0] + reader._lower_bias
        if start is None:
            state = state + reader._missing[1] + reader._missing[2]
            allowed = reader._closed[last, int(tokens[at] == "\n")]
        else:
            state = state + states[begins[0] + start, 1] + states[begins[0] + at - 1, 2]
            allowed = reader._open[last, label]
        scores = state.reshape(reader._pieces, -1).max(axis=0) @ upper.T + bias
        parts = np.where(allowed, np.exp(scores - scores.max()), 0)
        return [(int(reader._kind[action]), int(reader._label[action]), float(part / parts.sum()))
                for action, part in enumerate(parts) if part > 0]

    def follow(at: int, start: int | None, label: int, chance: float) -> None:
        if at == len(tokens) or chance < least:
            return
        for kind, named, share in shares(at, start, label):
            if kind == _OUT:
                follow(at + 1, None, -1, chance * share)
            elif kind in (_BEGIN, _IN):
                follow(at + 1, at if start is None else start, named, chance * share)
            else:
                if reader._labels[named] == "PERSON":
                    place = (at if start is None else start, at + 1)
                    chances[place] = chances.get(place, 0.0) + chance * share
                follow(at + 1, None, -1, chance * share)

    follow(0, None, -1, 1.0)
    return chances


@pytest.mark.parametrize("text", [
    "heb je roos geappt", "Wolf en Ster zijn weg", "van den Heuvel, Koen", "Sanne", "de Jan Bakkerschool is dicht",
    "Groetjes,\nSanne de Vries",
])
def test_chances_are_those_of_all_readings(model: str, text: str) -> None:
    tokens = [token.text for token in tokenize(text)]
    wanted = every_reading(model, tokens, 1e-5)
    found = {(each.start, each.end): each.probability for each in network(model).likely([tokens], "PERSON")[0]}
    for place in wanted.keys() | found.keys():
        assert found.get(place, 0.0) == pytest.approx(wanted.get(place, 0.0), abs=0.03), place


@given(st.lists(SENTENCES, max_size=5))
@settings(max_examples=30, deadline=None)
def test_chances_of_places_that_exclude_each_other_are_one_at_most(model: str, texts: list[str]) -> None:
    cut = [[token.text for token in tokenize(text)] for text in texts]
    for tokens, found in zip(cut, network(model).likely(cut, "PERSON"), strict=True):
        for at in range(len(tokens)):
            assert sum(each.probability for each in found if each.start <= at < each.end) <= 1.001


def test_what_the_pipeline_does_not_name_is_nowhere(model: str) -> None:
    assert network(model).likely([["Sanne", "is", "ziek"], []], "NOTHING") == [[], []]


def test_a_long_text_is_read_to_its_end() -> None:
    text = "Het was een gewone dag op school. " * 400 + "Daarna heeft Yassin zijn spreekbeurt gehouden."
    found = OwnEngine().people([text])[0]
    assert [text[each.start : each.end] for each in found if each.probability > 0.5] == ["Yassin"]


def test_probabilities_are_shares() -> None:
    for found in OwnEngine().people(TEXTS):
        assert all(0 < each.probability <= 1 for each in found)


def test_a_text_is_read_alike_whatever_stands_before_and_after_it_in_a_batch() -> None:
    engine = OwnEngine()
    titles = ["Breuken", "Sanne", "Jip en Sanne de Vries lezen", "", "Meten en wegen", "Beste Yassin,"]
    alone = [[each[:2] for each in engine.people([text])[0]] for text in titles]
    for turn in range(len(titles)):
        order = titles[turn:] + titles[:turn]
        assert [[each[:2] for each in found] for found in engine.people(order)] == alone[turn:] + alone[:turn]
