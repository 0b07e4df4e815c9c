"""Reads mitmproxy dumps of every format, without mitmproxy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scanner.errors import InputError
from scanner.model import EMPTY_BODY, Body, Exchange, Gap, Note, NoteSink, WebSocketMessage

from .address import is_ip, protocol_of, split_authority
from .flow_record import (
    NEWEST,
    Connection,
    Message,
    RecordReader,
    Span,
    Spans,
    dict_spans,
    get,
    get_number,
    get_text,
    http_version,
    payload_bytes,
    version_of,
    websocket_messages,
)
from .flow_source import Record, records
from .message_body import MAX_BODY, OPCODES, Bounds, content_length, header, may_have_body
from .tnetstring import Malformed
from .wrapped import opened

_HANDSHAKES: Final = 1000
"""Handshakes of old formats that are held until the flow with their messages comes."""
_JOINED: Final = (12,)
"""From this format on the messages of a WebSocket are in the flow of its handshake."""


def read_flows(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The HTTP and WebSocket exchanges in their order; other flows and what is damaged go to ``note``.

    Raises InputError when the file does not begin with a flow.
    """
    reader = _FlowReader(label, note, max_body)
    with opened(path) as source:
        number = 0
        for record in records(source):
            if record.data is None:
                if not number:
                    raise InputError(f"{path}: not a mitmproxy dump, or cut off in its first flow")
                note(Note(record.gap, label, bytes=record.size, detail=record.detail))
                continue
            number += 1
            try:
                exchange = reader.exchange(record, number)
            except Malformed:
                note(Note(Gap.FILE_ENTRY_BROKEN, label, bytes=record.size, detail="flow record is malformed"))
                continue
            if exchange is not None:
                yield exchange


class _FlowReader:
    """Makes exchanges of records; remembers what a later record of an old format refers to."""

    def __init__(self, capture: str, note: NoteSink, max_body: int) -> None:
        self._capture = capture
        self._note = note
        self._max_body = max_body
        self._records = RecordReader(max_body)
        self._handshakes: dict[str, Exchange] = {}
        self._told_newer = False

    def exchange(self, record: Record, number: int) -> Exchange | None:
        """The exchange of a record; None, with a note, for a flow that is no HTTP."""
        data = record.data
        assert data is not None
        spans = dict_spans(data, (record.start, record.end, 0x7D))
        version = version_of(data, spans)
        if version > (NEWEST,) and not self._told_newer:
            self._told_newer = True
            self._note(Note(Gap.PROTOCOL_UNREAD, self._capture, detail=f"dump format newer than {NEWEST}", read=True))
        kind = get_text(data, spans, b"type") or "http"
        if kind == "http":
            return self._http(data, spans, number)
        if kind == "websocket":
            return self._old_websocket(data, spans, number)
        self._other(data, spans, kind)
        return None

    def _http(self, data: bytes, spans: Spans, number: int) -> Exchange:
        request = self._records.message(data, spans.get(b"request"))
        response = self._records.message(data, spans.get(b"response"))
        if request is None:
            raise Malformed
        fields = request.spans
        client = self._records.connection(data, spans.get(b"client_conn"), to_server=False)
        server = self._records.connection(data, spans.get(b"server_conn"), to_server=True)
        protocol = protocol_of(http_version(data, fields))
        host = _host(data, request, protocol, client, server)
        method = get_text(data, fields, b"method")
        port = int(get_number(data, fields, b"port"))
        path = get_text(data, fields, b"path")
        time = get_number(data, fields, b"timestamp_start") or get_number(data, spans, b"timestamp_created")
        bounds = Bounds(self._note, self._capture, host, self._max_body, time)
        failed = b"error" in spans
        status = int(get_number(data, response.spans, b"status_code", b"code")) if response is not None else 0
        error = "the connection failed" if failed else ""
        if response is None:
            error = error or "no response recorded"
            bounds.tell(Gap.HTTP_NO_RESPONSE, detail=error)
        scheme = get_text(data, fields, b"scheme") or ("https" if port == 443 else "http")
        target = f"{host}:{port}" if method == "CONNECT" else path or "/"
        sent = _body(request, bounds, failed)
        got = _body(response, bounds, failed, (method, status)) if response else EMPTY_BODY
        messages = spans.get(b"websocket")
        websocket = self._messages(data, dict_spans(data, messages).get(b"messages"), bounds) if messages else ()
        exchange = Exchange(f"flow-{number}", self._capture, protocol, method, scheme, host, port, target, status, time,
                            request.headers, sent, response.headers if response is not None else (), got, websocket,
                            client.peer, server.peer or server.address, server.tls or client.tls, error=error)
        if status == 101 and version_of(data, spans) < _JOINED:
            if len(self._handshakes) >= _HANDSHAKES:
                self._handshakes.pop(next(iter(self._handshakes)))
            self._handshakes[get_text(data, spans, b"id")] = exchange
        return exchange

    def _old_websocket(self, data: bytes, spans: Spans, number: int) -> Exchange:
        """A WebSocket flow of a format before 12, whose handshake is another flow."""
        client = self._records.connection(data, spans.get(b"client_conn"), to_server=False)
        server = self._records.connection(data, spans.get(b"server_conn"), to_server=True)
        metadata = dict_spans(data, spans.get(b"metadata"))
        handshake = self._handshakes.pop(get_text(data, metadata, b"websocket_handshake"), None)
        at = server.address or server.peer
        host = handshake.host if handshake else (server.tls.sni if server.tls else "") or (at.host if at else "")
        bounds = Bounds(self._note, self._capture, host, self._max_body)
        messages = self._messages(data, spans.get(b"messages"), bounds)
        return Exchange(
            id=f"flow-{number}",
            capture=self._capture,
            protocol="http/1.1",
            method="GET",
            scheme=handshake.scheme if handshake else "https" if server.tls else "http",
            host=host,
            port=handshake.port if handshake else at.port if at else 0,
            target=handshake.target if handshake else "/",
            status=handshake.status if handshake else 0,
            time=handshake.time if handshake else messages[0].time if messages else 0.0,
            request_headers=handshake.request_headers if handshake else (),
            response_headers=handshake.response_headers if handshake else (),
            websocket=messages,
            client=client.peer,
            server=server.peer or server.address,
            tls=server.tls or client.tls,
            error="" if handshake else "handshake not recorded",
        )

    def _messages(self, data: bytes, span: Span | None, bounds: Bounds) -> tuple[WebSocketMessage, ...]:
        found: list[WebSocketMessage] = []
        for opcode, from_client, content, time in websocket_messages(data, span):
            if opcode not in OPCODES:
                bounds.tell(Gap.WEBSOCKET_UNREAD, len(content), "unknown kind of frame")
                continue
            if len(content) > self._max_body:
                bounds.tell(Gap.BODY_TRUNCATED, len(content) - self._max_body, "cut by the bound of the reader")
                content = content[: self._max_body]
            found.append(WebSocketMessage(from_client, opcode, content, time))
        return tuple(found)

    def _other(self, data: bytes, spans: Spans, kind: str) -> None:
        """Note a flow that is no HTTP: raw TCP or UDP, DNS, or of a kind we do not know."""
        client = self._records.connection(data, spans.get(b"client_conn"), to_server=False)
        server = self._records.connection(data, spans.get(b"server_conn"), to_server=True)
        at = server.address or server.peer
        sni = (client.tls.sni if client.tls else "") or (server.tls.sni if server.tls else "")
        host, size, detail = sni or (at.host if at else ""), 0, "flow of unknown type"
        gap = Gap.PROTOCOL_UNREAD
        if kind in ("tcp", "udp"):
            size, detail = payload_bytes(data, spans.get(b"messages")), f"raw {kind}"
        elif kind == "dns":
            questions = get(data, dict_spans(data, spans.get(b"request")), b"questions")
            first = questions[0] if isinstance(questions, list) and questions else None
            name = first.get("name") if isinstance(first, dict) else None
            if isinstance(name, str) and name:
                gap, host, detail = Gap.DNS_LOOKUP, name, ""
            else:
                detail = "DNS"
        time = get_number(data, spans, b"timestamp_created")
        self._note(Note(gap, self._capture, host.lower(), size, detail=detail, time=time))


def _host(data: bytes, request: Message, protocol: str, client: Connection, server: Connection) -> str:
    """The name that the client asked for: authority or Host header, else the SNI, else where it connected to."""
    own = get_text(data, request.spans, b"host")
    asked = get_text(data, request.spans, b"authority") if protocol in ("http/2", "http/3") else ""
    host = split_authority(asked or header(request.headers, "host") or own)[0] or own.lower()
    if not host or is_ip(host):
        sni = (client.tls.sni if client.tls else "") or (server.tls.sni if server.tls else "")
        host = sni.lower() or host
    return host


def _body(message: Message, bounds: Bounds, failed: bool, answers: tuple[str, int] | None = None) -> Body:
    """The body of a request, or of a response with the method and status that say whether it has any."""
    if message.content is None or failed:
        declared = content_length(message.headers)
        expected = may_have_body(*answers) if answers else declared or header(message.headers, "transfer-encoding")
        if message.content is None:
            return bounds.missing(declared, "streamed by the recorder") if expected else EMPTY_BODY
        return bounds.body(message.content, max(message.size, declared if expected else 0))
    return bounds.body(message.content, message.size)
