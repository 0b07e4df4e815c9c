"""Collects occurrences into findings: one rule broken at one place is one finding.

Theory. A place is recipient × endpoint template × part × pointer template × direction. Rules about a combination
(``place: record``) name the object that holds it, rules about transport the whole message, rules about mere contact
the recipient. What is kept per finding is bounded; counts are exact.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from scanner.model import About, Category, Detection, ExceptionMark, ExchangeFacts, Finding, Sign

from .recipients import Party
from .rule import Rule
from .severity import Assessment, scaled
from .signs import told
from .texts import Filling, fill

MAX_REFS = 1000
"""Occurrences listed per finding; all are counted."""
MAX_SUBJECTS = 5000
"""Distinct data subjects told apart per finding."""
MAX_CLIENTS = 500
"""Devices told apart per finding."""
MAX_GROUPS = 20_000
"""Findings of one scan; what comes after is counted in ``overflow``."""

WIDE = frozenset({"message", "recipient"})
"""Places that hold a whole exchange."""

Ref = tuple[int, int]
"""A detection: ``order`` of its observation's facts, and its position among that observation's detections."""


class Spot(NamedTuple):
    """Where a finding is."""

    endpoint: str
    host: str
    part: str
    pointer: str
    direction: str

    @property
    def anywhere(self) -> bool:
        """A cookie or request header goes along to every endpoint of its host: it is one place, not many."""
        return goes_along(self.part, self.direction)


def goes_along(part: str, direction: str) -> bool:
    """Whether a part of a message goes along to every endpoint of its host."""
    return part.startswith("cookie.") or (part.startswith("header.") and direction == "request")


@dataclass(eq=False, slots=True)
class Group:
    """A finding in the making."""

    rule: Rule
    party: Party
    spot: Spot
    assessment: Assessment
    exception: str = ""
    approval: ExceptionMark | None = None
    distinct: str = ""
    """What tells it from another finding of this rule at this place: the base rule of a lapsed exception, a host."""
    product: str = ""
    """The product that it was judged under, where a scan has several."""
    count: int = 0
    messages: int = 0
    confidence: float = 0.0
    categories: dict[Category, None] = field(default_factory=dict)
    about: dict[About, None] = field(default_factory=dict)
    subjects: set[str] = field(default_factory=set)
    refs: list[Ref] = field(default_factory=list)
    first: float = 0.0
    last: float = 0.0
    also: set[str] = field(default_factory=set)
    algorithms: set[str] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)
    extra: Mapping[str, Filling] = field(default_factory=dict)
    signs: dict[str, Sign] = field(default_factory=dict)
    clients: set[str] = field(default_factory=set)
    """Fingerprints of the devices that it was seen on."""
    _last_message: tuple[int, int] = (-1, -1)

    def add(self, ref: Ref | None, detection: Detection | None, time: float, assessment: Assessment) -> None:
        """Enter one occurrence."""
        if assessment is not self.assessment and assessment.rank > self.assessment.rank:
            self.assessment = assessment
        self.count += 1
        if time:
            self.first = min(self.first or time, time)
            self.last = max(self.last, time)
        if ref is not None and len(self.refs) < MAX_REFS:
            self.refs.append(ref)
        message = (ref[0] if ref else self.count, detection.message if detection else 0)
        if message != self._last_message:
            self._last_message = message
            self.messages += 1
        if detection is None:
            return
        if detection.confidence > self.confidence:
            self.confidence = detection.confidence
        self.categories[detection.category] = None
        self.about[detection.about] = None
        if detection.via:
            self.algorithms.add(detection.via)
        if detection.subject and len(self.subjects) < MAX_SUBJECTS:
            self.subjects.add(detection.subject)


    def tell(self, sign: Sign) -> None:
        """Keep a sign that the message speaks of: of each code the one with the largest amount."""
        known = self.signs.get(sign.code)
        if known is None or sign.amount > known.amount:
            self.signs[sign.code] = sign


class Groups:
    """All findings in the making, by rule and place."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, ...], Group] = {}
        self.overflow = 0

    def at(self, rule: Rule, party: Party, spot: Spot, assessment: Assessment, exception: str = "",
           distinct: str = "") -> Group | None:
        """The finding of a rule at a place, opened when new; None when there are too many."""
        endpoint = "" if rule.place == "recipient" or spot.anywhere else spot.endpoint
        key = (rule.id, party.key, endpoint, spot.part, spot.pointer, spot.direction, exception, distinct)
        group = self._groups.get(key)
        if group is None:
            if len(self._groups) >= MAX_GROUPS:
                self.overflow += 1
                return None
            group = self._groups[key] = Group(rule, party, spot, assessment, exception, distinct=distinct)
        return group

    def __iter__(self) -> Iterator[Group]:
        return iter(self._groups.values())

    def __len__(self) -> int:
        return len(self._groups)

    def remove(self, unwanted: Callable[[Group], bool]) -> None:
        """Drop findings that another one speaks for."""
        self._groups = {key: group for key, group in self._groups.items() if not unwanted(group)}


def spot_of(rule: Rule, detection: Detection | None, sign: Sign | None, facts: ExchangeFacts) -> Spot:
    """The place of an occurrence, as wide as the rule says."""
    if sign is not None and (rule.place == "sign" or (detection is None and rule.place in {"value", "record"})):
        return Spot(facts.endpoint, facts.host, sign.part, sign.pointer, sign.direction)
    if sign is not None and detection is None:
        return Spot(facts.endpoint, facts.host, "", "", sign.direction)
    if rule.place == "recipient" or detection is None:
        return Spot(facts.endpoint, facts.host, "", "", detection.direction if detection else "request")
    if rule.place == "message":
        return Spot(facts.endpoint, facts.host, "", "", detection.direction)
    pointer = detection.template if rule.place == "value" else detection.template.rpartition("/")[0]
    part = detection.part
    return Spot(facts.endpoint, facts.host, part, pointer, detection.direction)


def finish(group: Group, ids: Callable[[int, int], str], taken: set[str], common: Mapping[str, Filling]) -> Finding:
    """The finding itself; ``taken`` are the ids and fingerprints given so far, ``common`` the fillings that all
    messages share. Finish findings in the order of their exceptions, so that names do not depend on the traffic."""
    rule, spot = group.rule, group.spot
    fingerprint = _fingerprint(group, "")
    if fingerprint in taken:  # two exceptions at one place: the first finding keeps the name that it has without any
        fingerprint = _fingerprint(group, group.exception)
    taken.add(fingerprint)
    length = 8
    while (name := f"{rule.id}-{fingerprint[:length]}") in taken and length < 32:
        length += 4
    taken.add(name)
    assessment = scaled(group.assessment, rule, len(group.subjects))
    categories = tuple(sorted(category.value for category in group.categories))
    filling: dict[str, Filling] = {
        "recipient": group.party.name, "endpoint": spot.endpoint, "host": spot.host,
        "pointer": spot.pointer or spot.part, "part": spot.part, "count": str(group.count),
        "messages": str(group.messages), "subjects": str(len(group.subjects)),
        "algorithms": ", ".join(sorted(group.algorithms)), **common, **group.extra,
        **told(group.signs.values()),
    }
    return Finding(
        id=name,
        fingerprint=fingerprint,
        rule=rule.id,
        rule_version=rule.version,
        severity=assessment.severity,
        severity_reasons=assessment.reasons,
        status=assessment.status,
        confidence=group.confidence,
        recipient=group.party.key,
        role=group.party.role,
        endpoint=spot.endpoint,
        host=spot.host,
        part=spot.part,
        pointer=spot.pointer,
        direction=spot.direction,
        categories=categories,
        about=next(iter(group.about)) if len(group.about) == 1 else "unknown",
        subjects=len(group.subjects),
        count=group.count,
        occurrences=tuple(ids(order, index) for order, index in group.refs),
        first_seen=group.first,
        last_seen=group.last,
        title=rule.title,
        message=fill(rule.message, group.categories, group.about, spot.direction, filling),
        why=rule.why,
        remediation=rule.remediation,
        basis=rule.basis,
        also=tuple(sorted(group.also - {rule.id})),
        exception=group.exception,
        approval=group.approval,
        product=group.product,
        steps=tuple(sorted(group.steps)),
        enough=rule.enough,
        ask=fill(rule.ask, group.categories, group.about, spot.direction, filling),
    )


def _fingerprint(group: Group, exception: str) -> str:
    """What identifies a finding in another scan: its rule and its place. No value, count, time, key or capture."""
    rule, spot = group.rule, group.spot
    endpoint = "" if rule.place == "recipient" or spot.anywhere else spot.endpoint
    names = (rule.id, group.party.key, endpoint, spot.part, spot.pointer, spot.direction, exception,
             "" if group.distinct == rule.id else group.distinct)
    return hashlib.sha256("\x1f".join(names).encode("utf-8", "replace")).hexdigest()[:32]
