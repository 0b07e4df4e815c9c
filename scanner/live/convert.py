"""From mitmproxy's finished flow to an exchange: the live counterpart of the capture readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.model import Body, Exchange, Gap, Headers, Note, NoteSink, Peer, Tls, WebSocketMessage

from .streaming import kept

if TYPE_CHECKING:
    from mitmproxy import connection, http

CAPTURE = "live"
"""What the proxy session is called where a file would have its name."""
REFUSED = "the device refused the proxy's certificate"
"""Detail of the gap of a host whose traffic a device keeps closed."""


def exchange_of(flow: http.HTTPFlow, number: int, note: NoteSink, max_body: int) -> Exchange:
    """The exchange of a finished or failed HTTP flow, WebSocket messages included.

    ``number`` makes the id unique within the session. Bodies beyond ``max_body`` are cut and named in ``note``.
    """
    request, response = flow.request, flow.response
    host = request.pretty_host
    return Exchange(
        id=f"flow-{number}",
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
        request_body=_body(request, kept(flow, "request"), host, note, max_body),
        response_headers=_headers(response.headers) if response else (),
        response_body=_body(response, kept(flow, "response"), host, note, max_body) if response else Body(),
        websocket=tuple(
            WebSocketMessage(message.from_client, int(message.type), message.content, message.timestamp)
            for message in (flow.websocket.messages if flow.websocket else ())
        ),
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


def _body(message: http.Message, passed: tuple[bytes, int] | None, host: str, note: NoteSink, max_body: int) -> Body:
    """``passed``: what was kept of a body that went through unbuffered, and its size."""
    if passed is not None:
        data, size = passed
        if size > len(data):
            note(Note(Gap.BODY_TRUNCATED if data else Gap.BODY_MISSING, CAPTURE, host, size - len(data),
                      detail="streamed by the proxy"))
        return Body(data, size, "complete" if size == len(data) else "truncated" if data else "missing")
    raw = message.raw_content
    if raw is None:  # somebody else let it stream
        note(Note(Gap.BODY_MISSING, CAPTURE, host, detail="streamed by the proxy"))
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
