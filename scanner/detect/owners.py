"""Whom an object is about that names nobody itself: who the objects in and around it, or the address, speak of.

Theory. A mark, an absence, a postcode are a person's data where there is a person: ``/leerlingen/118402/cijfers``
answers with marks and no name, a form holds the child in one object and the postcode beside it, a list of results
stands in the object of a pupil. The same fields in an answer that speaks of nobody are norms, reasons to choose from,
depots. So an object without a person has an *owner*, or none; and since what happens to somebody happens on some day,
an entry of a list that has neither owner nor date is reference data.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from scanner.model import Category, Field, KeyPath

from .names import squash
from .outcome import STRENGTH_OF_IDENTIFIER
from .plan import Plan
from .roles import PERSONS, nearest_role, role_of

if TYPE_CHECKING:
    from .endpoints import Address
    from .record import Hit, Place, Record

Owner = Literal["", "inside", "around", "role", "address", "sent", "roster"]
"""How an owner is known: by an object inside or around, the keys above, the address, what was sent, a list of persons
below; empty for none."""

OWNER_CODES: dict[Owner, str] = {
    "inside": "sibling:inside", "around": "sibling:around", "role": "sibling:role", "address": "sibling:address",
    "sent": "sibling:sent", "roster": "sibling:roster",
}  # fmt: skip
"""The codes of evidence for these."""
OF_OWNER = frozenset({
    Category.RESULT, Category.PROGRESS, Category.ATTENDANCE, Category.SCHEDULE, Category.HEALTH, Category.DIAGNOSIS,
    Category.SUPPORT, Category.YOUTHCARE, Category.RELIGION, Category.ORIGIN, Category.ORIENTATION, Category.GENDER,
    Category.AGE, Category.DOB, Category.NATIONALITY, Category.BIRTHPLACE, Category.GROUP, Category.PROFILE,
    Category.EVENT, Category.POSTCODE, Category.STREET, Category.PHONE, Category.SCHOOL,
})  # fmt: skip
"""Categories that say something of the owner, where things have none of their own."""
_OF_ONE = OF_OWNER | {Category.DEVICE, Category.IP, Category.GEO, Category.SCHOOL, Category.IMAGE}
"""The same right beside the object of a person."""
_DONE = frozenset({Category.RESULT, Category.PROGRESS, Category.ATTENDANCE, Category.PROFILE})
"""What an answer says of whom the question was about."""
_OF_ALL = frozenset({Category.GROUP, Category.SCHOOL})
"""What an object says of all persons in a list below it."""
_PLACES = frozenset({Category.POSTCODE, Category.STREET, Category.PHONE})
_NAMES = frozenset({Category.NAME_FULL, Category.NAME_GIVEN, Category.NAME_FAMILY})
_DAY = re.compile(r"(?:19|20)[0-9]{2}-?[01][0-9]-?[0-3][0-9](?:[T ]|\Z)|"
                  r"[0-3]?[0-9][-/.][01]?[0-9][-/.](?:19|20)?[0-9]{2}\b|1[0-9]{9}(?:[0-9]{3})?\Z|/Date\(")
_LONG_AGO = re.compile(r"(?!.*(?<![0-9])20[0-9]{2}(?![0-9])).*(?<![0-9])1[0-8][0-9]{2}(?![0-9])")
"""A year before 1900; beside one of this century it is the time of a day."""
_OF_FIRMS = frozenset({"contact", "contacts", "contactafdeling", "support", "account", "accounts", "profile"})
"""Words for persons under which firms and schools stand as well."""
_IDS = frozenset({Category.ACCOUNT, Category.LEERLINGNUMMER})
_MOST_LEVELS = 12
_LONGEST_LIFE = 60


class Owners:
    """Answers for the records of one exchange; what it needs is worked out at the first question."""

    def __init__(
        self, records: Mapping[Place, Record], loose: Sequence[Hit], address: Address,
        leaves: Sequence[Field],
    ) -> None:
        self._records = records
        self._loose = loose
        self._address = address
        self._leaves = leaves
        self._holders: set[Place] | None = None
        self._addressed = self._sent = self._someone = False
        self._rosters: set[Place] = set()
        """The objects around lists of persons of an answer."""
        self._ids: set[str] = set()
        self._dated: set[tuple[int, tuple[int, ...]]] | None = None
        self._long_ago: set[tuple[int, tuple[int, ...]]] | None = None
        self._roles: dict[int, bool] = {}
        """Whether the keys above an object are words for persons, by its node: entries of one list share it."""

    def of(self, record: Record) -> Owner:
        """How the owner of a record is known that has no person."""
        holders = self._holders if self._holders is not None else self._prepare()
        scope, indices, node = record.scope, record.indices, record.node
        if (scope, id(node), indices) in holders:
            return "inside"
        if self._someone and self._is_around(record, holders):
            return "around"
        if self.is_under_persons(record):
            return "role"
        if scope[0] == "response":
            if self._addressed or self._address.own:
                return "address"
            if self._sent and not indices:
                return "sent"
            if (scope, id(node), indices) in self._rosters:
                return "roster"
        return ""

    def is_under_persons(self, record: Record) -> bool:
        """Whether the keys above an object are words for persons: ``leerlingen``, ``students``."""
        node = record.node
        held = self._roles.get(id(node))
        if held is None:
            held = self._roles[id(node)] = nearest_role(
                tuple(name for name in node.names if squash(name) not in _OF_FIRMS))[0] in PERSONS
        return held

    def lifts(self, owner: Owner, category: Category, *, named: bool, answered: bool) -> bool:
        """Whether an owner known in this way makes a loose value of a category count.

        ``named``: it is a listed name, in no list; ``answered``: it stands in an answer, where a firm may be beside its
        contact.
        """
        if category in _PLACES and owner in {"inside", "around"} and answered:
            return False
        if owner == "roster":
            return category in _OF_ALL
        if owner == "inside":
            return category in _OF_ONE
        if owner == "sent":
            return category in _DONE
        if owner == "address" and category in _NAMES:
            return named and self._addressed
        return bool(owner) and category in OF_OWNER

    @property
    def named_in_address(self) -> bool:
        """Whether the address of the exchange names a person."""
        if self._holders is None:
            self._prepare()
        return self._addressed

    def is_of_address(self, canonical: str) -> bool:
        """Whether an id is that of the person whom the address of the exchange names."""
        if self._holders is None:
            self._prepare()
        return canonical in self._ids

    def is_dated(self, record: Record) -> bool:
        """Whether an object holds a day or a moment."""
        if self._dated is None:
            self._dated = set()
            for value, path, indices, _ in self._leaves:
                plan = path.plan
                if isinstance(plan, Plan) and _DAY.match(value) is not None:
                    self._dated.add((id(plan.object_node), indices[:plan.object_depth]))
        return (id(record.node), record.indices) in self._dated

    def is_of_long_ago(self, record: Record) -> bool:
        """Whether an object is about somebody who was born or died before 1900: no personal datum (AVG recital 27)."""
        if self._long_ago is None:
            self._long_ago = set()
            for value, path, indices, _ in self._leaves:
                plan = path.plan
                if isinstance(plan, Plan) and plan.is_of_life and (
                        len(value) <= _LONGEST_LIFE and _LONG_AGO.match(value) is not None):
                    self._long_ago.add((id(plan.object_node), indices[:plan.object_depth]))
        return (id(record.node), record.indices) in self._long_ago

    def _prepare(self) -> set[Place]:
        holders: set[Place] = set()
        for record in self._records.values():
            direction, part, _ = record.scope
            who = record.keyed or record.accounted
            if not who:
                continue
            self._someone = True
            if direction == "request":
                if part.startswith("url"):
                    self._addressed = True
                    self._ids.update(hit.outcome.canonical for hit in record.hits if hit.outcome.category in _IDS)
                    continue
                self._sent = self._sent or part in {"body", "ws"}
            self._mark(record, holders, through_lists=direction == "request")
        for hit in self._loose:
            outcome = hit.outcome
            if hit.origin.part == "url.path" and outcome.category in STRENGTH_OF_IDENTIFIER and outcome.alone >= 0.6:
                self._addressed = True
                if outcome.category in _IDS:
                    self._ids.add(outcome.canonical)
        self._holders = holders
        return holders

    def _mark(self, record: Record, holders: set[Place], *, through_lists: bool) -> None:
        """Mark the objects around a person's; of an answer only those that hold this one person."""
        node: KeyPath | None = record.node
        indices = record.indices
        for _ in range(_MOST_LEVELS):
            assert node is not None
            if node.is_index:
                if not through_lists:
                    self._mark_roster(record, node, indices)
                    return
                indices = indices[:-1]
            node = node.parent
            if node is None:
                return
            place = (record.scope, id(node), indices)
            if place in holders:
                return
            holders.add(place)

    def _mark_roster(self, record: Record, node: KeyPath, indices: tuple[int, ...]) -> None:
        """Mark the object that holds the list which a person is an entry of."""
        around = node.parent.parent if node.parent is not None else None
        if around is not None:
            self._rosters.add((record.scope, id(around), indices[:-1]))

    def _is_around(self, record: Record, holders: set[Place]) -> bool:
        """Whether an object around is a person's, or holds one beside this; a list of persons lies not between."""
        node: KeyPath | None = record.node
        indices = record.indices
        crossed = False
        for _ in range(_MOST_LEVELS):
            assert node is not None
            above = node.parent
            if above is None:
                return False
            if node.is_index:
                if role_of(above.key) in PERSONS or role_of(above.key) == "group" or not above.key:
                    return False
                indices, crossed = indices[:-1], True
            node = above
            place = (record.scope, id(node), indices)
            found = self._records.get(place)
            if found is not None and (found.keyed or found.accounted):
                return True
            if place in holders and (not crossed or indices):
                return True
        return False
