"""Findings: one rule broken at one place, with its occurrences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Literal


class Severity(IntEnum):
    """Ernst of a finding; ordered, so that a higher value is worse."""

    INFO = 0
    LAAG = 1
    MIDDEN = 2
    HOOG = 3
    KRITIEK = 4

    @property
    def code(self) -> str:
        """The Dutch word used in every file and output."""
        return self.name.lower()

    @classmethod
    def parse(cls, text: str) -> Severity:
        """Read a Dutch or English severity word; raises ``ValueError`` for another word."""
        word = text.strip().lower()
        try:
            return cls[_ENGLISH.get(word, word).upper()]
        except KeyError:
            raise ValueError(f"unknown severity {word!r}: use info, laag, midden, hoog or kritiek") from None


_ENGLISH = {"critical": "kritiek", "high": "hoog", "medium": "midden", "low": "laag"}


class Status(StrEnum):
    """Where a finding stands. ``gedekt``: declared in the policy, noodzaak te toetsen; it never hides a finding."""

    OPEN = "open"
    TO_ASSESS = "te beoordelen"
    COVERED = "gedekt"


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in both languages of the report."""

    nl: str
    en: str

    def get(self, lang: str) -> str:
        """The sentence in ``nl`` or ``en``."""
        return self.nl if lang == "nl" else self.en


BaselineState = Literal["new", "known", "accepted", "changed", "expired"]
"""How a finding stands to the user's baseline; only an accepted one is left out of the exit code, and a known one was
there already but nobody accepted it."""


@dataclass(frozen=True, slots=True)
class BaselineMark:
    """What the baseline says of a finding: who accepted it, why, until when (ISO dates), and why that holds or not."""

    state: BaselineState
    reason: str = ""
    owner: str = ""
    accepted_on: str = ""
    expires: str = ""
    note: Text | None = None


ExceptionState = Literal["covers", "expired", "exceeded"]
"""What an exception of the policy does to a finding; only one that covers it leaves it out of the exit code."""


@dataclass(frozen=True, slots=True)
class ExceptionMark:
    """What an exception of the policy says of a finding: who approved it, why, and from when until when (ISO dates)."""

    state: ExceptionState
    reason: str
    owner: str
    approved_on: str
    expires: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place: recipient × endpoint template × pointer template.

    ``occurrences`` are detection ids (at most as many as the scan keeps per place), ``count`` counts all.
    ``also`` names the rules that the same root cause breaks too (rule catalogue §16.1). ``fingerprint``
    identifies the finding across scans: rule, recipient, endpoint and pointer, no value, no time. ``baseline`` is None
    where no baseline was given.
    """

    id: str
    fingerprint: str
    rule: str
    rule_version: int
    severity: Severity
    severity_reasons: tuple[Text, ...]
    status: Status
    confidence: float
    recipient: str
    role: str
    endpoint: str
    host: str
    part: str
    pointer: str
    direction: str
    categories: tuple[str, ...]
    about: str
    subjects: int
    count: int
    occurrences: tuple[str, ...]
    first_seen: float
    last_seen: float
    title: Text
    message: Text
    why: Text
    remediation: Text
    basis: tuple[Text, ...]
    also: tuple[str, ...] = ()
    exception: str = ""
    """Id of the exception of the policy that speaks about it, covering it or not any more."""
    approval: ExceptionMark | None = None
    """What that exception says; None without one."""
    baseline: BaselineMark | None = None
    product: str = ""
    """The product that it was judged under, where a scan has several policies."""
    steps: tuple[str, ...] = ()
    """Ids of the steps of the scenario in which it was observed."""
    enough: Text = Text("", "")
    """The least that would do for the purpose."""
    ask: Text = Text("", "")
    """What to ask the recipient or its customer."""
