"""Values that a neighbour names: ``{"type": "leerlingnummer", "identifier": "95312"}``."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Category, Field

from .lexicon import CLEAR, lookup
from .meaning import Meaning
from .names import local_name, squash
from .plan import Plan
from .roles import ABOUT, PERSONS, Role, role_of

_LONGEST_LABEL = 60
_TYPE_NAMES = frozenset({"type", "typename", "resourcetype"})
_IDS = frozenset({"id", "identifier", "uuid"})
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
    for leaf, plan in pairs:
        if plan.meaning.label and len(leaf.value) <= _LONGEST_LABEL and (place := _place(leaf, plan)) in named:
            entry = lookup(local_name(leaf.value))
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
            if meaning is not None and meaning.key == "id" and squash(local_name(leaf.path.key)) not in _IDS:
                continue
            if meaning is not None and not _is_name(leaf.value):
                yield leaf, plan, meaning


def _is_name(value: str) -> bool:
    """Whether a value is itself the name of a datum: ``{"id": "grade", "label": "Cijfer"}`` describes a column."""
    return len(value) <= _LONGEST_LABEL and lookup(local_name(value)) is not None


def _place(leaf: Field, plan: Plan) -> tuple[int, int, tuple[int, ...]]:
    return id(leaf.origin), id(plan.object_node), leaf.indices[: plan.object_depth]
