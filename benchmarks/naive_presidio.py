"""The named peer: Presidio's AnalyzerEngine over each decoded body and URL as if it were prose.

It gets the same recognizers, the same decoding of bodies to text and the blank Dutch pipeline, so the ratio says
what structure-first detection is worth, not which recognizers or model were chosen.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.detect.presidio import blank_nlp_engine, leerlek_recognizers

BAND = 0.6
"""Confidence from which a detection counts as found."""


@dataclass(frozen=True, slots=True)
class Result:
    """Seconds spent and, per text, the parts of it that were called personal data."""

    seconds: float
    bytes: int
    found: list[set[str]]


def analyze(texts: Iterable[str]) -> Result:
    """Run the engine over each text; loading it is not timed."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    registry = RecognizerRegistry(recognizers=leerlek_recognizers(), supported_languages=["nl"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=blank_nlp_engine(), supported_languages=["nl"])
    engine.analyze("opwarmen", language="nl")
    found: list[set[str]] = []
    size = 0
    started = time.perf_counter()
    for text in texts:
        size += len(text.encode())
        results = engine.analyze(text, language="nl", score_threshold=BAND)
        found.append({text[r.start:r.end] for r in results})
    return Result(time.perf_counter() - started, size, found)
