"""Signs of a choice about tracking: Global Privacy Control, IAB TCF strings, consent mode, the usual consent tools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import Exchange, Field, Headers, Sign

if TYPE_CHECKING:
    from ..plan import Plan

KEYS = frozenset[str]()


def of_request(headers: Headers) -> tuple[Sign, ...]:
    """The sign of a Sec-GPC header (W3C Global Privacy Control: its only value is ``1``)."""
    for name, value in headers:
        if len(name) == 7 and name.lower() == "sec-gpc" and value.strip() == "1":
            return (_GPC,)
    return ()


_GPC = Sign("consent.gpc", "request", "header.sec-gpc")


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs of fields that hold a choice."""
    return iter(())
