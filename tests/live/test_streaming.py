"""Which bodies pass unbuffered, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from mitmproxy.test import tflow, tutils

from scanner.live.convert import exchange_of
from scanner.live.streaming import COPY, LARGE, kept, stream_request, stream_response
from scanner.model import Gap, Note


@pytest.mark.parametrize(("headers", "streams"), [
    ({b"content-type": b"text/event-stream"}, True), ({b"content-type": b"video/mp4"}, True),
    ({b"content-type": b"application/json", b"content-length": str(LARGE + 1).encode()}, True),
    ({b"content-type": b"application/json"}, False), ({b"content-type": b"text/html", b"content-length": b"5"}, False),
    ({b"content-length": b"9" * 40}, False), ({b"content-length": "²".encode()}, False), ({}, False),
])
def test_answers(headers: dict[bytes, bytes], streams: bool) -> None:
    flow = tflow.tflow(resp=tutils.tresp(headers=tuple(headers.items()), content=None))
    stream_response(flow)
    assert flow.response is not None and bool(flow.response.stream) is streams
    assert (kept(flow, "response") is not None) is streams


def test_of_an_event_stream_a_bounded_copy_is_kept() -> None:
    flow = tflow.tflow(resp=tutils.tresp(headers=((b"content-type", b"text/event-stream"),), content=None))
    stream_response(flow)
    assert flow.response is not None
    pass_on = cast(Callable[[bytes], bytes], flow.response.stream)
    assert pass_on(b"data: 1\n\n") == b"data: 1\n\n"
    notes: list[Note] = []
    exchange = exchange_of(flow, 1, notes.append, 1 << 20)
    assert (exchange.response_body.data, exchange.response_body.state, notes) == (b"data: 1\n\n", "complete", [])
    pass_on(b"x" * COPY)
    exchange = exchange_of(flow, 1, notes.append, 1 << 20)
    assert exchange.response_body.state == "truncated" and exchange.response_body.size == COPY + 9
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.BODY_TRUNCATED, 9)]


def test_a_film_is_counted_and_not_kept() -> None:
    flow = tflow.tflow(resp=tutils.tresp(headers=((b"content-type", b"video/mp4"),), content=None))
    stream_response(flow)
    assert flow.response is not None
    cast(Callable[[bytes], bytes], flow.response.stream)(b"x" * 1000)
    notes: list[Note] = []
    exchange = exchange_of(flow, 1, notes.append, 1 << 20)
    assert (exchange.response_body.data, exchange.response_body.state) == (b"", "missing")
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.BODY_MISSING, 1000)]


def test_a_large_upload_passes() -> None:
    flow = tflow.tflow(req=tutils.treq(headers=((b"content-length", str(LARGE + 1).encode()),)))
    stream_request(flow)
    assert flow.request.stream
    small = tflow.tflow()
    stream_request(small)
    assert not small.request.stream
