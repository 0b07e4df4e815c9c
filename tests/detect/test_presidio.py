"""In a stock Presidio engine the recognizers find exactly what they find by themselves, without any download."""

import importlib.util
import socket
import warnings
from pathlib import Path

import pytest

from scanner.detect.recognizers import TEXT_RECOGNIZERS

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=FutureWarning)
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    from scanner.detect import blank_nlp_engine, leerlek_recognizers
    from scanner.detect.presidio import BlankNlpEngine

THRESHOLD = 0.35


def corpus() -> list[str]:
    """Every text of the recognizers' own tables."""
    texts: set[str] = set()
    for path in sorted((Path(__file__).parent / "recognizers").glob("test_*.py")):
        spec = importlib.util.spec_from_file_location(f"corpus_{path.stem}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for table in ("POSITIVES", "NEGATIVES", "WEAK", "LESSONS"):
            for row in getattr(module, table, ()):
                texts.update([row] if isinstance(row, str) else [cell for cell in row[:2] if isinstance(cell, str)][:1])
    return sorted(texts)


@pytest.fixture(scope="module")
def engine() -> AnalyzerEngine:
    registry = RecognizerRegistry(recognizers=leerlek_recognizers(), supported_languages=["nl"])
    return AnalyzerEngine(registry=registry, nlp_engine=blank_nlp_engine(), supported_languages=["nl"])


@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.long)])
def test_same_spans_and_scores_on_every_text(
    step: int, engine: AnalyzerEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("network"))
    texts = corpus()
    assert len(texts) > 400
    for text in texts[::step]:
        expected = {
            (each.entity, match.start, match.end, match.score)
            for each in TEXT_RECOGNIZERS for match in each.find(text) if match.score >= THRESHOLD
        }
        results = engine.analyze(text, language="nl", score_threshold=THRESHOLD)
        assert {(each.entity_type, each.start, each.end, each.score) for each in results} == expected


def test_entities_can_be_chosen(engine: AnalyzerEngine) -> None:
    text = "bsn 999990019, tel. 06-12345678"
    assert [each.entity_type for each in engine.analyze(text, language="nl", entities=["NL_BSN"])] == ["NL_BSN"]


def test_result_explains_itself(engine: AnalyzerEngine) -> None:
    (result,) = engine.analyze("bsn 999990019", language="nl", return_decision_process=True)
    assert result.recognition_metadata["category"] == "id.bsn"
    assert "checksum:elfproef-1-in-11 +0.30" in result.analysis_explanation.textual_explanation
    assert "99999" not in result.analysis_explanation.textual_explanation


def test_all_recognizers_are_offered_for_dutch() -> None:
    recognizers = leerlek_recognizers()
    assert [each.name for each in recognizers] == [each.name for each in TEXT_RECOGNIZERS]
    assert {each.supported_language for each in recognizers} == {"nl"}
    assert all(each.context for each in recognizers)


def test_blank_engine() -> None:
    engine = BlankNlpEngine()
    assert not engine.is_loaded()
    assert engine.process_text("Kim zit in groep 5.", "nl").lemmas == ["kim", "zit", "in", "groep", "5", "."]
    assert engine.is_stopword("de", "nl") and engine.is_punct(".", "nl")
    assert [text for text, _ in engine.process_batch(["a", "b"], "nl")] == ["a", "b"]
    assert engine.get_supported_languages() == ["nl"] and engine.get_supported_entities() == []
