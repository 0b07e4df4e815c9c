"""Who is who within one message: which detections are about the same data subject.

Theory. The detect stage ties values by subject (a known person, or ``~`` and hex for one it does not know) and by
record (one JSON object, XML element or form). Where neither speaks, a request that knows a single person is taken to
be about that person: it is the session owner's own message. A response is not: it may list anybody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.model import Category, Detection, ExchangeFacts

_KINDS: dict[Category, str] = {
    Category.NAME_FULL: "name", Category.NAME_FAMILY: "name", Category.STREET: "address", Category.POSTCODE: "address",
}
"""Categories that are one kind of datum for counting."""


@dataclass(slots=True)
class Partners:
    """Detections that others look for, by what can tie them."""

    indices: set[int]
    records: Counter[str] = field(default_factory=Counter)
    persons: Counter[str] = field(default_factory=Counter)
    places: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    values: set[str] = field(default_factory=set)
    known: bool = False


class Persons:
    """The persons in one message."""

    def __init__(self, detections: Sequence[Detection], indices: Sequence[int], facts: ExchangeFacts) -> None:
        self._detections = detections
        self._facts = facts
        owners: dict[str, str] = {}
        for index in indices:
            d = detections[index]
            if d.record and d.subject and d.about != "guardian":
                # Two subjects in one record: it does not tell whose the rest is.
                owners[d.record] = d.subject if owners.get(d.record, d.subject) == d.subject else ""
        self._owners = owners
        self._subjects = {detections[i].subject for i in indices if detections[i].subject}
        self._request = bool(indices) and detections[indices[0]].direction == "request"

    def of(self, index: int) -> str:
        """The person of a detection: subject, else the subject of its record, else the record itself."""
        d = self._detections[index]
        return d.subject or self._owners.get(d.record, "") or (f"record {d.record}" if d.record else "")

    def partners(self, indices: Sequence[int]) -> Partners:
        """Make detections ready to be looked up as partners."""
        found = Partners(set(indices))
        for index in indices:
            d = self._detections[index]
            found.records[d.record] += 1
            found.persons[self.of(index)] += 1
            found.places[d.part, d.pointer].append(index)
            found.values.add(d.fingerprint)
            found.known |= _is_known(d.subject)
        return found

    def has_partner(self, i: int, same: str, partners: Partners) -> bool:
        """Whether one of the partners, other than ``i`` itself, belongs with it in the sense of ``same``."""
        own = i in partners.indices
        if len(partners.indices) == own:
            return False
        if same == "message":
            return True
        d = self._detections[i]
        if same == "field":
            return any(i != j for j in partners.places.get((d.part, d.pointer), ()))
        if same == "value":
            return any(i != j and _overlap(d.span, self._detections[j].span)
                       for j in partners.places.get((d.part, d.pointer), ()))
        if d.record and partners.records[d.record] > own:
            return True
        if same == "record":
            return False
        person = self.of(i)
        if person and partners.persons[person] > own:
            return True
        return self._owners_own(d, partners)

    def _owners_own(self, d: Detection, partners: Partners) -> bool:
        """Whether a request that neither record nor subject ties up is the session owner's own."""
        if not self._request or d.about in {"guardian", "teacher"} or len(partners.values) != 1:
            return False
        known = _is_known(d.subject)
        if known and partners.known:
            return False
        return len(self._subjects) <= (2 if known or partners.known else 1)

    def count(self, what: str, indices: Sequence[int]) -> int:
        """Distinct persons, others than the one who looks, kinds of data, or values."""
        if what == "kinds":
            return len({_KINDS.get(c := self._detections[i].category, c.value) for i in indices})
        if what == "values":
            return len({(self._detections[i].category, self._detections[i].fingerprint) for i in indices})
        persons = {person for i in indices if (person := self.of(i))}
        return len(persons) if what == "subjects" else self._others(persons)

    def is_actor(self, index: int) -> bool:
        """Whether a detection is about the person whose session it is."""
        return bool(self._facts.actor_subject) and self.of(index) == self._facts.actor_subject

    def _others(self, persons: set[str]) -> int:
        """Persons other than the actor. When it is not clear who of them the actor is, one is taken to be."""
        actor = self._facts.actor_subject
        if actor in persons:
            return len(persons) - 1
        known = {person for person in persons if not person.startswith(("~", "record "))}
        if actor and not actor.startswith("~") and len(known) == len(persons):
            return len(persons)
        return max(0, len(persons) - 1)


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans share something; an unknown span shares with everything."""
    return a[0] >= a[1] or b[0] >= b[1] or (a[0] < b[1] and b[0] < a[1])


def _is_known(subject: str) -> bool:
    return bool(subject) and subject[0] != "~"
