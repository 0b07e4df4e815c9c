"""Conversations from pieces: everything is examined once, wherever it is cut and wherever the scanner was killed."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scanner.live.bare import blank
from scanner.live.conversations import BYTES, MESSAGES, SECONDS, UNENDED, Conversations, Cut
from scanner.live.spool import Piece, Position
from scanner.model import Body, Exchange, Gap, WebSocketMessage


def head(name: str = "flow-1", kind: str = "text/event-stream", size: int = 0, encoding: str = "") -> Exchange:
    headers = (("Content-Type", kind), *((("Content-Encoding", encoding),) if encoding else ()))
    return Exchange(name, "live", "http/1.1", "GET", "https", "a.example", 443, "/x", 200, 1.0,
                    response_headers=headers, response_body=Body(size=size))


def message(number: int, size: int = 0) -> WebSocketMessage:
    return WebSocketMessage(True, 1, b"%d" % number + b"x" * size, float(number))


def test_one_that_ends_soon_is_one_exchange() -> None:
    talks = Conversations()
    talks.add(Piece("flow-1", head()), 0)
    talks.add(Piece("flow-1", message=message(1)), 0)
    talks.add(Piece("flow-1", message=message(2)), 0)
    assert list(talks.due(SECONDS - 1)) == []
    talks.add(Piece("flow-1", head(), ended=True), 0)
    (exchange, cut, note), = talks.due(0)
    assert (exchange.id, exchange.websocket, exchange.error, note) == ("flow-1", (message(1), message(2)), "", None)
    talks.settle(cut)
    assert list(talks.due(SECONDS)) == list(talks.rest()) == []


def test_one_that_goes_on_is_examined_bit_by_bit() -> None:
    talks = Conversations()
    talks.add(Piece("flow-1", head()), 0)
    for number in range(MESSAGES):
        talks.add(Piece("flow-1", message=message(number)), 0)
    (first, cut, _), = talks.due(0)
    assert len(first.websocket) == MESSAGES
    talks.add(Piece("flow-1", message=message(7777)), 0)  # while it was examined
    talks.settle(cut)
    assert list(talks.due(0)) == []
    (second, cut, _), = talks.due(SECONDS)
    assert (second.id, second.websocket) == ("flow-1.2", (message(7777),))
    talks.settle(cut)
    talks.add(Piece("flow-1", head(), ended=True), 0)
    assert list(talks.due(0)) == list(talks.rest()) == [], "the end brings nothing new"


def test_events_are_cut_between_events() -> None:
    talks = Conversations()
    talks.add(Piece("flow-1", head()), 0)
    talks.add(Piece("flow-1", data=b"data: 1\n\ndata: {\"bsn\""), 0)
    (first, cut, _), = talks.due(SECONDS)
    assert first.response_body == Body(b"data: 1\n\n", 9)
    talks.settle(cut)
    talks.add(Piece("flow-1", data=b": 1}\r\n\r\nda"), SECONDS)
    (second, cut, _), = talks.due(3 * SECONDS)
    assert second.response_body.data == b"data: {\"bsn\": 1}\r\n\r\n"
    talks.settle(cut)
    (last, _, _), = talks.rest()
    assert (last.response_body.data, last.error) == (b"da", UNENDED)


def test_what_cannot_be_cut_waits_for_its_end() -> None:
    for each in (head(encoding="gzip"), head(kind="application/grpc")):
        talks = Conversations()
        talks.add(Piece("flow-1", each), 0)
        talks.add(Piece("flow-1", data=b"\n\n" * BYTES), 0)
        assert list(talks.due(SECONDS)) == []
        (exchange, _, note), = talks.rest()
        assert len(exchange.response_body.data) == 2 * BYTES and note is None


def test_what_passed_untold_is_named() -> None:
    talks = Conversations()
    talks.add(Piece("film", head("film", "video/mp4")), 0)
    talks.add(Piece("film", head("film", "video/mp4", 1000), ended=True), 0)
    talks.add(Piece("events", head("events")), 0)
    talks.add(Piece("events", data=b"data: 1\n\n"), 0)
    talks.add(Piece("events", head("events", size=20), ended=True), 0)
    (film, _, lost), (events, _, cut) = talks.due(0)
    assert film.response_body == Body(b"", 1000, "missing")
    assert events.response_body == Body(b"data: 1\n\n", 20, "truncated")
    assert lost is not None and (lost.gap, lost.bytes) == (Gap.BODY_MISSING, 1000)
    assert cut is not None and (cut.gap, cut.bytes) == (Gap.BODY_TRUNCATED, 11)


def test_pieces_whose_beginning_had_no_room_are_of_no_use() -> None:
    talks = Conversations()
    talks.add(Piece("flow-1", data=b"x"), 0)
    talks.settle(Cut("flow-1", 0, 1, ended=False))
    assert list(talks.rest()) == []


@settings(max_examples=150)
@given(st.lists(st.sampled_from(["message", "data", "look", "kill", "late", "tidy"]), max_size=40), st.booleans())
@example(["message", "data", "data", "message", "data", "late", "look", "tidy", "kill"], True)
def test_everything_comes_once_whatever_is_killed_and_tidied(deeds: list[str], ended: bool) -> None:
    journal: list[tuple[Piece, Position] | Cut] = []
    talks = Conversations()
    said: list[Piece] = []
    seen: list[bytes] = []
    body = b""
    now = 0.0

    def take(piece: Piece) -> None:
        position = Position(1, len(said))
        said.append(piece)
        journal.append((piece, position))
        talks.add(piece, now, position)

    def look(whole: bool = False) -> None:
        nonlocal body
        for exchange, cut, _ in list(talks.rest() if whole else talks.due(now)):
            seen.extend(each.data for each in exchange.websocket)
            body += exchange.response_body.data
            journal.append(cut)
            talks.settle(cut)

    def tidy() -> None:
        journal[:] = [each if isinstance(each, Cut) else (talks.leaves(*each), each[1]) for each in journal]

    take(Piece("flow-1", head()))
    for count, deed in enumerate(deeds):
        if deed == "message":
            take(Piece("flow-1", message=message(count)))
        elif deed == "data":
            take(Piece("flow-1", data=b"data: %d\n" % count + b"\n" * (count % 2)))
        elif deed == "look":
            look()
        elif deed == "late":
            now += SECONDS
        elif deed == "tidy":
            tidy()
        else:
            talks = Conversations()
            for each in journal:
                if isinstance(each, Cut):
                    talks.settle(each)
                else:
                    talks.add(each[0], now, each[1])
    if ended:
        take(Piece("flow-1", head(), ended=True))
    look(whole=True)
    assert seen == [each.message.data for each in said if each.message is not None]
    assert body == b"".join(each.data for each in said)
    tidy()
    assert all(each == blank(each) for each, _ in (one for one in journal if not isinstance(one, Cut)))


def test_what_was_examined_need_not_be_kept_while_it_goes_on() -> None:
    talks = Conversations()
    first, chat, events = Piece("w", head("w")), Piece("w", message=message(1)), Piece("w", data=b"data: 1\n\ndata: ")
    for number, piece in enumerate((first, chat, events)):
        talks.add(piece, 0, Position(1, number))
    assert [talks.leaves(each, Position(1, at)) for at, each in enumerate((first, chat, events))] == [
        first, chat, events]
    (_, cut, _), = talks.due(SECONDS)
    talks.settle(cut)
    assert talks.leaves(first, Position(1, 0)) == first, "its head is that of what comes"
    assert talks.leaves(chat, Position(1, 1)) == blank(chat)
    assert talks.leaves(events, Position(1, 2)) == events, "its end waits for the rest of an event"
