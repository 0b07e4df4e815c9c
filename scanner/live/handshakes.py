"""Why a device keeps a host closed: what became of its TLS handshakes, added up over devices and programs.

Theory. One refusal says little. A device without the proxy's certificate refuses every host; a program with a list of
authorities of its own (Firefox, many Android apps) refuses every host while the browser beside it does not; an app that
pins refuses its own vendor's hosts and accepts others; a browser opens connections that it never uses. So refusals are
kept by device, program (the shape of its ClientHello, as JA4 takes it) and host, beside what the same device and the
same program accepted, and the verdict is drawn when it is asked for: what was seen later counts as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from scanner.model import Gap, Note, sent_by_fields

from .convert import CAPTURE

MOST = 20_000
"""Devices × programs × hosts that are kept apart; what comes beyond is counted under no host."""
TWICE = 2
"""Times that a program hangs up without a word before it counts as a refusal: browsers drop connections too."""


class Outcome(StrEnum):
    """What a device made of the proxy's certificate."""

    ACCEPTED = "accepted"
    """It sent a request."""
    REFUSED = "refused"
    """It said that it does not trust the certificate (an alert of RFC 8446 §6.2)."""
    CLOSED = "closed"
    """It hung up during the handshake."""
    SILENT = "silent"
    """It finished the handshake and hung up at once, as libraries do that check a pin afterwards."""
    HIDDEN = "hidden"
    """It wanted an encrypted ClientHello (ECH) and found that the proxy could not open it."""
    MISMATCH = "mismatch"
    """No TLS version or cipher in common."""
    PASSED = "passed"
    """Its traffic went through unopened, because it had refused before."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Handshake:
    """One handshake. ``device`` is an address, ``program`` the shape of the ClientHello, ``time`` Unix seconds."""

    device: str
    program: str
    host: str
    outcome: Outcome
    time: float
    quic: bool = False


class Place(NamedTuple):
    """Where a verdict holds."""

    device: str
    program: str
    host: str


_GIVEN_UP = (Outcome.CLOSED, Outcome.SILENT)


@dataclass(slots=True)
class _Seen:
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    first: float = 0.0
    last: float = 0.0


class Handshakes:
    """The account. Feed it handshakes; ask it for verdicts."""

    def __init__(self) -> None:
        self._seen: dict[Place, _Seen] = {}
        self._quic: dict[str, _Seen] = {}
        self._hosts: dict[tuple[str, str], set[str]] = {}
        """Hosts that were accepted, by device and program."""
        self._accepting: set[str] = set()
        """Devices that accepted any."""

    def saw(self, each: Handshake) -> None:
        """Enter one handshake."""
        if each.quic:  # says nothing about the certificate: browsers take no installed one over QUIC
            if each.outcome is not Outcome.ACCEPTED:
                _count(self._quic.setdefault(each.host if len(self._quic) < MOST else "", _Seen()), each)
            return
        if each.outcome is Outcome.ACCEPTED:
            self._accepting.add(each.device)
            hosts = self._hosts.setdefault((each.device, each.program), set())
            if len(hosts) < MOST:
                hosts.add(each.host)
            return
        place = Place(each.device, each.program, each.host)
        if place not in self._seen and len(self._seen) >= MOST:
            place = Place("", "", "")
        _count(self._seen.setdefault(place, _Seen()), each)

    def verdict(self, place: Place) -> Gap | None:
        """Why the traffic of a program with a host stays closed; None when there is no reason to think it does."""
        seen = self._seen.get(place)
        if seen is None:
            return None
        outcomes = seen.outcomes
        taken: AbstractSet[str] = self._hosts.get((place.device, place.program), frozenset())
        if outcomes[Outcome.HIDDEN]:
            return None if place.host in taken else Gap.TLS_ECH
        if outcomes[Outcome.MISMATCH] and not outcomes[Outcome.REFUSED]:
            return Gap.TLS_UNSUPPORTED
        given_up = sum(outcomes[each] for each in _GIVEN_UP)
        if not outcomes[Outcome.REFUSED]:
            if place.host in taken:
                return None  # a browser that opened more connections than it needed
            if given_up < TWICE:
                return Gap.TLS_GAVE_UP
        if taken:
            return Gap.TLS_PINNED
        return Gap.TLS_OWN_TRUST if place.device in self._accepting else Gap.TLS_NO_CERTIFICATE

    def refuses(self, place: Place) -> bool:
        """Whether a program pins a host and was refused often enough that it is better let through."""
        seen = self._seen.get(place)
        return (seen is not None and sum(seen.outcomes.values()) >= TWICE
                and self.verdict(place) is Gap.TLS_PINNED)

    def notes(self) -> Iterator[Note]:
        """The facts for the coverage, by verdict and host; no device is in them."""
        counts: dict[tuple[Gap, str, str], tuple[int, float]] = {}
        for place, seen in self._seen.items():
            gap = self.verdict(place)
            if gap is None:
                continue
            passed = seen.outcomes[Outcome.PASSED]
            for detail, count in (("", seen.outcomes.total() - passed), (PASSED, passed)):
                if count:
                    before, first = counts.get((gap, place.host, detail), (0, seen.first))
                    counts[gap, place.host, detail] = before + count, min(first, seen.first)
        for host, seen in self._quic.items():
            counts[Gap.QUIC_REFUSED, host, ""] = seen.outcomes.total(), seen.first
        for (gap, host, detail), (count, first) in counts.items():
            yield Note(gap, CAPTURE, host, count=count, detail=detail, time=first)

    def table(self, most: int = 200) -> list[dict[str, Any]]:
        """For those who watch: verdict, host (none for a device without the certificate), devices, count, last time."""
        rows: dict[tuple[Gap, str], tuple[set[str], int, float]] = {}
        for place, seen in self._seen.items():
            gap = self.verdict(place)
            if gap is None:
                continue
            key = (gap, place.device if gap is Gap.TLS_NO_CERTIFICATE else place.host)
            devices, count, last = rows.setdefault(key, (set(), 0, 0.0))
            devices.add(place.device)
            rows[key] = devices, count + seen.outcomes.total(), max(last, seen.last)
        ordered = sorted(rows.items(), key=lambda row: (_ORDER.index(row[0][0]), -row[1][1], row[0][1]))
        return [{"gap": gap.value, "host": "" if gap is Gap.TLS_NO_CERTIFICATE else name,
                 "devices": _few(devices), "count": count, "time": last}
                for (gap, name), (devices, count, last) in ordered[:most]]


PASSED = "let through unread after it had refused"
_ORDER = (Gap.TLS_NO_CERTIFICATE, Gap.TLS_OWN_TRUST, Gap.TLS_PINNED, Gap.TLS_ECH, Gap.TLS_UNSUPPORTED, Gap.TLS_GAVE_UP)
_FEW = 20


def _count(seen: _Seen, each: Handshake) -> None:
    seen.outcomes[each.outcome] += 1
    seen.first = min(seen.first or each.time, each.time)
    seen.last = max(seen.last, each.time)


def _few(devices: Iterable[str]) -> list[str]:
    return sorted(devices)[:_FEW]
