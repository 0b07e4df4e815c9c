"""The signs of an exchange: technical facts that rules read, found in its headers, its TLS session and marked fields.

Theory. There are two kinds. What follows from headers alone is worked out once for each distinct set of them, since
servers send the same ones again and again. What stands in fields must cost nothing for the ordinary field: a key path
is asked once whether its name belongs to a family (``mark_of``, when the plan of the path is made), and only fields
under such names are handed to the family. A family is a module with ``KEYS`` and ``read``; ``FAMILIES`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from scanner.model import Category, Exchange, Field, Headers, Sign

from ..names import local_name, squash
from . import (
    ai,
    auth,
    caching,
    chain,
    consent,
    cookies,
    cors,
    fingerprinting,
    records,
    replay,
    secrecy,
    secrets,
    sensing,
    signed,
    telemetry,
    tokens,
    transport,
)
from .predictable import Predictable

if TYPE_CHECKING:
    from ..plan import Plan
    from ..record import Settled
    from ..subjects import Subjects

Marked = list[tuple["Field", "Plan"]]
"""Fields whose keys belong to a family, with the plans of their paths."""


class Family(Protocol):
    """What a module about fields offers."""

    @property
    def KEYS(self) -> Mapping[str, frozenset[str]]:
        """Squashed names of keys (``names.squash``) that make a field worth a look, and of the keys one of which must
        stand above it (none: anywhere; an empty name: at the root)."""

    def read(self, exchange: Exchange, marked: Marked) -> Iterable[Sign]:
        """The signs in the fields of this family; never raises on content."""


FAMILIES: tuple[Family, ...] = (
    consent, tokens, secrets, ai, fingerprinting, replay, chain, records, cookies, telemetry, sensing, secrecy,
)  # fmt: skip
"""Modules that read fields; a mark is a position in this tuple."""
WHOLE_TEXT = (FAMILIES.index(secrets),)
"""The families that want a body which is nothing but text, such as a script."""
_COOKIES = (FAMILIES.index(cookies),)
SIGN_HEADERS = frozenset({*caching.HIT_HEADERS, "cache-status"})
"""Response headers that are read for signs alone."""


def _marks() -> dict[str, tuple[tuple[int, frozenset[str]], ...]]:
    table: dict[str, tuple[tuple[int, frozenset[str]], ...]] = {}
    for number, family in enumerate(FAMILIES):
        for name, above in family.KEYS.items():
            table[name] = (*table.get(name, ()), (number, above))
    return table


_MARKS = _marks()


def mark_of(names: tuple[str, ...]) -> tuple[int, ...]:
    """The families that want the fields under these key names, from the root down; empty for nearly all."""
    found = _MARKS.get(squash(local_name(names[-1])))
    if found is None:
        return _COOKIES if len(names) == 1 and cookies.is_tracking(names[0]) else ()
    above = {squash(local_name(name)) for name in names[-9:-1]} or {""}
    return tuple(number for number, wanted in found if not wanted or wanted & above)


class SignReader:
    """Finds signs; one engine has one."""

    def __init__(self, token: Callable[[str], str], subjects: Subjects | None = None) -> None:
        """``token`` gives a key name as a report may show it; ``subjects`` are the test accounts."""
        self._predictable = Predictable(subjects)
        self._token = token
        self._of_cookie = lru_cache(maxsize=1024)(self._cookie)

    def of(self, exchange: Exchange, head: Headers, names: tuple[str, ...], origin: str, marked: Marked,
           settled: list[Settled], shown_host: str) -> tuple[Sign, ...]:
        """All signs of an exchange.

        ``head`` are the response headers that matter, ``names`` the names of the request headers, ``origin`` the value
        of its Origin header, ``settled`` what was detected, ``shown_host`` the host as a report shows it.
        """
        host = exchange.host
        from_elsewhere = bool(origin) and cors.is_foreign(origin, host)
        plain = tuple([header for header in head if len(header[0]) != 10])  # nearly always all of them
        found = _of_response(plain, exchange.scheme, origin if from_elsewhere else "", exchange.method, exchange.status)
        if len(plain) < len(head):
            day = int(exchange.time // 86400) if 0 < exchange.time < 1e11 else 0
            for name, value in head:
                if len(name) == 10 and name.lower() == "set-cookie":
                    found += self._of_cookie(value[:8000], exchange.scheme, day)
        found += _of_host(host)
        tls = exchange.tls
        if tls is not None:
            found += transport.of_tls(tls.version, tls.cipher)
        asked = auth.of_names(names)
        if asked.gpc:
            found += consent.of_request(exchange.request_headers)
        method = exchange.method
        credentials = [item for item in settled if item.hit.outcome.category in _CREDENTIALS]
        found += auth.of_request(exchange, asked, proven=any(_proves(item, method) for item in credentials))
        if credentials:
            found += self._predictable.of(settled)
        found += of_host_name(shown_host)
        found += signed.of_target(exchange.target, exchange.time)
        if exchange.scheme == "http" and 300 <= exchange.status < 400:
            found += transport.of_redirect(exchange.response_headers)
        if exchange.response_body.data.startswith(b"-----BEGIN "):
            found += secrets.of_body(exchange.response_body.data)
        return found + _of_fields(exchange, marked) if marked else found

    def _cookie(self, header: str, scheme: str, day: int) -> tuple[Sign, ...]:
        return tuple(cookies.of_set_cookie(header, self._token, scheme, day))


@lru_cache(maxsize=1024)
def _of_response(head: Headers, scheme: str, origin: str, method: str, status: int) -> tuple[Sign, ...]:
    table: dict[str, str] = {}
    for name, value in head:
        lower = name.lower()
        # a header that stands there more than once is one list (RFC 9110 §5.3)
        table[lower] = f"{table[lower]}, {value[:2000]}" if lower in table else value[:2000]
    return (*cors.of_headers(table, origin), *caching.of_headers(table, method, status),
            *transport.of_headers(table, scheme, status))


@lru_cache(maxsize=4096)
def _of_host(host: str) -> tuple[Sign, ...]:
    return (*ai.of_host(host), *fingerprinting.of_host(host))


def of_host_name(shown: str) -> tuple[Sign, ...]:
    """The sign of a host in whose name, as a report shows it, a known value was masked."""
    return _NAMED if "{" in shown and shown != "{host}" else ()


_NAMED = (Sign("host.identifier", "request", ""),)
_CREDENTIALS = frozenset({Category.CREDENTIAL, Category.TOKEN})


def _proves(item: Settled, method: str) -> bool:
    """Whether a credential was sent, or a token handed out in the body of the answer: that answers a login."""
    origin = item.hit.origin
    return origin.direction == "request" or (
        method == "POST" and origin.part == "body" and item.hit.outcome.category is Category.TOKEN)


def _of_fields(exchange: Exchange, marked: Marked) -> tuple[Sign, ...]:
    first = marked[0][1].marks
    if len(first) == 1 and all(plan.marks == first for _, plan in marked):
        return tuple(FAMILIES[first[0]].read(exchange, marked))
    by_family: dict[int, Marked] = {}
    for pair in marked:
        for number in pair[1].marks:
            by_family.setdefault(number, []).append(pair)
    found: dict[Sign, None] = {}
    for number, fields in sorted(by_family.items()):
        found.update(dict.fromkeys(FAMILIES[number].read(exchange, fields)))
    return tuple(found)
