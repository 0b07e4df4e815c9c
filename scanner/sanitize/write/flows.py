"""Writes a mitmproxy flow dump with mitmproxy itself: HTTP flows with their WebSocket messages, nothing else.

Certificates, ids of connections, markers, comments and other metadata of a dump are not written.
"""

from __future__ import annotations

import uuid
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from scanner.model import Exchange, Headers, Note, Peer

from ..rewrite.values import Values

if TYPE_CHECKING:
    from mitmproxy import http

_VERSIONS = {"http/1.0": "HTTP/1.0", "http/2": "HTTP/2.0", "http/3": "HTTP/3"}
_NOWHERE = ("0.0.0.0", 0)
_SCHEMES = {"ws": "http", "wss": "https"}


class FlowWriter:
    """A dump under construction."""

    kind = "flows"

    def __init__(self, out: IO[bytes], counts: Counter[str]) -> None:
        from mitmproxy import io

        self._writer = io.FlowWriter(out)  # type: ignore[no-untyped-call]
        self._counts = counts

    def add(self, exchange: Exchange, entry: dict[str, Any] | None, values: Values) -> None:
        """Write one exchange as a flow."""
        self._writer.add(flow_of(exchange))

    def note(self, note: Note) -> None:
        """A dump has no place for what was not read."""

    def close(self) -> None:
        """A dump ends with its last flow."""


def flow_of(exchange: Exchange) -> http.HTTPFlow:
    """The flow that mitmproxy would have made of an exchange, without what only a connection knows."""
    from mitmproxy import connection, flow, http, websocket
    from wsproto.frame_protocol import Opcode

    scheme = _SCHEMES.get(exchange.scheme, exchange.scheme)
    client = connection.Client(peername=_address(exchange.client), sockname=_NOWHERE, timestamp_start=exchange.time)
    server = connection.Server(address=(exchange.host, exchange.port))
    server.peername = _address(exchange.server) if exchange.server else None
    server.timestamp_start = exchange.time
    for each in (client, server):
        each.id = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{exchange.id}{type(each).__name__}"))
        if exchange.tls is not None:
            each.tls = True
            each.timestamp_tls_setup = exchange.time
            each.sni = exchange.tls.sni or None
            each.tls_version = exchange.tls.version or None  # type: ignore[assignment]  # as recorded
            each.cipher = exchange.tls.cipher or None
            each.alpn = exchange.tls.alpn.encode() or None
    made = http.HTTPFlow(client, server)
    made.id = str(uuid.uuid5(uuid.NAMESPACE_OID, exchange.id))
    made.timestamp_created = exchange.time
    version = _VERSIONS.get(exchange.protocol, "HTTP/1.1")
    body = exchange.request_body
    made.request = http.Request(
        host=exchange.host, port=exchange.port, method=exchange.method.encode("utf-8", "replace"),
        scheme=scheme.encode(), authority=(exchange.host if version != "HTTP/1.1" else "").encode("utf-8", "replace"),
        path=exchange.target.encode("utf-8", "replace"), http_version=version.encode(),
        headers=http.Headers(_fields(exchange.request_headers, plain=body.plain)),
        content=None if body.state == "missing" else body.data, trailers=None, timestamp_start=exchange.time,
        timestamp_end=exchange.time)
    if exchange.status:
        body = exchange.response_body
        made.response = http.Response(
            http_version=version.encode(), status_code=exchange.status, reason=b"",
            headers=http.Headers(_fields(exchange.response_headers, plain=body.plain)),
            content=None if body.state == "missing" else body.data, trailers=None, timestamp_start=exchange.time,
            timestamp_end=exchange.time)
    elif exchange.error:
        made.error = flow.Error("no response", exchange.time)
    if exchange.websocket:
        made.websocket = websocket.WebSocketData([
            websocket.WebSocketMessage(Opcode(each.opcode), each.from_client, each.data, each.time)
            for each in exchange.websocket])
    return made


def _fields(headers: Headers, *, plain: bool) -> list[tuple[bytes, bytes]]:
    """Headers as bytes; of a body that the recorder unpacked, the packing is no longer named."""
    return [(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in headers
            if not (plain and name.lower() in ("content-encoding", "content-length", "transfer-encoding"))]


def _address(peer: Peer | None) -> tuple[str, int]:
    return (peer.host, peer.port) if peer is not None else _NOWHERE
