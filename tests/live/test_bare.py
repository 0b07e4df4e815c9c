"""What was examined leaves nothing behind but its size and a mark of the tester."""

from __future__ import annotations

import pickle

from scanner.live.bare import bare, blank
from scanner.live.spool import Piece
from scanner.model import Body, Exchange, WebSocketMessage

EXCHANGE = Exchange("e", "live", "http/1.1", "GET", "https", "a.example", 443, "/?naam=Quirinus", 200, 1.0,
                    (("Cookie", "naam=Quirinus"),), Body(b"Quirinus", 8), (("Set-Cookie", "naam=Quirinus"),),
                    Body(b"Quirinus", 8))


def test_nothing_of_an_exchange_stays() -> None:
    assert b"Quirinus" in pickle.dumps(EXCHANGE) and b"Quirinus" not in pickle.dumps(bare(EXCHANGE))


def test_a_piece_keeps_its_size_and_its_head_where_that_is_asked_for() -> None:
    piece = Piece("e", EXCHANGE, WebSocketMessage(True, 1, b"Hoi Quirinus", 2.0), b"van Quirinus", ended=True)
    left = blank(piece)
    assert b"Quirinus" not in pickle.dumps(left)
    assert left.message is not None and (len(left.message.data), len(left.data), left.ended) == (12, 12, True)
    assert blank(piece, head=True).exchange == EXCHANGE
    assert blank(Piece("e", data=b"x")) == Piece("e", data=b"\0")
