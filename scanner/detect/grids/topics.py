"""What the tables of one message are about: results, presence or classes, by its address, their keys and headings."""

from __future__ import annotations

from scanner.model import Category

from ..endpoints import Address
from ..names import squash
from ..roles import role_of
from .axes import Table
from .result_words import says_presence, says_results, says_school_results
from .shapes import Shapes, leading_columns

_SUBJECTS = 2
"""Columns that are called after subjects or tests."""
_NEAREST = 3
"""How many of the keys above a table can say that it holds results."""


class Topics:
    """Answers for the tables of one message."""

    def __init__(self, address: Address, shapes: Shapes) -> None:
        self._shapes = shapes
        self.of_classes = any(role_of(word) == "group" for word in address.words)
        """Whether the address is about classes."""
        self.of_results = any(map(says_results, address.words))
        """Whether the address is about results."""
        self._of_school = any(map(says_school_results, address.words))
        self.of_presence = any(map(says_presence, address.words))
        """Whether the address is about who was there."""

    def says_presence(self, table: Table) -> bool:
        """Whether the key above a table is one of lists of who was there."""
        return bool(table.above) and says_presence(squash(table.above[-1]))

    def says_results(self, table: Table) -> bool:
        """Whether the address, a key above a table or the name of one of its columns speaks of results."""
        if self.of_results or any(map(says_results, nearest_above(table))):
            return True
        shapes = [self._shapes.of(table, column) for column in leading_columns(table)]
        return any(says_results(shape.name) for shape in shapes) or len({shape.name for shape in shapes if (
            shape.meaning is not None and shape.meaning.category is Category.RESULT)}) >= _SUBJECTS

    def says_school_results(self, table: Table) -> bool:
        """The same in a word that nobody has results in but pupils."""
        return self._of_school or any(map(says_school_results, nearest_above(table))) or any(
            says_school_results(self._shapes.of(table, column).name) for column in leading_columns(table))


def nearest_above(table: Table) -> tuple[str, ...]:
    """The names of the keys right above a table."""
    return table.above[-_NEAREST:]
