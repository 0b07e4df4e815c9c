"""Tells lists of first names of people, whatever their keys and they are called, from lists of other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from scanner.model import Category, Field, KeyPath

from .endpoints import Address
from .judging import IN_LIST
from .recognizers.names import AUTHOR_KEYS
from .record import Hit, Record, is_sure_given
from .roles import nearest_role

GIVEN = frozenset({Category.NAME_GIVEN, Category.NAME_FULL})
"""Categories of what may be a first name by itself."""
_FEWEST_NAMES = 2
_SHARE_OF_NAMES = 0.6
_List = tuple[int, tuple[int, ...], int]
"""The node of its values, the indices above it, and which column of a list of lists it is (-1 for a plain list)."""


class ListsOfNames:
    """Answers for the values of one exchange; what it needs is worked out at the first question."""

    def __init__(self, records: Iterable[Record], leaves: Sequence[Field], address: Address,
                 public: Callable[[], bool]) -> None:
        """``leaves``: all of the exchange; ``public``: whether nobody signed in."""
        self._records = records
        self._leaves = leaves
        self._address = address
        self._public = public
        self._first_names: Counter[_List] | None = None
        self._listed: Counter[_List] = Counter()
        """How many first names and how many values each list has."""

    def have(self, hit: Hit) -> bool:
        """Whether a first name stands in a list with others.

        The key may mean anything, so that one entry alone says nothing; where no key asks for a name, most must be.
        """
        if not hit.indices or hit.outcome.key in AUTHOR_KEYS or self._address.content or self._public() or (
                nearest_role(hit.plan.node.names)[0] == "thing"):
            return False
        first_names = self._first_names if self._first_names is not None else self._count()
        share = _SHARE_OF_NAMES if hit.outcome.recognizer == IN_LIST else 0.0
        return any(first_names[place] >= max(_FEWEST_NAMES, share * self._listed[place])
                   for place in _lists_of(hit.plan.node, hit.indices))

    def _count(self) -> Counter[_List]:
        found = self._first_names = Counter(
            place for each in self._records for one in each.hits
            if one.outcome.category in GIVEN and (one.outcome.recognizer == IN_LIST or is_sure_given(one.outcome))
            for place in _lists_of(one.plan.node, one.indices))
        wanted = {place[0] for place in found}
        self._listed = Counter(place for leaf in self._leaves if id(leaf.path) in wanted
                               for place in _lists_of(leaf.path, leaf.indices))
        return found


def _lists_of(node: KeyPath, indices: tuple[int, ...]) -> list[_List]:
    """The list that a value is in, and the column where it is in a row of a list of rows."""
    if not indices:
        return []
    lists = [(id(node), indices[:-1], -1)]
    if node.is_index and node.parent is not None and node.parent.is_index and len(indices) > 1:
        lists.append((id(node), indices[:-2], indices[-1]))
    return lists
