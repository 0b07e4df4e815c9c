"""Signs that only several exchanges show: an answer that two pupils got, a password that several names share.

Theory. What one pupil was given at an address comes back out of a shared cache for another: then the cache answered
somebody else's question. Who is who is told by the known subject of the session; where that is not known, by session
and device together, for one pupil may log in twice. A password under three or more names is a code of the class, or the
tester's own. Bounded: addresses and passwords are forgotten oldest first.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scanner.model import Category, Detection, ExchangeFacts, Sign

from .condition_terms import is_personal
from .order import SURE

MAX_ADDRESSES = 5000
MAX_PASSWORDS = 2000
MAX_EACH = 200
MANY_NAMES = 3
"""Names under one password from which it is no longer one person's."""

_OTHER = Sign("cache.other-pupil", "response", "")
_NOBODYS = frozenset({Category.IP, Category.COOKIE, Category.DEVICE, Category.SCHOOL, Category.EVENT, Category.IMAGE,
                      Category.AV, Category.TOKEN, Category.CREDENTIAL, Category.FREE_TEXT, Category.SCHEDULE})
_NAMES = frozenset({Category.LOGIN, Category.EMAIL, Category.LEERLINGNUMMER, Category.ACCOUNT})


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose session an exchange is of, as far as it shows."""

    subject: str
    session: str
    client: str

    def is_another(self, other: Owner) -> bool:
        """Whether two are certainly not the same pupil."""
        if self.subject and other.subject:
            return self.subject != other.subject
        return bool(self.session and other.session) and self.session != other.session and self.client != other.client


@dataclass(slots=True)
class Repeats:
    """What was returned at each address, and which names were sent with each password."""

    _given: OrderedDict[tuple[str, str], dict[str, Owner]] = field(default_factory=OrderedDict)
    _names: OrderedDict[tuple[str, str], set[str]] = field(default_factory=OrderedDict)

    def see(self, facts: ExchangeFacts, detections: Sequence[Detection], party: str) -> ExchangeFacts:
        """The facts of an exchange, with the signs that it adds to what came before."""
        more: list[Sign] = []
        if facts.method == "GET" and (facts.actor_subject or facts.session):
            more += self._answer(facts, detections)
        passwords = [d for d in detections if d.category is Category.CREDENTIAL and d.direction == "request"
                     and d.confidence >= SURE and not d.via]
        if passwords:
            more += self._login(passwords, detections, party)
        return replace(facts, signs=(*facts.signs, *more)) if more else facts

    def _answer(self, facts: ExchangeFacts, detections: Sequence[Detection]) -> list[Sign]:
        returned = {d.fingerprint for d in detections if d.direction == "response" and d.part == "body"
                    and d.confidence >= SURE and d.category not in _NOBODYS and is_personal(d)}
        if not returned:
            return []
        owner = Owner(facts.actor_subject, facts.session, facts.client)
        known = self._given.get((facts.host, facts.path))
        if known is None:
            if len(self._given) >= MAX_ADDRESSES:
                self._given.popitem(last=False)
            known = self._given[facts.host, facts.path] = {}
        hit = any(sign.code == "cache.hit" for sign in facts.signs)
        other = hit and any(value in known and known[value].is_another(owner) for value in returned)
        for value in returned:
            if len(known) < MAX_EACH:
                known.setdefault(value, owner)
        return [_OTHER] if other else []

    def _login(self, passwords: Sequence[Detection], detections: Sequence[Detection], party: str) -> list[Sign]:
        found: list[Sign] = []
        for password in passwords:
            names = self._names.get((party, password.fingerprint))
            if names is None:
                if len(self._names) >= MAX_PASSWORDS:
                    self._names.popitem(last=False)
                names = self._names[party, password.fingerprint] = set()
            if len(names) < MAX_EACH:
                names.update(d.fingerprint for d in detections if d.category in _NAMES and d.direction == "request"
                             and d.confidence >= SURE and d.record == password.record)
            if len(names) >= MANY_NAMES:
                found.append(Sign("password.shared", "request", password.part, password.template))
        return found
