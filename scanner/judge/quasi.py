"""Combinations that single out a pupil although no part does: birth date, postcode, gender, school, class (MIN-007).

Theory. What counts is what one recipient holds about one person, in one message or over one login session. The person
is who the detect stage says; what a pupil's session sends about nobody in particular is about the pupil. Two different
birth dates, postcodes or genders for one person show that there are two, and then nothing is said. Bounded: of too
many persons the one that was not seen for longest is forgotten.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scanner.model import Category, Detection, ExchangeFacts, Severity, Text

from .context import Context
from .groups import Groups, Ref, Spot
from .order import SURE
from .population import Combination, shown
from .recipients import CHAIN_ROLES
from .rule import Pattern, Rule
from .severity import Assessment, Assessor

MAX_PERSONS = 2_500
MAX_REFS_PER_PART = 3

_PART = {Category.DOB: "birth", Category.POSTCODE: "postcode6", Category.GENDER: "gender", Category.SCHOOL: "school",
         Category.GROUP: "class"}
_ONE_EACH = frozenset({"birth", "postcode6", "postcode4", "gender"})
_COMBINATIONS: tuple[tuple[Combination, frozenset[str]], ...] = (
    ("birth-postcode6-gender", frozenset({"birth", "postcode6", "gender"})),
    ("birth-postcode6", frozenset({"birth", "postcode6"})),
    ("birth-postcode4-gender", frozenset({"birth", "postcode4", "gender"})),
    ("birth-postcode4", frozenset({"birth", "postcode4"})),
    ("birth-school", frozenset({"birth", "school"})),
    ("school-class-gender", frozenset({"school", "class", "gender"})),
)
"""The rarest first; of a person the first that fits is told."""
_PRECISE = Pattern(severity=Severity.HOOG, reason=Text(
    "geboortedatum met volledige postcode wijst vrijwel elke inwoner aan",
    "a birth date with a full postcode singles out nearly every inhabitant"))
_OTHER = Pattern()


@dataclass(slots=True)
class _Person:
    """What one recipient was seen to get about one person."""

    parts: dict[str, list[tuple[Ref, Detection]]] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    told: int = len(_COMBINATIONS)
    several: bool = False


class Quasi:
    """Collects the parts and enters findings when a combination is complete."""

    def __init__(self, rules: Sequence[Rule], assessor: Assessor) -> None:
        self._rule = next((rule for rule in rules if rule.engine == "quasi"), None)
        self._assessor = assessor
        self._persons: OrderedDict[tuple[str, str, str], _Person] = OrderedDict()

    def see(self, detections: Sequence[Detection], facts: ExchangeFacts, context: Context, groups: Groups) -> None:
        """Enter what one exchange shows."""
        rule = self._rule
        if rule is None or context.party.role in CHAIN_ROLES:
            return
        touched: dict[int, _Person] = {}
        for index, d in enumerate(detections):
            part = _part(d)
            owner = part and _owner(d, facts, context)
            if not part or not owner:
                continue
            person = self._person((context.party.key, facts.session or f"exchange {facts.order}", owner))
            if part in _ONE_EACH and person.values.setdefault(part, d.fingerprint) != d.fingerprint:
                person.several = True
            seen = person.parts.setdefault(part, [])
            if len(seen) < MAX_REFS_PER_PART:
                seen.append(((facts.order, index), d))
            touched[id(person)] = person
        for person in touched.values():
            self._tell(person, rule, facts, context, groups)

    def _person(self, key: tuple[str, str, str]) -> _Person:
        person = self._persons.get(key)
        if person is None:
            if len(self._persons) >= MAX_PERSONS:
                self._persons.popitem(last=False)
            person = self._persons[key] = _Person()
        else:
            self._persons.move_to_end(key)
        return person

    def _tell(self, person: _Person, rule: Rule, facts: ExchangeFacts, context: Context, groups: Groups) -> None:
        rank = next((rank for rank, (_, parts) in enumerate(_COMBINATIONS) if parts <= person.parts.keys()), None)
        if person.several or rank is None or rank >= person.told:
            return
        person.told = rank
        combination, parts = _COMBINATIONS[rank]
        seen = [one for part in sorted(parts) for one in person.parts[part]]
        assessment = self._assess(rule, combination, [d for _, d in seen], context)
        # What a recipient returns it holds as well as what it received: one finding for both.
        spot = Spot(facts.endpoint, facts.host, "", "", "request")
        group = groups.at(rule, context.party, spot, assessment, distinct=combination)
        if group is None:
            return
        group.extra = {"amount": Text(shown(combination, "nl"), shown(combination, "en"))}
        for ref, d in seen:
            group.add(ref, d, facts.time, assessment)
            if facts.step:
                group.steps.add(facts.step)

    def _assess(self, rule: Rule, combination: Combination, seen: Sequence[Detection], context: Context) -> Assessment:
        """By the part that the policy does not let the recipient have, where there is one: it is the one too many."""
        pattern = _PRECISE if combination.startswith("birth-postcode6") else _OTHER
        least = next((d for d in seen if not context.declares(d)), seen[0])
        return self._assessor.assess(rule, pattern, least, context)


def _part(d: Detection) -> str:
    """Which part of a combination a detection is, empty when none."""
    part = _PART.get(d.category, "")
    if not part or d.confidence < SURE or d.via or d.about not in {"pupil", "unknown"}:
        return ""
    if part == "postcode6":
        codes = {evidence.code for evidence in d.evidence}
        if "shape:foreign-postcode" in codes:
            return ""
        return "postcode4" if "shape:pc4" in codes else part
    return part


def _owner(d: Detection, facts: ExchangeFacts, context: Context) -> str:
    """Whom a datum is about: as detected, else the pupil whose session sent it; empty where it is not known."""
    if d.subject and d.subject[0] != "~":
        return d.subject
    if d.direction == "request" and context.actor == "pupil" and facts.session and not d.template.count("/*"):
        return "owner"
    return d.subject or (f"record {d.record}" if d.record else "")


def combinations() -> Iterator[Combination]:
    """All combinations that are told apart, the rarest first."""
    return (name for name, _ in _COMBINATIONS)
