"""From mitmproxy's finished flow to an exchange: the live counterpart of the capture readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model import Body, Exchange, Gap, Headers, Note, NoteSink, Peer, Tls, WebSocketMessage

from .streaming import STREAMED, Passed, passed

if TYPE_CHECKING:
    from mitmproxy import connection, http, websocket

CAPTURE = "live"
"""What the proxy session is called where a file would have its name."""


def exchange_of(flow: http.HTTPFlow, name: str, note: NoteSink, max_body: int) -> Exchange:
    """The exchange of an HTTP flow, as far as it is there: all of it, or the head of what passes bit by bit.

    ``name`` is the id, unique within the session. Bodies beyond ``max_body`` are cut and named in ``note``. Of an
    answer that passes unbuffered the body has the size so far and no data; WebSocket messages come apart.
    """
    request, response = flow.request, flow.response
    host = request.pretty_host
    upload, answer = passed(flow, "request"), passed(flow, "response")
    return Exchange(
        id=name,
        capture=CAPTURE,
        protocol=_protocol(request.http_version),
        method=request.method,
        scheme=request.scheme,
        host=host,
        port=request.port,
        target=request.path or "/",
        status=response.status_code if response else 0,
        time=request.timestamp_start or 0.0,
        request_headers=_headers(request.headers),
        request_body=_body(request, host, note, max_body) if upload is None else _passed(upload, host, note),
        response_headers=_headers(response.headers) if response else (),
        response_body=(Body() if response is None else _body(response, host, note, max_body) if answer is None
                       else Body(size=answer.size)),
        client=_peer(flow.client_conn),
        server=_peer(flow.server_conn),
        tls=_tls(flow.server_conn),
        error="connection failed" if flow.error else "",
    )


def _protocol(version: str) -> str:
    return "http/2" if version.startswith("HTTP/2") else "http/3" if version.startswith("HTTP/3") else version.lower()


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _headers(headers: http.Headers) -> Headers:
    return tuple((_text(name), _text(value)) for name, value in headers.fields)


def message_of(message: websocket.WebSocketMessage) -> WebSocketMessage:
    """A message of a WebSocket."""
    return WebSocketMessage(message.from_client, int(message.type), message.content, message.timestamp)


def _passed(upload: Passed, host: str, note: NoteSink) -> Body:
    if not upload.size:
        return Body()
    note(Note(Gap.BODY_MISSING, CAPTURE, host, upload.size, detail=STREAMED))
    return Body(b"", upload.size, "missing")


def _body(message: http.Message, host: str, note: NoteSink, max_body: int) -> Body:
    raw = message.raw_content
    if raw is None:  # somebody else let it stream
        note(Note(Gap.BODY_MISSING, CAPTURE, host, detail=STREAMED))
        return Body(state="missing")
    if len(raw) > max_body:
        note(Note(Gap.BODY_TRUNCATED, CAPTURE, host, len(raw) - max_body))
        return Body(raw[:max_body], len(raw), "truncated")
    return Body(raw, len(raw))


def _peer(side: connection.Connection) -> Peer | None:
    address = side.peername
    return Peer(str(address[0]), int(address[1])) if address else None


def _tls(side: connection.Server) -> Tls | None:
    if not side.tls_version:
        return None
    alpn = side.alpn.decode("latin-1") if side.alpn else ""
    return Tls(side.tls_version, side.cipher or "", side.sni or "", alpn)
