"""Which identifier was seen where: rows of numbers, so that a million identifiers take some two hundred megabytes.

Theory. Nearly all identifiers of a scan are seen at one recipient and link nobody, yet each must be remembered until
the scan ends, for the next exchange may bring it to another recipient. So a value is a number (its fingerprint has 64
bits), what it was seen as is a ``Place`` that thousands of values share, and a sighting is a row of columns; the rows
of one value are chained. Objects are made at the end, for values that were seen at several places.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scanner.model import Detection

from ..groups import Ref, Spot
from ..recipients import Party

MAX_VALUES = 1_250_000
"""Distinct identifiers that are compared; later ones are counted in ``overflow``."""
MAX_ROWS = 2_500_000
"""Sightings of identifiers: a row for each party, form and way that a value was seen in."""
MAX_ROWS_PER_VALUE = 40
MAX_REFS_PER_ROW = 20
MAX_MORE_REFS = 100_000
"""Further occurrences of sightings that are listed as evidence; all are counted."""

MIXED = 0xFFFFFFFF
"""In the columns of persons: more than one."""
NOBODY = 0

Kind = Literal["cookie", "sent", "link", "held"]
"""How a party has a value: as a cookie of its own, as something sent to it, through a link or redirect of another
site, or in any other way (its own answer, a credential, the page it was called from)."""


@dataclass(frozen=True, eq=False, slots=True)
class Place:
    """What many sightings have in common: party, form and kind, and the first place where that was seen.

    ``sender`` is the party whose page or answer brought the value there, for links alone.
    """

    party: Party
    via: str
    kind: Kind
    detection: Detection
    spot: Spot
    sender: Party | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One value at one party in one form and kind."""

    place: Place
    subject: int
    count: int
    time: float
    refs: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """An identifier that was seen at several places, or that somebody's place is asked about.

    ``owners`` and ``actors`` number the known persons it is about and whose sessions it was in: 0, 1, or 2 for more.
    ``own`` tells that it is known to be of one person: a value of the subjects file, or one that differs between the
    two test pupils of a pair.
    """

    owners: int
    actors: int
    own: bool
    actor: int
    sightings: tuple[Sighting, ...]

    @property
    def constant(self) -> bool:
        """Whether several persons share it: then it is a constant of the product, and no identifier."""
        return self.owners > 1 or (not self.owners and self.actors > 1)


def number(fingerprint: str) -> int:
    """A fingerprint as a number of 64 bits."""
    try:
        return int(fingerprint, 16)
    except ValueError:
        return int.from_bytes(hashlib.blake2b(fingerprint.encode("utf-8", "replace"), digest_size=8).digest(), "big")


class Sightings:
    """The rows of a scan."""

    def __init__(self, max_values: int | None = None) -> None:
        self._max_values = max_values or MAX_VALUES
        self._places: list[Place] = []
        self._holders: array[int] = array("I")
        self._holder_of: dict[tuple[int, str, Kind, str], int] = {}
        self._first: dict[int, int] = {}
        self._place = array("I")
        self._subject = array("I")
        self._order = array("Q")
        self._index = array("I")
        self._count = array("I")
        self._time = array("d")
        self._next = array("I")
        self._owner = array("I")
        self._actor = array("I")
        self._own = bytearray()
        self._more: dict[int, list[Ref]] = {}
        self._listed = 0
        self.overflow = 0

    def __len__(self) -> int:
        return len(self._first)

    def place(self, place: Place) -> int:
        """The number of a place, to be given to ``enter``. Places of one party, form and kind are one holder."""
        sender = place.sender.key if place.sender else ""
        holder = self._holder_of.setdefault((id(place.party), place.via, place.kind, sender), len(self._holder_of))
        self._places.append(place)
        self._holders.append(holder)
        return len(self._places) - 1

    def enter(self, fingerprint: str, place: int, ref: Ref, time: float, *, subject: int = NOBODY,
              owner: int = NOBODY, actor: int = NOBODY, own: bool = False) -> None:
        """Note that a value was seen at a place. Persons are numbers from 1; ``subject`` is whom the datum is about,
        ``owner`` the same where that is a known person, ``actor`` the known person whose session it is."""
        value = number(fingerprint)
        row = self._first.get(value)
        if row is None:
            if len(self._first) >= self._max_values or len(self._place) >= MAX_ROWS:
                self.overflow += 1
                return
            row = self._first[value] = self._append(place, ref, time, subject)
            self._owner[row], self._actor[row], self._own[row] = owner, actor, own
            return
        if owner and owner != self._owner[row]:
            self._owner[row] = MIXED if self._owner[row] else owner
        if actor and actor != self._actor[row]:
            self._actor[row] = MIXED if self._actor[row] else actor
        if own:
            self._own[row] = 1
        holder, steps = self._holders[place], 1
        while self._holders[self._place[row]] != holder:
            following = self._next[row]
            if not following:
                if steps >= MAX_ROWS_PER_VALUE or len(self._place) >= MAX_ROWS:
                    self.overflow += 1
                    return
                self._next[row] = self._append(place, ref, time, subject)
                return
            row, steps = following, steps + 1
        if self._count[row] < MIXED:
            self._count[row] += 1
        if subject and not self._subject[row]:
            self._subject[row] = subject
        if self._count[row] <= MAX_REFS_PER_ROW and self._listed < MAX_MORE_REFS:
            self._listed += 1
            self._more.setdefault(row, []).append(ref)

    def several(self) -> Iterator[Value]:
        """The values that were seen at more than one place, in the order they were first seen."""
        for row in self._first.values():
            if self._next[row]:
                yield self._value(row)

    def of_kind(self, kind: Kind) -> Iterator[tuple[Value, Sighting]]:
        """The sightings of a kind, each with its value."""
        wanted = {number for number, place in enumerate(self._places) if place.kind == kind}
        for row in self._first.values() if wanted else ():
            at = row
            while self._place[at] not in wanted and self._next[at]:
                at = self._next[at]
            if self._place[at] in wanted:
                value = self._value(row)
                for sighting in value.sightings:
                    if sighting.place.kind == kind:
                        yield value, sighting

    def _append(self, place: int, ref: Ref, time: float, subject: int) -> int:
        if not self._place:
            self._fill(0, (0, 0), 0.0, NOBODY)  # row 0 ends a chain
        self._fill(place, ref, time, subject)
        return len(self._place) - 1

    def _fill(self, place: int, ref: Ref, time: float, subject: int) -> None:
        self._place.append(place)
        self._subject.append(subject)
        self._order.append(ref[0])
        self._index.append(ref[1])
        self._count.append(1)
        self._time.append(time)
        self._next.append(0)
        self._owner.append(NOBODY)
        self._actor.append(NOBODY)
        self._own.append(0)

    def _value(self, first: int) -> Value:
        sightings: list[Sighting] = []
        row = first
        while row:
            refs = ((self._order[row], self._index[row]), *self._more.get(row, ()))
            sightings.append(Sighting(self._places[self._place[row]], self._subject[row], self._count[row],
                                      self._time[row], refs))
            row = self._next[row]
        owner, actor = self._owner[first], self._actor[first]
        return Value(_how_many(owner), _how_many(actor), bool(self._own[first]) or owner not in {NOBODY, MIXED},
                     actor, tuple(sightings))


def _how_many(person: int) -> int:
    return 0 if person == NOBODY else 2 if person == MIXED else 1
