"""Records httpx, sync and async, over every transport: real, mock, ASGI and WSGI (so also the client of Starlette)."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from .patches import Patches, installed
from .recording import Kept, Recorded, Recording, head

METHOD = "_send_single_request"
"""Of both clients: one request over one transport, redirects and authentication already unfolded."""


def watch(recording: Recording, patches: Patches) -> str:
    """Record from now on; says, when this version of httpx cannot be watched, which."""
    httpx: Any = installed("httpx")
    if httpx is None:
        return ""
    if not hasattr(httpx.Client, METHOD) or not hasattr(httpx.AsyncClient, METHOD):
        return f"httpx {httpx.__version__}"

    class Tee(httpx.SyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, kept: Kept) -> None:
            self._stream, self._kept = stream, kept

        def __iter__(self) -> Iterator[bytes]:
            for chunk in self._stream:
                self._kept.add(chunk)
                yield chunk

        def close(self) -> None:
            self._stream.close()

    class AsyncTee(httpx.AsyncByteStream):  # type: ignore[misc]
        def __init__(self, stream: Any, kept: Kept) -> None:
            self._stream, self._kept = stream, kept

        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for chunk in self._stream:
                self._kept.add(chunk)
                yield chunk

        async def aclose(self) -> None:
            await self._stream.aclose()

    send, asend = httpx.Client.__dict__[METHOD], httpx.AsyncClient.__dict__[METHOD]

    def sync_send(client: Any, request: Any) -> Any:
        __tracebackhide__ = True
        recorded = _request(recording, request, Tee)
        response = send(client, request)
        _response(recorded, response, Tee)
        return response

    async def async_send(client: Any, request: Any) -> Any:
        __tracebackhide__ = True
        recorded = _request(recording, request, AsyncTee)
        response = await asend(client, request)
        _response(recorded, response, AsyncTee)
        return response

    patches.replace(httpx.Client, METHOD, sync_send)
    patches.replace(httpx.AsyncClient, METHOD, async_send)
    return ""


def _request(recording: Recording, request: Any, tee: Any) -> Recorded:
    url = request.url
    origin = f"{url.scheme}://{url.netloc.decode('ascii', 'replace')}"
    recorded = recording.add(Recorded(origin, time.time()))
    target = url.raw_path.decode("ascii", "replace")
    recorded.sent.add(head(f"{request.method} {target} HTTP/1.1", request.headers.raw))
    if hasattr(request, "_content"):  # a body that is bytes; else it is read as it is sent
        recorded.sent.add(request.content)
    else:
        request.stream = tee(request.stream, recorded.sent)
    return recorded


def _response(recorded: Recorded, response: Any, tee: Any) -> None:
    recorded.protocol = response.http_version
    recorded.received.add(head(f"HTTP/1.1 {response.status_code} -", response.headers.raw))
    if hasattr(response, "_content"):
        recorded.received.add(response.content)
    else:
        response.stream = tee(response.stream, recorded.received)
