"""Puts together what devices got bit by bit: event streams, WebSockets, films.

Theory. The proxy writes each piece before the device gets it, so that killing the proxy loses none. A conversation is
examined when it ends, and what has come of it when it goes on for long: then findings show while the lesson lasts, and
memory stays bounded. What was examined is cut off, so that nothing counts twice; the rest comes as an exchange with the
same head. All of it is a function of pieces and cuts, which the scanner's journal holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from scanner.model import Body, BodyState, Exchange, Gap, Note, WebSocketMessage

from .bare import blank
from .spool import START, Piece, Position
from .streaming import STREAMED

MESSAGES = 500
BYTES = 1 << 20
"""Messages, and bytes, that are examined though the conversation goes on."""
SECONDS = 20.0
"""How long a piece may wait for the end of its conversation."""
_EVENTS = "text/event-stream"
_ENDS = (b"\n\n", b"\r\n\r\n", b"\r\r")
"""Of an event (HTML Living Standard, server-sent events)."""


class Cut(NamedTuple):
    """What of a conversation was examined: so many messages and bytes of the body from where the last cut was."""

    id: str
    messages: int
    bytes: int
    ended: bool


@dataclass(slots=True)
class _Talk:
    head: Exchange
    messages: list[WebSocketMessage] = field(default_factory=list)
    body: bytearray = field(default_factory=bytearray)
    size: int = 0
    """Of the messages that wait."""
    cuts: int = 0
    done: int = 0
    """Bytes of the body before the last cut."""
    since: float = 0.0
    ended: bool = False
    waits: Position | None = None
    """Of the first piece in the spool of which something waits, and ``last``, the last one that came."""
    last: Position = START
    held: int = 0
    """Bytes of the body in the last piece."""


class Conversations:
    """Those that go on. Give it pieces, ask what is due, and tell it what of that was examined."""

    def __init__(self) -> None:
        self._talks: dict[str, _Talk] = {}

    def add(self, piece: Piece, now: float, position: Position = START) -> None:
        """Take a piece; ``now`` is any clock in seconds, ``position`` that in the spool.

        Pieces whose beginning had no room are of no use.
        """
        talk = self._talks.get(piece.id)
        if talk is None:
            if piece.exchange is None:
                return
            talk = self._talks[piece.id] = _Talk(piece.exchange, since=now)
        elif piece.exchange is not None:
            talk.head = piece.exchange
        if not talk.messages and not talk.body:
            talk.since = now
        if piece.message is not None:
            talk.messages.append(piece.message)
            talk.size += len(piece.message.data)
        talk.body += piece.data
        if piece.message is not None or piece.data:
            talk.waits, talk.last, talk.held = talk.waits or position, position, len(piece.data)
        talk.ended = talk.ended or piece.ended
        if talk.ended and talk.cuts and not (talk.messages or talk.body or talk.head.response_body.size > talk.done):
            del self._talks[piece.id]  # all of it was examined

    def due(self, now: float) -> Iterator[tuple[Exchange, Cut, Note | None]]:
        """What is to be examined now, with what could not be kept of it."""
        for name, talk in list(self._talks.items()):
            if talk.ended:
                yield _whole(name, talk, ended=True)
            elif (len(talk.messages) >= MESSAGES or talk.size + len(talk.body) >= BYTES
                  or now - talk.since >= SECONDS):
                size = _whole_events(talk)
                if talk.messages or size:
                    yield _part(name, talk, size)

    def rest(self) -> Iterator[tuple[Exchange, Cut, Note | None]]:
        """Everything that is left, ended or not: the session is over."""
        for name, talk in list(self._talks.items()):
            yield _whole(name, talk, ended=talk.ended)

    def settle(self, cut: Cut) -> None:
        """That was examined."""
        talk = self._talks.get(cut.id)
        if talk is None:
            return
        if cut.ended:
            del self._talks[cut.id]
            return
        talk.size -= sum(len(message.data) for message in talk.messages[:cut.messages])
        del talk.messages[:cut.messages]
        del talk.body[:cut.bytes]
        talk.done += cut.bytes
        talk.cuts += 1
        if not (talk.messages or talk.body):
            talk.waits = None
        elif not talk.messages and len(talk.body) <= talk.held:
            talk.waits = talk.last

    def leaves(self, piece: Piece, position: Position) -> Piece:
        """What must be kept of a piece, so that another scanner can go on from the same pieces and cuts."""
        talk = self._talks.get(piece.id)
        if talk is not None and talk.waits is not None and position >= talk.waits:
            return piece
        return blank(piece, head=talk is not None)


def _part(name: str, talk: _Talk, size: int) -> tuple[Exchange, Cut, Note | None]:
    body = Body(bytes(talk.body[:size]), size)
    return _named(talk, body), Cut(name, len(talk.messages), size, ended=False), None


def _whole(name: str, talk: _Talk, *, ended: bool) -> tuple[Exchange, Cut, Note | None]:
    """All that is left of it. ``ended``: the proxy saw the end, so that the size it told is that of the whole."""
    data = bytes(talk.body)
    told = talk.head.response_body.size - talk.done
    size = max(len(data), told)
    state: BodyState = "complete" if size == len(data) else "truncated" if data else "missing"
    note = None
    if state != "complete":
        gap = Gap.BODY_TRUNCATED if data else Gap.BODY_MISSING
        note = Note(gap, talk.head.capture, talk.head.host, size - len(data), detail=STREAMED)
    exchange = _named(talk, Body(data, size, state))
    if not ended and not exchange.error:
        exchange = replace(exchange, error=UNENDED)
    return exchange, Cut(name, len(talk.messages), len(data), ended=True), note


UNENDED = "connection open at the end"
"""Error of an exchange whose end was not seen."""


def _named(talk: _Talk, body: Body) -> Exchange:
    head = talk.head
    name = f"{head.id}.{talk.cuts + 1}" if talk.cuts else head.id
    return replace(head, id=name, response_body=body, websocket=tuple(talk.messages))


def _whole_events(talk: _Talk) -> int:
    """Bytes of the body that can be read without what follows: whole events of a stream that is not compressed."""
    headers = {key.lower(): value.lower() for key, value in talk.head.response_headers}
    if not headers.get("content-type", "").startswith(_EVENTS) or "content-encoding" in headers:
        return 0
    return max(at + len(end) if (at := talk.body.rfind(end)) >= 0 else 0 for end in _ENDS)
