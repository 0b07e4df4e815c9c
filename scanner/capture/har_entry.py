"""From one entry of a HAR to an exchange; any field may be missing or of the wrong type."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote_plus

from scanner.model import Body, Exchange, Gap, Headers, Note, NoteSink, Peer, Tls, WebSocketMessage

from .address import Url, protocol_of, split_authority, split_url
from .har_body import escape, request_body, response_body
from .har_values import mapping, real, sequence, text, unbase64, whole
from .message_body import OPCODES, Bounds, header

_NO_FACTS: Final = Tls()
_TEXT, _BINARY = 1, 2
_COOKIE_ATTRIBUTES: Final = (("path", "Path"), ("domain", "Domain"), ("expires", "Expires"), ("sameSite", "SameSite"))


def exchange_of(
    entry: dict[str, Any], number: int, line: int, capture: str, note: NoteSink, max_body: int
) -> Exchange | None:
    """The exchange; None, with a note, when the entry holds no request over the network."""
    request = mapping(entry.get("request"))
    response = mapping(entry.get("response"))
    request_headers, pseudo = _headers(request.get("headers"))
    address = text(request.get("url"))
    url = split_url(address) or split_url(f"{pseudo.get(':scheme', '')}://{pseudo.get(':authority', '')}"
                                          f"{pseudo.get(':path', '')}")
    if url is None or not (url.host or split_authority(header(request_headers, "host"))[0]):
        if address:
            note(Note(Gap.PROTOCOL_UNREAD, capture, bytes=len(address), detail="URL without network address"))
        else:
            note(Note(Gap.FILE_ENTRY_BROKEN, capture, detail="HAR entry without request URL"))
        return None
    host, port = url.host, url.port
    if not host:
        host, given = split_authority(header(request_headers, "host"))
        port = given or port
    time = _time(entry.get("startedDateTime"))
    bounds = Bounds(note, capture, host, max_body, time)
    method = text(request.get("method")) or pseudo.get(":method", "") or "GET"
    status = max(whole(response.get("status")), 0)
    if not status:
        bounds.tell(Gap.HTTP_NO_RESPONSE, detail="no response recorded")
    response_headers, _ = _headers(response.get("headers"))
    sent = request_body(request, request_headers, bounds)
    received = response_body(response, method, status, response_headers, bounds)
    return Exchange(
        id=f"entry-{number}",
        capture=capture,
        protocol=protocol_of(text(request.get("httpVersion")) or text(response.get("httpVersion"))),
        method=method,
        scheme=url.scheme,
        host=host,
        port=port,
        target=f"{host}:{port}" if method == "CONNECT" else _with_query(url.target, request.get("queryString")),
        status=status,
        time=time,
        request_headers=_completed_request(request, request_headers, url, sent),
        request_body=sent,
        response_headers=_completed_response(response, response_headers, received),
        response_body=received,
        websocket=tuple(_messages(entry, received, bounds)),
        server=_server(entry, port),
        tls=_tls(response) if url.scheme == "https" else None,
        line=line,
        error="" if status else "no response recorded",
        may_lack_proof="_initiator" in entry or "_priority" in entry,  # Chrome and Edge, since 2024
    )


def _headers(value: object) -> tuple[Headers, dict[str, str]]:
    """Headers, and the pseudo headers of HTTP/2 apart. They come as objects, pairs (Slack) or one object."""
    found: list[tuple[str, str]] = []
    pseudo: dict[str, str] = {}
    items = value.items() if isinstance(value, dict) else sequence(value)
    for item in items:
        if isinstance(item, dict):
            name, content = text(item.get("name")), text(item.get("value"))
        elif isinstance(item, list | tuple) and len(item) == 2:
            name, content = text(item[0]), text(item[1])
        else:
            continue
        if name.startswith(":"):
            pseudo[name.lower()] = content
        elif "\n" in content:  # Chrome joins headers of one name with line feeds
            found += [(name, part) for part in content.split("\n")]
        elif name:
            found.append((name, content))
    return tuple(found), pseudo


def _completed_request(request: dict[str, Any], headers: Headers, url: Url, body: Body) -> Headers:
    """Headers with what the entry says of them elsewhere: cookies, user of the URL, type of the body."""
    more: list[tuple[str, str]] = []
    cookies = [mapping(cookie) for cookie in sequence(request.get("cookies"))]
    if cookies and not header(headers, "cookie"):
        more.append(("Cookie", "; ".join(f"{text(c.get('name'))}={text(c.get('value'))}" for c in cookies)))
    if url.userinfo and not header(headers, "authorization"):  # so a client sends it
        more.append(("Authorization", "Basic " + base64.b64encode(unquote_plus(url.userinfo).encode()).decode()))
    post = mapping(request.get("postData")) or mapping(request.get("_content"))
    kind = text(post.get("mimeType"))
    if body.data and kind and not header(headers, "content-type"):
        more.append(("Content-Type", kind))
    return headers + tuple(more)


def _completed_response(response: dict[str, Any], headers: Headers, body: Body) -> Headers:
    more: list[tuple[str, str]] = []
    cookies = [mapping(cookie) for cookie in sequence(response.get("cookies"))]
    if cookies and not header(headers, "set-cookie"):
        for cookie in cookies:
            parts = [f"{text(cookie.get('name'))}={text(cookie.get('value'))}"]
            parts += [f"{label}={text(cookie[key])}" for key, label in _COOKIE_ATTRIBUTES if text(cookie.get(key))]
            parts += [label for label in ("Secure", "HttpOnly") if cookie.get(label[:1].lower() + label[1:]) is True]
            more.append(("Set-Cookie", "; ".join(parts)))
    kind = text(mapping(response.get("content")).get("mimeType"))
    if body.data and "/" in kind and not header(headers, "content-type"):
        more.append(("Content-Type", kind))
    return headers + tuple(more)


def _with_query(target: str, listed: object) -> str:
    """The target, completed with parameters that are only in ``queryString``."""
    pairs = [(text(pair.get("name")), text(pair.get("value"))) for pair in map(mapping, sequence(listed))]
    path, hash_mark, fragment = target.partition("#")
    path, _, query = path.partition("?")
    written = query.split("&") if query else []
    if len(pairs) <= len(written):
        return target
    names = {part.partition("=")[0] for part in written}
    names |= {unquote_plus(name) for name in names}
    added = [f"{escape(name)}={escape(value)}" for name, value in pairs if name and name not in names]
    if not added:
        return target
    return f"{path}?{'&'.join(written + added)}{hash_mark}{fragment}"


def _messages(entry: dict[str, Any], body: Body, bounds: Bounds) -> Iterator[WebSocketMessage]:
    """WebSocket messages, and server-sent events when the body that carried them was not recorded."""
    for message in map(mapping, sequence(entry.get("_webSocketMessages"))):
        opcode = whole(message.get("opcode"), _TEXT)
        data = text(message.get("data"))
        content = unbase64(data) if opcode == _BINARY else data.encode("utf-8", "replace")
        if opcode not in OPCODES or content is None:
            bounds.tell(Gap.WEBSOCKET_UNREAD, len(data), "unknown kind of frame or broken base64")
            continue
        if len(content) > bounds.max_body:
            bounds.tell(Gap.BODY_TRUNCATED, len(content) - bounds.max_body, "cut by the bound of the reader")
            content = content[: bounds.max_body]
        from_client = text(message.get("type")) in ("send", "request", "outgoing")
        yield WebSocketMessage(from_client, opcode, content, real(message.get("time")))
    if body.data:
        return
    for event in map(mapping, sequence(entry.get("_eventSourceMessages"))):
        content = text(event.get("data")).encode("utf-8", "replace")[: bounds.max_body]
        yield WebSocketMessage(False, _TEXT, content, real(event.get("time")))


def _server(entry: dict[str, Any], port: int) -> Peer | None:
    host, _ = split_authority(text(entry.get("serverIPAddress")))
    return Peer(host, port) if host else None


def _tls(response: dict[str, Any]) -> Tls:
    details = mapping(response.get("_securityDetails"))
    version, cipher = text(details.get("protocol")), text(details.get("cipher"))
    return Tls(version, cipher) if version or cipher else _NO_FACTS


def _time(value: object) -> float:
    """Seconds since the epoch; a time without zone is taken as UTC, so that every machine reads the same."""
    if not isinstance(value, str):
        return 0.0
    try:
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return 0.0
