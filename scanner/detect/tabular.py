"""Files what tables of persons say with the records of an exchange; says cheaply whether it can hold such a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy

from scanner.model import Field, Origin, SievedField

from .grids import Grids, MeaningOf, Placed
from .grids.result_words import says_school_results
from .grids.texts import holds_rows
from .judging import ValueJudge
from .outcome import Outcome
from .plan import Plan
from .recognizers.gazetteer import given_names
from .record import Hit
from .records import Records
from .roles import role_of

_FEWEST_CELLS = 3
_SAMPLE, _FEWEST_NAMES = 400, 2
_NEAREST_KEYS = 4
_FIRST_WORD = re.compile(r"[^\W\d_]{2,20}")
_SHORTEST_ROWS = 20
_LONGEST_HEADING = 20
_HEADINGS, _START_OF_ROWS = 12, 600
"""Words of a text of rows that may be headings, and how much of it is looked at for names."""
_BODIES = ("body", "ws")


def add_tables(
    leaves: Sequence[Field], records: Records, judge: ValueJudge, meaning_of: MeaningOf, *, scan_static: bool
) -> None:
    """Add what tables of persons say of the values in them that no key names."""
    read: dict[int, bool] = {}
    last: Origin | None = None
    reads = False
    cells = 0
    for leaf in leaves:
        value, path, _, origin = leaf
        if origin is not last:
            last = origin
            reads = read[id(origin)] = origin.part in _BODIES and (scan_static or not origin.static) and not (
                origin.steps and origin.steps[-1].name == "url")
        if reads and leaf.__class__ is not SievedField:
            plan = path.plan
            assert plan.__class__ is Plan
            if len(value) > _SHORTEST_ROWS and holds_rows(value):
                cells += _FEWEST_CELLS
            elif plan.is_cell:
                cells += 1
    if cells < _FEWEST_CELLS or not (
            records.may_hold_tables or _speaks_of_persons(leaves) or _speaks_of_marks(leaves, records)):
        return
    found = [(leaf, plan) for leaf in leaves if read[id(leaf.origin)] and isinstance(plan := leaf.path.plan, Plan)]
    for one in Grids(found, records.address, meaning_of).placed():
        for hit in _hits(one, judge):
            records.add_told(hit)


def _hits(one: Placed, judge: ValueJudge) -> list[Hit]:
    cell = one.cell
    leaf = cell.leaf
    if one.key and isinstance(one.node.plan, Plan):
        return _of_key(one, one.node.plan, leaf.indices[:one.depth], judge)
    plan = copy(cell.plan)
    plan.object_node, plan.object_depth = one.node, one.depth
    if one.key:  # of a map of values, whose entries are no objects
        return _of_key(one, plan, leaf.indices, judge)
    outcomes: tuple[Outcome, ...] = ()
    if one.category is not None:
        outcomes = (judge.placed(one.category, cell.text, cell.start, leaf.value),)
    elif one.meaning is not None:
        outcomes = tuple(judge.moved(outcome, cell.start, leaf.value)
                         for outcome in judge.judge(judge.rule(one.meaning), cell.text))
    return [Hit(outcome, plan, leaf.indices, leaf.origin) for outcome in outcomes]


def _of_key(one: Placed, plan: Plan, indices: tuple[int, ...], judge: ValueJudge) -> list[Hit]:
    key = plan.node.key
    return [Hit(judge.placed(one.category, one.key, key.find(one.key), key), plan, indices, one.cell.leaf.origin)
            ] if one.category is not None else []


def _speaks_of_marks(leaves: Sequence[Field], records: Records) -> bool:
    """Whether the address, or a key above one of the first cells, speaks of results of pupils."""
    if any(map(says_school_results, records.address.words)):
        return True
    paths = {id(path): path for _, path, _, _ in leaves[:_SAMPLE]}.values()
    return any(isinstance(path.plan, Plan) and path.plan.is_cell and any(
        map(says_school_results, path.names[-_NEAREST_KEYS:])) for path in paths)


def _speaks_of_persons(leaves: Sequence[Field]) -> bool:
    """Whether some of the first cells without a name begin with a given name, or one says that it heads pupils."""
    names = 0
    for value, path, _, origin in leaves[:_SAMPLE]:
        plan = path.plan
        if origin.static or not isinstance(plan, Plan):
            continue
        if plan.is_cell and value[:1].isupper():
            first = _FIRST_WORD.match(value)
            names += first is not None and _is_given(first[0])
        if len(value) <= _LONGEST_HEADING:
            if value[:1].isalpha() and role_of(value) == "pupil":
                return True
        elif holds_rows(value):
            found = _FIRST_WORD.findall(value[:_START_OF_ROWS])
            names += sum(word[0].isupper() and _is_given(word) for word in found)
            if any(role_of(word) == "pupil" for word in found[:_HEADINGS]):
                return True
        if names >= _FEWEST_NAMES:
            return True
    return False


def _is_given(word: str) -> bool:
    return given_names().get(word.casefold()) is False
