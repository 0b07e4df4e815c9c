"""Compiles the conditions of rules into functions of a detection and its context. docs/rules/language.md tells more.

Theory. A condition is a tree of ``all``, ``any`` and ``not`` with leaves. A leaf is a mapping whose keys must all
hold; each key is one entry of the tables in ``detection_keys`` and ``context_keys``. Everything is compiled once per
scan, with the policy at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.errors import UsageError
from scanner.model import Category, Detection

from .condition_terms import (
    Condition,
    ContextCondition,
    Setting,
    categories,
)
from .context import Context
from .context_keys import CONTEXT_KEYS
from .detection_keys import DETECTION_KEYS
from .yamlfile import nearest_in_rules as nearest


def interests(tree: Mapping[str, Any] | None, setting: Setting) -> frozenset[Category] | None:
    """The categories that a condition can hold for at all, None when that is not evident."""
    if tree is None:
        return None
    if "category" in tree:
        return frozenset(category for category, _ in categories(tree["category"], setting))
    for part in tree.get("all", ()):
        found = interests(part, setting)
        if found is not None:
            return found
    if "any" in tree:
        parts = [interests(part, setting) for part in tree["any"]]
        if all(part is not None for part in parts):
            return frozenset().union(*(part for part in parts if part is not None))
    return None


def compile_condition(tree: Mapping[str, Any] | None, setting: Setting) -> Condition:
    """A function of detection and context for a condition tree."""
    if tree is None:
        return _always
    tests: list[Condition] = []
    for key, value in tree.items():
        if key == "all":
            tests.append(_all([compile_condition(part, setting) for part in value]))
        elif key == "any":
            tests.append(_any([compile_condition(part, setting) for part in value]))
        elif key == "not":
            tests.append(_not(compile_condition(value, setting)))
        elif key in DETECTION_KEYS:
            tests.append(DETECTION_KEYS[key](value, setting))
        elif key in {"sign", "earlier"}:
            raise UsageError(f"{key!r} is about the exchange and can stand in 'where' only")
        elif key in CONTEXT_KEYS:
            tests.append(_lift(CONTEXT_KEYS[key](value, setting)))
        else:
            known = ("all", "any", "not", *DETECTION_KEYS, *CONTEXT_KEYS)
            raise UsageError(f"unknown condition {key!r}; {nearest(key, known)}")
    return tests[0] if len(tests) == 1 else _all(tests)


def compile_where(tree: Mapping[str, Any] | None, setting: Setting) -> ContextCondition:
    """A function of the context alone, for the ``where`` of a pattern."""
    if tree is None:
        return lambda context: True
    tests: list[ContextCondition] = []
    for key, value in tree.items():
        if key == "all":
            parts = [compile_where(part, setting) for part in value]
            tests.append(lambda context, parts=parts: all(part(context) for part in parts))  # type: ignore[misc]
        elif key == "any":
            parts = [compile_where(part, setting) for part in value]
            tests.append(lambda context, parts=parts: any(part(context) for part in parts))  # type: ignore[misc]
        elif key == "not":
            inner = compile_where(value, setting)
            tests.append(lambda context, inner=inner: not inner(context))  # type: ignore[misc]
        elif key in CONTEXT_KEYS:
            tests.append(CONTEXT_KEYS[key](value, setting))
        else:
            raise UsageError(f"{key!r} cannot stand in 'where'; {nearest(key, ('all', 'any', 'not', *CONTEXT_KEYS))}")
    return lambda context: all(test(context) for test in tests)


def _always(detection: Detection, context: Context) -> bool:
    return True


def _all(tests: list[Condition]) -> Condition:
    if len(tests) == 2:
        first, second = tests
        return lambda detection, context: first(detection, context) and second(detection, context)
    return lambda detection, context: all(test(detection, context) for test in tests)


def _any(tests: list[Condition]) -> Condition:
    return lambda detection, context: any(test(detection, context) for test in tests)


def _not(test: Condition) -> Condition:
    return lambda detection, context: not test(detection, context)


def _lift(test: ContextCondition) -> Condition:
    return lambda detection, context: test(context)
