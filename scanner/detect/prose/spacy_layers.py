"""The embedding of the shipped pipeline, registered with spaCy as ``leerlek.NameFeatures.v1``.

An installed Leerlek announces it as an entry point, so that ``spacy.load`` of ``scanner/detect/dutch_ner`` works by
itself. The scanner does not come here: ``network.py`` computes the same without spaCy.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

import numpy
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Maxout, Model, chain, clone, expand_window, residual, with_array

from ..told.features import KINDS as TOLD_KINDS
from ..told.features import features as told_features
from .features import KINDS, features
from .weights import SEPARATOR

Array = Any
UNSEEN = 0
"""The row of features that training did not know; it is all zeros."""

_KEPT = "leerlek_rows"
_WORD, _LISTS, _SPELLING = (0,), (5, 7), (0, 1, 2, 3)
"""The columns that training hides now and then, so that the others are learned as well."""
_FEATURES = {"names": (features, KINDS), "told": (told_features, TOLD_KINDS)}
"""What gives the features of each token, and how many there are."""


@registry.architectures("leerlek.NameFeatures.v1")  # type: ignore[untyped-decorator]
def name_features(
    width: int, rows: int, depth: int, pieces: int, word_dropout: float, list_dropout: float,
    spelling_dropout: float = 0.0, kind: str = "names",
) -> Model[Any, Any]:
    """Sums the embeddings of a token's features, then looks at one token to each side, ``depth`` times.

    ``kind`` says which features: those of the model of names, or of that of told data.
    """
    embed: Model[Any, Any] = Model(
        "name_features", _forward, init=_init, dims={"nO": width, "nV": rows}, params={"E": None},
        attrs={"features": "", "kind": kind, "word_dropout": word_dropout, "list_dropout": list_dropout,
               "spelling_dropout": spelling_dropout, "seed": 0},
    )
    mixed = Maxout(nO=width, nI=width, nP=pieces, dropout=0.0, normalize=True)
    wide = Maxout(nO=width, nI=width * 3, nP=pieces, dropout=0.0, normalize=True)
    window: Model[Any, Any] = chain(expand_window(1), wide)
    encoder = clone(residual(cast(Any, window)), depth)
    encoder.set_dim("nO", width)
    model: Model[Any, Any] = chain(embed, with_array(cast(Any, mixed)), with_array(cast(Any, encoder), pad=depth))
    model.set_dim("nO", width)
    return model


@lru_cache(maxsize=4)
def rows_by_feature(known: str) -> dict[str, int]:
    """Feature → row of the embedding, from the model's attribute."""
    return {text: row for row, text in enumerate(known.split(SEPARATOR), 1)} if known else {}


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> None:
    table = numpy.random.default_rng(7).uniform(-0.05, 0.05, (model.get_dim("nV"), model.get_dim("nO"))).astype("f")
    table[UNSEEN] = 0
    model.set_param("E", cast(Any, table))


def _forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Array], Callable[[Any], Any]]:
    known = rows_by_feature(model.attrs["features"])
    table = model.get_param("E")
    kind = model.attrs.get("kind", "names")
    rows = [_rows_of(doc, known, kind, is_train) for doc in docs]
    if is_train:
        model.attrs["seed"] += 1
        generator = numpy.random.default_rng(model.attrs["seed"])
        for each in rows:
            for columns, share in ((_WORD, model.attrs["word_dropout"]), (_LISTS, model.attrs["list_dropout"]),
                                   (_SPELLING, model.attrs["spelling_dropout"])):
                hidden = generator.random(len(each)) < share
                for column in columns:
                    each[hidden, column] = UNSEEN
    values = [table[each].sum(axis=1) for each in rows]

    def backprop(gradients: list[Array]) -> list[Doc]:
        change = model.ops.alloc2f(*table.shape)
        for each, gradient in zip(rows, gradients, strict=True):
            for column in range(each.shape[1]):
                model.ops.scatter_add(change, cast(Any, numpy.ascontiguousarray(each[:, column])), gradient)
        change[UNSEEN] = 0
        model.inc_grad("E", change)
        return []

    return values, backprop


def _rows_of(doc: Doc, known: dict[str, int], kind: str, is_train: bool) -> Array:
    """The rows of a document; training sees it many times, so that they are kept with it, and given as a copy."""
    if not is_train:
        return _rows([token.text for token in doc], known, kind)
    held = doc.user_data.get(_KEPT)
    if held is None:
        held = doc.user_data[_KEPT] = _rows([token.text for token in doc], known, kind)
    return held.copy()


def _rows(texts: list[str], known: dict[str, int], kind: str) -> Array:
    """The rows of the features of each token, ``(tokens, kinds)``."""
    give, kinds = _FEATURES[kind]
    rows = [[known.get(each, UNSEEN) for each in of] for of in give(texts)]
    return numpy.array(rows, dtype="int32").reshape((-1, kinds))
