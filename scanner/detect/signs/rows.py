"""Gathers marked fields into the rows of the lists they stand in: what families about streams of events look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.model import Field, KeyPath

from ..names import local_name, squash

if TYPE_CHECKING:
    from ..plan import Plan

MOST_ROWS = 400
"""Rows of one list that are looked at: a stream shows what it is soon."""


@dataclass(slots=True)
class Rows:
    """One list of objects: its place, the squashed names above it, and of each row the values by squashed name."""

    part: str
    template: str
    above: frozenset[str]
    rows: dict[tuple[int, ...], dict[str, str]] = field(default_factory=dict)


def rows_of(marked: list[tuple[Field, Plan]]) -> list[Rows]:
    """The lists in requests, in the order of their first field; a field that stands in no list is left out."""
    lists: dict[tuple[int, tuple[int, ...], str, int], Rows] = {}
    for leaf, _ in marked:
        if leaf.origin.direction != "request" or leaf.origin.static:
            continue
        item = leaf.path.parent
        while item is not None and not item.is_index:
            item = item.parent
        if item is None or item.parent is None:
            continue
        level = _levels(item)
        key = id(item), leaf.indices[:level - 1], leaf.origin.part, leaf.origin.message
        found = lists.get(key)
        if found is None:
            part = leaf.origin.part if leaf.origin.part in {"body", "ws"} else leaf.origin.part.partition(".")[0]
            found = lists[key] = Rows(part, item.pointer(), frozenset(squash(local_name(n)) for n in item.names[-6:]))
        row = found.rows.get(leaf.indices[:level])
        if row is None:
            if len(found.rows) >= MOST_ROWS:
                continue
            row = found.rows[leaf.indices[:level]] = {}
        row.setdefault(squash(local_name(leaf.path.key)), leaf.value)
    return list(lists.values())


def _levels(node: KeyPath) -> int:
    count = 0
    walk: KeyPath | None = node
    while walk is not None:
        count += walk.is_index
        walk = walk.parent
    return count
