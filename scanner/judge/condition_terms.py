"""The terms of conditions: types, named sets of categories, what a detection shows of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache

from scanner.errors import UsageError
from scanner.model import About, Category, Detection

from .context import Context
from .policy import Policy
from .yamlfile import nearest_in_rules as nearest

Condition = Callable[[Detection, Context], bool]
ContextCondition = Callable[[Context], bool]

SETS: dict[str, tuple[str, ...]] = {
    "$direct": ("name.family", "name.full", "contact.*", "addr.*", "demo.dob", "id.leerlingnummer", "parent.name.*",
                "parent.contact.*"),
    "$number": ("id.bsn", "id.pgn", "id.hpgn", "id.stampseudoniem"),
    "$identifier": ("id.account", "id.login", "id.device", "id.advertising", "id.cookie", "id.eckid",
                    "id.leerlingnummer", "id.bsn", "id.pgn", "id.hpgn", "id.stampseudoniem", "contact.email",
                    "contact.phone"),
    "$special": ("special.*",),
    "$functional": ("id.ip", "id.cookie", "secret.token", "secret.credential"),
}
"""Named sets of categories; ``$pseudonym`` is the one that the policy expects."""

ABOUT: dict[str, About] = {"parent": "guardian", "staff": "teacher"}


@dataclass(frozen=True, slots=True)
class Setting:
    """What conditions ask about the scan as a whole."""

    policy: Policy
    test_mode: bool = False


def traits(detection: Detection) -> tuple[bool, bool]:
    """Whether a key named the datum, and whether its value is one of a known test person."""
    if not detection.evidence:
        return bool(detection.key), detection.confidence >= 1.0 and is_known(detection.subject)
    named = planted = False
    for evidence in detection.evidence:
        kind = _kind(evidence.code)
        if kind == "key":
            named = bool(detection.key)
        elif kind in {"subject", "digest"}:
            planted = True
    return named, planted


@lru_cache(maxsize=4096)
def _kind(code: str) -> str:
    return code.partition(":")[0]


def is_personal(detection: Detection) -> bool:
    """Whether key, value or surroundings tie a datum to a person: not so for an address in the text of a page."""
    return detection.about != "unknown" or any(traits(detection))


def is_known(subject: str) -> bool:
    return bool(subject) and subject[0] != "~"


def categories(entries: str | Iterable[str], setting: Setting) -> frozenset[tuple[Category, About | None]]:
    """Category codes, globs and sets as pairs of a category and whom it must be about (None: whoever)."""
    found: set[tuple[Category, About | None]] = set()
    for entry in [entries] if isinstance(entries, str) else entries:
        if entry == "$pseudonym":
            found.add((Category.ECKID, None))
            if setting.policy.pseudonym.expected == "pairwise":
                found.add((Category.ACCOUNT, None))
        elif entry in SETS:
            found |= categories(SETS[entry], setting)
        else:
            prefix, _, rest = entry.partition(".")
            about = ABOUT.get(prefix)
            glob = rest if about else entry
            matches = {(category, about) for category in _named(glob)}
            if not matches:
                choices = [*SETS, "$pseudonym", *(c.value for c in Category)]
                raise UsageError(f"{entry!r} is no category; {nearest(entry, choices)}")
            found |= matches
    return frozenset(found)


@lru_cache(maxsize=4096)
def _named(glob: str) -> frozenset[Category]:
    return frozenset(category for category in Category if fnmatchcase(category.value, glob))


def as_words(value: object) -> frozenset[str]:
    """A word or a list of words of a rule as a set."""
    return frozenset([value] if isinstance(value, str) else value if isinstance(value, list) else [])
