"""Which tables are about persons: by their own columns or keys, by a table beside them, by ids that they refer to.

Theory. A column that names persons makes its table one of persons when its heading says so. Where only its values
look like names or numbers, something else has to say the same: a word for pupils above, the address, numbers or dates
of birth beside the names, columns of marks. What the address or the keys call things never becomes persons that way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..endpoints import Address
from ..roles import PERSONS, nearest_role
from ..routes import Coordinate
from .axes import Column, Table, texts_of
from .headings import is_heading_word
from .kinds import MARKS, OF_IDS, Kind
from .labels import Told, is_somebody, told_by
from .shapes import Shapes, leading_columns
from .topics import Topics

_FEWEST = 2
"""Persons in a table, and columns of marks that make the names beside them those of pupils."""
_NAMING: frozenset[Kind] = frozenset(("name", "given", "mail", ""))
"""Kinds of labels that may be names, of which others than pupils have some."""


@dataclass(slots=True)
class People:
    """The entries of a table that are persons, and the columns that say so."""

    table: Table
    entries: list[Coordinate]
    labels: dict[Column, Kind]
    sure: bool
    by_key: Kind = ""
    whose: People | None = None
    """The table that names the persons, where it is another one."""


class PeopleFinder:
    """Finds the tables of persons of one message."""

    def __init__(self, address: Address, shapes: Shapes, topics: Topics) -> None:
        self._address = address
        self._shapes = shapes
        self._topics = topics

    def found(self, tables: Sequence[Table]) -> list[People]:
        """The tables of persons, those first that tell it themselves, sure or not; only ``sure`` ones count."""
        openly = {table.origin for table in tables if table.open}
        people = [found for table in tables if table.origin in openly and (found := self._by_itself(table)) is not None]
        if not people:
            return []
        known = {id(each.table) for each in people if each.sure}
        for table in tables:
            if table.open and id(table) not in known and (
                    found := self._beside(table, people) or self._refers(table, people)):
                people.append(found)
        return people

    def _by_itself(self, table: Table) -> People | None:
        """The persons of a table by its own columns or keys."""
        role, near = nearest_role(table.above)
        of_people = near and (role in PERSONS or role == "group")
        told = told_by(table, self._shapes, self._topics, of_people=of_people)
        if told is None or not told.held or self._is_of_things(table, told):
            return None
        first = self._shapes.first_row(table)
        entries = [entry for entry in table.entries if entry != first and is_somebody(table, told, entry)]
        if len(entries) < _FEWEST:
            return None
        return People(table, entries, told.labels, self._is_sure(table, told, of_people=of_people), told.by_key)

    def _is_of_things(self, table: Table, told: Told) -> bool:
        """Whether the key above a table or the address speaks of things, and no heading of persons."""
        if told.explicit:
            return False
        role, near = nearest_role(table.above)
        if near and role in {"thing", "school"} and not is_heading_word(table.above[-1]):
            return True
        return self._address.content or (self._address.things and not told.personal)

    def _is_sure(self, table: Table, told: Told, *, of_people: bool) -> bool:
        """Whether something else than the values of the columns says that the entries are persons."""
        held = told.held
        addressed = not self._address.content and (
            self._address.people or self._address.of_somebody or self._topics.of_classes)
        if told.explicit or of_people:
            return True
        if held.isdisjoint(_NAMING):
            return (addressed or self._topics.says_school_results(table)) and (
                self._topics.says_results(table) or self._says_presence(table))
        if addressed or told.personal or self._says_presence(table):
            return True
        if held == {"given"}:
            return False
        return "number" in held or told.kinds.count("mark") >= _FEWEST or (
            "name" in held and self._topics.says_results(table))

    def _says_presence(self, table: Table) -> bool:
        return self._topics.of_presence or self._topics.says_presence(table)

    def _beside(self, table: Table, people: list[People]) -> People | None:
        """A table of numbers with as many entries as there are persons right beside it."""
        if any(self._shapes.of(table, column).kind not in MARKS for column in leading_columns(table)):
            return None
        for each in people:
            other = each.table
            if each.sure and other.origin == table.origin and other.outer == table.outer[:len(other.outer)] and (
                    other.entries.keys() == table.entries.keys()) and not (
                    other.prefix.startswith(table.prefix) or table.prefix.startswith(other.prefix + "/")):
                return People(table, each.entries, {}, True, whose=each)
        return None

    def _refers(self, table: Table, people: list[People]) -> People | None:
        """A table of which a column holds ids of persons of another one."""
        for each in people:
            if not each.sure or each.table.origin != table.origin:
                continue
            ids = self._ids(each)
            for column, cells in table.columns.items():
                texts = set(texts_of(cells))
                if ids and len(texts) >= _FEWEST and texts <= ids and len(cells) * 2 > len(table.entries):
                    return People(table, list(table.entries), {column: ""}, True)
        return None

    def _ids(self, people: People) -> set[str]:
        """All by which another table can refer to these persons."""
        found = {entry for entry in people.entries if isinstance(entry, str)}
        for column, cells in people.table.columns.items():
            if not column[1] and self._shapes.of(people.table, column).kind in OF_IDS:
                found.update(texts_of(cells))
        return found
