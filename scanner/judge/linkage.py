"""Linkage: the same identifier at recipients of different organisations, as it is (LNK-001) or digested (LNK-002).

Theory. Equal values have equal fingerprints within a category, and a digest that was reversed carries the fingerprint
of the value behind it. So a map from fingerprint to the organisations that were seen with it decides both rules. Only
identifiers that can tell persons apart count: 64 bits or more, or a value of a known subject. A value that sessions of
different known persons share is a constant of the product, not an identifier.

Parties with a task in the chain (school, LAS, federation, authority) do not link: they hold identities by their task.
An ECK iD links nobody among parties that may have it: that is what it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scanner.model import Category, Detection, ExchangeFacts, Severity, Text

from .conditions import Setting, categories
from .context import Context
from .groups import Groups, Ref, Spot, spot_of
from .recipients import CHAIN_ROLES, Party
from .rule import Rule, tier
from .severity import COVERED, SURE, Assessment, soften

MAX_VALUES = 25_000
MAX_PARTIES = 12
MAX_REFS_PER_SIGHTING = 20
MIN_BITS = 64


@dataclass(slots=True)
class Sighting:
    """One value at one recipient in one form."""

    party: Party
    via: str
    detection: Detection
    spot: Spot
    time: float
    refs: list[Ref] = field(default_factory=list)


@dataclass(slots=True)
class _Value:
    owners: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    sightings: dict[tuple[str, str], Sighting] = field(default_factory=dict)


class Linkage:
    """Collects identifiers over the scan and finds what links recipients."""

    def __init__(self, rules: Sequence[Rule], setting: Setting) -> None:
        self._rules = {str((rule.parameters or {}).get("form", "")): rule for rule in rules if rule.engine == "linkage"}
        self._categories = frozenset(category for category, _ in categories("$identifier", setting))
        self._setting = setting
        self._values: dict[tuple[Category, str], _Value] = {}
        self.overflow = 0

    def see(self, detections: Iterable[Detection], context: Context, facts: ExchangeFacts) -> None:
        """Enter those detections of one exchange that are identifiers that can link."""
        if not self._rules:
            return
        for index, detection in enumerate(detections):
            if detection.category in self._categories and detection.confidence >= SURE and detection.fingerprint:
                known = bool(detection.subject) and detection.subject[0] != "~"
                if known or detection.bits >= MIN_BITS:
                    self._enter(detection, known, context, facts, (facts.order, index))

    def _enter(self, detection: Detection, known: bool, context: Context, facts: ExchangeFacts, ref: Ref) -> None:
        key = (detection.category, detection.fingerprint)
        value = self._values.get(key)
        if value is None:
            if len(self._values) >= MAX_VALUES:
                self.overflow += 1
                return
            value = self._values[key] = _Value()
        if known and len(value.owners) < 2:
            value.owners.add(detection.subject)
        if facts.actor_subject and facts.actor_subject[0] != "~" and len(value.actors) < 2:
            value.actors.add(facts.actor_subject)
        place = (context.party.key, detection.via)
        sighting = value.sightings.get(place)
        if sighting is None:
            if len(value.sightings) >= MAX_PARTIES:
                return
            rule = next(iter(self._rules.values()))
            sighting = value.sightings[place] = Sighting(
                context.party, detection.via, detection, spot_of(rule, detection, None, facts), facts.time)
        if len(sighting.refs) < MAX_REFS_PER_SIGHTING:
            sighting.refs.append(ref)

    def conclude(self, groups: Groups) -> None:
        """Turn what links into findings: one for each rule, category and recipient that is linked to others."""
        claims = _Claims(groups)
        for (category, _), value in self._values.items():
            if len(value.sightings) < 2 or self._constant(value):
                continue
            sightings = list(value.sightings.values())
            if "same" in self._rules:
                for sighting, others in self._same(category, sightings):
                    self._report(self._rules["same"], sighting, others, groups, claims)
            if "digest" in self._rules:
                for sighting, others in self._digested(sightings):
                    self._report(self._rules["digest"], sighting, others, groups, claims)

    def _constant(self, value: _Value) -> bool:
        return len(value.owners) > 1 or (not value.owners and len(value.actors) > 1)

    def _same(self, category: Category, sightings: list[Sighting]) -> Iterator[tuple[Sighting, list[Sighting]]]:
        """Recipients that hold a value in the same form as one of another organisation: all but the first of them."""
        for via in dict.fromkeys(s.via for s in sightings):
            holders = [s for s in sightings if s.via == via and s.party.role not in CHAIN_ROLES]
            holders.sort(key=_distance)
            for position, sighting in enumerate(holders):
                others = [s for s in holders[:position] if _organisation(s.party) != _organisation(sighting.party)]
                if others and not (category is Category.ECKID and _may_have(sighting)):
                    yield sighting, others

    def _digested(self, sightings: list[Sighting]) -> Iterator[tuple[Sighting, list[Sighting]]]:
        """Recipients that got a digest of what another organisation has in another form."""
        for sighting in sightings:
            if sighting.via:
                others = [s for s in sightings if s.via != sighting.via
                          and _organisation(s.party) != _organisation(sighting.party)]
                if others:
                    yield sighting, others

    def _report(self, rule: Rule, sighting: Sighting, others: list[Sighting], groups: Groups, claims: _Claims) -> None:
        if claims.absorb(rule, sighting):
            return
        assessment = self._assess(rule, sighting, others)
        group = groups.at(rule, sighting.party, sighting.spot, assessment, distinct=sighting.detection.category.value)
        if group is None:
            return
        names = sorted({other.party.name for other in others})
        known = group.extra.get("others")
        if isinstance(known, Text):
            names = sorted({*known.en.split("; "), *names})
        group.extra = {"others": Text("; ".join(names), "; ".join(names))}
        group.confidence = max(group.confidence, sighting.detection.confidence)
        for ref in sighting.refs:
            group.add(ref, sighting.detection, sighting.time, assessment)
        for other in others:  # the other end is evidence too
            group.add(other.refs[0], None, other.time, assessment)

    def _assess(self, rule: Rule, sighting: Sighting, others: list[Sighting]) -> Assessment:
        parties = [sighting.party, *(other.party for other in others)]
        given = not self._setting.policy.builtin
        outside = [p for p in parties if p.tracker or (given and not p.declared)]
        if rule.severity is Severity.HOOG or not outside:
            assessment = Assessment(rule.severity, (rule.severity_reason,))
        else:
            assessment = Assessment(Severity(rule.severity + 1), (rule.severity_reason, Text(
                "ten minste één van de ontvangers staat niet in de privacybijsluiter of is een tracker",
                "at least one of the recipients is not in the privacybijsluiter or is a tracker")))
        d = sighting.detection
        if rule.softened is True and all(p.declared and p.has(d.category, d.about) for p in parties):
            return soften(assessment, COVERED)
        return assessment


class _Claims:
    """Places where a rule that goes before linkage already reports the same kind of value."""

    def __init__(self, groups: Groups) -> None:
        self._groups = [group for group in groups if group.rule.fact == "value"]

    def absorb(self, rule: Rule, sighting: Sighting) -> bool:
        """Whether such a finding speaks for this sighting; it then names the rule in ``also``."""
        spot, category = sighting.spot, sighting.detection.category
        found = False
        for group in self._groups:
            if (group.party is sighting.party and tier(group.rule.id) < tier(rule.id) and category in group.categories
                    and (spot.anywhere or group.spot.endpoint == spot.endpoint) and group.spot.part == spot.part
                    and group.spot.direction == spot.direction
                    and group.spot.pointer in {spot.pointer, spot.pointer.rpartition("/")[0]}):
                group.also.add(rule.id)
                found = True
        return found


def _organisation(party: Party) -> str:
    return party.organisation.lower() or party.domain


def _may_have(sighting: Sighting) -> bool:
    """Whether a party may hold the datum: named with it, or unknown where no policy names anybody."""
    return sighting.party.has(sighting.detection.category, sighting.detection.about)


def _distance(sighting: Sighting) -> tuple[int, int, int, float, str]:
    """Orders holders from the one that the policy names with this datum to the one farthest off."""
    party = sighting.party
    return (party.tracker, not (party.declared or party.assumed), not _may_have(sighting), sighting.time, party.key)
