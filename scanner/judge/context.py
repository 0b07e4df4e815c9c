"""The circumstances of an exchange that rules ask about, shared by all exchanges that have the same ones.

Theory. Traffic repeats its shape: the same endpoint of the same recipient in the same kind of session. Contexts are
interned, so what a rule concluded about "a surname in the body, to this context" is looked up the second time.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from scanner.model import Detection, ExchangeFacts, Sign

from .domains import registrable_domain
from .policy import Policy, compile_globs
from .profiles import PERSONAL_ACTORS, Exchanges, exchanges_of
from .recipients import CHAIN_ROLES, Parties, Party
from .signs import Memory

LOG_CLASSES = frozenset({"crash", "analytics", "replay"})
_LOG_PATH = re.compile(
    r"(^|/)(logs?|logging|logger|client-?logs?|collect|telemetr(y|ie)|beacons?|crash(es)?|crash-?reports?|js-?errors?"
    r"|errors?|error-?reports?|minidump|envelope|rum)(/|$)", re.IGNORECASE)
"""Path segments of endpoints that write logs, crash reports or telemetry."""

_TEST_LABEL = re.compile(
    r"(?:^|[.-])(?:test\d{0,2}|tst\d{0,2}|acc|accept|acceptatie|acceptance|staging|stage|stg|dev|develop|development|"
    r"ontwikkel|sandbox|pilot|preprod|pre-prod|qa|uat|ota)(?=[.-])", re.IGNORECASE)
"""Words of host names that mark a system for tests; not in the registrable name itself."""
_RESERVED = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost|local|internal)\Z|\A[^.]*\Z|\A[0-9.]+\Z|:",
                       re.IGNORECASE)
"""Names that are nobody's (RFC 2606, RFC 6762), bare names and addresses: they say nothing of the environment."""

MAX_CONTEXTS = 20_000
MAX_ACTORS = 10_000


@dataclass(frozen=True, eq=False, slots=True)
class Context:
    """What is the same for all detections of exchanges like this one."""

    party: Party
    host: str
    endpoint: str
    path: str
    method: str
    actor: str
    plaintext: bool
    loopback: bool
    log: bool
    exchanges: Exchanges
    tracker: bool
    cross_site: bool
    from_product: bool
    session: bool
    purposes: tuple[str, ...]
    environment: str
    desk: int = 0
    """Which of the products of the scan it belongs to."""
    cloaked: bool = False
    """A tracker's protocol or script under a domain of the product."""
    expired: bool = False
    """Whether the policy was past its last day."""
    signs: tuple[Sign, ...] = ()
    """The signs of the exchange and ``earlier``, what the memory of signs holds for it, are known to conditions in
    ``where`` alone: nearly everything that is remembered by context is the same for all signs, so they are no part of
    the context that the rest works with."""
    earlier: frozenset[str] = frozenset()

    def declares(self, detection: Detection) -> bool:
        """Whether the policy lets the recipient have a datum here: by its purposes, or by a profile that it names."""
        if self.party.has(detection.category, detection.about):
            return True
        return bool(self.exchanges.named) and self.exchanges.contract(detection) == "named"


class Contexts:
    """Interns contexts and keeps what is needed to make them: actors by device, purposes by endpoint."""

    def __init__(self, policy: Policy, parties: Parties, actor: str, memory: Memory | None = None,
                 desk: int = 0) -> None:
        self._desk = desk
        self._parties = parties
        self._actor = actor
        self._memory = memory or Memory((), policy)
        self._expires = _end_of(policy.valid_until)
        self._known: dict[tuple[object, ...], Context] = {}
        self._shown: dict[tuple[object, ...], Context] = {}
        self._actors: dict[tuple[str, str], str] = {}
        self._profiles = policy.profiles
        self._purposes = [(p.id, glob) for p in policy.purposes if (glob := compile_globs(p.match)) is not None]
        self.generation = 0
        """Grows when the table was emptied: what was remembered about old contexts can go too."""

    def of(self, facts: ExchangeFacts) -> Context:
        """The context of an exchange."""
        actor = self._actor_of(facts)
        key = (facts.host, facts.endpoint, facts.scheme, actor, facts.referer_host, facts.initiator_host,
               bool(facts.session), facts.server_is_loopback, facts.time >= self._expires)
        context = self._known.get(key)
        if context is None:
            if len(self._known) >= MAX_CONTEXTS:
                self._known.clear()
                self._shown.clear()
                self.generation += 1
            context = self._known[key] = self._make(facts, actor)
        return context

    def with_signs(self, context: Context, facts: ExchangeFacts) -> Context:
        """The same context as conditions on signs see it; once for each exchange, for it is remembered."""
        earlier = self._memory.see(facts, context.party.key)
        if not earlier and not facts.signs:
            return context
        key = (context, self._memory.shown(facts.signs), earlier)
        shown = self._shown.get(key)
        if shown is None:
            if len(self._shown) >= MAX_CONTEXTS:
                self._shown.clear()
                self.generation += 1
            shown = self._shown[key] = replace(context, signs=facts.signs, earlier=earlier)
        return shown

    def _make(self, facts: ExchangeFacts, actor: str) -> Context:
        party = self._parties.of(facts.host)
        path = facts.endpoint.partition(" ")[2] or facts.path
        origin = facts.referer_host or facts.initiator_host
        source = self._parties.of(origin) if origin else None
        own_site = bool(origin) and registrable_domain(origin) == registrable_domain(facts.host)
        return Context(
            party=party,
            host=facts.host,
            endpoint=facts.endpoint,
            path=path,
            method=facts.method,
            actor=actor,
            plaintext=facts.scheme in {"http", "ws"} and not facts.server_is_loopback,
            loopback=facts.server_is_loopback,
            log=party.class_ in LOG_CLASSES or party.data_class == "diagnostic" or bool(_LOG_PATH.search(path)),
            exchanges=exchanges_of(
                self._profiles, path=path, host=facts.host, recipient=party.key, role=party.role,
                server=not origin and actor not in PERSONAL_ACTORS, known=party.declared or party.assumed),
            tracker=party.tracker or (not party.declared and self._parties.measures(party, path)),
            cross_site=bool(origin) and registrable_domain(origin) != registrable_domain(facts.host)
            and source is not party and not _one_organisation(source, party),
            from_product=source is not None and source is not party and not source.tracker
            and (source.declared or source.assumed),
            session=bool(facts.session),
            purposes=tuple(name for name, glob in self._purposes if glob.match(facts.host + path)),
            environment=environment_of(facts.host),
            desk=self._desk,
            cloaked=(own_site or (not origin and party.declared)) and party.role not in CHAIN_ROLES - {"school"}
            and self._parties.cloaks(party, path),
            expired=facts.time >= self._expires,
        )

    def _actor_of(self, facts: ExchangeFacts) -> str:
        """Whose session it is: as told, as the exchange shows, or that of the page on this device that caused it: of
        its host, else of its site, for a page and the interface that it calls are often two hosts."""
        actor = self._actor or facts.actor
        actor = "parent" if actor == "guardian" else actor  # a guardian's session is that of a parent
        device = facts.client or facts.capture  # a HAR tells no address: it is of one browser
        if actor:
            for name in (facts.host, registrable_domain(facts.host)):
                if len(self._actors) < MAX_ACTORS or (device, name) in self._actors:
                    self._actors[device, name] = actor
            return actor
        for host in (facts.referer_host, facts.initiator_host):
            if host:
                known = self._actors.get((device, host)) or self._actors.get((device, registrable_domain(host)))
                if known:
                    return known
        return ""


def environment_of(host: str) -> str:
    """``test`` or ``production`` by the words of a host name; empty where the name does not tell."""
    front = host[:max(0, len(host) - len(registrable_domain(host)))]
    if _TEST_LABEL.search(front):
        return "test"
    return "" if _RESERVED.search(host) else "production"


def _one_organisation(source: Party | None, party: Party) -> bool:
    return source is not None and bool(party.organisation) and source.organisation.lower() == party.organisation.lower()


def day_of(moment: float) -> date | None:
    """The Dutch calendar day of a time in seconds UTC; None when unknown.

    Summer time by the rule of Directive 2000/84/EC (last Sunday of March to last Sunday of October, 01:00 UTC), so
    that no time-zone data is needed.
    """
    return _day_of_hour(moment // 3600) if 0 < moment < math.inf else None


@lru_cache(maxsize=1024)
def _day_of_hour(hour: float) -> date | None:
    """The day in which an hour since the epoch lies: days and summer time begin on the hour."""
    try:
        utc = datetime.fromtimestamp(hour * 3600, UTC)
    except (OverflowError, ValueError, OSError):
        return None
    summer = _change(utc.year, 3) <= utc < _change(utc.year, 10)
    return (utc + timedelta(hours=2 if summer else 1)).date() if utc.year < 9999 else utc.date()


def _end_of(day: date | None) -> float:
    """The moment at which a Dutch day ends, in seconds UTC; infinite for no day."""
    if day is None or day.year > 9000:
        return float("inf")
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + 86_400
    return next((moment for moment in (midnight - 7200, midnight - 3600) if day_of(moment) != day), midnight)


def _change(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)
