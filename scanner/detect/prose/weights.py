"""Reads the weights of the shipped pipeline from the files that spaCy wrote, without spaCy.

A thinc model is a MessagePack map: ``params`` holds, for each node of the network in order, its arrays, each a map
with ``nd``, ``type``, ``shape`` and ``data``; ``attrs`` holds its settings, packed once more. Only the parts of
MessagePack that occur there are read (https://github.com/msgpack/msgpack/blob/master/spec.md). The files belong to
this package, so what cannot be read is a broken installation and raises.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
SEPARATOR = "\t"
"""Between the known features in the model's attribute; white space is no token, so no feature holds it."""

_SIZED = {0xC4: ">B", 0xC5: ">H", 0xC6: ">I", 0xD9: ">B", 0xDA: ">H", 0xDB: ">I", 0xDC: ">H", 0xDD: ">I", 0xDE: ">H",
          0xDF: ">I"}
_NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q", 0xD0: ">b", 0xD1: ">h",
            0xD2: ">i", 0xD3: ">q"}
_CONSTANTS = {0xC0: None, 0xC2: False, 0xC3: True}
_BEGIN, _IN, _LAST, _UNIT, _OUT = range(1, 6)


@dataclass(frozen=True, slots=True)
class Weights:
    """The network: embedding, mixing layer, window layers, and the transitions of the recognizer."""

    rows: dict[str, int]
    """Feature → row of ``embedding``; row 0 is for features that training did not know."""
    embedding: Array
    layers: tuple[tuple[Array, Array, Array, Array], ...]
    """Weights, bias, scale and shift of the mixing layer and of each window layer."""
    linear: tuple[Array, Array]
    lower: tuple[Array, Array, Array]
    """Weights by feature of the state, bias, and what stands for a feature that is missing."""
    upper: tuple[Array, Array]
    actions: tuple[tuple[int, str], ...]
    """Kind (1 begin, 2 in, 3 last, 4 unit, 5 out) and label of each score."""


def folder(pipeline: str) -> Traversable:
    """Where a pipeline is."""
    return resources.files("scanner.detect").joinpath(pipeline)


def read(pipeline: str) -> Weights:
    """The weights of a shipped pipeline."""
    model = _Reader(folder(pipeline).joinpath("ner", "model").read_bytes()).value()
    params = [{name: value for name, value in node.items() if value is not None} for node in model["params"]]
    held = [node for node in params if node]
    lower, upper, linear, embed, *rest = held
    pairs = zip(rest[::2], rest[1::2], strict=True)
    texts = _Reader(next(attrs["features"] for attrs in model["attrs"] if "features" in attrs)).value()
    return Weights(
        {text: row for row, text in enumerate(texts.split(SEPARATOR), 1)}, embed["E"],
        tuple((maxout["W"], maxout["b"], norm["G"], norm["b"]) for maxout, norm in pairs),
        (linear["W"], linear["b"]), (lower["W"], lower["b"], lower["pad"]), (upper["W"], upper["b"]),
        _actions(pipeline),
    )


def _actions(pipeline: str) -> tuple[tuple[int, str], ...]:
    """The transitions in the order of their scores: by kind, then the more frequent label first."""
    moves = json.loads(_Reader(folder(pipeline).joinpath("ner", "moves").read_bytes()).value()["moves"])
    found: list[tuple[int, str]] = []
    for kind in sorted(moves, key=int):
        ordered = sorted(((times, label) for label, times in moves[kind].items()), reverse=True)
        found += [(int(kind), label) for _, label in ordered]
    return tuple(found)


class _Reader:
    """A cursor over MessagePack."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def value(self) -> Any:
        """The next value."""
        code = self._data[self._at]
        self._at += 1
        if code < 0x80:
            return code
        if code >= 0xE0:
            return code - 0x100
        if code in _CONSTANTS:
            return _CONSTANTS[code]
        if code in _NUMBERS:
            return self._unpack(_NUMBERS[code])
        if code < 0x90:
            return self._map(code & 0x0F)
        if code < 0xA0:
            return [self.value() for _ in range(code & 0x0F)]
        if code < 0xC0:
            return self._raw(code & 0x1F).decode("utf-8")
        size = self._unpack(_SIZED[code])
        if code in (0xDE, 0xDF):
            return self._map(size)
        if code in (0xDC, 0xDD):
            return [self.value() for _ in range(size)]
        return self._raw(size).decode("utf-8") if code >= 0xD9 else self._raw(size)

    def _map(self, size: int) -> Any:
        found = {_text(self.value()): self.value() for _ in range(size)}
        if "nd" not in found or "data" not in found:
            return found
        return np.frombuffer(found["data"], dtype=_text(found["type"])).reshape(found["shape"])

    def _raw(self, size: int) -> bytes:
        self._at += size
        return self._data[self._at - size : self._at]

    def _unpack(self, form: str) -> Any:
        return struct.unpack(form, self._raw(struct.calcsize(form)))[0]


def _text(value: Any) -> Any:
    return value.decode("utf-8") if isinstance(value, bytes) else value
