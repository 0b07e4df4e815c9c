"""The schema of rule files: an editor offers what the program knows, and explains every key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any, get_args, get_type_hints

import pytest

from scanner.judge.condition_terms import SETS
from scanner.judge.context_keys import CONTEXT_KEYS
from scanner.judge.detection_keys import DETECTION_KEYS
from scanner.judge.policyvalues import ROLES
from scanner.judge.rule import Engine, Pattern, Place, Scope
from scanner.judge.severity import RAISES
from scanner.judge.signs import SCOPES
from scanner.model import SIGNS, About, Category

SCHEMA: dict[str, Any] = json.loads(
    resources.files("scanner.schemas").joinpath("rule.schema.json").read_text("utf-8"))
DEFS = SCHEMA["$defs"]
CONDITION = DEFS["condition"]["properties"]
HINT = "add it to scanner/schemas/rule.schema.json too"


def objects(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with named keys, by its path in the schema."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield path, part
        for key, value in part.items():
            yield from objects(value, f"{path}/{key}")
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from objects(value, f"{path}/{number}")


@pytest.mark.parametrize(("path", "part"), [item for item in objects(SCHEMA) if "/allOf/" not in item[0]],
                         ids=lambda item: item if isinstance(item, str) else "")
def test_every_key_is_explained_and_no_other_is_taken(path: str, part: dict[str, Any]) -> None:
    if path.rsplit("/", 1)[-1] in {"if", "then", "else"}:
        return
    assert part["additionalProperties"] is False
    assert [key for key, value in part["properties"].items() if not value.get("description")] == []


def test_it_has_every_condition() -> None:
    assert set(CONDITION) == {"all", "any", "not", *DETECTION_KEYS, *CONTEXT_KEYS}, HINT


def enum(*path: str) -> set[str]:
    part: Any = SCHEMA
    for step in path:
        part = part[step]
    while "enum" not in part:
        part = part["anyOf"][0]
    return set(part["enum"])


@pytest.mark.parametrize(("found", "wanted"), [
    (enum("$defs", "category"), {*(c.value for c in Category), *SETS, "$pseudonym"}),
    (enum("$defs", "signcode"), set(SIGNS)),
    (enum("properties", "raise", "items"), set(RAISES)),
    (enum("properties", "scope"), set(get_args(Scope))),
    (enum("properties", "place"), set(get_args(Place))),
    (enum("properties", "engine"), set(get_args(Engine))),
    (enum("$defs", "pattern", "properties", "same"), set(get_args(get_type_hints(Pattern)["same"]))),
    (enum("$defs", "condition", "properties", "about"), set(get_args(About))),
    (enum("$defs", "condition", "properties", "recipient", "properties", "role"), {*ROLES, "undeclared"}),
    (enum("$defs", "condition", "properties", "earlier", "properties", "within"), set(SCOPES)),
], ids=["category", "sign", "raise", "scope", "place", "engine", "same", "about", "role", "within"])
def test_it_offers_what_the_program_knows(found: set[str], wanted: set[str]) -> None:
    assert found == wanted, HINT
