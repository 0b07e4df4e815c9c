"""Which recipients got a digest of an identifier that another organisation has in another form (LNK-002)."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Category

from .links import Linked, apart
from .sightings import Sighting, Value


def links(value: Value) -> Iterator[Linked]:
    """A recipient for each digest, with all that have the value in clear or under another digest."""
    seen: set[tuple[int, str]] = set()
    for sighting in value.sightings:
        place = sighting.place
        if not place.via or (id(place.party), place.via) in seen:
            continue
        seen.add((id(place.party), place.via))
        others: dict[int, Sighting] = {}
        for other in value.sightings:
            if (other.place.via != place.via and apart(other.place.party, place.party)
                    and other.place.detection.category is not Category.TOKEN):
                others.setdefault(id(other.place.party), other)
        if others:
            yield Linked(sighting, list(others.values()))
