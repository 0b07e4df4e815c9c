"""Files what tables of persons say with the records of an exchange; says cheaply whether it can hold such a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy

from scanner.model import Field, Origin

from .grids import Grids, MeaningOf, Placed
from .grids.texts import holds_rows
from .judging import ValueJudge
from .outcome import Outcome
from .plan import Plan
from .recognizers.gazetteer import given_names
from .record import Hit
from .records import Records

_FEWEST_CELLS = 4
_SAMPLE, _FEWEST_NAMES = 400, 2
_FIRST_WORD = re.compile(r"[^\W\d_]{2,20}")
_SHORTEST_ROWS = 20
_BODIES = ("body", "ws")


def add_tables(
    leaves: Sequence[Field], records: Records, judge: ValueJudge, meaning_of: MeaningOf, *, scan_static: bool
) -> None:
    """Add what tables of persons say of the values in them that no key names."""
    read: dict[int, bool] = {}
    last: Origin | None = None
    reads = False
    cells = 0
    for value, path, _, origin in leaves:
        if origin is not last:
            last = origin
            reads = read[id(origin)] = origin.part in _BODIES and (scan_static or not origin.static) and not (
                origin.steps and origin.steps[-1].name == "url")
        if reads:
            plan = path.plan
            assert plan.__class__ is Plan
            if plan.is_cell:
                cells += 1
            elif len(value) > _SHORTEST_ROWS and holds_rows(value):
                cells += _FEWEST_CELLS
    if cells < _FEWEST_CELLS or not (records.may_hold_tables or _names_in_cells(leaves)):
        return
    found = [(leaf, plan) for leaf in leaves if read[id(leaf.origin)] and isinstance(plan := leaf.path.plan, Plan)]
    for one in Grids(found, records.address, meaning_of).placed():
        for hit in _hits(one, judge):
            records.add_told(hit)


def _hits(one: Placed, judge: ValueJudge) -> list[Hit]:
    cell = one.cell
    leaf = cell.leaf
    if one.key:
        plan = one.node.plan
        assert isinstance(plan, Plan)
        key = one.node.key
        return [Hit(judge.placed(one.category, key, 0, key), plan, leaf.indices[:one.depth], leaf.origin)
                ] if one.category is not None else []
    plan = copy(cell.plan)
    plan.object_node, plan.object_depth = one.node, one.depth
    outcomes: tuple[Outcome, ...] = ()
    if one.category is not None:
        outcomes = (judge.placed(one.category, cell.text, cell.start, leaf.value),)
    elif one.meaning is not None:
        outcomes = tuple(judge.moved(outcome, cell.start, leaf.value)
                         for outcome in judge.judge(judge.rule(one.meaning), cell.text))
    return [Hit(outcome, plan, leaf.indices, leaf.origin) for outcome in outcomes]


def _names_in_cells(leaves: Sequence[Field]) -> bool:
    """Whether some of the first cells without a name begin with a given name."""
    names = 0
    listed = given_names()
    for value, path, _, origin in leaves[:_SAMPLE]:
        plan = path.plan
        if not origin.static and value[:1].isupper() and isinstance(plan, Plan) and plan.is_cell:
            first = _FIRST_WORD.match(value)
            names += first is not None and listed.get(first[0].casefold()) is False
            if names >= _FEWEST_NAMES:
                return True
    return False
