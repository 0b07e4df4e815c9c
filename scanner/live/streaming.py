"""Which bodies pass the proxy unbuffered, so that nobody in the room waits; what is read of them all the same.

Theory. mitmproxy holds an answer until it is whole. For a page that costs nothing; for a film it costs the start of it,
and a stream of events never becomes whole. So pictures, films and large downloads pass as they come, counted but not
kept; of event streams and other endless answers a bounded copy is kept while they pass.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mitmproxy import http

LARGE = 16 << 20
"""Bytes of an answer or upload beyond which it passes unbuffered."""
COPY = 4 << 20
"""Bytes that are kept of an event stream."""
KEPT = "leerlek_kept"
"""Name of the copy in the flow's metadata."""
PASSED = "leerlek_passed"
"""Name of the number of bytes that passed."""

_MEDIA = ("video/", "audio/", "application/vnd.apple.mpegurl", "application/dash+xml", "application/x-mpegurl")
_ENDLESS = ("text/event-stream", "application/x-ndjson", "multipart/x-mixed-replace", "application/grpc")


def stream_response(flow: http.HTTPFlow) -> None:
    """Decide when the head of an answer is there."""
    response = flow.response
    if response is None:
        return
    kind = response.headers.get("content-type", "").lower()
    if kind.startswith(_ENDLESS):
        response.stream = _copying(flow, "response", COPY)
    elif kind.startswith(_MEDIA) or _length(response) > LARGE:
        response.stream = _copying(flow, "response", 0)


def stream_request(flow: http.HTTPFlow) -> None:
    """Decide when the head of a request is there: only uploads that are large pass unbuffered."""
    if _length(flow.request) > LARGE:
        flow.request.stream = _copying(flow, "request", 0)


def kept(flow: http.HTTPFlow, side: str) -> tuple[bytes, int] | None:
    """Of a side that passed unbuffered: what was kept, and how many bytes it was in all. None: it was buffered."""
    passed = flow.metadata.get(f"{PASSED}_{side}")
    return None if passed is None else (bytes(flow.metadata[f"{KEPT}_{side}"]), int(passed))


def _copying(flow: http.HTTPFlow, side: str, most: int) -> Callable[[bytes], bytes]:
    copy = flow.metadata[f"{KEPT}_{side}"] = bytearray()
    flow.metadata[f"{PASSED}_{side}"] = 0

    def pass_on(data: bytes) -> bytes:
        flow.metadata[f"{PASSED}_{side}"] += len(data)
        if len(copy) < most:
            copy.extend(data[: most - len(copy)])
        return data

    return pass_on


def _length(message: http.Message) -> int:
    text = message.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
