"""What a recognizer is: it finds a category in running text, or judges a whole value that a key has named.

Theory. Two questions need two answers. *Is there a BSN somewhere in this text?* is for prose, URLs and values
under keys that say nothing: ``TextRecognizer.find`` scans, and what it finds must convince by itself (shape,
checksum, words nearby). *This value stands under the key ``bsn``: is it one?* is for structured data:
``ValueCheck`` judges the whole value, and the key already counts. Both give a canonical form, so that equal
values in other spellings get equal fingerprints.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from scanner.model import Category, Evidence, quickly_made

Cost = Literal["literal", "regex", "context", "prose"]
"""Cost class: literal search; one linear regex; regex with a look at the words around; whole prose."""


@quickly_made
@dataclass(frozen=True, slots=True)
class Match:
    """A category in ``text[start:end]``. ``score`` is the confidence without any key; ``canonical`` the value
    in its one normal spelling (digits only, ISO date, lower-case address)."""

    start: int
    end: int
    category: Category
    score: float
    canonical: str
    evidence: tuple[Evidence, ...]

    def __repr__(self) -> str:
        return f"Match({self.category.value} [{self.start}:{self.end}] {self.score:.2f})"


class TextRecognizer(Protocol):
    """Finds a category in running text."""

    name: str
    """Identifier in results, ``nl_bsn``; never changes."""
    entity: str
    """Presidio's entity name, ``NL_BSN``."""
    categories: tuple[Category, ...]
    cost: Cost
    trigger: re.Pattern[str]
    """Cheap linear test: where it does not match, ``find`` finds nothing. Alternation of all triggers is one pass."""
    context: tuple[str, ...]
    """Words that raise the score when near (lower case), also given to Presidio."""

    def find(self, text: str) -> list[Match]:
        """All matches in ``text``, in order, not overlapping each other."""
        ...


@quickly_made
@dataclass(frozen=True, slots=True)
class Verdict:
    """A whole value judged under a key: ``valid`` shape and checksum hold, ``plausible`` could be, ``impossible`` not.

    ``category`` may be more precise than what the key said (a ``naam`` key whose value is one given name;
    an onderwijsnummer under ``bsn``).
    """

    outcome: Literal["valid", "plausible", "impossible"]
    category: Category
    canonical: str
    evidence: tuple[Evidence, ...] = ()

    def __repr__(self) -> str:
        return f"Verdict({self.outcome} {self.category.value})"


ValueCheck = Callable[[str], Verdict]
