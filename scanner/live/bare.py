"""What stays of an exchange, or of a piece of one, once it was examined: nothing of what it said."""

from __future__ import annotations

from dataclasses import replace

from scanner.judge import mark_of
from scanner.model import EMPTY_BODY, Exchange

from .spool import Piece


def bare(exchange: Exchange) -> Exchange:
    """An exchange without what was examined."""
    if mark_of(exchange) is not None:
        return replace(exchange, request_body=EMPTY_BODY, response_body=EMPTY_BODY, websocket=())
    return replace(exchange, target="/", request_headers=(), response_headers=(), request_body=EMPTY_BODY,
                   response_body=EMPTY_BODY, websocket=())


def blank(piece: Piece, *, head: bool = False) -> Piece:
    """A piece of as many bytes of nothing; ``head``: with its exchange as it is."""
    message = piece.message and replace(piece.message, data=bytes(len(piece.message.data)))
    exchange = piece.exchange if head or piece.exchange is None else bare(piece.exchange)
    return replace(piece, exchange=exchange, message=message, data=bytes(len(piece.data)))
