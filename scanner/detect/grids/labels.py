"""What the columns and keys of a table tell of who its entries are: the labels of persons, and of which kinds.

Theory. A column names persons by its heading, where its values differ as those of persons do, or by its values alone:
names, or numbers and ids that no two entries share. Names under a word for authors or things are those of nobody here,
and then neither are the entries beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scanner.model import Category

from ..names import squash
from ..recognizers.names import AUTHOR_KEYS
from ..roles import PERSONS, Role, role_of
from ..routes import Coordinate
from .axes import CELL_WORDS, Cells, Column, Table, texts_of
from .headings import IDENTIFYING, is_heading_word, is_unnamed
from .kinds import BY_VALUE, LABELS, OF_IDS, Kind, kind_of
from .shapes import Shape, Shapes, leading_columns
from .topics import Topics

_FEWEST_NUMBERS = 2
_OF_NAMES: frozenset[Kind] = frozenset(("name", "given"))
_OF_THEMSELVES: frozenset[Kind] = frozenset(("name", "given", "mail"))
"""Kinds of values that name persons whatever their column is called."""
_IDENTIFYING_KINDS: frozenset[Kind] = frozenset(("name", "given", "number", "mail", ""))
_PERSONAL: frozenset[Kind] = frozenset(("born", "postcode", "class", "mail", "phone"))
"""Kinds that make the names beside them those of persons of the school."""
_NUMBERS = frozenset((Category.LEERLINGNUMMER, Category.ACCOUNT))
_IDS = frozenset(("id", "nr", "nummer", "number", "key", "code", "ref"))
_CLEAR: dict[Category | None, Kind] = {
    **{category: kind for kind, category in BY_VALUE.items()}, Category.SCHOOL: "", Category.COOKIE: "",
    Category.TOKEN: "", Category.IMAGE: "", Category.DEVICE: "",
}  # fmt: skip
"""Categories that a key tells, so that its values need not; and the kind that they are."""
_SURE = frozenset(("direct", "quasi"))
_PUPILS: frozenset[Role] = frozenset(("pupil",))


class Told(NamedTuple):
    """What the columns and keys of a table tell of who its entries are."""

    labels: dict[Column, Kind]
    """The columns that name them."""
    explicit: bool
    """Whether a heading says that they are persons."""
    kinds: list[Kind]
    """Of all columns."""
    by_key: Kind

    @property
    def held(self) -> set[Kind]:
        """The kinds of what names the entries; empty where nothing does."""
        return {*self.labels.values(), *([self.by_key] if self.by_key else ())}

    @property
    def personal(self) -> bool:
        return not _PERSONAL.isdisjoint(self.kinds)


def told_by(table: Table, shapes: Shapes, topics: Topics, *, of_people: bool) -> Told | None:
    """What a table tells of its entries; None where a column names authors, or things."""
    labels: dict[Column, Kind] = {}
    explicit = False
    kinds: list[Kind] = []
    for column in leading_columns(table):
        cells = table.columns[column]
        if len(cells) * 2 < len(table.entries):
            continue
        clear = _clear_kind(column, cells)
        if clear is not None:
            kinds.append(clear)
            continue
        shape = shapes.of(table, column)
        kinds.append(shape.kind)
        if _names_others(shape):
            return None
        if _identifies(shape, cells):
            labels[column] = shape.kind
            explicit = True
        elif shape.kind in _OF_THEMSELVES or _is_of_numbers(table, column, shape, topics, of_people=of_people):
            labels[column] = shape.kind
            explicit = explicit or _numbers_pupils(shape, column)
    return Told(labels, explicit, kinds, _kind_of_keys(table.entries))


def _is_of_numbers(table: Table, column: Column, shape: Shape, topics: Topics, *, of_people: bool) -> bool:
    """Whether a column holds the numbers or ids of persons."""
    if shape.kind not in OF_IDS:
        return False
    of_results = topics.says_results(table)
    return (of_results or _is_distinct(table.columns[column])) and _may_number(
        shape, column, of_people=of_people, of_results=of_results)


def _clear_kind(column: Column, cells: Cells) -> Kind | None:
    """The kind of a column of an object whose key tells it for sure, None where its values have to."""
    own = next(iter(cells.values())).plan.meaning
    in_object = column[0] and not column[1] and "/" not in column[0]
    return _CLEAR.get(own.category) if in_object and own.strength in _SURE else None


def _kind_of_keys(entries: Iterable[Coordinate]) -> Kind:
    """How the keys of a table name its entries; empty where they do not."""
    keys = [entry for entry in entries if isinstance(entry, str)]
    kind = kind_of(keys)
    return kind if kind in LABELS else ""


def _names_others(shape: Shape) -> bool:
    """Whether the names of a column are those of authors, or of things."""
    return shape.kind in _OF_NAMES and (squash(shape.name) in AUTHOR_KEYS or (
        bool(shape.name) and role_of(shape.name) == "thing" and not is_heading_word(shape.name)))


def _identifies(shape: Shape, cells: Cells) -> bool:
    """Whether the heading of a column says who an entry is, and its values differ as those of persons do."""
    return shape.meaning is not None and shape.meaning.category in IDENTIFYING and (
        shape.meaning.strength in _SURE) and shape.kind in _IDENTIFYING_KINDS and (
        len(set(texts_of(cells))) * 2 >= len(cells))


def _numbers_pupils(shape: Shape, column: Column) -> bool:
    """Whether a column of numbers or ids is called after pupils."""
    return shape.kind in OF_IDS and _is_called_after(shape, column, _PUPILS)


def _is_called_after(shape: Shape, column: Column, roles: frozenset[Role]) -> bool:
    """Whether the name of a column, or of an object in the entry that refers to somebody, has such a role."""
    if bool(shape.name) and role_of(shape.name) in roles:
        return True
    if shape.meaning is not None and shape.meaning.category is Category.LEERLINGNUMMER and shape.told:
        return True
    if squash(shape.name) not in _IDS:
        return False
    around = [part for part in column[0].split("/")[:-1] if part not in CELL_WORDS]
    return bool(around) and role_of(around[-1]) in roles


def _may_number(shape: Shape, column: Column, *, of_people: bool, of_results: bool) -> bool:
    """Whether a column of numbers can number persons: its name says so, or nothing else, in the entry itself."""
    name = squash(shape.name)
    of_whom = _is_called_after(shape, column, PERSONS)
    if not shape.is_open and not of_whom and shape.meaning is not None and (
            shape.meaning.category not in _NUMBERS):
        return False
    inner = [part for part in column[0].split("/") if part not in CELL_WORDS]
    if len(inner) > 1 and not of_whom:
        return False
    if not column[0]:
        return of_people or is_heading_word(shape.name) or not shape.told or of_whom
    if shape.told and not is_unnamed(shape.name):
        return of_whom or (of_people and name in _IDS)
    return name not in _IDS or of_people or of_whom or (of_results and name != "id")


def _is_distinct(cells: Cells) -> bool:
    return len(cells) >= _FEWEST_NUMBERS and len(set(texts_of(cells))) == len(cells)


def is_somebody(table: Table, told: Told, entry: Coordinate) -> bool:
    """Whether an entry of a table is one of the persons that its keys or labels name."""
    if told.by_key and isinstance(entry, str):
        return told.by_key in {"name", "code", "given"} or kind_of([entry]) == told.by_key
    return any((cell := table.columns[column].get(entry)) is not None and _is_label(cell.text, kind)
               for column, kind in told.labels.items())


def _is_label(text: str, kind: Kind) -> bool:
    """Whether the text of one cell can name somebody in a column of this kind."""
    if kind not in {"name", "number"} or kind_of([text]) == kind:
        return True
    return kind == "name" and " " in text and text[0].isupper() and not any(map(str.isdigit, text))
