"""The named peer: Presidio's AnalyzerEngine over each decoded body and URL as if it were prose.

It gets the same recognizers and the same decoding of bodies to text, so the ratio says what structure-first detection
is worth, not which recognizers or model were chosen. It runs in two ways: ``bare`` with a blank Dutch pipeline and the
names model as one recognizer more, which is the fastest that Presidio can be with them, and ``ordinary`` as Presidio's
documentation sets it up, with a spaCy pipeline (the same model) as its NLP engine.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import scanner.detect
from scanner.detect.presidio import blank_nlp_engine, leerlek_recognizers

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

PIPELINE = Path(scanner.detect.__file__).parent / "dutch_ner"
_MODELS = frozenset({"PERSON", "NL_TOLD"})
BAND = 0.6
"""Confidence from which a detection counts as found."""


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds spent and, per text, the parts of it that were called personal data."""

    seconds: float
    bytes: int
    found: list[set[str]]


def bare(*, prose: bool = True) -> AnalyzerEngine:
    """An engine without an NLP model; the recognizers do everything, without ``prose`` all but the models' own."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    chosen = [each for each in leerlek_recognizers() if prose or _MODELS.isdisjoint(each.supported_entities)]
    registry = RecognizerRegistry(recognizers=chosen, supported_languages=["nl"])
    return AnalyzerEngine(registry=registry, nlp_engine=blank_nlp_engine(), supported_languages=["nl"])


def ordinary() -> AnalyzerEngine:
    """An engine with the shipped pipeline as its spaCy model, and Presidio's own recognizer of what that finds."""
    import spacy
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import SpacyRecognizer

    import scanner.detect.prose.spacy_layers  # noqa: F401  the architecture of the pipeline

    class ShippedPipeline(SpacyNlpEngine):
        """Takes the pipeline from a folder; Presidio's own would look for an installed package, and fetch it."""

        def load(self) -> None:
            self.nlp = {"nl": spacy.load(PIPELINE)}  # type: ignore[assignment]

    own = [each for each in leerlek_recognizers() if "PERSON" not in each.supported_entities]
    registry = RecognizerRegistry(recognizers=[*own, SpacyRecognizer(supported_language="nl")],
                                  supported_languages=["nl"])
    nlp = ShippedPipeline(models=[{"lang_code": "nl", "model_name": PIPELINE.name}])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["nl"])


def analyze(texts: Iterable[str], engine: AnalyzerEngine) -> Result:
    """Run the engine over each text; loading it is not timed."""
    engine.analyze("opwarmen", language="nl")
    found: list[set[str]] = []
    size = 0
    started = time.process_time()
    for text in texts:
        size += len(text.encode())
        results = engine.analyze(text, language="nl", score_threshold=BAND)
        found.append({text[r.start:r.end] for r in results})
    return Result(time.process_time() - started, size, found)
