"""The data-flow matrix (recipient × category) and the register of recipients."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from scanner.model import About, Category, Detection, ExchangeFacts, HostCoverage, Sign

from .condition_terms import is_personal
from .context import Context
from .order import SURE
from .recipients import Party

MAX_SUBJECTS = 5000
MAX_HOSTS = 200
"""Hosts listed per recipient."""

_CONTROLS = frozenset({"tls.old", "tls.weak-cipher", "cors.reflected", "hsts.missing", "cookie.no-secure",
                       "cookie.no-httponly", "cache.storable"})
"""Signs that a control is missing."""


def _lacking(sign: Sign, facts: ExchangeFacts, *, answered: bool) -> bool:
    """Whether a control is missing that counts here: for a session, its cookie, or an answer about somebody."""
    if sign.code not in _CONTROLS:
        return False
    if sign.code == "hsts.missing":
        return bool(facts.session)
    if sign.code == "cache.storable":
        return answered
    return not sign.code.startswith("cookie.") or sign.detail == "session"


@dataclass(frozen=True, slots=True)
class Flow:
    """One cell of the matrix: a category about someone at a recipient. ``subjects`` counts those told apart."""

    recipient: str
    category: str
    about: str
    directions: tuple[str, ...]
    count: int
    subjects: int
    declared: bool
    purposes: tuple[str, ...]
    confidence_max: float
    first_seen: float
    last_seen: float


@dataclass(frozen=True, slots=True)
class Recipient:
    """One party of the register. ``source`` says what named it: policy, directory or none."""

    id: str
    organisation: str
    role: str
    class_: str
    tracker: bool
    country: str
    domain: str
    declared: bool
    source: str
    hosts: tuple[str, ...]
    data_class: str = ""
    exchanges: int = 0
    body_bytes: int = 0
    undecrypted_bytes: int = 0
    lacks: tuple[str, ...] = ()
    """Signs of controls that were missing, so that a later scan can tell which one vanished."""


@dataclass(slots=True)
class _Cell:
    party: Party
    directions: set[str] = field(default_factory=set)
    count: int = 0
    contracted: int = 0
    """Of these, covered by a profile that the policy names."""
    subjects: set[str] = field(default_factory=set)
    purposes: set[str] = field(default_factory=set)
    confidence: float = 0.0
    first: float = 0.0
    last: float = 0.0


class Flows:
    """Adds up detections per recipient and category, and remembers who was contacted."""

    def __init__(self) -> None:
        self._cells: dict[str, dict[tuple[Category, About], _Cell]] = {}
        self._parties: dict[str, tuple[Party, set[str]]] = {}
        self._lacks: dict[str, set[str]] = {}

    def contact(self, party: Party, host: str) -> None:
        """A recipient was contacted."""
        known = self._parties.get(party.key)
        if known is None:
            self._parties[party.key] = party, {host}
        elif len(known[1]) < MAX_HOSTS:
            known[1].add(host)

    def miss(self, party: Party, facts: ExchangeFacts, detections: Iterable[Detection]) -> None:
        """Remember which controls an exchange lacks."""
        if any(sign.code in _CONTROLS for sign in facts.signs):
            known = self._lacks.setdefault(party.key, set())
            if len(known) < len(_CONTROLS):
                answered = any(d.direction == "response" and d.part == "body" and d.confidence >= SURE
                               and is_personal(d) for d in detections)
                known.update(sign.code for sign in facts.signs if _lacking(sign, facts, answered=answered))

    def see(self, detections: Iterable[Detection], context: Context, time: float) -> None:
        """Enter the detections of one exchange."""
        cells = self._cells.get(context.party.key)
        if cells is None:
            cells = self._cells[context.party.key] = {}
        named = context.exchanges.named
        for detection in detections:
            key = (detection.category, detection.about)
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = _Cell(context.party)
            cell.count += 1
            if named and context.exchanges.contract(detection) == "named":
                cell.contracted += 1
            cell.directions.add(detection.direction)
            if context.purposes:
                cell.purposes.update(context.purposes)
            if detection.confidence > cell.confidence:
                cell.confidence = detection.confidence
            if detection.subject and len(cell.subjects) < MAX_SUBJECTS:
                cell.subjects.add(detection.subject)
            if time:
                if not cell.first or time < cell.first:
                    cell.first = time
                if time > cell.last:
                    cell.last = time

    @property
    def parties(self) -> dict[str, Party]:
        """The recipients that were contacted, by key."""
        return {key: party for key, (party, _) in self._parties.items()}

    @property
    def recipients_seen(self) -> set[str]:
        """Keys of the recipients that were contacted."""
        return set(self._parties)

    def matrix(self) -> list[Flow]:
        """The cells in a fixed order."""
        return [
            Flow(recipient, category.value, about, tuple(sorted(cell.directions)), cell.count, len(cell.subjects),
                 cell.party.declared and (cell.party.has(category, about) or cell.contracted == cell.count),
                 tuple(sorted(cell.purposes)), cell.confidence, cell.first, cell.last)
            for recipient, cells in sorted(self._cells.items())
            for (category, about), cell in sorted(cells.items(), key=lambda item: item[0])
        ]

    def register(self, hosts: Iterable[HostCoverage], parties: Mapping[str, Party],
                 measuring: Container[str]) -> list[Recipient]:
        """All recipients that were contacted, with what coverage says of their hosts. ``measuring`` are those that
        were seen to serve a measuring protocol, whatever their domain."""
        totals: dict[str, tuple[int, int, int]] = {}
        for host in hosts:
            party = parties.get(host.host)
            if party is None:
                continue
            self.contact(party, host.host)
            sums = totals.setdefault(party.key, (0, 0, 0))
            totals[party.key] = (sums[0] + host.exchanges, sums[1] + host.body_bytes, sums[2] + host.undecrypted_bytes)
        return [
            Recipient(party.key, party.organisation, party.role,
                      party.class_ or ("analytics" if party.key in measuring else ""),
                      party.tracker or party.key in measuring, party.country,
                      party.domain, party.declared, party.source, tuple(sorted(names)), party.data_class,
                      *totals.get(party.key, (0, 0, 0)), lacks=tuple(sorted(self._lacks.get(party.key, ()))))
            for _, (party, names) in sorted(self._parties.items())
        ]
