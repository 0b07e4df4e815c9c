"""The recognizers of names that the prose finder can use: our own pipeline, or an installed spaCy one."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from scanner.errors import UsageError

from .tokens import LINE, Token, tokenize

NAMES, TOLD = "dutch_ner", "dutch_told"
"""The shipped pipelines, by their folders."""
OWN, OFF = "leerlek", "off"
"""The values of the setting that are no names of spaCy pipelines."""

_WINDOW = 240
"""Tokens that the model reads at once. It looks at four to each side, so a cut after a sentence costs nothing."""
_BATCH = 4_000
_PERSON = frozenset({"PERSON", "PER"})
_SURE = 0.85
"""What is assumed of the names of a pipeline that does not say how sure it is."""


class Found(NamedTuple):
    """A person's name in ``text[start:end]``."""

    start: int
    end: int
    probability: float


class Engine(Protocol):
    """Finds names of persons in texts."""

    name: str

    def people(self, texts: Sequence[str]) -> list[list[Found]]:
        """The names in each text, in order."""
        ...


class OwnEngine:
    """The pipeline of ``scanner/detect/dutch_ner``, computed without spaCy."""

    name = OWN

    def people(self, texts: Sequence[str]) -> list[list[Found]]:
        """The names in each text, in order."""
        return [[name for label, name in found if label in _PERSON] for found in _read(NAMES, texts)]


def told_in(texts: Sequence[str]) -> list[list[tuple[str, Found]]]:
    """What each text tells of a person by the second shipped pipeline, with its label, in order."""
    return _read(TOLD, texts)


def _read(pipeline: str, texts: Sequence[str]) -> list[list[tuple[str, Found]]]:
    # The matrices are small: starting threads for them takes longer than the multiplication. Read by OpenBLAS when
    # numpy is first imported, which is here unless packets were read before.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from .network import network

    found: list[list[tuple[str, Found]]] = [[] for _ in texts]
    for batch in _batches(texts):
        entities = network(pipeline).find([[token.text for token in piece] for _, piece in batch])
        for (place, piece), held in zip(batch, entities, strict=True):
            found[place] += [(each.label, Found(piece[each.start].start, piece[each.end - 1].end, each.probability))
                             for each in held]
    return found


class SpacyEngine:
    """A spaCy pipeline with labels ``PER`` or ``PERSON``, such as ``nl_core_news_lg``."""

    def __init__(self, name: str) -> None:
        self.name = name

    def people(self, texts: Sequence[str]) -> list[list[Found]]:
        """The names in each text, in order."""
        return [[Found(ent.start_char, ent.end_char, _SURE) for ent in doc.ents if ent.label_ in _PERSON]
                for doc in _pipeline(self.name).pipe(texts)]


def engine(name: str) -> Engine | None:
    """The engine of a setting, ``None`` for ``off``. Raises ``UsageError`` for a pipeline that is not installed."""
    if name == OFF:
        return None
    if name == OWN:
        return OwnEngine()
    if not _installed(name):
        raise UsageError(f"--ner: the spaCy pipeline '{name}' is not installed; install it "
                         f"(python -m spacy download {name}), or use '{OWN}' or '{OFF}'")
    return SpacyEngine(name)


def _installed(name: str) -> bool:
    if Path(name, "meta.json").is_file():
        return True
    return name.isidentifier() and importlib.util.find_spec(name) is not None


@cache
def _pipeline(name: str) -> Any:
    import spacy

    return spacy.load(name, exclude=["lemmatizer", "tagger", "parser", "senter", "attribute_ruler", "morphologizer"])


def _batches(texts: Sequence[str]) -> Iterator[list[tuple[int, list[Token]]]]:
    """Pieces of the texts with the number of the text, some thousand tokens at a time."""
    batch: list[tuple[int, list[Token]]] = []
    size = 0
    for place, text in enumerate(texts):
        for piece in _pieces(tokenize(text)):
            batch.append((place, piece))
            size += len(piece)
            if size >= _BATCH:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _pieces(tokens: list[Token]) -> Iterator[list[Token]]:
    """A long text in pieces that end with a sentence or a line where there is one."""
    at = 0
    while len(tokens) - at > _WINDOW:
        end = next((place + 1 for place in range(at + _WINDOW - 1, at + _WINDOW // 2, -1)
                    if tokens[place].text in (LINE, ".", "!", "?")), at + _WINDOW)
        yield tokens[at:end]
        at = end
    if at < len(tokens):
        yield tokens[at:]
