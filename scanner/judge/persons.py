"""Who is who within one message: which detections are about the same data subject.

Theory. The detect stage ties values by subject (a known person, or ``~`` and hex for one it does not know) and by
record (one JSON object, XML element or form). Where neither speaks, a request that knows a single person is taken to
be about that person: it is the session owner's own message. A response is not: it may list anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.model import Category, Detection, ExchangeFacts

_KINDS: dict[Category, str] = {
    Category.NAME_FULL: "name", Category.NAME_FAMILY: "name", Category.STREET: "address", Category.POSTCODE: "address",
}
"""Categories that are one kind of datum for counting."""


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

    def tied(self, i: int, j: int, same: str, partners: Sequence[int]) -> bool:
        """Whether two detections belong together in the sense of ``same``."""
        if same == "message":
            return True
        d, e = self._detections[i], self._detections[j]
        if same == "value":
            return d.part == e.part and d.pointer == e.pointer and _overlap(d.span, e.span)
        if d.record and d.record == e.record:
            return True
        if same == "record":
            return False
        p, q = self.of(i), self.of(j)
        if p and p == q:
            return True
        p_known, q_known = bool(d.subject) and d.subject[0] != "~", bool(e.subject) and e.subject[0] != "~"
        if p_known and q_known:
            return False
        if not self._request or d.about in {"guardian", "teacher"}:
            return False
        if len(self._subjects) > (2 if p_known or q_known else 1):
            return False
        return len({self._detections[k].fingerprint for k in partners}) == 1

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
