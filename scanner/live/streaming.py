"""Which bodies pass the proxy unbuffered, so that nobody in the room waits; what is read of them all the same.

Theory. mitmproxy holds an answer until it is whole. For a page that costs nothing; for a film it costs the start of it,
and a stream of events never becomes whole. So pictures, films and large downloads pass as they come, counted but not
kept; of event streams and other endless answers a bounded copy is told while they pass, before the device has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mitmproxy import http

LARGE = 16 << 20
"""Bytes of an answer or upload beyond which it passes unbuffered."""
COPY = 4 << 20
"""Bytes that are told of an event stream."""
_PASSED = "leerlek_passed"
"""Name in the flow's metadata."""
STREAMED = "streamed by the proxy"
"""Detail of the gap of what passed without being kept."""
Tell = Callable[[bytes], None]

_MEDIA = ("video/", "audio/", "application/vnd.apple.mpegurl", "application/dash+xml", "application/x-mpegurl")
_ENDLESS = ("text/event-stream", "application/x-ndjson", "multipart/x-mixed-replace", "application/grpc")


class Passed(NamedTuple):
    """Bytes of a body that passed unbuffered, and how many of them were told."""

    size: int = 0
    told: int = 0


def stream_response(flow: http.HTTPFlow, tell: Tell) -> bool:
    """Decide when the head of an answer is there; whether its body passes unbuffered. ``tell`` gets the copy."""
    response = flow.response
    if response is None:
        return False
    kind = response.headers.get("content-type", "").lower()
    if kind.startswith(_ENDLESS):
        response.stream = _passing(flow, "response", COPY, tell)
    elif response.stream is True or kind.startswith(_MEDIA) or _length(response) > LARGE:
        response.stream = _passing(flow, "response", 0, tell)
    return bool(response.stream)


def stream_request(flow: http.HTTPFlow) -> None:
    """Decide when the head of a request is there: only uploads that are large pass unbuffered."""
    if _length(flow.request) > LARGE:
        flow.request.stream = _passing(flow, "request", 0, lambda _: None)


def passed(flow: http.HTTPFlow, side: str) -> Passed | None:
    """Of a side that passes unbuffered: how much did by now. None: it is buffered."""
    found = flow.metadata.get(f"{_PASSED}_{side}")
    return found if isinstance(found, Passed) else None


def _passing(flow: http.HTTPFlow, side: str, most: int, tell: Tell) -> Callable[[bytes], bytes]:
    name = f"{_PASSED}_{side}"
    flow.metadata[name] = Passed()

    def pass_on(data: bytes) -> bytes:
        size, told = flow.metadata[name]
        copy = data[:most - told] if told < most else b""
        flow.metadata[name] = Passed(size + len(data), told + len(copy))
        if copy:
            tell(copy)
        return data

    return pass_on


def _length(message: http.Message) -> int:
    text = message.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
