"""Judges one message by itself, for those who must answer before the next one comes: what it breaks, nothing kept.

Theory. A scan knows more than a message: what came before in a session, who can join what, how many pupils there were.
Whoever decides on a request while a device waits has none of that. So only patterns take part that one message can
decide; what is left is judged with the same conditions, precedence, exceptions and severities as in a scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scanner.model import Category, Detection, Direction, Observation, Severity, Sign, Status, Text

from .desk import Desk
from .directory import Directory, load_directory
from .exceptions import Applied, covered
from .matching import OVER_MESSAGES, Matched
from .order import ABOUT_THE_SCAN
from .policy import Policy
from .products import Products, nobody, together, told_apart
from .recipients import Parties, Party, Registry
from .rule import Pattern, Rule
from .severity import Assessment
from .signs import asks_for_earlier

_COVERAGE = "cov"


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a message breaks, with what of it may be shown. ``part`` and ``pointer`` are masked templates."""

    rule: str
    title: Text
    severity: Severity
    status: Status
    recipient: str
    organisation: str
    category: Category | None
    part: str
    pointer: str
    masked: str


class MessageJudge:
    """The rules of a scan that one message can decide, under one policy or one for each product."""

    def __init__(self, rules: Sequence[Rule], policy: Policy | Sequence[Policy], *, test_mode: bool, actor: str = "",
                 directory: Directory | None = None) -> None:
        rules = decidable(rules)
        self.rules = tuple(rule.id for rule in rules)
        directory = directory or load_directory()
        policies = [policy] if isinstance(policy, Policy) else told_apart(policy)
        self._products = Products(policies) if len(policies) > 1 else None
        own = together(policies) if self._products else policies[0]
        if self._products:
            policies.append(nobody(policies))
        registry = Registry({r.id: each.covers(r) for each in policies for r in each.recipients})
        self._parties = Parties(own, directory, registry)
        self._desks = [
            Desk(rules, each, Parties(each, directory, registry), test_mode=test_mode,
                 actor=actor, number=number) for number, each in enumerate(policies)]

    def party(self, host: str) -> Party:
        """Who runs a host."""
        return self._parties.of(host)

    def judge(self, observation: Observation, direction: Direction = "request") -> list[Broken]:
        """What one direction of an exchange breaks, the worst first. Nothing of it is remembered."""
        found = list(self._broken(observation, direction))
        found.sort(key=lambda broken: (-broken.severity, broken.rule, broken.part, broken.pointer))
        return found

    def _broken(self, observation: Observation, direction: Direction) -> Iterator[Broken]:
        facts = observation.facts
        detections = tuple(each for each in observation.detections if each.direction == direction)
        facts = replace(facts, signs=tuple(sign for sign in facts.signs if sign.direction == direction))
        desk = self._desks[self._products.of(facts) if self._products else 0]
        context = desk.contexts.of(facts)
        desk.forgot()
        seen = desk.contexts.with_signs(context, facts)
        told: set[tuple[str, Sign | None]] = set()
        for matched in desk.matcher.on_exchange(context, seen):
            assessment = desk.assessor.assess(matched.rule, matched.pattern, None, context)
            for sign in matched.places(seen):
                if (matched.rule.id, sign) not in told:
                    told.add((matched.rule.id, sign))
                    applied = desk.exceptions.apply_to_sign(matched.rule.id, context.party, sign, facts.time)
                    yield _broken(matched, context.party, _under(assessment, applied), None, sign)
        for unit in desk.matcher.units(detections, context):
            hits = desk.matcher.on_unit(unit, detections, facts, context, seen)
            for (matched, index), assessment, _ in desk.precedence.resolve(hits, detections, context):
                applied = desk.exceptions.apply(matched.rule.id, context.party, detections[index], facts.time)
                yield _broken(matched, context.party, _under(assessment, applied), detections[index], None)


def decidable(rules: Sequence[Rule]) -> list[Rule]:
    """The rules that one message can break, with the patterns of theirs that it can decide."""
    found = []
    for rule in rules:
        patterns = tuple(filter(_decides, rule.match))
        if rule.engine == "match" and patterns and rule.pack != _COVERAGE and rule.id not in ABOUT_THE_SCAN:
            found.append(replace(rule, match=patterns))
    return found


def _decides(pattern: Pattern) -> bool:
    return pattern.ever is None and pattern.same not in OVER_MESSAGES and not asks_for_earlier(pattern.where)


def _under(assessment: Assessment, applied: Applied | None) -> Assessment:
    """An assessment under the exception that speaks about it; one that lapsed changes nothing."""
    return covered(assessment, applied.exception) if applied is not None and applied.outcome == "covers" else assessment


def _broken(matched: Matched, party: Party, assessment: Assessment, detection: Detection | None,
            sign: Sign | None) -> Broken:
    place = detection or sign
    return Broken(
        matched.rule.id, matched.rule.title, assessment.severity, assessment.status, party.key, party.name,
        detection.category if detection is not None else None, place.part if place is not None else "",
        detection.template if detection is not None else sign.pointer if sign is not None else "",
        detection.masked if detection is not None else "")
