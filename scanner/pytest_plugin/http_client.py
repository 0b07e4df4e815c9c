"""Records ``http.client``, and with it urllib, urllib3, requests and whatever else is built on it: bytes of the wire.

Theory. ``HTTPConnection.send`` has every byte that goes out, before TLS; a response reads from a file that is made for
it alone. So the request is what was sent since the last response, the response what was read from that file, exactly as
they travelled. A tunnel through a proxy (CONNECT) is not part of the exchange.
"""

from __future__ import annotations

import http.client
import io
import threading
import time
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from .patches import Patches
from .recording import Kept, Recorded, Recording

_BLOCK = 1 << 16


def watch(recording: Recording, patches: Patches) -> None:
    """Record from now on."""
    connection, response = http.client.HTTPConnection, http.client.HTTPResponse
    send, getresponse, close, begin = connection.send, connection.getresponse, connection.close, response.__init__
    asked: WeakKeyDictionary[Any, Recorded] = WeakKeyDictionary()
    here = threading.local()

    def watched_send(conn: Any, data: Any) -> None:
        __tracebackhide__ = True
        if isinstance(data, (bytes, bytearray, memoryview)) and conn not in asked and bytes(data[:8]) == b"CONNECT ":
            send(conn, data)
            return
        if conn not in asked:
            asked[conn] = recording.add(Recorded(_origin(conn), time.time()))
        kept = asked[conn].sent
        if isinstance(data, (bytes, bytearray, memoryview)):
            kept.add(bytes(data))
            send(conn, data)
        else:
            send(conn, _told(data, kept))

    def watched_getresponse(conn: Any) -> Any:
        __tracebackhide__ = True
        here.recorded = asked.pop(conn, None)
        try:
            return getresponse(conn)
        finally:
            here.recorded = None

    def watched_close(conn: Any) -> None:
        __tracebackhide__ = True
        asked.pop(conn, None)  # what was sent gets no answer; a new request begins anew
        close(conn)

    def watched_begin(self: Any, sock: Any, *args: Any, **settings: Any) -> None:
        __tracebackhide__ = True
        begin(self, sock, *args, **settings)
        recorded: Recorded | None = getattr(here, "recorded", None)
        if recorded is not None:
            here.recorded = None
            self.fp = Tee(self.fp, recorded.received)

    patches.replace(connection, "send", watched_send)
    patches.replace(connection, "getresponse", watched_getresponse)
    patches.replace(connection, "close", watched_close)
    patches.replace(response, "__init__", watched_begin)


class Tee:
    """The file of a response; what is read from it is kept."""

    def __init__(self, file: Any, kept: Kept) -> None:
        self._file, self._kept = file, kept

    def read(self, *size: int) -> bytes:
        return self._seen(self._file.read(*size))

    def read1(self, *size: int) -> bytes:
        return self._seen(self._file.read1(*size))

    def readline(self, *size: int) -> bytes:
        return self._seen(self._file.readline(*size))

    def readinto(self, buffer: Any) -> int:
        count: int = self._file.readinto(buffer)
        self._kept.add(bytes(memoryview(buffer)[:count]))
        return count

    def _seen(self, data: bytes) -> bytes:
        self._kept.add(data)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def _origin(conn: Any) -> str:
    host, port = (conn._tunnel_host, conn._tunnel_port) if conn._tunnel_host else (conn.host, conn.port)
    scheme = "https" if conn.default_port == http.client.HTTPS_PORT else "http"
    host = f"[{host}]" if ":" in host else host
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"


def _told(data: Any, kept: Kept) -> Iterator[bytes]:
    """The pieces of a file or an iterable, each kept when it is sent."""
    if hasattr(data, "read"):
        text = isinstance(data, io.TextIOBase)
        while block := data.read(_BLOCK):
            piece = block.encode("iso-8859-1") if text else block  # as http.client does
            kept.add(piece)
            yield piece
        return
    for piece in data:
        kept.add(bytes(piece))
        yield piece
