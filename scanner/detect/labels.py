"""Values that a neighbour names: ``{"type": "leerlingnummer", "identifier": "95312"}``."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Field

from .lexicon import lookup
from .meaning import Meaning
from .names import local_name
from .plan import Plan

_LONGEST_LABEL = 60


def labelled_meanings(pairs: list[tuple[Field, Plan]]) -> Iterator[tuple[Field, Plan, Meaning]]:
    """The leaves that got a meaning from a label in the same object; ``pairs`` holds labels and labelled leaves."""
    named = {_place(leaf, plan) for leaf, plan in pairs if plan.meaning.labelled} if len(pairs) > 1 else ()
    if not named:
        return
    labels: dict[tuple[int, int, tuple[int, ...]], Meaning] = {}
    for leaf, plan in pairs:
        if plan.meaning.label and len(leaf.value) <= _LONGEST_LABEL and (place := _place(leaf, plan)) in named:
            entry = lookup(local_name(leaf.value))
            if entry is not None and entry.strength in {"direct", "quasi"}:
                about = entry.about if entry.about != "unknown" else plan.meaning.about
                labels[place] = Meaning(entry.category, entry.strength, about, entry.name)
    if not labels:
        return
    for leaf, plan in pairs:
        if plan.meaning.labelled:
            meaning = labels.get(_place(leaf, plan))
            if meaning is not None and not _is_name(leaf.value):
                yield leaf, plan, meaning


def _is_name(value: str) -> bool:
    """Whether a value is itself the name of a datum: ``{"id": "grade", "label": "Cijfer"}`` describes a column."""
    return len(value) <= _LONGEST_LABEL and lookup(local_name(value)) is not None


def _place(leaf: Field, plan: Plan) -> tuple[int, int, tuple[int, ...]]:
    return id(leaf.origin), id(plan.object_node), leaf.indices[: plan.object_depth]
