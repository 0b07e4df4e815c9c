"""The ledger of protection: what the proxy did to requests, added up for the result and for those who watch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from scanner.model import Cause, Deed, Protected, Protecting, Severity, Text

MOST_ROWS = 5000
"""Places that are told apart; what comes after counts for its host and deed alone."""


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests to one host with which the same was done; ``reason`` is why they passed. Times are Unix seconds."""

    deed: Deed
    host: str
    recipient: str
    organisation: str
    reason: str
    count: int
    bytes: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Row:
    """Why, at one place: a rule that was broken there, or a kind of identifier that was replaced or kept."""

    deed: Deed
    host: str
    recipient: str
    rule: str
    title: Text | None
    severity: Severity | None
    category: str
    part: str
    pointer: str
    masked: str
    why: str
    count: int


@dataclass(slots=True)
class ProtectionLedger:
    """Adds up. ``asked`` is what the user wanted, None where no protection was asked for."""

    asked: Protecting | None = None
    fakes: dict[str, set[str]] = field(default_factory=dict)
    """Fingerprints of the pseudonyms so far, by the host that got them."""
    left: int = 0
    """Reasons beyond the bound."""
    _requests: dict[tuple[str, str, str], Requests] = field(default_factory=dict)
    _rows: dict[tuple[str, ...], Row] = field(default_factory=dict)

    def add(self, record: Protecting | Protected) -> None:
        """Enter what was asked for, or what was done to one request."""
        if isinstance(record, Protecting):
            self.asked = record
            return
        if record.fakes:
            self.fakes.setdefault(record.host, set()).update(record.fakes)
        key = (record.deed, record.host, record.reason)
        known = self._requests.get(key)
        self._requests[key] = Requests(
            record.deed, record.host, record.recipient, record.organisation, record.reason, 1, record.size, record.time,
            record.time,
        ) if known is None else replace(known, count=known.count + 1, bytes=known.bytes + record.size, last=record.time)
        for cause in record.causes:
            self._because(record, cause)

    def _because(self, record: Protected, cause: Cause) -> None:
        category = cause.category.value if cause.category is not None else ""
        key = (record.deed, record.host, cause.rule, category, cause.part, cause.pointer, cause.why)
        known = self._rows.get(key)
        if known is not None:
            self._rows[key] = replace(known, count=known.count + 1)
        elif len(self._rows) < MOST_ROWS:
            self._rows[key] = Row(record.deed, record.host, record.recipient, cause.rule, cause.title, cause.severity,
                                  category, cause.part, cause.pointer, cause.masked, cause.why, 1)
        else:
            self.left += 1

    @property
    def requests(self) -> list[Requests]:
        """In a fixed order."""
        return [self._requests[key] for key in sorted(self._requests)]

    @property
    def rows(self) -> list[Row]:
        """The most frequent first."""
        found: Iterable[Row] = (self._rows[key] for key in sorted(self._rows))
        return sorted(found, key=lambda row: (row.deed, -(row.severity or 0), -row.count))
