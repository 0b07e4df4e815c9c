"""Decrypts TLS 1.0 to 1.3 connections with logged secrets.

Theory. Each direction is read by a ``Side`` until it needs what only the other side tells (the other hello, and
for a TLS 1.2 renegotiation the next one); the sides take turns until both are done. Records lost in a gap are
counted by the sequence number at which the next record opens, so the plain text keeps its gaps at the right
place and, for AEAD ciphers, of the right size.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.model import Gap, Tls

from .keylog import KeyLog
from .stream import Stream
from .tls_handshake import Handshake, Unreadable
from .tls_side import Problem, Side


@dataclass(slots=True)
class Opened:
    """What a TLS connection said: plain text of both directions when it could be opened, facts, problems."""

    facts: Tls
    upstream: Stream | None = None
    downstream: Stream | None = None
    problems: list[Problem] = field(default_factory=list)


def open_tls(upstream: Stream, downstream: Stream, keylog: KeyLog) -> Opened:
    """Decrypt both directions of a connection, as far as the key log allows."""
    shared = Handshake(keylog)
    sides = (Side(shared, upstream, is_client=True), Side(shared, downstream, is_client=False))
    unreadable: Unreadable | None = None
    try:
        moved = True
        while moved and not all(side.done for side in sides):
            moved = [side.advance() for side in sides].count(True) > 0
    except Unreadable as error:
        unreadable = error
    facts = shared.facts()
    if not any(side.text.size for side in sides):
        closed = _closed(shared, sides, unreadable)
        if closed is not None:
            total = len(upstream.data) + len(downstream.data)
            return Opened(facts, problems=[Problem(closed.gap, total, closed.detail)])
    problems = [problem for side in sides for problem in side.problems()]
    rest = sum(side.rest for side in sides)
    if rest:
        gap = unreadable.gap if unreadable is not None else Gap.TLS_DAMAGED
        problems.append(Problem(gap, rest, "after a new handshake"))
    return Opened(facts, sides[0].plain(), sides[1].plain(), problems)


def _closed(shared: Handshake, sides: tuple[Side, Side], unreadable: Unreadable | None) -> Unreadable | None:
    """Why nothing of the connection can be read; None when there was nothing to read."""
    if unreadable is not None:
        return unreadable
    if not shared.client_hellos and not shared.server_hellos:
        return Unreadable(Gap.TCP_MIDSTREAM, "TLS without its handshake")
    if not all(side.done for side in sides):
        # One of the hellos is missing, so the keys cannot be made.
        if shared.client_hellos and shared.keylog.find(shared.client_hellos[0].random) is None:
            return Unreadable(Gap.TLS_NO_KEY)
        return Unreadable(Gap.TCP_MIDSTREAM, "TLS without the hello of one side")
    if all(side.opener is None for side in sides):
        return Unreadable(Gap.TLS_NO_KEY, "the handshake was not completed")
    return None
