"""The finder of names in prose: what it asks of the model, what it remembers, and what it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scanner.detect.prose import ProseFinder
from scanner.detect.prose.engines import Found, OwnEngine
from scanner.errors import UsageError

ROOT = Path(__file__).parents[3]


def test_names_in_their_places() -> None:
    texts = ["hoi yassin", "Opslaan en sluiten", "Yassin en Fatima zijn ziek."]
    found = ProseFinder().find(texts)
    assert [[text[m.start : m.end] for m in each] for text, each in zip(texts, found, strict=True)] == [
        ["yassin"], [], ["Yassin", "Fatima"],
    ]


def test_an_abbreviation_ends_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Gesprek gevoerd met Jurre n.a.v. het incident."
    monkeypatch.setattr(OwnEngine, "people", lambda _, texts: [[Found(20, 32, 0.99)] for _ in texts])
    assert [text[m.start : m.end] for m in ProseFinder().find([text])[0]] == ["Jurre"]


def test_two_given_names_between_commas_are_two(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, names in (
        ("Groep 3: Fatima, Yassin, Sanne", ["Fatima", "Yassin", "Sanne"]),
        ("Leerling: Bakker, Sanne is er", ["Bakker, Sanne"]),
    ):
        start = text.index(names[0])
        end = text.index(", Sanne") if len(names) > 1 else len("Leerling: Bakker, Sanne")
        monkeypatch.setattr(OwnEngine, "people", lambda _, texts, a=start, b=end: [[Found(a, b, 0.99)] for _ in texts])
        assert [text[m.start : m.end] for m in ProseFinder().find([text])[0]] == names


def test_off_finds_nothing() -> None:
    assert ProseFinder("off").find(["hoi ik ben yassin"]) == [[]]


def test_an_unknown_setting_is_refused_at_once() -> None:
    with pytest.raises(UsageError):
        ProseFinder("nl_core_news_xx")


def test_the_model_is_asked_once_and_of_prose_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    people = OwnEngine.people

    def note(self: OwnEngine, texts: list[str]) -> object:
        asked.extend(texts)
        return people(self, texts)

    monkeypatch.setattr(OwnEngine, "people", note)
    finder = ProseFinder()
    texts = ["hoi ik ben yassin", "opslaan", '{"naam": "Sanne", "klas": "2b"}', "De leerling werkt goed."]
    first = finder.find(texts)
    assert asked == ["hoi ik ben yassin"]
    assert finder.find(texts) == first
    assert asked == ["hoi ik ben yassin"]


def loaded_by(code: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", f"{code}\nimport sys\nprint(' '.join(sys.modules))"],
                          capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_nothing_is_loaded_for_texts_without_prose() -> None:
    code = ("from scanner.detect.prose import ProseFinder\n"
            "texts = ['Opslaan en sluiten', 'lastName', '3 van de 10', 'function(a) { }']\n"
            "assert ProseFinder().find(texts) == [[]] * 4")
    assert not loaded_by(code) & {"spacy", "thinc", "numpy"}


def test_our_own_model_never_loads_spacy() -> None:
    code = ("from scanner.detect.prose import ProseFinder\n"
            "assert len(ProseFinder().find(['hoi ik ben yassin en ik zit in 2b'])[0]) == 1")
    loaded = loaded_by(code)
    assert "numpy" in loaded
    assert not loaded & {"spacy", "thinc", "srsly"}
