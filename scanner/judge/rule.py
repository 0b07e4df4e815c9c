"""What a rule is: frozen data of one YAML file, texts in both languages included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from scanner.model import Severity, Text

Scope = Literal["message", "session", "subject", "recipient", "scan"]
Place = Literal["value", "record", "message", "recipient", "sign"]
Engine = Literal["match", "linkage", "quasi", "coverage", "exceptions", "drift", "returned", "undecided"]

EMPTY = Text("", "")

Tree = Mapping[str, Any]
"""A condition as it stands in the file; ``conditions.py`` compiles it."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many there must be in the unit: distinct subjects, other persons than the one who looks, kinds, values."""

    of: Literal["subjects", "others", "kinds", "values"]
    at_least: int = 1
    at_most: int | None = None

    def fits(self, number: int) -> bool:
        """Whether there are enough and not too many."""
        return self.at_least <= number and (self.at_most is None or number <= self.at_most)


@dataclass(frozen=True, slots=True)
class Ever:
    """What decides when the scan ends: a sign that some exchange showed, before or after.

    ``what`` is a condition as under ``earlier``. Where nothing showed it, ``severity`` and ``reason`` hold in place of
    the pattern's own; None: then it is no finding.
    """

    what: Tree
    severity: Severity | None = None
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to break a rule. The first pattern of a rule that fits a detection counts.

    ``find`` picks the detections that the finding is about; without it the exchange itself is. ``beside`` must each
    be met by another detection of the unit, ``without`` by none; ``same`` says what ties them together.
    """

    where: Tree | None = None
    find: Tree | None = None
    beside: tuple[Tree, ...] = ()
    without: tuple[Tree, ...] = ()
    same: Literal["value", "field", "subject", "record", "message", "session", "recipient", "scan"] = "message"
    count: Count | None = None
    severity: Severity | None = None
    reason: Text | None = None
    at_most: Severity = Severity.KRITIEK
    ever: Ever | None = None
    fresh: bool = False
    """Only what the request of the same exchange did not hold itself: an echo tells nobody anything."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with everything that reports and ``explain`` say about it."""

    id: str
    version: int
    pack: str
    title: Text
    scope: Scope
    severity: Severity
    severity_reason: Text
    message: Text
    why: Text
    remediation: Text
    basis: tuple[Text, ...]
    basis_codes: tuple[str, ...]
    false_positives: Text
    match: tuple[Pattern, ...] = ()
    raises: tuple[str, ...] = ()
    softened: bool | Tree = True
    place: Place = "value"
    fact: str = "value"
    engine: Engine = "match"
    parameters: Mapping[str, Any] | None = None
    path: Path | None = None
    enough: Text = EMPTY
    """The least that would do for the purpose."""
    ask: Text = EMPTY
    """What to ask the party, with placeholders."""
    needs: Text | None = None
    """What an undecided rule would have to be given: such a rule is known and listed, and takes no part in a scan."""

    @property
    def examples(self) -> Path | None:
        """The file of examples beside the rule, whether it exists or not."""
        return self.path.with_name(f"{self.id}.examples.yaml") if self.path else None
