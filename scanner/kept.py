"""The detections that the result of a scan lists, in bounded memory."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import dataclass

from scanner.model import Detection, ExchangeFacts, Observation

_PACK = 1000
"""Detections that are packed together."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A detection that the result lists, with the exchange it was made in and its id."""

    id: str
    facts: ExchangeFacts
    detection: Detection


Held = tuple[int, int, int, ExchangeFacts, Detection]


class DetectionStore:
    """Keeps detections for the result: all, until a place repeats itself; what is not listed is counted.

    A place is host, endpoint, direction, part, pointer template and category. Bounds memory: ``per_place``
    detections a place, and a tenth of that once ``total`` are held.
    """

    def __init__(self, per_place: int = 200, total: int = 20_000, *, packs: bool = False) -> None:
        """``packs``: compress what is held, to a tenth, for a scan that goes on for days; it takes some time."""
        self._per_place = per_place
        self._total = total
        self._packs = packs
        self._places: dict[tuple[str, ...], int] = {}
        self._held: list[Held] = []
        self._packed: list[bytes] = []
        self.suppressed = 0

    def add(self, observation: Observation, seen_as: int = 0) -> None:
        """Keep the detections of one observation, or count them.

        ``seen_as`` is the order under which the judge saw it, where that is not its order in the scan (digests
        that were resolved at the end).
        """
        facts = observation.facts
        for index, d in enumerate(observation.detections):
            place = (facts.host, facts.endpoint, d.direction, d.part, d.template, d.category.value)
            seen = self._places.get(place, 0)
            limit = self._per_place if len(self) < self._total else self._per_place // 10
            if seen >= limit:
                self.suppressed += 1
                continue
            self._places[place] = seen + 1
            self._held.append((facts.order, seen_as or facts.order, index, facts, d))
            if self._packs and len(self._held) == _PACK:
                self._packed.append(zlib.compress(pickle.dumps(self._held, pickle.HIGHEST_PROTOCOL), 1))
                self._held = []

    def __len__(self) -> int:
        return len(self._packed) * _PACK + len(self._held)

    def number(self) -> tuple[list[Kept], dict[tuple[int, int], str]]:
        """Detections in the order of the capture with their ids, and the id of each (order, index) the judge saw."""
        held = [each for data in self._packed for each in pickle.loads(zlib.decompress(data))]  # our own words
        held += self._held
        held.sort(key=lambda each: each[:3])
        kept: list[Kept] = []
        ids: dict[tuple[int, int], str] = {}
        for number, (_, seen_as, index, facts, detection) in enumerate(held, 1):
            name = f"d{number:06d}"
            ids[seen_as, index] = name
            kept.append(Kept(name, facts, detection))
        return kept, ids
