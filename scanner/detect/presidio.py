"""The recognizers as Presidio ``EntityRecognizer``s, for any ``AnalyzerEngine`` that speaks ``nl``.

    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from scanner.detect import blank_nlp_engine, leerlek_recognizers

    registry = RecognizerRegistry(recognizers=leerlek_recognizers(), supported_languages=["nl"])
    engine = AnalyzerEngine(registry=registry, nlp_engine=blank_nlp_engine(), supported_languages=["nl"])
    engine.analyze(text, language="nl")

This is the only module that imports Presidio; the scanner runs the same recognizers without it. They weigh the words
around a match themselves, so Presidio's own context enhancement leaves their scores alone. Nothing here fetches
anything: Presidio's e-mail and URL recognizers, which load a public-suffix list, are not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import spacy
from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from spacy.language import Language
from spacy.tokens import Doc

from .recognizers import TEXT_RECOGNIZERS, TextRecognizer

LANGUAGE = "nl"
_LEAST = 0.3


class LeerlekRecognizer(EntityRecognizer):
    """One text recognizer in Presidio's dress."""

    def __init__(self, recognizer: TextRecognizer) -> None:
        self._recognizer = recognizer
        super().__init__(
            supported_entities=[recognizer.entity], name=recognizer.name, supported_language=LANGUAGE,
            version="1.0", context=list(recognizer.context),
        )

    def load(self) -> None:
        """Nothing to load: the word lists are read when first needed."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """What the recognizer finds, as Presidio results; the metadata names the category."""
        entity = self._recognizer.entity
        if entities and entity not in entities:
            return []
        results = []
        for match in self._recognizer.find(text):
            if match.score < _LEAST:
                continue  # what counts only beside other data of a person
            explanation = AnalysisExplanation(
                recognizer=self._recognizer.name, original_score=match.score,
                textual_explanation=", ".join(f"{each.code} {each.weight:+.2f}" for each in match.evidence),
            )
            results.append(RecognizerResult(
                entity_type=entity, start=match.start, end=match.end, score=match.score,
                analysis_explanation=explanation,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: self._recognizer.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    RecognizerResult.IS_SCORE_ENHANCED_BY_CONTEXT_KEY: True,
                    "category": match.category.value,
                },
            ))
        return results


def leerlek_recognizers() -> list[EntityRecognizer]:
    """Every text recognizer, to be added to a Presidio registry."""
    return [LeerlekRecognizer(recognizer) for recognizer in TEXT_RECOGNIZERS]


class BlankNlpEngine(NlpEngine):
    """Tokens and nothing more, from spaCy's rules for Dutch: no model, no download."""

    engine_name = "leerlek_blank"
    is_available = True

    def __init__(self) -> None:
        self._nlp: Language | None = None

    def load(self) -> None:
        self._nlp = spacy.blank(LANGUAGE)

    def is_loaded(self) -> bool:
        return self._nlp is not None

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        if self._nlp is None:
            self.load()
        assert self._nlp is not None
        return self._artifacts(self._nlp.make_doc(text), language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: object
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        return self._nlp is not None and bool(self._nlp.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        return self._nlp is not None and bool(self._nlp.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [LANGUAGE]

    def _artifacts(self, doc: Doc, language: str) -> NlpArtifacts:
        lemmas: Sequence[str] = [token.lower_ for token in doc]
        return NlpArtifacts(
            entities=[], tokens=doc, tokens_indices=[token.idx for token in doc], lemmas=list(lemmas), nlp_engine=self,
            language=language, scores=[],
        )


def blank_nlp_engine() -> BlankNlpEngine:
    """An NLP engine for ``AnalyzerEngine`` that needs no model package."""
    engine = BlankNlpEngine()
    engine.load()
    return engine
