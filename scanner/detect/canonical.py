"""The canonical form of a value: what its fingerprint is made of, so that spellings of one value are one."""

from __future__ import annotations

from scanner.model import Category

from .key_rule import LONGEST_KEYED
from .recognizers import VALUE_CHECKS


def canonical_of(category: Category, value: str) -> str:
    """The canonical form of a value as the check of its category gives it."""
    check = VALUE_CHECKS.get(category)
    if check is not None and len(value) <= LONGEST_KEYED:
        verdict = check(value)
        if verdict.outcome != "impossible" and verdict.category is category:
            return verdict.canonical
    return " ".join(value.split()).casefold()
