"""Tables of persons in any dress: whose the entries are, and what the cells without a name say of them.

Theory. ``{"118377": {"h1": 7.4}}``, ``[["118377", "7.4"]]``, ``"118377;7.4"``, a chart whose labels are pupils: what
is written differs, what is told does not. All are tables (``axes``), read both ways. A table is about persons when a
column of it names them, by its heading or because its values agree (``kinds``), when its entries are numbers under a
word for pupils, when it stands beside such a table with as many entries, or when a column refers to its persons.
What stands in the other columns is theirs: by the heading, by values that can be nothing else, and marks where
something says that it is about results. Names alone are no pupils: books have authors, films have actors, sums have
Emma and Daan. So names count where the keys, the address, numbers, dates of birth or columns of marks say the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from scanner.model import Category, Field, KeyPath

from ..endpoints import Address
from ..meaning import Meaning
from ..names import snake, squash
from ..plan import Plan
from ..recognizers.names import AUTHOR_KEYS
from ..roles import PERSONS, nearest_role, role_of
from ..routes import Coordinate
from .axes import CELL_WORDS, Cell, Column, Table, tables_of
from .headings import IDENTIFYING, Headings, MeaningOf, is_heading_word, is_unnamed
from .kinds import Kind, is_presence, kind_of

__all__ = ["Grids", "MeaningOf", "Placed"]

SURE = 0.7
_OF_NAMES = frozenset(("name", "given"))
_OF_IDS = frozenset(("number", "code"))
_OF_LABELS: dict[Kind, Category] = {
    "name": Category.NAME_FULL, "given": Category.NAME_GIVEN, "number": Category.LEERLINGNUMMER, "mail": Category.EMAIL,
    "code": Category.ACCOUNT,
}
_BY_VALUE: dict[Kind, Category] = {
    "born": Category.DOB, "postcode": Category.POSTCODE, "class": Category.GROUP, "gender": Category.GENDER,
    "phone": Category.PHONE, "mail": Category.EMAIL,
}
"""Kinds that tell what a column holds, where another column says that the entries are persons."""
_PERSONAL: frozenset[Kind] = frozenset({"born", "postcode", "class", "mail", "phone"})
"""Kinds that make the names beside them those of persons of the school."""
_RESULTS = re.compile(
    r"cijf|cyf|score|grade|result|toets|test|rapport|punten|niveau|mark|uitslag|quiz|exam|assessment|assignment|"
    r"progress|voortgang|beoordel|vaardigheid|cito|opdracht|se|pta|vs|dle")
_OF_RESULTS = frozenset({Category.RESULT, Category.PROGRESS})
_NUMBERS = frozenset({Category.LEERLINGNUMMER, Category.ACCOUNT})
_IDS = frozenset(("id", "nr", "nummer", "number", "key", "code", "ref"))
_CLEAR: dict[Category | None, Kind] = {
    **{category: kind for kind, category in _BY_VALUE.items()}, Category.SCHOOL: "", Category.COOKIE: "",
    Category.TOKEN: "", Category.IMAGE: "", Category.DEVICE: "",
}  # fmt: skip
"""Categories that a key tells, so that its values need not; and the kind that they are."""
_SURE = frozenset(("direct", "quasi"))
_MARKS: frozenset[Kind] = frozenset({"mark", "decimal", "whole", "level"})
_NO_MARKS = re.compile(
    r"pri[cj]|bedrag|amount|cost|kosten|aantal|count|total|leeftijd|age|lengte|height|gewicht|weight|saldo|balance|uur|"
    r"uren|hour|minu|sec|tijd|time|jaar|year|maand|month|week|dag|day|id|nr|num|index|pos|rank|rang|volg|order|pag|"
    r"page|size|width|version|versie|lat|lon|lng|x|y|row|col|stock|voorraad|code|duration|duur|coins|punten_totaal|"
    r"weging|weeg|factor|absent|afwezig|verzuim|tel|phone|post|huis|bedr|euro|eur|btw|vat|korting|zoom|seat|plaats|stoel|kamer|lokaal")
_LEAST_OF_NUMBERS = 3
_PRESENCE = re.compile(r"afwezig|aanwezig|present|absent|ziek|telaat|verzuim|presentie|ingeleverd|deelgenomen")
"""Keys of lists of who was there, and of who was not."""
_SEVERAL = 2
_ANY_MARK = "marks_column"
"""What a key means that says nothing but stands among marks."""


class Placed(NamedTuple):
    """What a cell holds: a category, or what is to be judged by a meaning.

    ``node`` and ``depth`` give the object of its person.
    """

    cell: Cell
    category: Category | None
    meaning: Meaning | None
    node: KeyPath
    depth: int
    key: bool
    """Whether it is the key of the entry rather than a cell."""
    twin: int = 0
    """Told apart from the same cell elsewhere: who somebody is is said again where other things are said of him."""


@dataclass(slots=True)
class _People:
    """The entries of a table that are persons, and the columns that say so."""

    table: Table
    entries: list[Coordinate]
    labels: dict[Column, Kind]
    sure: bool
    by_key: Kind = ""
    whose: _People | None = None
    """The table that names the persons, where it is another one."""


class _Shape(NamedTuple):
    """What is known of a column."""

    name: str
    meaning: Meaning | None
    told: bool
    """Whether its leaves were judged by that meaning already."""
    kind: Kind


class Grids:
    """The tables of one message."""

    def __init__(self, leaves: Sequence[tuple[Field, Plan]], address: Address, meaning_of: MeaningOf) -> None:
        self._tables = tables_of(leaves)
        self._address = address
        singles = [(leaf, plan) for leaf, plan in leaves[:2000]
                   if not leaf.indices and 4 < len(leaf.value) < 2000 and any(mark in leaf.value for mark in ";|\t~^,")]
        self._headings = Headings(self._tables, singles, meaning_of)
        self._shapes: dict[int, dict[Column, _Shape]] = {}
        self._of_classes = any(role_of(word) == "group" for word in address.words)
        self._of_marks = any(_says_results(word) for word in address.words)

    def placed(self) -> Iterator[Placed]:
        """The cells of all tables of persons, each once."""
        openly = {table.origin for table in self._tables if table.open}
        people = [found for table in self._tables if table.origin in openly
                  and (found := self._people(table)) is not None]
        if not people:
            return
        known = {id(each.table) for each in people if each.sure}
        for table in self._tables:
            if table.open and id(table) not in known and (
                    found := self._beside(table, people) or self._refers(table, people)):
                people.append(found)
        seen: set[tuple[int, tuple[int, ...], int, int, int]] = set()
        for each in people:
            if each.sure and each.table.open:
                for one in self._cells(each):
                    leaf = one.cell.leaf
                    place = id(leaf.path), leaf.indices, one.cell.start, -1 if one.key else id(leaf.origin), one.twin
                    if place not in seen:
                        seen.add(place)
                        yield one

    # Who

    def _shape(self, table: Table, column: Column) -> _Shape:
        shapes = self._shapes.setdefault(id(table), {})
        shape = shapes.get(column)
        if shape is None:
            cells = table.columns[column]
            name, meaning, told = self._headings.meaning(table, column, next(iter(cells.values())))
            first = self._headings.first_row(table)
            texts = [cell.text for entry, cell in cells.items() if entry != first]
            shape = shapes[column] = _Shape(name, meaning, told, kind_of(texts))
        return shape

    def _people(self, table: Table) -> _People | None:
        """The persons of a table by its own columns or keys."""
        labels: dict[Column, Kind] = {}
        explicit = False
        kinds: list[Kind] = []
        marks = 0
        role, near = nearest_role(table.above)
        of_people = (role in PERSONS or role == "group") and near
        for column in list(table.columns)[:60]:
            cells = table.columns[column]
            if len(cells) * _SEVERAL < len(table.entries):
                continue
            own = next(iter(cells.values())).plan.meaning
            if column[0] and not column[1] and "/" not in column[0] and own.strength in _SURE and (
                    own.category in _CLEAR):
                kinds.append(_CLEAR[own.category])
                continue
            shape = self._shape(table, column)
            name, meaning, _, kind = shape
            kinds.append(kind)
            marks += kind == "mark"
            if kind in _OF_NAMES and (squash(name) in AUTHOR_KEYS or (
                    name and role_of(name) == "thing" and not is_heading_word(name))):
                return None
            identifies = meaning is not None and meaning.category in IDENTIFYING and meaning.strength in {
                "direct", "quasi"}
            if identifies and len({cell.text for cell in cells.values()}) * _SEVERAL >= len(cells) and (
                    kind in {"name", "given", "number", "mail", ""}):
                labels[column] = kind
                explicit = True
            elif kind in _OF_NAMES or (kind in _OF_IDS and (_is_distinct(cells) or self._says_results(table)) and (
                    _may_number(shape, column, of_people=of_people, of_results=self._says_results(table)))):
                labels[column] = kind
                explicit = explicit or (kind in _OF_IDS and bool(name) and role_of(name) == "pupil")
        by_key: Kind = ""
        keys = [entry for entry in table.entries if isinstance(entry, str)]
        if keys:
            by_key = kind_of(keys)
            if by_key not in _OF_LABELS:
                by_key = ""
        held = set(labels.values()) | ({by_key} if by_key else set())
        if not labels and not by_key:
            return None
        named = not held.isdisjoint(("name", "given", "mail", ""))
        if role in {"thing", "school"} and near and not explicit and not is_heading_word(table.above[-1]):
            return None
        addressed = (self._address.people or self._address.of_somebody or self._of_classes) and (
            not self._address.content)
        personal = any(kind in _PERSONAL for kind in kinds)
        if not explicit and (self._address.content or (self._address.things and not personal)):
            return None
        if named:
            sure = explicit or of_people or addressed or "number" in held or marks >= _SEVERAL or personal or (
                "name" in held and self._says_results(table))
            if held == {"given"}:
                sure = explicit or of_people or addressed or personal
            sure = sure or self._says_presence(table)
        else:
            sure = explicit or of_people or (addressed and self._says_results(table))
        first = self._headings.first_row(table)
        entries = [entry for entry in table.entries
                   if entry != first and self._is_somebody(table, labels, by_key, entry)]
        if len(entries) < _SEVERAL:
            return None
        return _People(table, entries, labels, sure, by_key)

    @staticmethod
    def _is_somebody(table: Table, labels: dict[Column, Kind], by_key: Kind, entry: Coordinate) -> bool:
        if by_key and isinstance(entry, str):
            return by_key in {"name", "code"} or kind_of([entry]) == by_key
        for column, kind in labels.items():
            cell = table.columns[column].get(entry)
            if cell is not None and (kind not in {"name", "number"} or kind_of([cell.text]) == kind
                                     or (kind == "name" and " " in cell.text and cell.text[0].isupper()
                                         and not any(char.isdigit() for char in cell.text))):
                return True
        return False

    def _beside(self, table: Table, people: list[_People]) -> _People | None:
        """A table of numbers with as many entries as there are persons right beside it."""
        if any(self._shape(table, column).kind not in _MARKS for column in list(table.columns)[:60]):
            return None
        for each in people:
            other = each.table
            if each.sure and other.origin == table.origin and other.outer == table.outer[:len(other.outer)] and (
                    other.entries.keys() == table.entries.keys()) and not (
                    other.prefix.startswith(table.prefix) or table.prefix.startswith(other.prefix + "/")):
                return _People(table, each.entries, {}, True, whose=each)
        return None

    def _refers(self, table: Table, people: list[_People]) -> _People | None:
        """A table of which a column holds ids of persons of another one."""
        for each in people:
            if not each.sure or each.table.origin != table.origin:
                continue
            ids = self._ids(each)
            for column, cells in table.columns.items():
                texts = {cell.text for cell in cells.values()}
                if ids and len(texts) >= _SEVERAL and texts <= ids and len(cells) * _SEVERAL > len(table.entries):
                    return _People(table, list(table.entries), {column: ""}, True)
        return None

    def _ids(self, people: _People) -> set[str]:
        found = {entry for entry in people.entries if isinstance(entry, str)}
        for column, cells in people.table.columns.items():
            if column[1] or self._shape(people.table, column).kind not in _OF_IDS:
                continue
            found.update(cell.text for cell in cells.values())
        return found

    # What

    def _cells(self, people: _People) -> Iterator[Placed]:
        table = people.table
        somebody = set(people.entries)
        if people.by_key:
            yield from self._keys(people)
        whose = people.whose
        if whose is not None:
            for column, kind in whose.labels.items():
                for entry, cell in whose.table.columns[column].items():
                    if entry in somebody and kind in _OF_LABELS:
                        yield Placed(cell, _OF_LABELS[kind], None, whose.table.twin(entry, cell)[0], 0, False, 1)
        marks = self._columns_of_marks(people)
        for column, cells in table.columns.items():
            shape = self._shape(table, column)
            category: Category | None = None
            meaning: Meaning | None = None
            if column in people.labels:
                if not (shape.told and shape.meaning is not None and shape.meaning.category in IDENTIFYING
                        and shape.meaning.strength == "direct"):
                    category = _OF_LABELS.get(people.labels[column])
                if category is None and shape.meaning is not None and not shape.told:
                    meaning = shape.meaning
            elif column in marks:
                category = Category.RESULT
            elif is_presence([cell.text for cell in cells.values()]) and (
                    self._says_presence(table) or any(map(_PRESENCE.search, self._address.words))):
                category = Category.ATTENDANCE
            elif shape.kind == "family" and "given" in people.labels.values() and _is_open(shape):
                category = Category.NAME_FAMILY
            elif shape.meaning is not None and shape.meaning.category is not None and not (
                    _is_open(shape) and shape.kind in _BY_VALUE):
                if not shape.told and shape.meaning.strength in {"direct", "quasi", "loose", "context"}:
                    meaning = shape.meaning
            elif not shape.name or is_unnamed(shape.name) or not shape.told:
                category = _BY_VALUE.get(shape.kind)
            if category is None and meaning is None:
                continue
            for entry, cell in cells.items():
                if entry in somebody and cell.text.strip():
                    node, depth = whose.table.twin(entry, cell) if whose is not None else table.node(entry, cell)
                    yield Placed(cell, category, meaning, node, depth, False)

    def _keys(self, people: _People) -> Iterator[Placed]:
        category = _OF_LABELS[people.by_key]
        for entry in people.entries:
            for cells in people.table.columns.values():
                cell = cells.get(entry)
                if cell is not None:
                    node, depth = people.table.node(entry, cell)
                    if node.key == entry:
                        yield Placed(cell, category, None, node, depth, True)
                    break

    def _columns_of_marks(self, people: _People) -> set[Column]:
        """The columns of a table of persons that hold their results."""
        table = people.table
        found: dict[Column, _Shape] = {}
        for column, cells in table.columns.items():
            shape = self._shape(table, column)
            if column in people.labels:
                continue
            if shape.kind not in _MARKS:
                shape = shape._replace(kind=kind_of([cells[entry].text for entry in people.entries if entry in cells]))
            if shape.kind not in _MARKS:
                continue
            meaning = shape.meaning
            if meaning is not None and meaning.category in _OF_RESULTS:
                found[column] = shape._replace(meaning=None) if meaning.key == _ANY_MARK and is_unnamed(
                    shape.name) else shape
            elif _is_no_mark(shape.name) or (meaning is not None and (meaning.strength == "negative" or (
                    meaning.category is not None and meaning.strength != "short" and not is_unnamed(shape.name)))):
                continue
            else:
                found[column] = shape
        alike = {shape.kind for shape in found.values()
                 if shape.meaning is not None and shape.meaning.category in _OF_RESULTS}
        written = sum(shape.kind == "mark" for shape in found.values())
        kept: set[Column] = set()
        for column, shape in found.items():
            said = _says_results(shape.name) or (shape.meaning is not None and shape.meaning.category in _OF_RESULTS)
            inner = any(_says_results(name) for name in (*table.above[-3:], *column[0].split("/")))
            unnamed = is_unnamed(shape.name) or not shape.told
            if shape.kind == "mark":
                alone = self._of_marks or written >= _SEVERAL or bool(people.labels)
                enough = said or inner or ((unnamed or self._of_marks) and alone)
            else:
                enough = said or (unnamed and shape.kind in alike) or (
                    unnamed and not written and (inner or self._of_marks) and not _is_counting(table.columns[column]))
            if enough:
                kept.add(column)
        return kept

    @staticmethod
    def _says_presence(table: Table) -> bool:
        return bool(table.above) and _PRESENCE.search(squash(table.above[-1])) is not None

    def _says_results(self, table: Table) -> bool:
        return self._of_marks or any(_says_results(name) for name in table.above[-3:]) or any(
            _says_results(self._shape(table, column).name) for column in list(table.columns)[:60])


def _is_open(shape: _Shape) -> bool:
    """Whether the name of a column leaves open what stands in it: letters that mean one thing here, another there."""
    return shape.meaning is None or shape.meaning.category is None or (
        is_unnamed(shape.name) and shape.meaning.strength in {"short", "loose"})


def _may_number(shape: _Shape, column: Column, *, of_people: bool, of_results: bool) -> bool:
    """Whether a column of numbers can number persons: its name says so, or nothing else, in the entry itself."""
    name = squash(shape.name)
    of_whom = bool(name) and role_of(shape.name) in PERSONS
    if shape.meaning is not None and shape.meaning.category is not None and not of_whom and (
            shape.meaning.category not in _NUMBERS):
        return False
    inner = [part for part in column[0].split("/") if part not in CELL_WORDS]
    if len(inner) > 1:
        return False
    if not column[0]:
        return of_people or is_heading_word(shape.name) or not shape.told or of_whom
    if shape.told and not is_unnamed(shape.name):
        return of_whom or (of_people and name in _IDS)
    return name not in _IDS or of_people or (of_results and name != "id")


@lru_cache(maxsize=4096)
def _says_results(name: str) -> bool:
    """Whether a key, a heading or a word of an address speaks of results."""
    if not name or len(name) > 60:
        return False
    return any(_RESULTS.match(word) and (len(word) > 3 or _RESULTS.fullmatch(word) is not None)
               for word in re.sub(r"[0-9]+", "", snake(name)).split("_"))


@lru_cache(maxsize=4096)
def _is_no_mark(name: str) -> bool:
    return any(_NO_MARKS.fullmatch(word) or (len(word) > 3 and _NO_MARKS.match(word))
               for word in snake(name).split("_"))


def _is_distinct(cells: dict[Coordinate, Cell]) -> bool:
    texts = [cell.text for cell in cells.values()]
    return len(texts) >= _LEAST_OF_NUMBERS - 1 and len(set(texts)) == len(texts)


def _is_counting(cells: dict[Coordinate, Cell]) -> bool:
    """Whether the numbers of a column only count its entries."""
    texts = [cell.text for cell in cells.values()]
    return len(texts) > _SEVERAL and texts == [str(int(texts[0]) + number) if texts[0].isdigit() else ""
                                               for number in range(len(texts))]
