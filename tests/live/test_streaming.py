"""Which bodies pass unbuffered, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest
from mitmproxy.test import tflow, tutils

from scanner.live.convert import exchange_of
from scanner.live.streaming import COPY, LARGE, Passed, passed, stream_request, stream_response
from scanner.model import Gap, Note


def ignored(_: bytes) -> None:
    pass


@pytest.mark.parametrize(("headers", "streams"), [
    ({b"content-type": b"text/event-stream"}, True), ({b"content-type": b"video/mp4"}, True),
    ({b"content-type": b"application/json", b"content-length": str(LARGE + 1).encode()}, True),
    ({b"content-type": b"application/json"}, False), ({b"content-type": b"text/html", b"content-length": b"5"}, False),
    ({b"content-length": b"9" * 40}, False), ({b"content-length": "²".encode()}, False), ({}, False),
])
def test_answers(headers: dict[bytes, bytes], streams: bool) -> None:
    flow = tflow.tflow(resp=tutils.tresp(headers=tuple(headers.items()), content=None))
    assert stream_response(flow, ignored) is streams
    assert flow.response is not None and bool(flow.response.stream) is streams
    assert (passed(flow, "response") is not None) is streams


def test_what_another_addon_lets_stream_is_counted_too() -> None:
    flow = tflow.tflow(resp=tutils.tresp(content=None))
    assert flow.response is not None
    flow.response.stream = True
    assert stream_response(flow, ignored)
    cast(Callable[[bytes], bytes], flow.response.stream)(b"x" * 10)
    assert passed(flow, "response") == Passed(10, 0)


def test_of_an_event_stream_a_bounded_copy_is_told_before_it_passes() -> None:
    flow = tflow.tflow(resp=tutils.tresp(headers=((b"content-type", b"text/event-stream"),), content=None))
    told: list[bytes] = []
    stream_response(flow, told.append)
    assert flow.response is not None
    pass_on = cast(Callable[[bytes], bytes], flow.response.stream)
    assert pass_on(b"data: 1\n\n") == b"data: 1\n\n"
    assert told == [b"data: 1\n\n"]
    assert len(pass_on(b"x" * COPY)) == COPY
    pass_on(b"y")
    assert sum(map(len, told)) == COPY
    assert passed(flow, "response") == Passed(COPY + 10, COPY)
    assert exchange_of(flow, "flow-1", lambda _: None, 1 << 20).response_body.size == COPY + 10


def test_a_film_is_counted_and_not_told() -> None:
    flow = tflow.tflow(resp=tutils.tresp(headers=((b"content-type", b"video/mp4"),), content=None))
    told: list[bytes] = []
    stream_response(flow, told.append)
    assert flow.response is not None
    cast(Callable[[bytes], bytes], flow.response.stream)(b"x" * 1000)
    assert (passed(flow, "response"), told) == (Passed(1000, 0), [])


def test_a_large_upload_passes() -> None:
    flow = tflow.tflow(req=tutils.treq(headers=((b"content-length", str(LARGE + 1).encode()),)))
    stream_request(flow)
    cast(Callable[[bytes], bytes], flow.request.stream)(b"x" * 1000)
    notes: list[Note] = []
    body = exchange_of(flow, "flow-1", notes.append, 1 << 20).request_body
    assert (body.data, body.size, body.state) == (b"", 1000, "missing")
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.BODY_MISSING, 1000)]
    small = tflow.tflow()
    stream_request(small)
    assert not small.request.stream
