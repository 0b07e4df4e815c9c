"""The gate: what the scan could not see, as findings (COV pack) and as a verdict that stands beside every conclusion.

Theory. "No findings" says something only about what was read. Encrypted connections, unread bodies, damaged captures,
planted values that never turned up: each limits the conclusion and is named with its host. The verdict is ``complete``
or ``limited``; it never says that a product is in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scanner.model import Category, Gap, HostCoverage, Note, Severity, Text
from scanner.model.day import day_words

from .actors import ActorsSeen, unknown_actor
from .groups import Groups, Spot
from .policy import Policy
from .recipients import Party
from .rule import Rule
from .scenario import ScenarioSeen
from .severity import Assessment
from .texts import ACTORS, listed

LIMIT = 0.10
"""Share of bytes from which what was not seen limits the conclusion."""

OPAQUE = (Gap.CONTENT_OPAQUE, Gap.CONTENT_ENCRYPTED)
_ALWAYS_LIMITING = {
    Gap.FILE_UNREADABLE: Text("een opname kon niet worden gelezen", "a capture could not be read"),
    Gap.FILE_TRUNCATED: Text("een opname breekt af", "a capture breaks off"),
    Gap.FILE_ENTRY_BROKEN: Text("een deel van een opname is beschadigd", "part of a capture is damaged"),
    Gap.TCP_GAP: Text("er ontbreken pakketten in de opname", "packets are missing from the capture"),
    Gap.PACKET_CUT: Text("pakketten zijn bij het opnemen afgekapt", "packets were cut off while recording"),
    Gap.STAGE_FAILED: Text("een deel kon niet worden verwerkt", "a part could not be processed"),
    Gap.QUEUE_DROPPED: Text("een deel van de berichten is niet onderzocht", "some exchanges were not examined"),
}
_HARMLESS = frozenset({Gap.CONTENT_STATIC, Gap.CONTENT_MEDIA})
"""Gaps that do not limit a conclusion by their size: static content is searched for known subjects, media is named."""


@dataclass(frozen=True, slots=True)
class CoverageSummary:
    """What the judge needs to know of coverage. ``planted`` holds, per subject of the subjects file, the categories
    of its values."""

    hosts: Sequence[HostCoverage] = ()
    notes: Sequence[Note] = ()
    planted: Mapping[str, frozenset[Category]] = field(default_factory=dict)
    scenario: ScenarioSeen = field(default_factory=ScenarioSeen)


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether conclusions hold for all that the capture contains, and if not, why."""

    verdict: Literal["complete", "limited"]
    reasons: tuple[Text, ...] = ()


@dataclass(slots=True)
class Seen:
    """What the judge itself saw, for the gate."""

    exchanges: int = 0
    last_day_after: str = ""
    """The end of the policy's validity, when the capture is later."""
    values: dict[str, set[Category]] = field(default_factory=dict)
    purposes: set[str] = field(default_factory=set)
    recipients: set[str] = field(default_factory=set)
    places: set[tuple[str, str]] = field(default_factory=set)
    """(host, endpoint) that were looked at."""
    places_full: bool = False
    latest: float = 0.0
    overflow: int = 0
    actors: ActorsSeen = field(default_factory=ActorsSeen)


class CoverageGate:
    """Judges coverage with the rules of the COV pack that are loaded."""

    def __init__(self, rules: Sequence[Rule], policy: Policy, party_of: Callable[[str], Party]) -> None:
        self._all = rules
        self._rules = {str((r.parameters or {}).get("check", "")): r for r in rules if r.engine == "coverage"}
        self._policy = policy
        self._party_of = party_of

    def judge(self, summary: CoverageSummary, seen: Seen, groups: Groups) -> Gate:
        """Add the findings of the COV pack and give the verdict."""
        reasons: list[Text] = []
        if not seen.exchanges:
            reasons.append(Text("er is geen enkel bericht gelezen", "not a single exchange was read"))
        reasons += self._undecrypted(summary, groups)
        reasons += self._opaque(summary, groups)
        reasons += self._unread(summary)
        reasons += self._damaged(summary)
        reasons += unknown_actor(self._all, seen.actors)
        self._unexercised(summary.scenario, seen, groups)
        reasons += self._planted(summary, seen, groups)
        if seen.last_day_after:
            last = day_words(str(seen.last_day_after))
            reasons.append(Text(
                f"de privacybijsluiter was geldig tot en met {last.nl}; de opname is van later",
                f"the privacybijsluiter was valid through {last.en}; the capture is later"))
        if seen.overflow:
            reasons.append(Text(f"waarnemingen die niet in de grenzen van het onderzoek pasten: {seen.overflow}",
                                f"observations that did not fit the bounds of the scan: {seen.overflow}"))
        return Gate("limited" if reasons else "complete", tuple(reasons))

    def _is_background(self, host: str) -> bool:
        return bool(host) and self._party_of(host).background

    def _undecrypted(self, summary: CoverageSummary, groups: Groups) -> list[Text]:
        # Updates and certificate checks of the device are large and nobody's lesson; coverage names them all the same.
        hosts = [host for host in summary.hosts if not self._is_background(host.host)]
        total = sum(_all_bytes(host) for host in hosts)
        hidden = sum(host.undecrypted_bytes for host in hosts)
        reasons: list[Text] = []
        share = hidden / total if total else 0.0
        if share > LIMIT:
            reasons.append(Text(f"{_percent(share)} van de bytes is niet ontsleuteld",
                                f"{_percent(share)} of the bytes was not decrypted"))
        for host in hosts:
            if not host.undecrypted_bytes and not host.undecrypted_connections:
                continue
            party = self._party_of(host.host) if host.host else None
            self._add("undecrypted", party, host.host, Severity.INFO, groups,
                      {"amount": _bytes(host.undecrypted_bytes)})
            if party is not None and (party.declared or party.assumed):
                reasons.append(Text(f"verkeer met {host.host} is niet ontsleuteld ({_bytes(host.undecrypted_bytes)})",
                                    f"traffic with {host.host} was not decrypted ({_bytes(host.undecrypted_bytes)})"))
        return reasons

    def _opaque(self, summary: CoverageSummary, groups: Groups) -> list[Text]:
        reasons: list[Text] = []
        for host in summary.hosts:
            amount = sum(host.unread.get(gap, 0) for gap in OPAQUE)
            if not amount or self._is_background(host.host):
                continue
            party = self._party_of(host.host)
            third = party.tracker or (not party.declared and not party.assumed)
            self._add("opaque", party, host.host, Severity.MIDDEN if third else Severity.INFO, groups,
                      {"amount": _bytes(amount)})
        return reasons

    def _unread(self, summary: CoverageSummary) -> list[Text]:
        reasons: list[Text] = []
        for host in summary.hosts:
            amount = sum(size for gap, size in host.unread.items() if gap not in _HARMLESS)
            if host.body_bytes and amount / host.body_bytes > LIMIT and not self._is_background(host.host):
                share = _percent(amount / host.body_bytes)
                reasons.append(Text(f"{share} van de inhoud van {host.host} kon niet worden gelezen",
                                    f"{share} of the content of {host.host} could not be read"))
        exchanges = {host.host: host.exchanges for host in summary.hosts}
        missing: dict[str, int] = {}
        for note in summary.notes:
            if note.gap in {Gap.BODY_MISSING, Gap.BODY_TRUNCATED, Gap.HTTP_DAMAGED}:
                missing[note.host] = missing.get(note.host, 0) + note.count
        for name in sorted(missing):
            if missing[name] > LIMIT * exchanges.get(name, 0) and not self._is_background(name):
                label = name or "onbekende hosts"
                reasons.append(Text(f"de inhoud van berichten van {label} ontbreekt in de opname ({missing[name]}×)",
                                    f"the content of messages of {name or 'unknown hosts'} is missing from the "
                                    f"capture ({missing[name]}×)"))
        return reasons

    def _damaged(self, summary: CoverageSummary) -> list[Text]:
        gaps = {note.gap for note in summary.notes}
        return [text for gap, text in _ALWAYS_LIMITING.items() if gap in gaps]

    def _unexercised(self, scenario: ScenarioSeen, seen: Seen, groups: Groups) -> None:
        lacking = [Text(f"stap {s.step.id}", f"step {s.step.id}") for s in scenario.steps if not s.executed]
        if not self._policy.builtin:
            done = {s.step.feature for s in scenario.steps if s.executed} | seen.purposes
            told = any(s.step.feature for s in scenario.steps)
            lacking += [Text(f"doel {p.id}", f"purpose {p.id}") for p in self._policy.purposes
                        if (p.match or told) and p.id not in done]
            lacking += [Text(f"ontvanger {r.id}", f"recipient {r.id}")
                        for r in self._policy.recipients if r.id not in seen.recipients]
            if scenario.planned:
                lacking += [Text(f"rol {ACTORS[role].nl}", f"role {ACTORS[role].en}") for role in ACTORS
                            if role in self._policy.roles and not seen.actors.by_role[role]]
        if lacking:
            self._add("unexercised", None, "", Severity.INFO, groups, {
                "others": Text(listed([t.nl for t in lacking], "nl"), listed([t.en for t in lacking], "en"))})

    def _planted(self, summary: CoverageSummary, seen: Seen, groups: Groups) -> list[Text]:
        missing: dict[tuple[bool, frozenset[Category]], list[str]] = {}
        for subject in sorted(summary.planted):
            lacks = summary.planted[subject] - _with_parts(seen.values.get(subject, set()))
            if lacks:
                missing.setdefault((subject in seen.values, frozenset(lacks)), []).append(subject)
        rule = self._rules.get("planted")
        for (_, lacks), subjects in missing.items() if rule is not None else ():
            assert rule is not None
            group = groups.at(rule, _NOBODY, Spot("", "", "", "", "request"),
                              Assessment(Severity.INFO, (rule.severity_reason,)), distinct=subjects[0])
            if group is not None:
                for _ in subjects:
                    group.add(None, None, 0.0, group.assessment)
                group.categories = dict.fromkeys(sorted(lacks))
                group.subjects.update(subjects)
                group.extra = {"others": _named(subjects)}
        if summary.planted and not seen.values.keys() & summary.planted.keys():
            return [Text("van geen van de opgegeven testpersonen is een gegeven teruggevonden; controleer de opname en "
                         "het bestand met testpersonen",
                         "no data of any of the given test persons were found; check the capture and the subjects "
                         "file")]
        return []

    def _add(self, check: str, party: Party | None, host: str, severity: Severity, groups: Groups,
             extra: dict[str, str | Text]) -> None:
        rule = self._rules.get(check)
        if rule is None:
            return
        assessment = Assessment(max(severity, rule.severity), (rule.severity_reason,))
        if severity > rule.severity:
            assessment = Assessment(severity, (rule.severity_reason, Text(
                "het gaat naar een partij buiten de privacybijsluiter",
                "it goes to a party outside the privacybijsluiter")))
        group = groups.at(rule, party or _NOBODY, Spot("", host, "", "", "request"), assessment, distinct=host)
        if group is not None:
            group.add(None, None, 0.0, assessment)
            group.extra = {"host": host or Text("onbekende hosts", "unknown hosts"), **extra}


_NOBODY = Party("", "", "", "", False, "", "", False, False, "none", frozenset())


def _all_bytes(host: HostCoverage) -> int:
    return host.head_bytes + host.body_bytes + host.undecrypted_bytes


def _with_parts(seen: Iterable[Category]) -> set[Category]:
    """A full name shows its parts; both parts show the full name."""
    found = set(seen)
    if Category.NAME_FULL in found:
        found |= {Category.NAME_GIVEN, Category.NAME_FAMILY}
    elif {Category.NAME_GIVEN, Category.NAME_FAMILY} <= found:
        found.add(Category.NAME_FULL)
    return found


def _named(subjects: Sequence[str]) -> Text:
    shown = list(subjects[:8])
    rest = len(subjects) - len(shown)
    return Text(listed([*shown, f"{rest} {'andere' if rest == 1 else 'anderen'}"] if rest else shown, "nl"),
                listed([*shown, f"{rest} other{'s' if rest > 1 else ''}"] if rest else shown, "en"))


def _percent(share: float) -> str:
    return f"{min(100, round(share * 100))} %"


def _bytes(amount: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if amount >= size:
            return f"{amount / size:.1f} {unit}"
    return f"{amount} bytes"
