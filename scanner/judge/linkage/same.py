"""Which recipients hold the same identifier in the same form (LNK-001)."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Category

from .links import Linked, apart, by_task, may_have
from .sightings import Sighting, Value


def links(value: Value) -> Iterator[Linked]:
    """Recipients that hold a value in the same form as one of another organisation: all but the first of them."""
    for via in dict.fromkeys(sighting.place.via for sighting in value.sightings):
        holders: dict[int, Sighting] = {}
        for sighting in value.sightings:
            place = sighting.place
            if place.via == via and not by_task(place.party) and place.detection.category is not Category.TOKEN:
                holders.setdefault(id(place.party), sighting)
        ordered = sorted(holders.values(), key=_distance)
        for position, sighting in enumerate(ordered):
            others = [s for s in ordered[:position] if apart(s.place.party, sighting.place.party)]
            if others and not (sighting.place.detection.category is Category.ECKID and may_have(sighting)):
                yield Linked(sighting, others)


def _distance(sighting: Sighting) -> tuple[bool, bool, bool, bool, float, str]:
    """Orders holders from the one that the policy names with this datum to the one farthest off; who has it under a
    name that says what it is goes before who has it under another."""
    party = sighting.place.party
    return (party.tracker, not (party.declared or party.assumed), not may_have(sighting),
            not sighting.place.detection.key, sighting.time, party.key)
