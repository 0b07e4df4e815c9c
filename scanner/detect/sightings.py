"""Raw values at their places: what was detected in an exchange, for the one consumer that replaces it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.model import Category, Field

if TYPE_CHECKING:
    from .outcome import Outcome
    from .record import Hit


@dataclass(frozen=True, slots=True)
class Sighting:
    """A detected value (raw: memory only). ``leaf`` is the field it stands in, None for the name of a key.

    ``start`` and ``end`` are its place in the value of the field; ``token`` is the hex of what may be a digest;
    ``direction`` is the side of the exchange.
    """

    category: Category
    value: str = field(repr=False)
    canonical: str = field(repr=False)
    via: str
    confidence: float
    key: str = field(repr=False)
    start: int
    end: int
    token: str = field(repr=False)
    leaf: Field | None = field(repr=False)
    direction: str


@dataclass(frozen=True, slots=True)
class Sightings:
    """All of one exchange: detections, digest-looking values, values that are long and various enough to be ids."""

    values: list[Sighting] = field(repr=False)
    tokens: list[Sighting] = field(repr=False)
    loose: list[Field] = field(repr=False)


def sighted(
    hit: Hit, confidence: float, places: dict[tuple[int, tuple[int, ...], int], list[Field]]
) -> list[Sighting]:
    """A hit with each field that it can be of."""
    leaves = [leaf for leaf in places.get((id(hit.plan.node), hit.indices, id(hit.origin)), ())
              if _holds(leaf.value, hit.outcome)]
    outcome = hit.outcome
    return [Sighting(outcome.category, outcome.value, outcome.canonical, outcome.via, confidence, outcome.key,
                     outcome.start, outcome.end, outcome.token, leaf, hit.origin.direction)
            for leaf in leaves or (None,)]


def _holds(value: str, outcome: Outcome) -> bool:
    whole = outcome.start == 0 and outcome.end >= len(value.strip())
    return value[outcome.start:outcome.end] == outcome.value or (whole and outcome.value.strip() in value)
