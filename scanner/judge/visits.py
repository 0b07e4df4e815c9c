"""Visits: the messages that a recipient can join because something recurs in them.

Theory. A recipient joins messages by the login (session cookie, token), another cookie, a device id, the connection
itself. These are the keys of a message; messages with a key in common are one visit, also by way of a third message
that has a key of each. A visit has one login: a device or cookie that comes back under another login goes over to that
one, and joins nothing with the login before. An address that clients share is no key. Bounded: keys are forgotten
oldest first, and what waits in visits where nothing came for longest.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.model import Category, Detection, ExchangeFacts

from .context import Context
from .groups import Ref
from .matching import Matched
from .order import SURE

MAX_KEYS = 10_000
"""Keys of visits that are remembered, over all recipients."""
MAX_KEYS_PER_MESSAGE = 12
MAX_WAITING = 100
"""Detections that wait for one pattern in one visit."""
MOST_WAITING = 10_000
"""The same over all visits."""
_LOOK_EVERY = 1000
"""Messages after which it is seen to that no more wait."""
MIN_BITS = 40
"""Least entropy of a cookie or device id that tells visits apart."""

_DEVICES = frozenset({Category.DEVICE, Category.ADVERTISING})


@dataclass(frozen=True, slots=True)
class Waiting:
    """A found detection that lacks a partner so far."""

    matched: Matched
    detection: Detection
    context: Context
    facts: ExchangeFacts
    ref: Ref


@dataclass(slots=True)
class Progress:
    """How far one pattern has come: which partners were seen, about whom, and what waits for the others."""

    met: list[bool]
    persons: set[str] = field(default_factory=set)
    waiting: list[Waiting] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every partner was seen."""
        return all(self.met)

    def wait(self, more: Sequence[Waiting]) -> None:
        """Keep what lacks a partner, as far as there is room."""
        self.waiting.extend(more[:max(0, MAX_WAITING - len(self.waiting))])

    def ready(self) -> list[Waiting]:
        """What waited, where it can be about one of the persons; nothing waits any longer."""
        ready, self.waiting = self.waiting, []
        return [one for one in ready if may_be_one(one.detection.subject, self.persons)]

    def join(self, other: Progress) -> None:
        """Take over how far another visit has come."""
        self.met = [one or two for one, two in zip(self.met, other.met, strict=True)]
        self.persons |= other.persons
        self.wait(other.waiting)


@dataclass(eq=False, slots=True)
class Visit:
    """Messages that a recipient can join, and how far patterns have come in them, by the number of the pattern."""

    login: str = ""
    progress: dict[int, Progress] = field(default_factory=dict)
    joined: Visit | None = None
    """The visit that this one turned out to be a part of."""


class Visits:
    """Finds the visit of each exchange."""

    def __init__(self) -> None:
        self._visits: OrderedDict[tuple[str, str], Visit] = OrderedDict()
        self._found = 0

    def find(self, detections: Sequence[Detection], facts: ExchangeFacts, context: Context) -> Visit | None:
        """The visit that the keys of an exchange lead to, joined of those that they led to so far."""
        keys = _keys(detections, facts, context)
        if not keys:
            return None
        self._found += 1
        if self._found % _LOOK_EVERY == 0:
            self._let_go()
        visits, party, login = self._visits, context.party.key, facts.session
        known = [_whole(visits[party, key]) for key in keys if (party, key) in visits]
        visit = next((each for each in known if not login or each.login in {"", login}), None)
        if visit is None:
            visit = Visit()
        visit.login = visit.login or login
        for other in known:
            if other is not visit and other.joined is None and (not other.login or other.login == visit.login):
                _join(other, visit)
        for key in keys:
            before = visits.get((party, key))
            if before is None and len(visits) >= MAX_KEYS:
                visits.popitem(last=False)
            if before is None or login or _whole(before) is visit:
                visits[party, key] = visit
                visits.move_to_end((party, key))
        return visit


    def _let_go(self) -> None:
        room = MOST_WAITING
        latest_first = dict.fromkeys(map(_whole, reversed(self._visits.values())))
        for visit in latest_first:
            for progress in visit.progress.values():
                room -= len(progress.waiting)
                if room < 0:
                    progress.waiting = []


def may_be_one(subject: str, persons: set[str]) -> bool:
    """Whether a datum can be about one of the persons: known test persons are told apart, others are not."""
    if not subject or subject[0] == "~" or not all(person and person[0] != "~" for person in persons):
        return True
    return subject in persons


def _whole(visit: Visit) -> Visit:
    while visit.joined is not None:
        visit = visit.joined
    return visit


def _join(part: Visit, whole: Visit) -> None:
    part.joined = whole
    for pattern, progress in part.progress.items():
        ours = whole.progress.setdefault(pattern, progress)
        if ours is not progress:
            ours.join(progress)
    part.progress = {}


def _keys(detections: Sequence[Detection], facts: ExchangeFacts, context: Context) -> tuple[str, ...]:
    """What the recipient can join this exchange with others by: the login first."""
    keys = [f"login {facts.session}"] if facts.session else []
    for d in detections:
        if d.via or d.confidence < SURE or d.about == "teacher" or d.bits < MIN_BITS:
            continue
        cookie = d.category is Category.COOKIE and d.part.startswith("cookie.")
        if cookie or (d.category in _DEVICES and d.direction == "request"):
            keys.append(f"id {d.fingerprint}")
    if facts.connection and not _between_systems(detections, context):
        keys.append(f"connection {facts.connection}")
    return tuple(dict.fromkeys(keys[:MAX_KEYS_PER_MESSAGE]))


def _between_systems(detections: Sequence[Detection], context: Context) -> bool:
    """Whether systems speak a chain standard: they send the data of many over one connection."""
    exchanges = context.exchanges
    return exchanges.server and any(exchanges.standard(template) for template in {d.template for d in detections})
