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
from numpy.typing import NDArray

from .engines import NAMES, TOLD
from .features import features
from .tokens import LINE
from .weights import _BEGIN, _IN, _LAST, _OUT, _UNIT, Array, Weights, read

_SMALL = np.float32(1e-08)
_NEVER = np.float32(-1e30)
LEAST = 0.01
"""The chance below which a name that may be one is not followed."""


Numbers = NDArray[np.int64]
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

    def _states(self, texts: Sequence[Sequence[str]]) -> tuple[Array, Array]:
        """What each token adds to a state as the one that is read, the first of a name, and the one before."""
        vectors, begins = self._vectors(texts)
        return (vectors @ self._lower).reshape(len(vectors), 3, -1), begins

    def _parse(self, texts: Sequence[Sequence[str]]) -> list[list[Entity]]:
        states, begins = self._states(texts)
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

    def likely(self, texts: Sequence[Sequence[str]], label: str) -> list[list[Entity]]:
        """All places of each text that may be a name of a label, also such as exclude each other, with their chance.

        ``find`` gives the reading that it prefers at every token; of *heb je roos geappt* nothing is left when the
        share of a name was 0.4. A state of the network depends on the token, the first token of an open name and the
        token before alone, so the chances of all readings can be added up: that no name is open before a token, times
        the shares of beginning one there, going on and ending it. What is less likely than ``LEAST`` is dropped.
        """
        filled = [(place, tokens) for place, tokens in enumerate(texts) if tokens]
        found: list[list[Entity]] = [[] for _ in texts]
        if not filled or label not in self._labels:
            return found
        states, begins = self._states([tokens for _, tokens in filled])
        lengths = np.array([len(tokens) for _, tokens in filled])
        firsts = np.concatenate(([0], np.cumsum(lengths)))
        rows = np.concatenate([np.arange(begin, begin + size) for begin, size in zip(begins, lengths, strict=True)])
        is_last = np.zeros(len(rows), dtype=np.int64)
        is_last[firsts[1:] - 1] = 1
        is_line = np.array([int(token == LINE) for _, tokens in filled for token in tokens])
        closed = self._closed_shares(states[rows, 0], is_last, is_line)
        readings, left = self._readings(states, rows, is_last, closed)
        wanted = self._labels.index(label)
        hot = {start for start, _, kind, _ in readings if kind == wanted}
        beginning: dict[int, list[tuple[int, int, float]]] = {}
        for start, end, kind, chance in readings:
            beginning.setdefault(start, []).append((end, kind, chance))
        for number, (place, _) in enumerate(filled):
            first, end = int(firsts[number]), int(firsts[number + 1])
            if not hot.isdisjoint(range(first, end)):
                found[place] = [Entity(start - first, stop - first, label, chance)
                                for start, stop, kind, chance in _added_up(beginning, left[first:end].tolist(), first)
                                if kind == wanted and chance >= LEAST]
        return found

    def _closed_shares(self, states: Array, is_last: Numbers, is_line: Numbers) -> Array:
        """The shares of all actions at each token when no name is open."""
        upper, bias = self._weights.upper
        scores = _best(states + (self._lower_bias + self._missing[1] + self._missing[2]), self._pieces) @ upper.T + bias
        shares: Array = np.exp(scores - scores.max(axis=1, keepdims=True)) * self._closed[is_last, is_line]
        shares /= shares.sum(axis=1, keepdims=True)
        return shares

    def _readings(
        self, states: Array, rows: Numbers, is_last: Numbers, closed: Array
    ) -> tuple[list[tuple[int, int, int, float]], Array]:
        """Each name that may begin at a token (first, end, label, chance), and the chance that none does."""
        upper, bias = self._weights.upper
        columns = [[int(np.flatnonzero((self._kind == kind) & (self._label == label))[0])
                    for label in range(len(self._labels))] for kind in (_BEGIN, _IN, _LAST, _UNIT)]
        begin, going, ending, unit = (np.array(each) for each in columns)
        readings: list[tuple[int, int, int, float]] = []
        start, label = np.nonzero(closed[:, unit] >= LEAST)
        chance = closed[start, unit[label]]
        at = start + 1
        left = 1.0 - np.bincount(start, chance, len(closed))
        readings += zip(start.tolist(), at.tolist(), label.tolist(), chance.tolist(), strict=True)
        start, label = np.nonzero(closed[:, begin] >= LEAST)
        chance = closed[start, begin[label]]
        left -= np.bincount(start, chance, len(closed))
        at = start + 1
        while len(at):
            state = states[rows[at], 0] + states[rows[start], 1] + states[rows[at] - 1, 2] + self._lower_bias
            state = _best(state, self._pieces)
            end, go = ending[label], going[label]
            further = (state * (upper[go] - upper[end])).sum(axis=1) + (bias[go] - bias[end])
            share = np.where(is_last[at] == 1, 1.0, 1.0 / (1.0 + np.exp(np.clip(further, -50, 50))))
            at = at + 1
            readings += zip(start.tolist(), at.tolist(), label.tolist(), (chance * share).tolist(), strict=True)
            chance = chance * (1.0 - share)
            more = chance >= LEAST
            # What is not followed further ends here without being a name.
            readings += [(a, b, -1, c) for a, b, c in
                         zip(start[~more].tolist(), at[~more].tolist(), chance[~more].tolist(), strict=True) if c > 0]
            start, at, label, chance = start[more], at[more], label[more], chance[more]
        return readings, left


def _added_up(
    beginning: dict[int, list[tuple[int, int, float]]], left: Sequence[float], first: int
) -> list[tuple[int, int, int, float]]:
    """The readings of a text, whose tokens count from ``first``, with the chance that no name is open before them."""
    closed = [1.0] + [0.0] * len(left)
    found = []
    for at, share in enumerate(left):
        closed[at + 1] += closed[at] * share
        for end, label, chance in beginning.get(first + at, ()):
            closed[end - first] += closed[at] * chance
            found.append((first + at, end, label, closed[at] * chance))
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
