"""Detection in plain text: what is personal in a text, or in each of many lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from .fingerprint import Fingerprinter
from .judging import FLOOR, ValueJudge
from .known import KnownValues
from .meaning import SILENT
from .outcome import Outcome
from .recognizers import PersonRecognizer, ToldRecognizer, text_recognizers
from .recognizers.link import rises
from .subjects import Subjects


class TextDetector:
    """Detects in texts that stand by themselves; holds caches, no state that changes a result."""

    def __init__(
        self, *, key: bytes, subjects: Subjects | None = None, ner: str = PersonRecognizer.default
    ) -> None:
        """``ner`` is the model for names in prose, as in a scan. Raises ``UsageError`` when it is not installed."""
        recognizers = text_recognizers(ner)
        self._models = [each for each in recognizers if isinstance(each, PersonRecognizer | ToldRecognizer)]
        known = KnownValues(subjects) if subjects is not None and len(subjects) else None
        self._judge = ValueJudge(Fingerprinter(key), known, recognizers)
        self._rule = self._judge.rule(SILENT)

    def detect(self, text: str) -> list[Outcome]:
        """What is personal in a text, in order of place; places are in characters."""
        found: list[Outcome] = []
        for outcome in self._judge.judge(self._rule, text):
            if rises(outcome.evidence):
                outcome.confidence = outcome.alone  # a text by itself has no record around it that names a person
            if not outcome.token and outcome.confidence >= FLOOR:
                found.append(outcome)
        return sorted(found, key=lambda outcome: (outcome.start, outcome.end))

    def detect_all(self, texts: Sequence[str]) -> Iterator[list[Outcome]]:
        """The same for each of some texts, which the model reads together."""
        for model in self._models:
            model.expect(texts)
        for text in texts:
            yield self.detect(text)


@lru_cache(maxsize=4)
def _detector(key: bytes, subjects: Subjects | None, ner: str) -> TextDetector:
    return TextDetector(key=key, subjects=subjects, ner=ner)


def detect_text(
    text: str, *, key: bytes, subjects: Subjects | None = None, ner: str = PersonRecognizer.default
) -> Iterator[Outcome]:
    """What is personal in a plain text, in order of place."""
    yield from _detector(key, subjects, ner).detect(text)
