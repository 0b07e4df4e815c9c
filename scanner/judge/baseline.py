"""The baseline: findings that someone accepted for a time, and what earlier scans saw.

Theory. An entry names one finding by its fingerprint (rule and place; no value, count, time or key), or several by
rule and wildcards. It holds for what was accepted and no more: a worse severity or another category at the same place
counts again, and so does everything after the last day. The days are those of the capture, as for exceptions of the
policy; a capture without dates cannot show that an entry still holds. What an entry covers stays in the result. An
entry without a finding is *gone* only when its place was looked at in this scan; else it is *unseen*.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase

from scanner.model import BaselineMark, BaselineState, Finding, Severity, Text

from .context import day_of
from .groups import goes_along
from .order import ABOUT_THE_SCAN

Places = Collection[tuple[str, str]]
"""(host, endpoint): what a scan looked at."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One entry. ``places`` are wildcards by the name of the finding's field, used where there is no fingerprint."""

    rule: str
    severity: Severity
    reason: str
    owner: str
    accepted_on: date
    expires: date
    id: str = ""
    fingerprint: str = ""
    places: tuple[tuple[str, str], ...] = ()
    categories: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """How texts call the entry."""
        return self.id or " ".join((self.rule, *(value for _, value in self.places)))

    def fits(self, finding: Finding) -> bool:
        """Whether the entry is about a finding."""
        if self.fingerprint:
            return self.fingerprint == finding.fingerprint
        return self.rule == finding.rule and all(fnmatchcase(getattr(finding, name), glob)
                                                 for name, glob in self.places)

    def was_looked_at(self, seen: Places, recipients: Iterable[str]) -> bool:
        """Whether a scan saw the place that the entry is about; an entry about no place at all is about the scan."""
        at = dict(self.places)
        host, endpoint = at.get("host", ""), at.get("endpoint", "")
        if not host:
            return "recipient" not in at or any(fnmatchcase(name, at["recipient"]) for name in recipients)
        anywhere = not endpoint or goes_along(at.get("part", ""), at.get("direction", ""))
        return any(fnmatchcase(h, host) and (anywhere or fnmatchcase(e, endpoint)) for h, e in seen)


@dataclass(frozen=True, slots=True)
class SeenRecipient:
    """A recipient of earlier scans with the categories that were seen there, written as in a policy."""

    id: str
    organisation: str = ""
    country: str = ""
    categories: frozenset[str] = frozenset()
    lacks: frozenset[str] | None = None
    """Signs of controls that were missing then; None where the file does not tell."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """A validated baseline file; ``scans`` is 0 where it does not tell what was seen."""

    name: str = ""
    sha256: str = ""
    accepted: tuple[Accepted, ...] = ()
    known: frozenset[str] = frozenset()
    """Fingerprints of findings that were there and were not accepted."""
    scans: int = 0
    recipients: tuple[SeenRecipient, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of an entry that covers nothing in this scan."""

    id: str
    rule: str
    owner: str
    expires: str


@dataclass(frozen=True, slots=True)
class BaselineOutcome:
    """A baseline laid beside a scan: findings by state, entries that expired, and those without a finding."""

    name: str
    sha256: str
    entries: int
    states: Mapping[str, int] = field(default_factory=dict)
    expired: tuple[Entry, ...] = ()
    gone: tuple[Entry, ...] = ()
    unseen: tuple[Entry, ...] = ()


def apply(baseline: Baseline, findings: Sequence[Finding], seen: Places, recipients: Collection[str],
          latest: float) -> tuple[list[Finding], BaselineOutcome]:
    """The findings with their marks, and what became of the entries. ``recipients`` were contacted, and ``latest`` is
    the last moment of the scan."""
    by_fingerprint = {entry.fingerprint: entry for entry in baseline.accepted if entry.fingerprint}
    by_place = [entry for entry in baseline.accepted if not entry.fingerprint]
    met: set[int] = set()
    lapsed: set[int] = set()
    marked: list[Finding] = []
    states: dict[str, int] = dict.fromkeys(("new", "known", "accepted", "changed", "expired"), 0)
    for finding in findings:
        if finding.rule in ABOUT_THE_SCAN:
            marked.append(finding)
            continue
        named = by_fingerprint.get(finding.fingerprint)
        entries = [named] if named else [entry for entry in by_place if entry.fits(finding)]
        marks = [_mark(entry, finding, latest) for entry in entries]
        met.update(map(id, entries))
        lapsed.update(id(entry) for entry, mark in zip(entries, marks, strict=True) if mark.state == "expired")
        other = BaselineMark("known" if finding.fingerprint in baseline.known else "new")
        mark = min(marks, key=lambda m: _BEST.index(m.state), default=other)
        states[mark.state] += 1
        marked.append(replace(finding, baseline=mark))
    stale = [entry for entry in baseline.accepted if id(entry) not in met]
    return marked, BaselineOutcome(
        baseline.name, baseline.sha256, len(baseline.accepted), states,
        _entries(entry for entry in baseline.accepted if id(entry) in lapsed),
        _entries(entry for entry in stale if entry.was_looked_at(seen, recipients)),
        _entries(entry for entry in stale if not entry.was_looked_at(seen, recipients)),
    )


_BEST: tuple[BaselineState, ...] = ("accepted", "changed", "expired", "known", "new")
"""Where several entries fit one finding, the first of these counts."""


def _mark(entry: Accepted, finding: Finding, latest: float) -> BaselineMark:
    day = day_of(finding.last_seen or latest)
    added = sorted(set(finding.categories) - entry.categories) if entry.categories is not None else []
    state: BaselineState = "accepted"
    note = None
    if day is None or day > entry.expires:
        state = "expired"
        note = Text("de opname heeft geen datum", "the capture has no date") if day is None else None
    elif finding.severity > entry.severity:
        state = "changed"
        note = Text(f"ernst was {entry.severity.code}, is nu {finding.severity.code}",
                    f"severity was {_ENGLISH[entry.severity]}, is now {_ENGLISH[finding.severity]}")
    elif added:
        state = "changed"
        note = Text(f"nieuw op deze plaats: {', '.join(added)}", f"new at this place: {', '.join(added)}")
    return BaselineMark(state, entry.reason, entry.owner, str(entry.accepted_on), str(entry.expires), note)


_ENGLISH = {Severity.INFO: "info", Severity.LAAG: "low", Severity.MIDDEN: "medium", Severity.HOOG: "high",
            Severity.KRITIEK: "critical"}


def _entries(found: Iterable[Accepted]) -> tuple[Entry, ...]:
    return tuple(sorted((Entry(e.name, e.rule, e.owner, str(e.expires)) for e in found),
                        key=lambda e: (e.rule, e.id)))
