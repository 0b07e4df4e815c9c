"""What the proxy writes of each kind of flow, and that it is written before the device has it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from mitmproxy.http import HTTPFlow
from mitmproxy.test import tflow, tutils
from mitmproxy.websocket import WebSocketMessage
from wsproto.frame_protocol import Opcode

from scanner.live import recording as module
from scanner.live.recording import MESSAGES, PAUSED, Recorder
from scanner.live.spool import Finished, Piece, Record, SpoolReader, SpoolWriter
from scanner.model import Exchange, Gap, Note

KEY = b"k" * 32


class Book:
    """A recorder, and what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reads = True
        self.recorder = Recorder(SpoolWriter(folder, KEY), lambda _: self.reads, 1 << 20)

    @property
    def records(self) -> list[Record]:
        reader = SpoolReader(self.folder, KEY)
        found = [record for record, _ in reader.records()]
        reader.close()
        return found


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def answer(kind: bytes) -> HTTPFlow:
    return tflow.tflow(resp=tutils.tresp(headers=((b"content-type", kind),)))


def test_an_answer_is_one_exchange(book: Book) -> None:
    flow = answer(b"text/html")
    book.recorder.head(flow)
    assert book.records == []
    book.recorder.answered(flow)
    book.recorder.ended(flow)  # a device that hangs up afterwards
    exchange, = book.records
    assert isinstance(exchange, Exchange) and exchange.id == "flow-1" and exchange.response_body.data == b"message"


def test_a_request_without_answer_is_one_too(book: Book) -> None:
    book.recorder.ended(tflow.tflow(err=True))
    exchange, = book.records
    assert isinstance(exchange, Exchange) and exchange.error


def test_a_stream_is_written_before_it_goes_on(book: Book) -> None:
    flow = answer(b"text/event-stream")
    book.recorder.head(flow)
    head, = book.records
    assert isinstance(head, Piece) and head.exchange is not None and head.exchange.status == 200
    assert flow.response is not None
    cast(Callable[[bytes], bytes], flow.response.stream)(b"data: 1\n\n")
    assert book.records[1] == Piece("flow-1", data=b"data: 1\n\n")
    book.recorder.answered(flow)
    last = book.records[2]
    assert isinstance(last, Piece) and last.ended and last.exchange is not None
    assert last.exchange.response_body.size == 9


def test_a_websocket_is_written_message_by_message(book: Book) -> None:
    flow = tflow.twebsocketflow(messages=False)
    book.recorder.spares_memory = True
    book.recorder.answered(flow)
    assert flow.websocket is not None
    for number in range(3 * MESSAGES):
        flow.websocket.messages.append(WebSocketMessage(Opcode.TEXT, True, b"%d" % number))
        book.recorder.message(flow)
    assert len(flow.websocket.messages) == MESSAGES
    book.recorder.paused = True
    book.recorder.message(flow)
    book.recorder.ended(flow)
    head, *messages, passed, last = book.records
    assert [m.message.data for m in messages if isinstance(m, Piece) and m.message] == [
        b"%d" % number for number in range(3 * MESSAGES)]
    assert isinstance(passed, Note) and (passed.gap, passed.detail) == (Gap.PASSED_THROUGH, PAUSED)
    assert isinstance(head, Piece) and isinstance(last, Piece) and last.ended


def test_a_message_that_was_dropped_is_not_written(book: Book) -> None:
    flow = tflow.twebsocketflow(messages=False)
    book.recorder.answered(flow)
    before = len(book.records)
    assert flow.websocket is not None
    flow.websocket.messages.append(WebSocketMessage(Opcode.TEXT, True, b"x"))
    flow.websocket.messages[-1].drop()
    book.recorder.message(flow)
    assert len(book.records) == before


def test_messages_stay_where_somebody_shows_them(book: Book) -> None:
    flow = tflow.twebsocketflow(messages=False)
    book.recorder.answered(flow)
    assert flow.websocket is not None
    flow.websocket.messages.clear()
    for _ in range(2 * MESSAGES):
        flow.websocket.messages.append(WebSocketMessage(Opcode.TEXT, True, b"x"))
        book.recorder.message(flow)
    assert len(flow.websocket.messages) == 2 * MESSAGES


def test_what_is_not_to_be_read_is_not_written_though_reading_begins_meanwhile(book: Book) -> None:
    book.reads = False
    film, chat = answer(b"video/mp4"), tflow.twebsocketflow()
    book.recorder.head(film)
    book.recorder.answered(chat)
    book.reads = True
    book.recorder.answered(film)
    book.recorder.message(chat)
    book.recorder.ended(chat)
    assert book.records == []


def test_an_upgrade_that_is_no_websocket_is_an_exchange(book: Book) -> None:
    flow = tflow.tflow(resp=tutils.tresp(status_code=101))
    book.recorder.answered(flow)
    assert [type(record) for record in book.records] == [Exchange]


def test_a_proxy_that_is_back_uses_other_ids(book: Book) -> None:
    book.recorder.answered(answer(b"text/html"))
    again = Recorder(SpoolWriter(book.folder, KEY), lambda _: True, 1 << 20)
    again.answered(answer(b"text/html"))
    assert [record.id for record in book.records if isinstance(record, Exchange)] == ["flow-1", "flow-2-1"]


def test_traffic_that_is_not_http_is_counted_though_it_goes_on(book: Book) -> None:
    book.recorder.spares_memory = True
    flow = tflow.ttcpflow()
    book.recorder.opened(flow)
    size = sum(len(message.content) for message in flow.messages)
    for _ in range(2 * MESSAGES):
        flow.messages.append(flow.messages[0])
        size += len(flow.messages[0].content)
        book.recorder.passed(flow)
    assert len(flow.messages) <= MESSAGES
    book.recorder.finish()
    note, end = book.records
    assert isinstance(note, Note) and (note.gap, note.bytes) == (Gap.PROTOCOL_UNREAD, size)
    assert isinstance(end, Finished)


def test_what_cannot_be_written_down_is_named(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Exchange:
        raise ValueError("Pluimgraaf")

    monkeypatch.setattr(module, "exchange_of", broken)
    book.recorder.answered(answer(b"text/html"))
    note, = book.records
    assert isinstance(note, Note) and (note.gap, note.detail) == (Gap.STAGE_FAILED, "ValueError")
