"""Finds the objects of an exchange that are about a person, and who that is.

Theory. A record that holds a personal datum speaks of a *data subject*: a known one where a known value says so, else
whoever the strongest identifier names, else just this record. An inner object (an address) belongs to the person of the
object around it, unless a list of other things lies between. A list of references (``userIds``, ``deelnemerref``)
whose entries hold identifiers alone, one of a kind, is about the person who has it.
"""

from __future__ import annotations

from collections.abc import Mapping

from scanner.model import About, Category

from .fingerprint import Fingerprinter
from .names import snake
from .outcome import STRENGTH_OF_IDENTIFIER, Outcome
from .plan import Plan
from .record import (
    SURE_ACCOUNT,
    Place,
    Record,
    contradicted,
    holds_a_name,
    names_somebody,
    quasi_identified,
)
from .roles import PERSONS, role_of

BARE_IDS = frozenset({"id", "key", "uid", "uuid", "oid", "sourced_id"})
"""Keys of the id of an object, whatever it is."""
_WEAK_KNOWN = frozenset(
    {Category.NAME_GIVEN, Category.NAME_FAMILY, Category.GROUP, Category.SCHOOL, Category.GENDER, Category.AGE,
     Category.DOB, Category.POSTCODE, Category.NATIONALITY, Category.BIRTHPLACE, Category.RESULT, Category.STREET}
)  # fmt: skip
"""Categories whose values several persons share; alone they do not say which subject is meant."""
_WEAK_VOTE, _VOTE = 1, 10
_LEAST_TO_NAME = 0.4
"""From this confidence on an identifier names who an object is about."""
_IDS = frozenset({Category.ACCOUNT, Category.LEERLINGNUMMER})
_SHORTEST_ID = 3
_REFERENCES = frozenset(STRENGTH_OF_IDENTIFIER) - {Category.NAME_FULL}
"""Categories of which an entry of a list of references has one."""
_NAMED = frozenset({Category.NAME_FAMILY, Category.NAME_FULL, Category.NAME_GIVEN, Category.DOB})


def says_who(outcome: Outcome) -> bool:
    """Whether a known value says by itself which subject is meant."""
    return bool(outcome.known) and outcome.category not in _WEAK_KNOWN and (
        len({known.subject for known in outcome.known}) == 1
    )


class Persons:
    """The persons of one exchange."""

    def __init__(self, records: Mapping[Place, Record], fingerprinter: Fingerprinter, exchange_key: str) -> None:
        self._records = records
        self._fingerprinter = fingerprinter
        self._exchange_key = exchange_key

    def find(self) -> None:
        """Give every record the person it is about, and every person a subject."""
        records = self._records.values()
        for record in records:
            if not record.personal and holds_a_name(record):
                record.tell({Category.NAME_FULL})
        self._recognise_ids()
        for record in records:
            if not record.personal and record.scope[0] == "request" and (told := quasi_identified(record)):
                record.tell(told)
        for record in records:
            record.person = record if record.personal else self._around(record)
        self._refer()
        for record in records:
            if record.person is record:
                self._name(record)

    def forget(self) -> None:
        """Part the records from their persons: a record that is its own would stay until the cyclic collector comes."""
        for record in self._records.values():
            record.person = None

    def subject_of(self, outcome: Outcome, person: Record | None) -> str | None:
        """Whom a value is about in the object of a person; None when it is somebody else's of the same name."""
        if outcome.known:
            return _known_subject(outcome, person)
        if person is None:
            return ""
        if person.subject and outcome.about != person.about and "unknown" not in (person.about, outcome.about):
            return "~" + self._fingerprinter.of("relation", f"{person.subject}\0{outcome.about}")
        return person.subject

    def _recognise_ids(self) -> None:
        """Let an object whose id is that of a person elsewhere in the exchange be about that person."""
        known = {hit.outcome.canonical for record in self._records.values() for hit in record.hits
                 if hit.outcome.category in _IDS and hit.outcome.alone >= SURE_ACCOUNT
                 and len(hit.outcome.canonical) >= _SHORTEST_ID}
        if known:
            for record in self._records.values():
                if not record.accounted and not record.personal:
                    record.accounted = any(
                        hit.outcome.category in _IDS and not hit.outcome.alone and hit.outcome.canonical in known
                        and hit.outcome.key in BARE_IDS for hit in record.hits)

    def _around(self, record: Record) -> Record | None:
        """The record of the closest object around this one that speaks of a person."""
        node, indices = record.node, record.indices
        about = record.hits[0].outcome.about
        while node.parent is not None:
            plan = node.plan
            if isinstance(plan, Plan):
                if node.is_index and not plan.list_of_one:
                    return None
                if node.is_index:
                    indices = indices[:-1]
            node = node.parent
            found = self._records.get((record.scope, id(node), indices))
            if found is not None and found.personal:
                around = found.hits[0].outcome.about
                return found if about == around or "unknown" in (about, around) else None
        return None

    def _refer(self) -> None:
        """Give the entries of lists of references to the person whose list it is."""
        lists: dict[Place, list[Record]] = {}
        for record in self._records.values():
            around = record.node.parent
            if around is None or not record.node.is_index or not record.personal or record.personal - _REFERENCES:
                continue
            if role_of(snake(around.key).rpartition("_")[2]) not in PERSONS:  # pupils are no references of a teacher
                lists.setdefault((record.scope, id(around), record.indices[:-1]), []).append(record)
        for (scope, _, indices), entries in lists.items():
            around = entries[0].node.parent
            person = self._records.get((scope, id(around.parent), indices)) if around is not None else None
            if person is None or person.person is not person or person.personal.isdisjoint(_NAMED):
                continue
            abouts = {hit.outcome.about for each in (person, *entries) for hit in each.hits} - {"unknown"}
            if len(abouts) > 1:
                continue
            values: dict[Category, set[str]] = {}
            for hit in (hit for entry in entries for hit in entry.hits):
                values.setdefault(hit.outcome.category, set()).add(hit.outcome.fingerprint)
            if all(len(found) == 1 for found in values.values()):  # two of a kind are two persons
                for entry in entries:
                    entry.person = person

    def _name(self, record: Record) -> None:
        """Decide whose data a person record holds."""
        if len(record.hits) == 1 and not record.hits[0].outcome.known:
            self._name_alone(record, record.hits[0].outcome)
            return
        votes: dict[str, int] = {}
        best: Outcome | None = None
        abouts: dict[About, int] = {}
        for hit in record.hits:
            outcome = hit.outcome
            abouts[outcome.about] = abouts.get(outcome.about, 0) + 1
            for known in outcome.known:
                vote = _WEAK_VOTE if outcome.category in _WEAK_KNOWN else _VOTE
                votes[known.subject] = votes.get(known.subject, 0) + vote
            if _may_name(outcome) and not outcome.known and (
                best is None or STRENGTH_OF_IDENTIFIER[outcome.category] > STRENGTH_OF_IDENTIFIER[best.category]
            ):
                best = outcome
        record.about = max(abouts, key=lambda about: (about != "unknown", abouts[about]))
        if votes:
            leader = max(votes, key=lambda subject: (votes[subject], subject))
            tied = [subject for subject, count in votes.items() if count == votes[leader]]
            if len(tied) == 1 and (votes[leader] >= _VOTE or best is None or not names_somebody(best)):
                record.subject = leader
                return
        self._name_after(record, best)

    def _name_alone(self, record: Record, outcome: Outcome) -> None:
        """The same for the many objects that hold a single datum."""
        record.about = outcome.about
        self._name_after(record, outcome if _may_name(outcome) else None)

    def _name_after(self, record: Record, best: Outcome | None) -> None:
        """Name a person after the strongest identifier, else after the record."""
        if best is not None:
            record.subject = "~" + best.fingerprint
        else:
            record.subject = "~" + self._fingerprinter.of("record", f"{self._exchange_key}\0{record.name}")


def _may_name(outcome: Outcome) -> bool:
    return outcome.category in STRENGTH_OF_IDENTIFIER and outcome.alone >= _LEAST_TO_NAME


def _known_subject(outcome: Outcome, person: Record | None) -> str | None:
    """Which subject a known value belongs to in its record; None when it is somebody else's of the same name."""
    subjects = [known.subject for known in outcome.known]
    if person is not None and person.subject in subjects:
        return person.subject
    if says_who(outcome) or person is None or not contradicted(person):
        return subjects[0]
    if outcome.recognizer == "known_subject" and outcome.confidence < 1.0:
        return None
    return person.subject
