"""Collects identifiers over the scan and asks each question of linkage when it ends.

Theory. Equal values have equal fingerprints, whatever they are called at each party, and a digest that was reversed
carries the fingerprint of the value behind it. So a table from fingerprint to the parties that were seen with it
decides what links. Only identifiers that can tell persons apart count: 64 bits or more, or a value that is known to be
one person's. A value that sessions of different known persons share is a constant of the product.

Parties with a task in the chain (school, LAS, federation, authority) do not link: they hold identities by their task.
An ECK iD links nobody among parties that may have it: that is what it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.model import Category, Detection, ExchangeFacts

from ..condition_terms import Setting, categories, traits
from ..context import Context
from ..groups import Group, Groups, Spot
from ..order import SURE
from ..recipients import Parties, Party
from ..rule import Rule
from . import decoration, digest, same, sync
from .claims import Claims
from .decoration import CLICK_IDS
from .graph import Knowledge, LinkageGraph
from .links import apart, identifies
from .persons import PersonNumbers
from .sightings import Kind, Place, Sightings, Value

MIN_BITS_OF_COOKIE = 40
"""Least entropy of what is compared at all: eight characters, enough for a value that one party has as a cookie."""
MAX_PLACES = 60_000

_OWN_ALONE = frozenset({Category.EMAIL})
"""Identifiers whose entropy cannot be told, and which are one person's all the same."""
_NO_LINK = frozenset({"header.authorization", "header.proxy-authorization", "header.referer"})


class Linkage:
    """What a scan shows of identifiers at several recipients."""

    def __init__(self, rules: Sequence[Rule], setting: Setting, parties: Parties) -> None:
        self._rules = {str((rule.parameters or {}).get("form", "")): rule for rule in rules if rule.engine == "linkage"}
        self._identifiers = frozenset(category for category, _ in categories("$identifier", setting))
        self._categories = self._identifiers | {Category.TOKEN}
        self._setting = setting
        self._parties = parties
        self._sightings = Sightings()
        self._persons = PersonNumbers()
        self._knowledge = Knowledge()
        self._places: dict[tuple[object, ...], int] = {}
        self._followed: set[int] = set()

    @property
    def overflow(self) -> int:
        """Sightings of identifiers that no room was left for."""
        return self._sightings.overflow

    def see(self, detections: Iterable[Detection], context: Context, facts: ExchangeFacts) -> None:
        """Enter what one exchange shows: who holds what about whom, and identifiers that can link."""
        numbers = self._persons
        actor = numbers.known(facts.actor_subject)
        actor_subject = numbers.of(facts.actor_subject)
        for index, d in enumerate(detections):
            if d.confidence < SURE:
                if d.key in CLICK_IDS and facts.navigation and context.cross_site:
                    self._sightings.enter(d.fingerprint, self._place(d, context, facts), (facts.order, index),
                                          facts.time, subject=actor_subject, owner=0, actor=actor, own=False)
                continue
            subject = numbers.of(d.subject) or actor_subject
            if d.about != "teacher":
                self._knowledge.see(context.party, subject, d.category)
            if d.category in self._categories and d.fingerprint:
                owner = numbers.known(d.subject)
                own = bool(owner) or _differs(d)
                place = self._place(d, context, facts)
                if (own or d.bits >= MIN_BITS_OF_COOKIE or place in self._followed
                        or (d.category in _OWN_ALONE and (d.direction == "request" or any(traits(d))))):
                    self._sightings.enter(d.fingerprint, place, (facts.order, index), facts.time, subject=subject,
                                          owner=owner, actor=actor, own=own)

    def _place(self, d: Detection, context: Context, facts: ExchangeFacts) -> int:
        key = (context, d.category, d.via, d.part, d.template, d.direction, facts.redirect_host, facts.navigation)
        found = self._places.get(key)
        if found is None:
            if len(self._places) >= MAX_PLACES:
                self._places.clear()
            kind, party, sender = self._kind(d, context, facts)
            spot = Spot(facts.endpoint, facts.host, d.part, d.template, d.direction)
            found = self._places[key] = self._sightings.place(Place(party, d.via, kind, d, spot, sender))
            if kind == "link":
                self._followed.add(found)
        return found

    def _kind(self, d: Detection, context: Context, facts: ExchangeFacts) -> tuple[Kind, Party, Party | None]:
        """How the value is had, by whom, and who sent the browser there."""
        if d.part.startswith("cookie."):
            return "cookie", context.party, None
        if d.direction == "response":
            if d.part == "header.location" and facts.redirect_host:
                target = self._parties.of(facts.redirect_host)
                if apart(target, context.party):
                    return "link", target, context.party
            return "held", context.party, None
        if d.part in _NO_LINK:
            return "held", context.party, None
        if d.part.startswith("url.") and facts.navigation and context.cross_site:
            return "link", context.party, self._parties.of(facts.referer_host or facts.initiator_host)
        return "sent", context.party, None

    def conclude(self, groups: Groups) -> LinkageGraph:
        """Turn what links into findings: one for each rule, category and recipient that is linked to others."""
        claims = Claims(groups, self._setting, self._persons)
        followed: dict[int, list[Group]] = {}
        if "link" in self._rules:
            for linked in decoration.links(self._sightings):
                followed[id(linked.sighting.place)] = claims.report(self._rules["link"], linked)
        for value in self._sightings.several():
            if not value.constant:
                self._judge(value, claims, followed)
        return self._knowledge.graph(self._sightings, self._persons)

    def _judge(self, value: Value, claims: Claims, followed: dict[int, list[Group]]) -> None:
        """Ask about one value; where the specific question has an answer, the general one stands beside it.

        ``followed`` are the findings about links, by the place of what followed them.
        """
        certain = identifies(value)
        told: dict[int, list[Group]] = {}
        if "sync" in self._rules:
            for linked in sync.links(value):
                told[id(linked.sighting.place.party)] = claims.report(self._rules["sync"], linked, sure=certain)
        if not certain:
            return
        if "digest" in self._rules:
            for linked in digest.links(value):
                claims.report(self._rules["digest"], linked)
        if "same" in self._rules:
            for linked in same.links(value):
                speakers = told.get(id(linked.sighting.place.party)) or followed.get(id(linked.sighting.place))
                if speakers is None:
                    claims.report(self._rules["same"], linked)
                for group in speakers or ():
                    group.also.add(self._rules["same"].id)


def _differs(d: Detection) -> bool:
    """Whether two test pupils each had a value of their own there."""
    return any(evidence.code == "pair:differs" for evidence in d.evidence)
