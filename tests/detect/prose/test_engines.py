"""Which model reads prose: our own, an installed spaCy pipeline, or none."""

from __future__ import annotations

import socket
import warnings
from pathlib import Path

import pytest

from scanner.detect.prose import engines
from scanner.detect.prose.engines import OwnEngine, SpacyEngine, engine
from scanner.errors import UsageError

MODEL = Path(__file__).parents[3] / "scanner" / "detect" / "dutch_ner"
TEXTS = ["hoi ik ben yassin en ik zit in 2b", "Opslaan en sluiten", "", "Beste ouders van Fatima, zij is ziek."]


def names(found: list[list[engines.Found]], texts: list[str]) -> list[list[str]]:
    return [[text[each.start : each.end] for each in held if each.probability > 0.5]
            for text, held in zip(texts, found, strict=True)]


def test_our_own_is_the_default() -> None:
    assert isinstance(engine("leerlek"), OwnEngine)


def test_off_is_none() -> None:
    assert engine("off") is None


@pytest.mark.parametrize("name", ["nl_core_news_xx", "", "../elsewhere", "os.path.nothing", "a b", "json;"])
def test_a_pipeline_that_is_not_installed_is_named_in_one_line(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        engine(name)
    assert "\n" not in str(caught.value)
    assert "not installed" in str(caught.value)


def test_our_own_finds_names_without_a_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.detect.prose import network

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("network"))
    network.network.cache_clear()
    assert names(OwnEngine().people(TEXTS), TEXTS) == [["yassin"], [], [], ["Fatima"]]


def test_a_spacy_pipeline_is_used_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("network"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import scanner.detect.prose.spacy_layers  # noqa: F401  as the entry point of an installed Leerlek does

        chosen = engine(str(MODEL))
        assert isinstance(chosen, SpacyEngine)
        assert names(chosen.people(TEXTS), TEXTS) == [["yassin"], [], [], ["Fatima"]]


def test_many_texts_are_read_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_BATCH", 20)
    texts = TEXTS * 20
    assert names(OwnEngine().people(texts), texts) == [["yassin"], [], [], ["Fatima"]] * 20
