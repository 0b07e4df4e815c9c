"""Signs of whether a request proved who asks: a credential, a cookie, a signed or unguessable address, or nothing.

A recorder may have left credentials out (browsers do, on request, when they export a HAR), and a client certificate is
not in a request: rules on ``auth.none`` have to mind both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scanner.model import Exchange, Sign

_PROOF = re.compile(r"cookie|auth(?!ority)|token|key|secret|credential|session|signature|ticket|jwt|saml|passw|wsse|"
                    r"hmac|certificate|client-cert|csrf|xsrf", re.I)
_NO_PROOF = frozenset({"sec-websocket-key", "sec-websocket-key1", "sec-websocket-key2", "idempotency-key",
                       "surrogate-key", "x-idempotency-key"})
_PROVING = re.compile(
    r"[?&#;](?:[a-z0-9_.-]{0,40}(?:sig|sign|signature|token|key|auth|hmac|hash|ticket|code|secret|session|sid|jwt|saml|"
    r"pass|pwd|password|credential|nonce|pin|access|invite|sv|se|st)[a-z0-9_.-]{0,40})=[^&#]", re.I)
"""Parameters that may prove a right: signed addresses, keys, codes."""
_UNGUESSABLE = re.compile(r"(?=[A-Za-z0-9_-]{0,80}[0-9])(?=[A-Za-z0-9_-]{0,80}[A-Za-z])[A-Za-z0-9_-]{20,}|"
                          r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
"""A path segment so long and mixed that knowing it may be the right itself."""

PRESENT = (Sign("auth.present", "request", ""),)
NONE = (Sign("auth.none", "request", ""),)
BY_ADDRESS = (Sign("auth.none", "request", "", "", "address"),)
BY_RECORDER = (Sign("auth.none", "request", "", "", "recorder"),)


class Asked(NamedTuple):
    """What the names of the request headers say."""

    proof: bool
    gpc: bool


@lru_cache(maxsize=4096)
def of_names(names: tuple[str, ...]) -> Asked:
    """Whether one of the headers may carry a credential, and whether Sec-GPC is there."""
    lower = [name.lower() for name in names]
    return Asked(any(name not in _NO_PROOF and _PROOF.search(name[:200]) for name in lower), "sec-gpc" in lower)


def of_request(exchange: Exchange, asked: Asked, *, proven: bool) -> tuple[Sign, ...]:
    """The sign of one request; ``auth.none`` only where content was answered.

    ``detail`` is ``address`` where the address may be signed or too long to guess, ``recorder`` where the recorder may
    have left a credential out.
    """
    if asked.proof or proven:
        return PRESENT
    if exchange.status != 200 or exchange.method.upper() not in {"GET", "POST"} or exchange.scheme.startswith("ws"):
        return ()
    target = exchange.target[:4000]
    if _PROVING.search(target):
        return BY_ADDRESS
    path = target.partition("?")[0]
    if any(_UNGUESSABLE.fullmatch(part) for part in path.split("/")[1:40]):
        return BY_ADDRESS
    return BY_RECORDER if exchange.may_lack_proof else NONE
