"""Recall on planted values: which values of a ground truth were found where they were planted.

The ground truth of a blown-up fixture names, for each entry, direction, category and the SHA-256 of the text, so
that it holds no value itself. A value counts as found when a detection of at least the reporting band stands on a
field (or a part of one) whose text has that digest.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from scanner.decode import Decoder
from scanner.detect import Detector, DigestIndex, Subjects
from scanner.model import Direction, Exchange, Observation

BAND = 0.6
Planted = set[tuple[str, str]]
"""(category, SHA-256 of the text) of one entry."""
Place = tuple[Direction, str, int, str]
"""Direction, part, message, pointer."""


@dataclass(slots=True)
class Recall:
    """How many of the planted values were found, in all and by category."""

    found: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)

    @property
    def of(self) -> int:
        """Number of planted values."""
        return self.planted.total()

    @property
    def share(self) -> float:
        """Found as a share of planted."""
        return self.found.total() / self.of if self.of else 0.0


def load(har: Path) -> dict[int, Planted]:
    """The ground truth beside a blown-up HAR, by number of the entry."""
    truth: dict[int, Planted] = {}
    with har.with_name(har.name + ".truth.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            truth[row["entry"]] = {(category, digest) for _, category, _, digest in row["planted"]}
    return truth


def number_of(exchange: Exchange) -> int:
    """The entry that an exchange came from; readers count from 1."""
    return int(exchange.id.rpartition("-")[2]) - 1


def ours(exchanges: Iterable[Exchange], truth: dict[int, Planted], subjects: Subjects | None = None) -> Recall:
    """Recall of decode and detect."""
    decoder, detector = Decoder(), Detector(key=b"r" * 32, subjects=subjects)
    late = DigestIndex(key=b"r" * 32)
    read: dict[int, tuple[Planted, dict[Place, str], set[str]]] = {}
    for order, exchange in enumerate(exchanges):
        planted = truth[number_of(exchange)]
        if not planted:
            continue
        decoded = decoder.decode(exchange, lambda _note: None)
        detected = detector.detect(exchange, decoded, order)
        late.add(detected)
        values = {(f.origin.direction, f.origin.part, f.origin.message, f.pointer): f.value for f in decoded.fields}
        read[order] = planted, values, _texts(detected.observation, values)
    for observation in late.resolve():
        _, values, seen = read[observation.facts.order]
        seen |= _texts(observation, values)
    result = Recall()
    for planted, _, seen in read.values():
        _count(result, planted, seen)
    return result


def _texts(observation: Observation, values: dict[Place, str]) -> set[str]:
    """Digests of the texts that the detections of one exchange stand on."""
    seen: set[str] = set()
    for d in observation.detections:
        value = values.get((d.direction, d.part, d.message, d.pointer))
        if d.confidence >= BAND and value is not None:
            seen |= {_digest(value), _digest(value[d.span[0]:d.span[1]])}
    return seen


def spans(exchanges: list[Exchange], found: list[set[str]], truth: dict[int, Planted],
          texts_per_exchange: list[int]) -> Recall:
    """Recall of a peer that gives the parts of each text that it calls personal data."""
    result = Recall()
    position = 0
    for exchange, count in zip(exchanges, texts_per_exchange, strict=True):
        seen = {_digest(text) for texts in found[position:position + count] for text in texts}
        position += count
        _count(result, truth[number_of(exchange)], seen)
    return result


def _count(result: Recall, planted: Planted, seen: set[str]) -> None:
    for category, digest in planted:
        result.planted[category] += 1
        result.found[category] += digest in seen


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
