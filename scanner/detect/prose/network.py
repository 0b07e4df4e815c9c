"""Computes the shipped pipeline with numpy: what spaCy would find, without the second that importing spaCy takes.

Theory. The network is spaCy's: the embeddings of a token's features are added up, a maxout layer mixes them, four
layers look at one token to each side, and a transition system walks over the text and chooses at every token to begin,
continue, end or leave a name. spaCy takes the best action that is allowed; so does this, for many texts at a time,
one step for all of them. What spaCy does not give is the probability of what it chose; it is the product of the
chosen actions' shares among the allowed ones. A test compares the names with spaCy's own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .engines import NAMES, TOLD
from .features import features
from .tokens import LINE
from .weights import _BEGIN, _IN, _LAST, _OUT, _UNIT, Array, Weights, read

_SMALL = np.float32(1e-08)
_NEVER = np.float32(-1e30)


Features = Callable[[Sequence[str]], list[tuple[str, ...]]]


class Entity(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive) as a name, and how sure the network is."""

    start: int
    end: int
    label: str
    probability: float


class Network:
    """Finds entities in token lists."""

    def __init__(self, weights: Weights, features: Features) -> None:
        """``features`` gives those of each token, as many of each."""
        self._weights = weights
        self._features = features
        self._pad = len(weights.layers) - 1
        lower, bias, missing = weights.lower
        states, hidden, pieces, width = lower.shape
        # The pieces of a maxout stand side by side, so that their maximum is one of whole blocks.
        self._lower = np.ascontiguousarray(lower.transpose(0, 2, 1, 3).reshape(states * pieces * hidden, width).T)
        self._missing = missing[0].transpose(0, 2, 1).reshape(states, pieces * hidden)
        self._lower_bias = bias.T.reshape(-1)
        self._pieces = pieces
        self._layers = [
            (np.ascontiguousarray(w.transpose(1, 0, 2).reshape(-1, w.shape[2]).T), b.T.reshape(-1), w.shape[1], *norm)
            for w, b, *norm in weights.layers
        ]
        actions = weights.actions
        self._labels = sorted({label for _, label in actions if label})
        number = {label: place for place, label in enumerate(self._labels)}
        self._kind = np.array([kind for kind, _ in actions])
        self._label = np.array([number.get(label, -1) for _, label in actions])
        named = self._label >= 0
        out = self._kind == _OUT
        begin, unit = (self._kind == _BEGIN) & named, (self._kind == _UNIT) & named
        # Which actions are allowed: with no name open, and with a name of each label open; at the last token or not;
        # at a line end or not (no name begins there).
        self._closed = np.array([[begin | unit | out, out], [unit | out, out]])
        inside = [(self._kind == _IN) & (self._label == place) for place in range(len(self._labels))]
        last = [(self._kind == _LAST) & (self._label == place) for place in range(len(self._labels))]
        self._open = np.array([[a | b for a, b in zip(inside, last, strict=True)], last])

    def find(self, texts: Sequence[Sequence[str]]) -> list[list[Entity]]:
        """The entities of each text; an empty text has none."""
        filled = [(place, tokens) for place, tokens in enumerate(texts) if tokens]
        found: list[list[Entity]] = [[] for _ in texts]
        if filled:
            for (place, _), entities in zip(filled, self._parse([tokens for _, tokens in filled]), strict=True):
                found[place] = entities
        return found

    def _vectors(self, texts: Sequence[Sequence[str]]) -> tuple[Array, Array]:
        """The vectors of all tokens with empty rows between the texts, and where each text begins."""
        known, pad = self._weights.rows.get, self._pad
        rows = [self._features(tokens) for tokens in texts]
        kinds = len(rows[0][0])
        ids = np.zeros((sum(map(len, texts)) + pad * (len(texts) + 1), kinds), dtype=np.int32)
        real = np.zeros(len(ids), dtype=bool)
        begins = []
        at = pad
        for own in rows:
            begins.append(at)
            ids[at : at + len(own)] = [[known(each, 0) for each in of] for of in own]
            real[at : at + len(own)] = True
            at += len(own) + pad
        vectors = np.zeros((len(ids), self._weights.embedding.shape[1]), dtype=np.float32)
        vectors[real] = self._maxout(self._weights.embedding[ids[real]].sum(axis=1), 0)
        for layer in range(1, len(self._layers)):
            vectors += self._maxout(_window(vectors), layer)
        weights, bias = self._weights.linear
        return vectors @ weights.T + bias, np.array(begins)

    def _maxout(self, values: Array, layer: int) -> Array:
        """One layer; in place where it can be, for the blocks are larger than the caches of a processor."""
        weights, bias, pieces, scale, shift = self._layers[layer]
        mixed = values @ weights
        mixed += bias
        best = _best(mixed, pieces)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.square(best).mean(axis=1, keepdims=True) + _SMALL
        best *= spread ** np.float32(-0.5)
        best *= scale
        best += shift
        return best

    def _parse(self, texts: Sequence[Sequence[str]]) -> list[list[Entity]]:
        vectors, begins = self._vectors(texts)
        states = (vectors @ self._lower).reshape(len(vectors), 3, -1)
        upper, upper_bias = self._weights.upper
        lengths = np.array([len(tokens) for tokens in texts])
        breaks = np.zeros((len(texts), int(lengths.max())), dtype=np.int64)
        for place, tokens in enumerate(texts):
            breaks[place, [number for number, token in enumerate(tokens) if token == LINE]] = 1
        label = np.full(len(texts), -1)
        start = np.zeros(len(texts), dtype=np.int64)
        sure = np.ones(len(texts))
        found: list[list[Entity]] = [[] for _ in texts]
        for at in range(int(lengths.max())):
            live = np.flatnonzero(lengths > at)
            is_open = label[live] >= 0
            here = begins[live] + at
            state = states[here, 0] + self._lower_bias
            state += np.where(is_open[:, None], states[begins[live] + start[live], 1], self._missing[1])
            state += np.where(is_open[:, None], states[here - 1, 2], self._missing[2])
            scores = _best(state, self._pieces) @ upper.T + upper_bias
            final = (lengths[live] == at + 1).astype(np.int64)
            allowed = np.where(is_open[:, None], self._open[final, label[live]],
                               self._closed[final, breaks[live, at]])
            scores = np.where(allowed, scores, _NEVER)
            chosen = scores.argmax(axis=1)
            share = 1.0 / np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float64).sum(axis=1)
            for row, action, part in zip(live.tolist(), chosen.tolist(), share.tolist(), strict=True):
                kind = int(self._kind[action])
                if kind == _OUT:
                    continue
                if kind in (_BEGIN, _UNIT):
                    start[row], label[row], sure[row] = at, self._label[action], part
                else:
                    sure[row] *= part
                if kind in (_LAST, _UNIT):
                    name = self._labels[int(label[row])]
                    found[row].append(Entity(int(start[row]), at + 1, name, float(sure[row])))
                    label[row] = -1
        return found


def _best(scores: Array, pieces: int) -> Array:
    """The maximum over the pieces, which are blocks of columns."""
    size = scores.shape[1] // pieces
    best: Array = np.maximum(scores[:, :size], scores[:, size : 2 * size])
    for piece in range(2, pieces):
        np.maximum(best, scores[:, piece * size : (piece + 1) * size], out=best)
    return best


def _window(values: Array) -> Array:
    """Each row between its neighbours."""
    rows, width = values.shape
    wide = np.zeros((rows + 2) * width, dtype=values.dtype)
    wide[width:-width] = values.reshape(-1)
    step = values.itemsize
    return np.ascontiguousarray(as_strided(wide, (rows, 3 * width), (width * step, step)))


@cache
def network(pipeline: str = NAMES) -> Network:
    """A shipped pipeline, read once."""
    if pipeline == TOLD:
        from ..told.features import features as told_features

        return Network(read(TOLD), told_features)
    return Network(read(NAMES), features)
