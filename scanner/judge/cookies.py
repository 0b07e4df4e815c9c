"""The register of cookies that were set: by whom, for how long, with which flags, and before a choice was made.

A register is no judgement: rules speak of lifetimes and flags by themselves. Bounded: what has no room is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scanner.model import ExchangeFacts

from .context import Context

MOST_COOKIES = 2000
_MISSING = {"cookie.no-secure": "secure", "cookie.no-httponly": "httponly", "cookie.samesite-none": "samesite"}
_CHOICES = frozenset({"consent.given", "consent.refused"})

Before = Literal["none", "before", "after"]


@dataclass(frozen=True, slots=True)
class CookieSeen:
    """One cookie of one host. ``days`` is the longest lifetime seen, 0: until the browser closes.

    ``kind`` is what it is for by its name (``session tracking consent guard``), ``identifier`` where its value can tell
    visitors apart, else empty. ``missing`` are the flags that it was set without at least once. ``third``: it came only
    with parts of pages of another site. ``choice`` says whether the first one came before or after a choice about
    tracking was seen on that device; ``none``: no choice was seen.
    """

    recipient: str
    host: str
    name: str
    kind: str
    days: int
    missing: tuple[str, ...]
    third: bool
    choice: Before
    count: int
    first: float


@dataclass(slots=True)
class _Row:
    recipient: str
    kind: str
    third: bool
    client: str
    first: float
    chosen: bool
    days: int = 0
    count: int = 0
    missing: frozenset[str] = frozenset()


class Cookies:
    """Adds up the signs of cookies."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], _Row] = {}
        self._chosen: set[str] = set()
        self.left = 0
        """How often a cookie was set for which there was no room."""

    def see(self, facts: ExchangeFacts, context: Context) -> None:
        """Enter the cookies that an exchange sets; choices that it shows count from here on."""
        for sign in facts.signs:
            if sign.code == "cookie.set":
                self._enter(facts, context, sign.part, sign.detail, sign.amount)
            elif sign.code in _MISSING:
                row = self._rows.get((facts.host, sign.part))
                if row is not None:
                    row.missing |= {_MISSING[sign.code]}
            elif sign.code in _CHOICES and len(self._chosen) < MOST_COOKIES:
                self._chosen.add(facts.client)

    def _enter(self, facts: ExchangeFacts, context: Context, part: str, kind: str, days: int) -> None:
        row = self._rows.get((facts.host, part))
        # Who goes to a page of another site is at that site, unless it is a tracker (in a frame, or passing through).
        third = context.cross_site and (context.tracker or not facts.navigation)
        if row is None:
            if len(self._rows) >= MOST_COOKIES:
                self.left += 1
                return
            row = self._rows[facts.host, part] = _Row(context.party.key, kind, third, facts.client,
                                                      facts.time, facts.client in self._chosen)
        row.count += 1
        row.days = max(row.days, days)
        row.third = row.third and third

    def register(self) -> list[CookieSeen]:
        """The cookies by recipient, the longest-lived first."""
        rows = [
            CookieSeen(row.recipient, host, part.partition(".")[2], row.kind, row.days, tuple(sorted(row.missing)),
                       row.third, self._choice(row), row.count, row.first)
            for (host, part), row in self._rows.items()
        ]
        return sorted(rows, key=lambda cookie: (cookie.recipient, -cookie.days, cookie.host, cookie.name))

    def _choice(self, row: _Row) -> Before:
        if row.chosen:
            return "after"
        return "before" if row.client in self._chosen else "none"
