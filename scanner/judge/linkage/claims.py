"""Enters what links into findings, unless a rule that goes before linkage already says it of the same datum."""

from __future__ import annotations

from dataclasses import replace

from scanner.model import Severity, Text

from ..condition_terms import Setting
from ..groups import Group, Groups
from ..order import tier
from ..rule import Rule
from ..severity import COVERED, Assessment, soften, uncertain
from .links import Linked
from .persons import PersonNumbers
from .sightings import Place

OUTSIDE = Text("ten minste één van de ontvangers staat niet in de privacybijsluiter of is een tracker",
               "at least one of the recipients is not in the privacybijsluiter or is a tracker")


class Claims:
    """The findings of linkage, and the places where other rules already report the same kind of value."""

    def __init__(self, groups: Groups, setting: Setting, persons: PersonNumbers) -> None:
        self._persons = persons
        self._groups = groups
        self._given = not setting.policy.builtin
        self._spoken: dict[int, list[Group]] = {}
        self._speakers_at: dict[tuple[str, int], list[Group]] = {}
        self._named: dict[int, set[str]] = {}
        for group in groups:
            if group.rule.fact == "value":
                self._spoken.setdefault(id(group.party), []).append(group)

    def report(self, rule: Rule, linked: Linked, *, sure: bool = True) -> list[Group]:
        """The findings that tell of it: one of linkage, or those that speak for it and now name the rule too."""
        sighting = linked.sighting
        place = sighting.place
        speakers = self._speakers(rule, place)
        if speakers:
            return speakers
        assessment = self._assess(rule, linked, sure=sure)
        group = self._groups.at(rule, place.party, place.spot, assessment, distinct=place.detection.category.value)
        if group is None:
            return []
        self._name(group, linked)
        group.confidence = max(group.confidence, place.detection.confidence)
        detection = replace(place.detection, subject=self._persons.name(sighting.subject))
        for ref in sighting.refs:
            group.add(ref, detection, sighting.time, assessment)
        group.count += sighting.count - len(sighting.refs)
        for other in linked.others:  # the other end is evidence too
            group.add(other.refs[0], None, other.time, assessment)
        return [group]

    def _name(self, group: Group, linked: Linked) -> None:
        """Add the parties at the other end to what the message says."""
        named = self._named.setdefault(id(group), set())
        names = {party.name for party in linked.parties[1:]}
        if not names <= named:
            named |= names
            text = "; ".join(sorted(named))
            group.extra = {"others": Text(text, text)}

    def _speakers(self, rule: Rule, place: Place) -> list[Group]:
        known = self._speakers_at.get((rule.id, id(place)))
        if known is not None:
            return known
        spot, category = place.spot, place.detection.category
        pointers = {spot.pointer, spot.pointer.rpartition("/")[0]}
        found = self._speakers_at[rule.id, id(place)] = []
        for group in self._spoken.get(id(place.party), ()):
            if (tier(group.rule.id) < tier(rule.id) and category in group.categories
                    and (spot.anywhere or group.spot.endpoint == spot.endpoint) and group.spot.part == spot.part
                    and group.spot.direction == spot.direction and group.spot.pointer in pointers):
                group.also.add(rule.id)
                found.append(group)
        return found

    def _assess(self, rule: Rule, linked: Linked, *, sure: bool) -> Assessment:
        parties = linked.parties
        outside = [p for p in parties if p.tracker or (self._given and not p.declared)]
        if rule.severity >= Severity.HOOG or not outside:
            assessment = Assessment(rule.severity, (rule.severity_reason,))
        else:
            assessment = Assessment(Severity(rule.severity + 1), (rule.severity_reason, OUTSIDE))
        d = linked.sighting.place.detection
        if rule.softened is True and all(p.declared and p.has(d.category, d.about) for p in parties):
            assessment = soften(assessment, COVERED)
        return assessment if sure else uncertain(assessment)
