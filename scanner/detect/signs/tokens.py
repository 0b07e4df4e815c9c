"""Signs of tokens that stay valid for long: claims of JSON Web Tokens (RFC 7519 §4.1), ``expires_in`` (RFC 6749)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.model import FOREVER, Exchange, Field, KeyPath, Sign

if TYPE_CHECKING:
    from ..plan import Plan

KEYS: dict[str, frozenset[str]] = dict.fromkeys(("exp", "iat", "nbf", "alg", "expiresin"), frozenset())
LONG = 30
"""Days; a shorter life is no sign."""
_DAY = 86400
_NUMBER = re.compile(r"\d{1,14}(?:\.\d{0,9})?")


def read(exchange: Exchange, marked: list[tuple[Field, Plan]]) -> Iterator[Sign]:
    """The signs of each token in the exchange; one without an end lives for ever."""
    tokens: dict[tuple[object, ...], dict[str, str]] = {}
    places: dict[tuple[object, ...], tuple[Field, Plan]] = {}
    for leaf, plan in marked:
        name = leaf.path.key.lower()
        steps = leaf.origin.steps
        if len(steps) > 1 and steps[-2].name == "jwt":
            node = leaf.path.parent
            if name == "alg":
                if node is None or node.key != "@header":
                    continue
                node = node.parent
            origin = leaf.origin
            key: tuple[object, ...] = (origin.direction, origin.part, origin.message, id(node), leaf.indices)
            tokens.setdefault(key, {})[name] = leaf.value
            places.setdefault(key, (leaf, plan))
        elif name in {"expires_in", "expiresin"} and leaf.origin.direction == "response":
            seconds = _seconds(leaf.value)
            if seconds and seconds > LONG * _DAY:
                yield _sign(leaf, plan.template, int(seconds // _DAY))
    for token, claims in tokens.items():
        leaf, plan = places[token]
        days = _days(claims, exchange.time)
        if days > LONG:
            yield _sign(leaf, _token_of(leaf.path, plan), days)


def _days(claims: dict[str, str], now: float) -> int:
    """How long a token lives from its issue, or else from now; 0 where that is not to be told."""
    ends = _seconds(claims.get("exp", ""))
    if ends is None:
        return FOREVER if "alg" in claims and claims["alg"].lower() != "none" else 0
    begins = _seconds(claims.get("iat", "")) or _seconds(claims.get("nbf", "")) or now
    return min(int((ends - begins) // _DAY), FOREVER - 1) if begins > 0 else 0


def _seconds(text: str) -> float | None:
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value / 1000 if value > 1e11 else value  # some write milliseconds


def _token_of(path: KeyPath, plan: Plan) -> str:
    """The masked pointer of the token that a claim belongs to."""
    template = plan.template.rpartition("/")[0]
    return template.rpartition("/")[0] if path.key == "alg" else template


def _sign(leaf: Field, pointer: str, days: int) -> Sign:
    part, dot, _ = leaf.origin.part.partition(".")
    if dot and part in {"header", "cookie"}:
        # the name is the first token of the pointer, masked
        return Sign("token.long-lived", leaf.origin.direction, f"{part}.{pointer.split('/')[1]}", "", "", days)
    return Sign("token.long-lived", leaf.origin.direction, leaf.origin.part, pointer, "", days)
