"""The subject graph: what each recipient holds about how many persons, and which two can join what of whom.

Theory. A recipient knows a person by the key that the detect stage ties data with; two recipients may know one pupil
by different keys. An identifier that both hold makes these keys one person, and so do identifiers in a chain. What two
recipients can join is then: of the persons linked between them, everything that either holds. Links by design (an ECK
iD in the declared chain) are in the graph too, marked as declared; the rules decide what is a finding.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from scanner.model import Category

from ..recipients import Party
from .links import apart, identifies, may_have
from .persons import PersonNumbers
from .sightings import Sightings, Value

MAX_HELD = 400_000
"""Pairs of a recipient and a person that are remembered."""
MAX_PROFILES = 200
"""Profiles listed for one recipient."""
MAX_LINKED = 2_000_000
"""Entries of a person at a pair of recipients."""

_BITS = {category: 1 << position for position, category in enumerate(Category)}


@dataclass(frozen=True, slots=True)
class Profile:
    """So many persons of whom a recipient holds just these categories."""

    categories: tuple[Category, ...]
    subjects: int


@dataclass(frozen=True, slots=True)
class Holder:
    """What a recipient holds about persons: profiles, those with the most persons first."""

    recipient: str
    subjects: int
    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class Linking:
    """What links two recipients: a category of identifier, equal at both (``equal``) or at one as a digest."""

    category: Category
    form: str
    values: int
    subjects: int
    declared: bool


@dataclass(frozen=True, slots=True)
class Join:
    """Two recipients of different organisations that hold the same identifiers."""

    recipients: tuple[str, str]
    subjects: int
    by: tuple[Linking, ...]
    categories: tuple[tuple[Category, ...], tuple[Category, ...]]
    """What each of them holds about these persons."""


@dataclass(frozen=True, slots=True)
class LinkageGraph:
    """Who holds what about how many persons, and who can join what with whom."""

    holders: tuple[Holder, ...] = ()
    joins: tuple[Join, ...] = ()
    left_out: int = 0


class Knowledge:
    """What each recipient was seen to hold about each person, as a set of categories in one number."""

    def __init__(self) -> None:
        self._parties: dict[int, int] = {}
        self._names: list[str] = []
        self._held: dict[int, int] = {}
        self.overflow = 0

    def see(self, party: Party, subject: int, category: Category) -> None:
        """A recipient holds a datum about a person (a number above 0)."""
        if not subject:
            return
        key = self._number(party) << 32 | subject
        held = self._held.get(key)
        bit = _BITS[category]
        if held is None:
            if len(self._held) >= MAX_HELD:
                self.overflow += 1
                return
            self._held[key] = bit
        elif not held & bit:
            self._held[key] = held | bit

    def _number(self, party: Party) -> int:
        number = self._parties.get(id(party))
        if number is None:
            number = self._parties[id(party)] = len(self._names)
            self._names.append(party.key)
        return number

    def graph(self, sightings: Sightings, persons: PersonNumbers) -> LinkageGraph:
        """The graph, when the scan is over."""
        same = _Same(len(persons))
        for value in _linking(sightings):
            same.join([sighting.subject for sighting in value.sightings if sighting.subject])
        pairs = self._pairs(_linking(sightings), same)
        joined = {person for pair in pairs.values() for persons_of in pair.persons.values() for person in persons_of}
        holdings: dict[tuple[str, int], int] = defaultdict(int)
        profiles: dict[str, Counter[int]] = defaultdict(Counter)
        merged: dict[tuple[str, int], int] = defaultdict(int)
        for key, held in self._held.items():
            name, person = self._names[key >> 32], same.of(key & 0xFFFFFFFF)
            merged[name, person] |= held
            if person in joined:
                holdings[name, person] |= held
        for (name, _), held in merged.items():
            profiles[name][held] += 1
        return LinkageGraph(
            tuple(_holder(name, profiles[name]) for name in sorted(profiles)),
            tuple(_join(pair, holdings) for _, pair in sorted(pairs.items())),
            self.overflow + persons.overflow + sightings.overflow,
        )

    def _pairs(self, values: Iterable[Value], same: _Same) -> dict[tuple[str, str], _Pair]:
        pairs: dict[tuple[str, str], _Pair] = {}
        room = MAX_LINKED
        for number, value in enumerate(values, 1):
            person = next((same.of(s.subject) for s in value.sightings if s.subject), -number)
            parties: dict[int, list[int]] = {}
            for position, sighting in enumerate(value.sightings):
                parties.setdefault(id(sighting.place.party), []).append(position)
            for a, b in combinations(parties.values(), 2):
                first, second = value.sightings[a[0]], value.sightings[b[0]]
                if not apart(first.place.party, second.place.party):
                    continue
                if first.place.party.key > second.place.party.key:
                    a, b, first, second = b, a, second, first
                name = (first.place.party.key, second.place.party.key)
                pair = pairs.get(name)
                if pair is None:
                    pair = pairs[name] = _Pair(name)
                room -= 1
                if room < 0:
                    self.overflow += 1
                    continue
                clear = {value.sightings[i].place.via for i in a} & {value.sightings[i].place.via for i in b}
                category = max(first, second, key=lambda s: s.place.detection.confidence).place.detection.category
                pair.add(category, "equal" if clear else "digest", person,
                         declared=may_have(first) and may_have(second)
                         and first.place.party.declared and second.place.party.declared)
        return pairs


def _linking(sightings: Sightings) -> Iterator[Value]:
    """The values that can link, one at a time: there may be a million."""
    return (value for value in sightings.several() if not value.constant and identifies(value))


class _Pair:
    """Two recipients while their links are counted."""

    __slots__ = ("declared", "name", "persons", "values")

    def __init__(self, name: tuple[str, str]) -> None:
        self.name = name
        self.values: Counter[tuple[Category, str]] = Counter()
        self.persons: dict[tuple[Category, str], set[int]] = defaultdict(set)
        self.declared: dict[tuple[Category, str], bool] = {}

    def add(self, category: Category, form: str, person: int, *, declared: bool) -> None:
        key = (category, form)
        self.values[key] += 1
        self.persons[key].add(person)
        self.declared[key] = declared and self.declared.get(key, True)


class _Same:
    """Subject keys that turned out to be one person: disjoint sets over their numbers."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size + 1))

    def of(self, person: int) -> int:
        parent = self._parent
        while parent[person] != person:
            parent[person] = person = parent[parent[person]]
        return person

    def join(self, persons: list[int]) -> None:
        for person in persons[1:]:
            a, b = self.of(persons[0]), self.of(person)
            if a != b:
                self._parent[max(a, b)] = min(a, b)


def _holder(name: str, profiles: Counter[int]) -> Holder:
    ordered = sorted(profiles.items(), key=lambda item: (-item[1], -item[0].bit_count(), item[0]))
    return Holder(name, sum(profiles.values()),
                  tuple(Profile(_categories(held), count) for held, count in ordered[:MAX_PROFILES]))


def _join(pair: _Pair, holdings: dict[tuple[str, int], int]) -> Join:
    persons = set().union(*pair.persons.values())
    by = tuple(
        Linking(category, form, pair.values[category, form], len(pair.persons[category, form]),
                pair.declared[category, form])
        for category, form in sorted(pair.values))
    held = [0, 0]
    for position, name in enumerate(pair.name):
        for person in persons:
            held[position] |= holdings.get((name, person), 0)
    return Join(pair.name, len(persons), by, (_categories(held[0]), _categories(held[1])))


def _categories(held: int) -> tuple[Category, ...]:
    return tuple(category for category, bit in _BITS.items() if held & bit)
