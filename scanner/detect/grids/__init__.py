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

from collections.abc import Iterator, Sequence

from scanner.model import Field

from ..endpoints import Address
from ..plan import Plan
from .axes import tables_of
from .contents import Contents, Placed
from .headings import Headings, MeaningOf
from .people import PeopleFinder
from .places import resolved
from .shapes import Shapes
from .tags import untag
from .texts import SEPARATORS
from .topics import Topics

__all__ = ["Grids", "MeaningOf", "Placed"]

_MOST_SINGLES = 2000
_SHORTEST_SINGLE, _LONGEST_SINGLE = 5, 1999


class Grids:
    """The tables of one message."""

    def __init__(self, leaves: Sequence[tuple[Field, Plan]], address: Address, meaning_of: MeaningOf) -> None:
        self._tables = tables_of(leaves)
        for table in self._tables:
            untag(table)
        self._tables += resolved(self._tables)
        singles = [(leaf, plan) for leaf, plan in leaves[:_MOST_SINGLES] if _may_head(leaf)]
        shapes = Shapes(Headings(self._tables, singles, meaning_of))
        topics = Topics(address, shapes)
        self._finder = PeopleFinder(address, shapes, topics)
        self._contents = Contents(shapes, topics)

    def placed(self) -> Iterator[Placed]:
        """The cells of all tables of persons, each once."""
        seen: set[tuple[int, tuple[int, ...], int, int, int]] = set()
        for each in self._finder.found(self._tables):
            if each.sure and each.table.open:
                for one in self._contents.of(each):
                    leaf = one.cell.leaf
                    place = id(leaf.path), leaf.indices, one.cell.start, -1 if one.key else id(leaf.origin), one.twin
                    if place not in seen:
                        seen.add(place)
                        yield one


def _may_head(leaf: Field) -> bool:
    """Whether a text that stands alone may list what the columns of rows elsewhere are called."""
    return not leaf.indices and _SHORTEST_SINGLE <= len(leaf.value) <= _LONGEST_SINGLE and any(
        separator in leaf.value for separator in SEPARATORS)
