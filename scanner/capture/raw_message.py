"""Reads whole HTTP messages as testers' tools export them: start line, headers and body in one piece of bytes.

Theory. An export differs from the wire in what its tool undid: some keep chunks and content encodings, some undo
either and leave the headers, and text formats turn CRLF into LF. So a body is dechunked when it really is chunked and
measured only where the export is exact; the decode stage looks itself whether a body is still encoded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from scanner.model import EMPTY_BODY, Body, Exchange, Gap, Headers, Note, NoteSink, Peer, WebSocketMessage

from .address import default_port, is_ip, protocol_of, split_authority, split_url
from .message_body import Bounds, content_length, header, may_have_body, still_encoded

_HEAD_END: Final = re.compile(rb"\r?\n\r?\n|\Z")
_LINE_END: Final = re.compile(rb"\r?\n")
_REQUEST: Final = re.compile(
    rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32})[ \t]+(\S{1,1000000})(?:[ \t]+(HTTP/[0-9.]{1,5}|h[23]))?[ \t]*",
    re.IGNORECASE)
_STATUS: Final = re.compile(rb"(HTTP/[0-9.]{1,5}|h[23])[ \t]+([1-9][0-9]{2})(?:[ \t].*)?", re.IGNORECASE | re.DOTALL)
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")
_LONGEST_HEAD: Final = 1 << 20


class RawMessage(NamedTuple):
    """A message taken apart; ``start`` is its first line without the line end."""

    start: bytes
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Pair:
    """A request with its response as exported, and what the export says beside them; None or empty: not said.

    ``exact`` says that the bytes are those of the wire, so that a shorter body than declared was cut off.
    """

    id: str
    request: bytes | None
    response: bytes | None
    url: str = ""
    scheme: str = ""
    time: float = 0.0
    address: str = ""
    protocol: str = ""
    exact: bool = True
    websocket: tuple[WebSocketMessage, ...] = ()
    line: int = 1


def split_message(data: bytes) -> RawMessage:
    """Start line, headers and the rest; blank lines before it are left out."""
    data = data.lstrip(b"\r\n")
    end = _HEAD_END.search(data, 0, _LONGEST_HEAD)
    stop, body = (end.start(), end.end()) if end is not None else (len(data), len(data))
    start, *lines = _LINE_END.split(data[:stop])
    found: list[tuple[str, str]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and found:  # obs-fold (RFC 9112 §5.2)
            found[-1] = (found[-1][0], f"{found[-1][1]} {_text(line.strip())}")
            continue
        name, colon, value = line.partition(b":")
        if colon and name:
            found.append((_text(name.strip()), _text(value.strip())))
    return RawMessage(start, tuple(found), data[body:])


def dechunked(data: bytes) -> bytes | None:
    """The content of a chunked body (RFC 9112 §7.1), as far as it goes; None when it is not chunked at all."""
    parts: list[bytes] = []
    at = 0
    while (size := _CHUNK.match(data, at)) is not None:
        length = int(size[1], 16)
        if not length:
            return b"".join(parts)
        parts.append(data[size.end():size.end() + length])
        at = size.end() + length
        if at >= len(data):
            return b"".join(parts)
        line_end = _LINE_END.match(data, at)
        if line_end is None:
            return None
        at = line_end.end()
    return b"".join(parts) if parts and not data[at:].strip() else None


def exchange_of(pair: Pair, capture: str, note: NoteSink, max_body: int) -> Exchange | None:
    """The exchange of a pair; None, with a note, when there is neither a request nor an address."""
    request = split_message(pair.request) if pair.request else RawMessage(b"", (), b"")
    line = _REQUEST.fullmatch(request.start)
    if line is not None and line[3] is None and not line[2].startswith((b"/", b"http")):
        line = None  # two words are no request
    target = _text(line[2]) if line is not None else ""
    asked = split_url(target)
    url = asked or split_url(pair.url)
    host, port = split_authority(header(request.headers, "host") or header(request.headers, ":authority"))
    if url is not None and (not host or is_ip(host)):
        host, port = url.host, url.port
    scheme = url.scheme if url is not None else pair.scheme or "http"
    if (line is None and pair.request) or not host or (line is None and url is None):
        size = len(pair.request or b"") + len(pair.response or b"")
        note(Note(Gap.FILE_ENTRY_BROKEN, capture, bytes=size, detail="entry without a readable request"))
        return None
    method = _text(line[1]) if line is not None else "GET"
    port = port or (url.port if url is not None else 0) or default_port(scheme)
    bounds = Bounds(note, capture, host, max_body, pair.time)
    if asked is not None or (line is None and url is not None):
        target = (asked or url).target  # type: ignore[union-attr]  # one of them is there
    response = split_message(pair.response) if pair.response else None
    answer = _STATUS.fullmatch(response.start) if response is not None else None
    status = int(answer[2]) if answer is not None else 0
    if not status:
        bounds.tell(Gap.HTTP_NO_RESPONSE, len(pair.response or b""), "no response recorded")
    version = pair.protocol or _text((line[3] if line is not None else None) or (answer[1] if answer else b""))
    return Exchange(
        id=pair.id, capture=capture, protocol=protocol_of(version), method=method, scheme=scheme, host=host, port=port,
        target=f"{host}:{port}" if method == "CONNECT" else target if target[:1] in "/*" else "/" + target,
        status=status, time=pair.time,
        request_headers=request.headers,
        request_body=_body(request, bounds, pair.exact, content_length(request.headers)),
        response_headers=response.headers if response is not None and status else (),
        response_body=_response_body(response, bounds, pair.exact, method, status) if response else EMPTY_BODY,
        websocket=pair.websocket, server=Peer(pair.address, port) if pair.address else None, line=pair.line,
        error="" if status and pair.request else "no response recorded" if not status else "no request recorded",
    )


def _response_body(message: RawMessage, bounds: Bounds, exact: bool, method: str, status: int) -> Body:
    if not status:
        return EMPTY_BODY
    return _body(message, bounds, exact, content_length(message.headers) if may_have_body(method, status) else 0)


def _body(message: RawMessage, bounds: Bounds, exact: bool, declared: int) -> Body:
    data, headers = message.body, message.headers
    if "chunked" in header(headers, "transfer-encoding").lower():
        data = content if (content := dechunked(data)) is not None else data
        declared = 0
    if not data and declared:
        return bounds.missing(declared, "body not in the export")
    measured = exact and (not header(headers, "content-encoding") or still_encoded(data, headers))
    return bounds.body(data, declared if measured else 0)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
