"""Records what ``requests`` exchanges with a stand-in (responses, requests-mock, an adapter of the test).

Theory. Real traffic of requests goes through ``http.client`` and is recorded there, byte by byte. What an adapter
answers without a connection is made of the request and response objects; a real response has one of ``http.client``
behind it to tell it by.
"""

from __future__ import annotations

import http.client
import time
from typing import Any
from urllib.parse import urlsplit

from .patches import Patches, installed
from .recording import Recorded, Recording, head


def watch(recording: Recording, patches: Patches) -> None:
    """Record from now on."""
    requests = installed("requests")
    if requests is None:
        return
    send = requests.Session.__dict__["send"]
    told: dict[int, Any] = {}  # responses by identity, kept so that no other gets it

    def watched(session: Any, request: Any, **settings: Any) -> Any:
        __tracebackhide__ = True
        started = time.time()
        response = send(session, request, **settings)
        for each in (*response.history, response):
            original = getattr(getattr(each, "raw", None), "_original_response", None)
            if not isinstance(original, http.client.HTTPResponse) and id(each) not in told:
                told[id(each)] = each
                _record(recording, each, started)
        return response

    patches.replace(requests.Session, "send", watched)


def _record(recording: Recording, response: Any, started: float) -> None:
    request = response.request
    url = urlsplit(request.url)
    recorded = recording.add(Recorded(f"{url.scheme}://{url.netloc.rpartition('@')[2]}", started))
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    recorded.sent.add(head(f"{request.method} {target} HTTP/1.1", _headers(request.headers)))
    body = request.body
    if isinstance(body, str):
        recorded.sent.add(body.encode())
    elif isinstance(body, bytes):
        recorded.sent.add(body)
    plain = [(name, value) for name, value in _headers(response.headers) if name.lower() != b"content-encoding"]
    recorded.received.add(head(f"HTTP/1.1 {response.status_code} -", plain))
    if response._content_consumed:  # read already; a stream belongs to the test
        recorded.received.add(response.content or b"")


def _headers(headers: Any) -> list[tuple[bytes, bytes]]:
    return [(_bytes(name), _bytes(value)) for name, value in headers.items()]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
