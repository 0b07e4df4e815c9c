"""The match engine: which rules a message breaks, and with which detections.

Theory. A pattern has selectors (find, beside, without). Whether a detection meets a selector depends only on its own
traits and on its context, so that is looked up after the first time. What remains per message is cheap: which found
detections have a partner, and how many persons there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scanner.model import Category, Detection, ExchangeFacts, Sign

from .condition_terms import Condition, ContextCondition, Setting
from .conditions import compile_condition, compile_where, interests
from .context import Context
from .order import tier
from .persons import Partners, Persons
from .rule import Pattern, Rule
from .signs import SignTest, asks_for_signs, needs, places

MAX_MEMO = 50_000
OVER_MESSAGES = frozenset({"session", "recipient", "scan"})
"""What can tie a detection to a partner in another message."""


@dataclass(frozen=True, eq=False, slots=True)
class Selector:
    """One compiled condition of a pattern."""

    condition: Condition
    categories: frozenset[Category] | None


@dataclass(eq=False, slots=True)
class Matched:
    """A pattern ready to run."""

    rule: Rule
    pattern: Pattern
    where: ContextCondition
    find: Selector | None
    beside: tuple[Selector, ...]
    without: tuple[Selector, ...]
    order: int
    tier: int
    about_signs: bool = False
    """Whether its ``where`` looks at signs, and ``signs``: those that it asks to be there."""
    signs: tuple[SignTest, ...] = ()
    needs: frozenset[str] | None = None
    """Codes of signs of which the exchange must show one, where its ``where`` asks for any: a test that is cheap."""
    watched: frozenset[Selector] = frozenset()
    """Selectors of which one must be met for a message to add anything to a pattern over several."""

    def __post_init__(self) -> None:
        self.watched = frozenset((*((self.find,) if self.find else ()), *self.beside))

    known: dict[Context, tuple[Sign | None, ...]] = field(default_factory=dict)

    def places(self, seen: Context) -> tuple[Sign | None, ...]:
        """The signs where a finding about the exchange itself stands; one None where it asks for no sign."""
        if not self.signs:
            return (None,)
        found = self.known.get(seen)
        if found is None:
            if len(self.known) >= MAX_MEMO:
                self.known.clear()
            found = self.known[seen] = tuple(
                sign for sign in seen.signs if any(test(sign) for test in self.signs)) or (None,)
        return found

    @property
    def selectors(self) -> tuple[Selector, ...]:
        """All its conditions on detections."""
        return (*((self.find,) if self.find else ()), *self.beside, *self.without)


@dataclass(eq=False, slots=True)
class Plan:
    """What is left to ask in one context: patterns whose ``where`` holds there, and the selectors these need.

    ``on_unit`` has the patterns about a message by what they look for, ``over_messages`` those that join several;
    ``met`` remembers which of the selectors detections with equal traits meet.
    """

    on_exchange: list[Matched]
    on_unit: dict[Selector, list[Matched]]
    over_messages: list[Matched]
    selectors: frozenset[Selector] = frozenset()
    met: dict[tuple[object, ...], tuple[Selector, ...]] = field(default_factory=dict)


class Hit(NamedTuple):
    """A detection (by its position in the observation) that breaks a rule."""

    matched: Matched
    position: int


@dataclass(slots=True)
class Unit:
    """One message: positions of its detections, and which selectors they meet."""

    indices: list[int] = field(default_factory=list)
    met: dict[Selector, list[int]] = field(default_factory=lambda: defaultdict(list))
    partners: dict[Selector, Partners] = field(default_factory=dict)


class Matcher:
    """All declarative rules of a scan, compiled."""

    def __init__(self, rules: Sequence[Rule], setting: Setting) -> None:
        self._patterns: list[Matched] = []
        self._by_category: dict[Category, list[Selector]] = {category: [] for category in Category}
        self._signed: list[Matched] = []
        self._plans: dict[Context, Plan] = {}
        self._signed_plans: dict[Context, Plan] = {}
        self._remembered = 0
        self._selectors: dict[str, Selector] = {}
        for rule in rules:
            if rule.engine == "match":
                for pattern in rule.match:
                    self._add(rule, pattern, setting)
        self._of_signed = frozenset(selector for matched in self._signed for selector in matched.selectors)

    @property
    def _count(self) -> int:
        return len(self._patterns) + len(self._signed)

    def _add(self, rule: Rule, pattern: Pattern, setting: Setting) -> None:
        find = self._selector(pattern.find, setting) if pattern.find is not None else None
        about_signs = asks_for_signs(pattern.where)
        (self._signed if about_signs else self._patterns).append(Matched(
            rule, pattern, compile_where(pattern.where, setting), find,
            tuple(self._selector(tree, setting) for tree in pattern.beside),
            tuple(self._selector(tree, setting) for tree in pattern.without), self._count, tier(rule.id),
            about_signs, tuple(places(pattern.where, setting.policy)), needs(pattern.where),
        ))

    def _selector(self, tree: object, setting: Setting) -> Selector:
        """One selector for all places where the same condition stands."""
        assert isinstance(tree, dict)
        known = self._selectors.get(repr(tree))
        if known is not None:
            return known
        selector = self._selectors[repr(tree)] = Selector(
            compile_condition(tree, setting), interests(tree, setting))
        for category in Category:
            if selector.categories is None or category in selector.categories:
                self._by_category[category].append(selector)
        return selector

    def forget(self) -> None:
        """Drop what was remembered about contexts that are gone."""
        self._plans.clear()
        self._signed_plans.clear()
        for matched in self._signed:
            matched.known.clear()
        self._remembered = 0

    def plan(self, context: Context) -> Plan:
        """What to ask of exchanges in a context."""
        plan = self._plans.get(context)
        if plan is None:
            holding = [matched for matched in self._patterns if matched.where(context)]
            plan = self._plans[context] = _plan(holding)
            plan.selectors = self._of_signed.union(selector for matched in holding for selector in matched.selectors)
        return plan

    def _signed_plan(self, seen: Context) -> Plan:
        """What to ask besides where an exchange shows these signs."""
        plan = self._signed_plans.get(seen)
        if plan is None:
            shown = {sign.code for sign in seen.signs}
            plan = self._signed_plans[seen] = _plan(
                [matched for matched in self._signed
                 if (matched.needs is None or not matched.needs.isdisjoint(shown)) and matched.where(seen)])
        return plan

    def units(self, detections: Sequence[Detection], context: Context) -> list[Unit]:
        """The messages of an observation: request, response, each WebSocket message."""
        plan = self.plan(context)
        units: dict[tuple[str, int], Unit] = {}
        echoes = _echoes(detections)
        for index, detection in enumerate(detections):
            if index in echoes:
                continue
            key = (detection.direction, detection.message)
            unit = units.get(key)
            if unit is None:
                unit = units[key] = Unit()
            unit.indices.append(index)
            met = unit.met
            for selector in self._meets(detection, context, plan):
                met[selector].append(index)
        return list(units.values())

    def _meets(self, d: Detection, context: Context, plan: Plan) -> tuple[Selector, ...]:
        """The selectors that a detection meets. All that conditions can ask of a detection is part of the key."""
        key = (d.category, d.confidence, d.part, d.direction, d.template, d.key, d.via, d.about, d.bits, d.steps,
               d.subject[:1], tuple([evidence.code for evidence in d.evidence]))
        found = plan.met.get(key)
        if found is None:
            if self._remembered >= MAX_MEMO:
                self.forget()
            self._remembered += 1
            found = plan.met[key] = tuple([selector for selector in self._by_category[d.category]
                                           if selector in plan.selectors and selector.condition(d, context)])
        return found

    def on_exchange(self, context: Context, seen: Context) -> list[Matched]:
        """Rules that the exchange breaks by taking place, in the order of their patterns; ``seen``: with its signs."""
        signed = self._signed_plan(seen).on_exchange
        unsigned = self.plan(context).on_exchange
        return sorted((*unsigned, *signed), key=lambda matched: matched.order) if signed else unsigned

    def on_unit(self, unit: Unit, detections: Sequence[Detection], facts: ExchangeFacts, context: Context,
                seen: Context) -> list[Hit]:
        """Rules that a message breaks by what is in it; patterns over several messages are left to the caller."""
        hits: list[Hit] = []
        met = unit.met
        if not met:
            return hits
        taken: dict[str, set[int]] = {}
        persons: Persons | None = None
        sent: set[str] | None = None
        asked = [(matched, met[selector]) for on_unit in (self.plan(context).on_unit, self._signed_plan(seen).on_unit)
                 for selector in met.keys() & on_unit.keys() for matched in on_unit[selector]]
        asked.sort(key=_order)
        for matched, found in asked:
            done = taken.get(matched.rule.id)
            if done:
                found = [index for index in found if index not in done]
            if matched.pattern.fresh:
                if sent is None:
                    sent = {d.fingerprint for d in detections if d.direction == "request" and d.fingerprint}
                found = [index for index in found if detections[index].fingerprint not in sent]
            if matched.beside or matched.without or matched.pattern.count:
                if persons is None:
                    persons = Persons(detections, unit.indices, facts)
                found = _combined(matched, found, unit, persons)
            if found:
                taken.setdefault(matched.rule.id, set()).update(found)
                hits += [Hit(matched, index) for index in found]
        return hits

    def over_messages(self, unit: Unit, context: Context,
                      seen: Context) -> Iterator[tuple[Matched, list[int], list[list[int]]]]:
        """Patterns over several messages: what this one adds, and what meets each ``beside`` in it."""
        for matched in (*self.plan(context).over_messages, *self._signed_plan(seen).over_messages):
            assert matched.find is not None
            if not matched.watched.isdisjoint(unit.met):
                yield (matched, unit.met.get(matched.find, []),
                       [unit.met.get(selector, []) for selector in matched.beside])


def _plan(holding: list[Matched]) -> Plan:
    """The plan of patterns whose ``where`` holds."""
    on_unit: dict[Selector, list[Matched]] = defaultdict(list)
    for matched in holding:
        if matched.find is not None and matched.pattern.same not in OVER_MESSAGES:
            on_unit[matched.find].append(matched)
    return Plan(
        [m for m in holding if m.find is None],
        dict(on_unit),
        [m for m in holding if m.find is not None and m.pattern.same in OVER_MESSAGES],
    )


def _order(asked: tuple[Matched, list[int]]) -> int:
    return asked[0].order


def _echoes(detections: Sequence[Detection]) -> set[int]:
    """Detections that repeat another one: the same value, seen again in the container that it was decoded from.

    A URL under ``/eckId`` and its last segment under ``/eckId/1`` are one datum, as are a JSON text under ``/payload``
    and the member in it. The one that a key names stays, else the outer one.
    """
    first: dict[tuple[object, ...], int] = {}
    found: set[int] = set()
    for index, d in enumerate(detections):
        if not d.fingerprint:
            continue
        key = (d.category, d.fingerprint, d.direction, d.message, d.part, d.via)
        other = first.setdefault(key, index)
        if other == index:
            continue
        e = detections[other]
        if d.pointer.startswith(e.pointer + "/"):
            echo = index if e.key or not d.key else other
        elif e.pointer.startswith(d.pointer + "/"):
            echo = other if d.key or not e.key else index
        else:
            continue
        found.add(echo)
        if echo == other:
            first[key] = index
    return found


def _combined(matched: Matched, found: list[int], unit: Unit, persons: Persons) -> list[int]:
    """The found detections that have all partners, none of the forbidden ones, and are many enough."""
    same = matched.pattern.same
    for selectors, wanted in ((matched.without, False), (matched.beside, True)):
        for selector in selectors:
            partners = unit.partners.get(selector)
            if partners is None:
                partners = unit.partners[selector] = persons.partners(unit.met.get(selector, ()))
            found = [index for index in found if persons.has_partner(index, same, partners) is wanted]
            if not found:
                return found
    count = matched.pattern.count
    if count is None:
        return found
    if count.of == "others":
        enough = count.fits(persons.count(count.of, found))
        return [index for index in found if not persons.is_actor(index)] if enough else []
    if same == "message":
        return found if count.fits(persons.count(count.of, found)) else []
    groups: dict[str, list[int]] = defaultdict(list)
    for index in found:
        groups[persons.of(index)].append(index)
    return sorted(i for group in groups.values() if count.fits(persons.count(count.of, group)) for i in group)
