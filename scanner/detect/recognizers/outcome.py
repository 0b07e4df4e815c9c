"""Short ways to write a verdict on a whole value, and evidence."""

from __future__ import annotations

from functools import lru_cache

from scanner.model import Category, Evidence

from .base import Verdict


@lru_cache(maxsize=4096)
def reasons(*pairs: tuple[str, float]) -> tuple[Evidence, ...]:
    """Evidence from (code, weight) pairs."""
    return tuple(Evidence(code, weight) for code, weight in pairs)


def valid(category: Category, canonical: str, *pairs: tuple[str, float]) -> Verdict:
    """Shape, and checksum where there is one, hold."""
    return Verdict("valid", category, canonical, reasons(*pairs))


def plausible(category: Category, canonical: str, *pairs: tuple[str, float]) -> Verdict:
    """It could be; nothing in the value itself says so."""
    return Verdict("plausible", category, canonical, reasons(*pairs))


def impossible(category: Category, value: str, *pairs: tuple[str, float]) -> Verdict:
    """It cannot be, whatever the key says."""
    return Verdict("impossible", category, fold(value), reasons(*pairs))


def fold(value: str) -> str:
    """Casefolded with single spaces: the normal form of what has no stricter one."""
    return " ".join(value.split()).casefold()
