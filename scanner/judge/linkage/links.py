"""What an answer of linkage is, and what its questions have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scanner.model import Category

from ..condition_terms import traits
from ..recipients import CHAIN_ROLES, Party
from .sightings import Sighting, Value

MIN_BITS = 64
"""Entropy from which equal values at two parties are the same identifier beyond doubt."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A sighting that links: the sightings at other parties it can be joined with, or the party it came from."""

    sighting: Sighting
    others: Sequence[Sighting] = ()
    sender: Party | None = None

    @property
    def parties(self) -> list[Party]:
        """The recipient first, then everybody it is linked with."""
        found = [self.sighting.place.party, *(other.place.party for other in self.others)]
        return [*found, self.sender] if self.sender is not None else found


@lru_cache(maxsize=4096)
def _bare(organisation: str) -> str:
    return organisation.partition(" (")[0].strip().lower()


def organisation(party: Party) -> str:
    """What makes two recipients one: the organisation behind them, or the domain where that is unknown.

    The directory names the service in brackets: ``Google (Analytics)`` and ``Google (sign-in)`` are one organisation.
    """
    return _bare(party.organisation) or party.domain


def apart(a: Party, b: Party) -> bool:
    """Whether two recipients are of different organisations."""
    return a is not b and organisation(a) != organisation(b)


def by_task(party: Party) -> bool:
    """Whether a recipient holds identities by its task in the chain."""
    return party.role in CHAIN_ROLES


def identifies(value: Value) -> bool:
    """Whether equal values are one identifier: known to be one person's, an address that some party names as such, too
    long for chance, or seen as a digest that was reversed."""
    return value.own or any(
        sighting.place.detection.bits >= MIN_BITS or sighting.place.via
        or (sighting.place.detection.category is Category.EMAIL and any(traits(sighting.place.detection)))
        for sighting in value.sightings)


def may_have(sighting: Sighting) -> bool:
    """Whether a party may hold the datum: named with it, or unknown where no policy names anybody."""
    detection = sighting.place.detection
    return sighting.place.party.has(detection.category, detection.about)
