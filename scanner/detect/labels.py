"""Values that a neighbour names: ``{"type": "leerlingnummer", "identifier": "95312"}``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.model import Category, Field

from .answers import of_form
from .key_words import PATHS
from .lexicon import CLEAR, Entry, lookup
from .meaning import Meaning
from .names import local_name, squash
from .plan import Plan
from .roles import ABOUT, PERSONS, Role, role_of
from .typed import HOLDERS

_LONGEST_LABEL = 60
_TYPE_NAMES = frozenset({"type", "typename", "resourcetype"})
_IDS = frozenset({"id", "identifier", "uuid"})
_CODES = frozenset({"code", "id", "number", "nummer"})
_NAMES = frozenset({Category.NAME_FULL, Category.NAME_GIVEN, Category.NAME_FAMILY})
"""What no code is: ``{"field": "achternaam", "code": "required"}`` says what is wrong with a name."""
_STEP = re.compile(r"\[[^\]]{0,100}\]|[/.]")
_PERSON_TYPES: dict[str, Role] = {word: role for word in (
    "user", "users", "person", "people", "student", "students", "pupil", "pupils", "learner", "leerling", "leerlingen",
    "kind", "kinderen", "teacher", "teachers", "docent", "docenten", "leerkracht", "ouder", "ouders", "parent",
    "guardian", "deelnemer", "deelnemers", "gebruiker", "gebruikers", "medewerker", "medewerkers", "member", "members",
) if (role := role_of(word)) in PERSONS}
"""Types of objects that are persons (JSON:API §7.2.2, GraphQL's ``__typename``, SCIM): their id is a person's."""


def labelled_meanings(pairs: list[tuple[Field, Plan]]) -> Iterator[tuple[Field, Plan, Meaning]]:
    """The leaves that got a meaning from a label in the same object; ``pairs`` holds labels and labelled leaves."""
    named = {_place(leaf, plan) for leaf, plan in pairs if plan.meaning.labelled} if len(pairs) > 1 else ()
    if not named:
        return
    labels: dict[tuple[int, int, tuple[int, ...]], Meaning] = {}
    by_path = set()
    around: dict[int, Plan] = {}
    for leaf, plan in pairs:
        if plan.meaning.label and len(leaf.value) <= _LONGEST_LABEL and (place := _place(leaf, plan)) in named:
            if squash(local_name(leaf.path.key)) in PATHS:
                by_path.add(place)
            entry = _named(leaf)
            if (role := _PERSON_TYPES.get(squash(local_name(leaf.value)))) is not None and squash(
                    local_name(leaf.path.key)) in _TYPE_NAMES:
                labels[place] = Meaning(Category.ACCOUNT, "quasi", ABOUT.get(role, "unknown"), "id")
            elif entry is not None and entry.strength in CLEAR:
                about = entry.about if entry.about != "unknown" else plan.meaning.about
                labels[place] = Meaning(entry.category, entry.strength, about, entry.name)
    if not labels:
        return
    for leaf, plan in pairs:
        if plan.meaning.labelled:
            meaning = labels.get(_place(leaf, plan))
            key = squash(local_name(leaf.path.key))
            if meaning is not None and ((meaning.key == "id" and key not in _IDS) or (
                    meaning.category in _NAMES and key in _CODES) or (
                    key not in HOLDERS and _place(leaf, plan) in by_path)):
                continue
            if meaning is not None and not _is_name(leaf.value):
                patch = _place(leaf, plan) in by_path and plan.object_node.is_index
                yield leaf, of_form(plan, plan.object_node, around) if patch else plan, meaning


def _named(leaf: Field) -> Entry | None:
    """What a label names; of a path (RFC 6901, RFC 7644 §3.5.2) its last step that is a name."""
    name = local_name(leaf.value)
    if squash(local_name(leaf.path.key)) in PATHS:
        steps = [step for step in _STEP.split(name) if step and not step.isdigit() and squash(step) not in HOLDERS]
        name = steps[-1] if steps else ""
    return lookup(name)


def _is_name(value: str) -> bool:
    """Whether a value is itself the name of a datum: ``{"id": "grade", "label": "Cijfer"}`` describes a column."""
    return len(value) <= _LONGEST_LABEL and lookup(local_name(value)) is not None


def _place(leaf: Field, plan: Plan) -> tuple[int, int, tuple[int, ...]]:
    return id(leaf.origin), id(plan.object_node), leaf.indices[: plan.object_depth]
