"""Decrypts TLS 1.0 to 1.3 connections with logged secrets.

Theory. Each direction is read by a ``Side`` until it needs what only the other side tells (the other hello, and
for a TLS 1.2 renegotiation the next one); the sides take turns until both are done. Records lost in a gap are
counted by the sequence number at which the next record opens, so the plain text keeps its gaps at the right
place and, for AEAD ciphers, of the right size.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.model import Gap, Tls

from .context import HELLO_HINT
from .keylog import KeyLog
from .stream import Stream
from .tls_handshake import Handshake, Unreadable
from .tls_side import Problem, Side

PROTOCOLS = (b"h2", b"http/1.1", b"http/1.0", b"spdy/3.1", b"grpc-exp", b"mqtt", b"amqp", b"imap", b"pop3",
             b"managesieve", b"ftp", b"nntp", b"irc", b"xmpp-client", b"xmpp-server", b"sip/2", b"dot", b"webrtc",
             b"c-webrtc", b"stun.turn", b"stun.nat-discovery", b"postgresql", b"smb", b"radius/1.1", b"acme-tls/1")
"""Application protocols by their registered names (IANA TLS ALPN Protocol IDs), as they are named in notes."""


@dataclass(slots=True, eq=False, repr=False)
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
            detail = closed.detail or (_hints(shared) if closed.gap is Gap.TLS_NO_KEY else "")
            return Opened(facts, problems=[Problem(closed.gap, total, detail)])
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
    if any(side.damaged for side in sides) and not any(side.reader.stream.holes for side in sides):
        return Unreadable(Gap.TLS_NO_KEY, "the logged secrets do not open it")
    return None


def _hints(shared: Handshake) -> str:
    """What the hellos tell of a session that cannot be opened, in fixed words: protocols, and whose name it may be."""
    client = shared.client_hellos[0] if shared.client_hellos else None
    server = shared.server_hellos[0] if shared.server_hellos else None
    if client is None:
        return ""
    offers = server.offers if server is not None and server.offers else client.offers
    names = [offer.decode() for offer in PROTOCOLS if offer in offers]
    if len(names) < len({*offers} - {offer for offer in offers if _is_grease(offer)}):
        names.append("other")
    hints = [HELLO_HINT + ", ".join(names)] if names else []
    if client.hidden:
        hints = [*(hints or [f"{HELLO_HINT}not offered"]), "the name may be that of a front (Encrypted Client Hello)"]
    return "; ".join(hints)


def _is_grease(offer: bytes) -> bool:
    """A value that means nothing and keeps servers tolerant (RFC 8701)."""
    return len(offer) == 2 and offer[0] == offer[1] and offer[0] & 0x0F == 0x0A
