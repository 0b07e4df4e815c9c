"""What a result is made of, for Python: frozen, typed, read from the native document.

Theory. These are the public types. They say what the document says and compute nothing of weight; a member that the
document may lack has a default, so that results of earlier versions can be read. Times are aware (UTC), texts masked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Lang = Literal["nl", "en"]
SeverityCode = Literal["info", "laag", "midden", "hoog", "kritiek"]
SEVERITIES: tuple[SeverityCode, ...] = ("info", "laag", "midden", "hoog", "kritiek")
"""From the least to the worst."""

_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of a finding in one language."""

    title: str
    message: str
    why: str
    remediation: str
    basis: tuple[str, ...]
    severity_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken at one place; ``occurrences`` are the ids of its detections."""

    id: str
    fingerprint: str
    rule: str
    severity: SeverityCode
    status: str
    """``open``, ``te beoordelen`` (thin evidence) or ``gedekt`` (declared; necessity stays to be shown)."""
    confidence: float
    recipient: str
    role: str
    host: str
    endpoint: str
    direction: str
    part: str
    pointer: str
    categories: tuple[str, ...]
    about: str
    count: int
    subjects: int
    occurrences: tuple[str, ...]
    first_seen: datetime | None
    last_seen: datetime | None
    also: tuple[str, ...]
    steps: tuple[str, ...]
    counts: bool
    """Whether it counts for an exit code: no exception of the policy and no baseline covers it."""
    nl: Words
    en: Words

    def reaches(self, severity: SeverityCode) -> bool:
        """Whether it is at least this severe."""
        return SEVERITIES.index(self.severity) >= SEVERITIES.index(severity)

    def words(self, lang: Lang) -> Words:
        """Its sentences in a language."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a detection; ``weight`` adds to its confidence."""

    code: str
    weight: float


@dataclass(frozen=True, slots=True)
class Detection:
    """Personal data of one category at one place of one message. ``masked`` is all that is shown of the value;
    ``fingerprint`` is equal for equal values under one key."""

    id: str
    category: str
    confidence: float
    recognizer: str
    about: str
    subject: str
    masked: str
    fingerprint: str
    capture: str
    exchange: str
    time: datetime | None
    method: str
    host: str
    port: int
    path: str
    endpoint: str
    recipient: str
    direction: str
    part: str
    pointer: str
    steps: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who got messages."""

    id: str
    organisation: str
    role: str
    country: str
    """As declared or as the seat is known; never measured."""
    declared: bool
    tracker: bool
    hosts: tuple[str, ...]
    exchanges: int
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Flow:
    """One cell of the matrix: data of one category about some persons at one recipient."""

    recipient: str
    category: str
    about: str
    declared: bool
    count: int
    subjects: int
    directions: tuple[str, ...]
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not seen, or not read: what, where, how much."""

    code: str
    host: str
    capture: str
    bytes: int
    count: int
    detail: str


@dataclass(frozen=True, slots=True)
class HostCoverage:
    """What was read of a host; bytes of bodies."""

    host: str
    exchanges: int
    body_bytes: int
    decoded_bytes: int
    unread_bytes: int
    undecrypted_bytes: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scan could and could not see. ``verdict`` is ``complete`` or ``limited``, never that all is well."""

    verdict: str
    reasons_nl: tuple[str, ...]
    reasons_en: tuple[str, ...]
    exchanges: int
    body_bytes: int
    decoded_bytes: int
    unread_bytes: int
    undecrypted_bytes: int
    hosts: tuple[HostCoverage, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture of the scan; ``note`` says why it could not be read at all."""

    label: str
    kind: str
    bytes: int
    sha256: str
    exchanges: int
    first: datetime | None
    last: datetime | None
    note: str
