"""Builds the tables of a message from JSON, with all that is asked of them; every person and number is synthetic."""

from __future__ import annotations

from typing import NamedTuple

from detect_builders import KEY, an_exchange

from scanner.detect.endpoints import address_of
from scanner.detect.fingerprint import Fingerprinter
from scanner.detect.grids.axes import Column, Table, tables_of
from scanner.detect.grids.headings import Headings
from scanner.detect.grids.people import PeopleFinder
from scanner.detect.grids.shapes import Shapes
from scanner.detect.grids.topics import Topics
from scanner.detect.judging import ValueJudge
from scanner.detect.plan import Plan, Planner
from scanner.model import Field, KeyPath, Origin


class Message(NamedTuple):
    """The tables of a message, and who answers for them."""

    tables: list[Table]
    shapes: Shapes
    topics: Topics
    finder: PeopleFinder

    def columns(self) -> list[tuple[Table, Column]]:
        return [(table, column) for table in self.tables for column in table.columns]


def message(body: object, target: str = "/api/x") -> Message:
    """The tables of an answer from this address."""
    planner = Planner(ValueJudge(Fingerprinter(KEY), None))
    leaves: list[tuple[Field, Plan]] = []
    _collect(body, KeyPath(), (), Origin("response", "body"), planner, leaves)
    tables = tables_of(leaves)
    shapes = Shapes(Headings(tables, [], planner.meaning))
    address = address_of(an_exchange(target=target))
    topics = Topics(address, shapes)
    return Message(tables, shapes, topics, PeopleFinder(address, shapes, topics))


def _collect(
    value: object, node: KeyPath, indices: tuple[int, ...], origin: Origin, planner: Planner,
    leaves: list[tuple[Field, Plan]],
) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            _collect(each, node.child(key), indices, origin, planner, leaves)
    elif isinstance(value, list):
        item = node.item()
        for number, each in enumerate(value):
            _collect(each, item, (*indices, number), origin, planner, leaves)
    else:
        leaves.append((Field(str(value), node, indices, origin), planner.plan(node)))
