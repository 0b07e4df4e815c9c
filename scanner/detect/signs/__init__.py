"""The signs of an exchange: technical facts that rules read, found in its headers, its TLS session and marked fields.

Theory. There are two kinds. What follows from headers alone is worked out once for each distinct set of them, since
servers send the same ones again and again. What stands in fields must cost nothing for the ordinary field: a key path
is asked once whether its name belongs to a family (``mark_of``, when the plan of the path is made), and only fields
under such names are handed to the family. A family is a module with ``KEYS`` and ``read``; ``FAMILIES`` lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from scanner.model import Exchange, Field, Headers, Sign

from ..names import local_name, squash
from . import caching, consent, cookies, cors, transport

if TYPE_CHECKING:
    from ..plan import Plan

Marked = list[tuple["Field", "Plan"]]
"""Fields whose keys belong to a family, with the plans of their paths."""


class Family(Protocol):
    """What a module about fields offers."""

    KEYS: frozenset[str]
    """Names of keys, squashed (``names.squash``): what makes a field worth a look."""

    def read(self, exchange: Exchange, marked: Marked) -> Iterable[Sign]:
        """The signs in the fields of this family; never raises on content."""


FAMILIES: tuple[Family, ...] = (consent,)
"""Modules that read fields; a mark is a position in this tuple."""


SIGN_HEADERS = frozenset({*caching.HIT_HEADERS, "cache-status"})
"""Response headers that are read for signs alone."""


def _marks() -> dict[str, tuple[int, ...]]:
    table: dict[str, tuple[int, ...]] = {}
    for number, family in enumerate(FAMILIES):
        for name in family.KEYS:
            table[name] = (*table.get(name, ()), number)
    return table


_MARKS = _marks()


def mark_of(key: str) -> tuple[int, ...]:
    """The families that want the fields under a key name; empty for nearly all names."""
    return _MARKS.get(squash(local_name(key)), ())


class SignReader:
    """Finds signs; one engine has one."""

    def __init__(self, token: Callable[[str], str]) -> None:
        """``token`` gives a key name as a report may show it."""
        self._token = token
        self._of_response = lru_cache(maxsize=1024)(self._response)

    def of(self, exchange: Exchange, head: Headers, names: Iterable[str], origin: str,
           marked: Marked) -> tuple[Sign, ...]:
        """All signs of an exchange.

        ``head`` are the response headers that matter, ``names`` the lower-case names of the request headers,
        ``origin`` the value of its Origin header.
        """
        day = int(exchange.time // 86400) if 0 < exchange.time < 1e11 else 0
        found = self._of_response(head, exchange.scheme, exchange.host, origin, exchange.method, exchange.status, day)
        tls = exchange.tls
        if tls is not None:
            found += transport.of_tls(tls.version, tls.cipher)
        if "sec-gpc" in names:
            found += consent.of_request(exchange.request_headers)
        return found + _of_fields(exchange, marked) if marked else found

    def _response(self, head: Headers, scheme: str, host: str, origin: str, method: str, status: int,
                  day: int) -> tuple[Sign, ...]:
        table: dict[str, str] = {}
        found: list[Sign] = []
        for name, value in head:
            lower = name.lower()
            if lower == "set-cookie":
                found += cookies.of_set_cookie(value[:8000], self._token, scheme, day)
            else:
                # a header that stands there more than once is one list (RFC 9110 §5.3)
                table[lower] = f"{table[lower]}, {value[:2000]}" if lower in table else value[:2000]
        found += cors.of_headers(table, host, origin)
        found += caching.of_headers(table, method, status)
        found += transport.of_headers(table, scheme, status)
        return tuple(found)


def _of_fields(exchange: Exchange, marked: Marked) -> tuple[Sign, ...]:
    by_family: dict[int, Marked] = {}
    for pair in marked:
        for number in pair[1].marks:
            by_family.setdefault(number, []).append(pair)
    found: dict[Sign, None] = {}
    for number, fields in sorted(by_family.items()):
        found.update(dict.fromkeys(FAMILIES[number].read(exchange, fields)))
    return tuple(found)
