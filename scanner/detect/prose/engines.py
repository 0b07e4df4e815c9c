"""The recognizers of names that the prose finder can use: our own pipeline, or an installed spaCy one."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from scanner.errors import UsageError

from .tokens import LINE, Token, tokenize

if TYPE_CHECKING:
    from .network import Entity, Network

NAMES, TOLD = "dutch_ner", "dutch_told"
"""The shipped pipelines, by their folders."""
OWN, OFF = "leerlek", "off"
"""The values of the setting that are no names of spaCy pipelines."""

_WINDOW = 240
"""Tokens that the model reads at once. It looks at four to each side, so a cut after a sentence costs nothing."""
_BATCH = 4_000
_OURS = "PERSON"
_PERSON = frozenset({_OURS, "PER"})
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
        """What may be a name in each text, in order, also such as overlap; of those above a half none do."""
        ...


class OwnEngine:
    """The pipeline of ``scanner/detect/dutch_ner``, computed without spaCy."""

    name = OWN

    def people(self, texts: Sequence[str]) -> list[list[Found]]:
        """What may be a name in each text, in order."""
        return _people(NAMES, texts)


class ToldEngine:
    """The names that ``scanner/detect/dutch_told`` sees: it learnt from other texts, and so errs elsewhere."""

    name = "leerlek-told"

    def people(self, texts: Sequence[str]) -> list[list[Found]]:
        """What may be a name in each text, in order."""
        return _people(TOLD, texts)


def told_in(texts: Sequence[str]) -> list[list[tuple[str, Found]]]:
    """What each text tells of a person by the second shipped pipeline, with its label, in order."""
    found: list[list[tuple[str, Found]]] = [[] for _ in texts]
    for place, piece, entities in _read(TOLD, texts, lambda network, pieces: network.find(pieces)):
        found[place] += [(each.label, _found(piece, each)) for each in entities]
    return found


def _people(pipeline: str, texts: Sequence[str]) -> list[list[Found]]:
    found: list[list[Found]] = [[] for _ in texts]
    for place, piece, entities in _read(pipeline, texts, lambda network, pieces: network.likely(pieces, _OURS)):
        found[place] += [_found(piece, each) for each in entities]
    return found


def _found(piece: Sequence[Token], entity: Entity) -> Found:
    return Found(piece[entity.start].start, piece[entity.end - 1].end, entity.probability)


def _read(
    pipeline: str, texts: Sequence[str], ask: Callable[[Network, list[list[str]]], list[list[Entity]]]
) -> Iterator[tuple[int, list[Token], list[Entity]]]:
    """The pieces of the texts, each with the number of its text and what a pipeline answers about it."""
    # The matrices are small: starting threads for them takes longer than the multiplication. Read by OpenBLAS when
    # numpy is first imported, which is here unless packets were read before.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from .network import network

    for batch in _batches(texts):
        answers = ask(network(pipeline), [[token.text for token in piece] for _, piece in batch])
        for (place, piece), entities in zip(batch, answers, strict=True):
            yield place, piece, entities


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
