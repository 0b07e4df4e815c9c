"""Writes a HAR 1.2, entry by entry: every redundant copy of a value is made from the rewritten exchange."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any
from urllib.parse import unquote_plus

from scanner import __version__
from scanner.decode import Budget, Limits
from scanner.decode.content_encoding import decode as unpacked_body
from scanner.model import Body, Exchange, Headers, Note

from ..rewrite.values import Values

_VERSIONS = {"http/1.0": "HTTP/1.0", "http/1.1": "HTTP/1.1", "http/2": "HTTP/2", "http/3": "HTTP/3"}
_OF_ENTRY = frozenset(
    {
        "request",
        "response",
        "startedDateTime",
        "time",
        "timings",
        "pageref",
        "serverIPAddress",
        "cache",
        "connection",
        "_webSocketMessages",
        "_eventSourceMessages",
    }
)
_OF_REQUEST = frozenset(
    {
        "method",
        "url",
        "httpVersion",
        "headers",
        "cookies",
        "queryString",
        "postData",
        "headersSize",
        "bodySize",
        "_content",
    }
)
_OF_RESPONSE = frozenset(
    {
        "status",
        "statusText",
        "httpVersion",
        "headers",
        "cookies",
        "content",
        "redirectURL",
        "headersSize",
        "bodySize",
        "_content",
    }
)
_TIMINGS = ("blocked", "dns", "connect", "ssl", "send", "wait", "receive")


class HarWriter:
    """A HAR under construction."""

    kind = "har"

    def __init__(self, out: IO[bytes], counts: Counter[str]) -> None:
        self._out = out
        self._counts = counts
        self._pages: dict[str, tuple[str, str]] = {}
        self._first = True
        creator = {"name": "Leerlek", "version": __version__}
        out.write(
            b'{"log": {"version": "1.2", "creator": %s,\n"comment": "sanitised: all values of persons are invented",'
            b'\n"entries": [' % json.dumps(creator).encode()
        )

    def add(self, exchange: Exchange, entry: dict[str, Any] | None, values: Values) -> None:
        """Write one exchange; ``entry`` is the HAR entry that it was read from: its other members are rewritten."""
        made = self._entry(exchange, entry or {}, values)
        self._out.write(
            (b"\n" if self._first else b",\n")
            + json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        )
        self._first = False

    def note(self, note: Note) -> None:
        """A HAR has no place for what was not read."""

    def close(self) -> None:
        """Write what comes after the entries; titles of pages are left out."""
        pages = [
            {"startedDateTime": time, "id": name, "title": name, "pageTimings": {}}
            for name, time in self._pages.values()
        ]
        self._out.write(b'\n],\n"pages": %s}}\n' % json.dumps(pages).encode())

    def _entry(self, exchange: Exchange, entry: dict[str, Any], values: Values) -> dict[str, Any]:
        request, response = _mapping(entry.get("request")), _mapping(entry.get("response"))
        started = _time(exchange.time)
        made: dict[str, Any] = {
            "startedDateTime": started,
            "time": _number(entry.get("time")),
            "request": self._request(exchange) | _others(request, _OF_REQUEST, values),
            "response": self._response(exchange) | _others(response, _OF_RESPONSE, values),
            "cache": {},
            "timings": {name: _number(_mapping(entry.get("timings")).get(name)) for name in _TIMINGS},
        }
        if exchange.server is not None:
            made["serverIPAddress"] = exchange.server.host
        if isinstance(entry.get("pageref"), str):
            page, _ = self._pages.setdefault(entry["pageref"], (f"page_{len(self._pages) + 1}", started))
            made["pageref"] = page
        if isinstance(entry.get("connection"), str) and entry["connection"].isdigit():
            made["connection"] = entry["connection"]
        if exchange.tls is not None and (exchange.tls.version or exchange.tls.cipher):
            made["response"]["_securityDetails"] = {"protocol": exchange.tls.version, "cipher": exchange.tls.cipher}
        if exchange.websocket and entry.get("_eventSourceMessages") and not entry.get("_webSocketMessages"):
            made["_eventSourceMessages"] = [
                {"time": each.time, "data": each.data.decode("utf-8", "replace")} for each in exchange.websocket
            ]
        elif exchange.websocket:
            made["_webSocketMessages"] = [
                {
                    "type": "send" if each.from_client else "receive",
                    "time": each.time,
                    "opcode": each.opcode,
                    "data": base64.b64encode(each.data).decode()
                    if each.opcode == 2
                    else each.data.decode("utf-8", "replace"),
                }
                for each in exchange.websocket
            ]
        return made | _others(entry, _OF_ENTRY, values)

    def _request(self, exchange: Exchange) -> dict[str, Any]:
        usual = {"http": 80, "https": 443, "ws": 80, "wss": 443}.get(exchange.scheme, 0)
        port = f":{exchange.port}" if exchange.port and exchange.port != usual else ""
        host = f"[{exchange.host}]" if ":" in exchange.host else exchange.host
        target = "" if exchange.method == "CONNECT" else exchange.target if exchange.target.startswith("/") else "/"
        query = target.partition("#")[0].partition("?")[2]
        made: dict[str, Any] = {
            "method": exchange.method,
            "url": f"{exchange.scheme}://{host}{port}{target}",
            "httpVersion": _VERSIONS.get(exchange.protocol, exchange.protocol),
            "headers": _listed(exchange.request_headers),
            "cookies": list(_cookies(exchange.request_headers)),
            "queryString": _pairs(query),
            "headersSize": -1,
            "bodySize": exchange.request_body.size,
        }
        if exchange.request_body.data:
            kind = _first(exchange.request_headers, "content-type")
            text, coding = self._text(exchange.request_body, exchange.request_headers)
            post: dict[str, Any] = {"mimeType": kind, "text": text}
            if coding:
                post["encoding"] = coding
            elif "urlencoded" in kind:
                post["params"] = _pairs(text)
            made["postData"] = post
        return made

    def _response(self, exchange: Exchange) -> dict[str, Any]:
        body = exchange.response_body
        content: dict[str, Any] = {"size": body.size, "mimeType": _first(exchange.response_headers, "content-type")}
        if body.data:
            text, coding = self._text(body, exchange.response_headers)
            content["text"] = text
            if coding:
                content["encoding"] = coding
            if body.state == "complete":
                content["size"] = len(base64.b64decode(text)) if coding else len(text.encode("utf-8", "replace"))
        return {
            "status": exchange.status,
            "statusText": "",
            "httpVersion": _VERSIONS.get(exchange.protocol, exchange.protocol),
            "headers": _listed(exchange.response_headers),
            "cookies": list(_set_cookies(exchange.response_headers)),
            "content": content,
            "redirectURL": _first(exchange.response_headers, "location"),
            "headersSize": -1,
            "bodySize": -1 if body.state == "missing" else body.size,
        }

    @staticmethod
    def _text(body: Body, headers: Headers) -> tuple[str, str]:
        """The text of a body, or its base64."""
        data = body.data
        if not body.plain:
            coding = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
            plain = unpacked_body(data, coding, Budget(Limits()))
            data = plain.data if plain.gap is None and coding else data
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(data).decode(), "base64"
        return (text, "") if "\x00" not in text else (base64.b64encode(data).decode(), "base64")


def _others(found: dict[str, Any], written: frozenset[str], values: Values) -> dict[str, Any]:
    """The members that no exchange has, rewritten as JSON; without the bodies kept in files beside the HAR."""
    rest = {name: value for name, value in found.items() if name not in written and not isinstance(value, bytes)}
    if not rest:
        return {}
    made = json.loads(values.jsonlike(json.dumps(rest, ensure_ascii=False), "", 0))
    return made if isinstance(made, dict) else {}


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> float | int:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12 else -1


def _time(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return "1970-01-01T00:00:00.000Z"


def _listed(headers: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _first(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _pairs(query: str) -> list[dict[str, str]]:
    return [
        {"name": unquote_plus(name), "value": unquote_plus(value)}
        for name, _, value in (pair.partition("=") for pair in query.split("&"))
        if name
    ]


def _cookies(headers: Headers) -> Iterator[dict[str, str]]:
    for key, value in headers:
        if key.lower() == "cookie":
            for pair in value.split(";"):
                name, equals, content = pair.strip().partition("=")
                if equals:
                    yield {"name": name, "value": content}


def _set_cookies(headers: Headers) -> Iterator[dict[str, Any]]:
    for key, value in headers:
        if key.lower() != "set-cookie":
            continue
        pair, *rest = value.split(";")
        name, _, content = pair.strip().partition("=")
        cookie: dict[str, Any] = {"name": name, "value": content}
        for attribute in rest:
            label, _, text = attribute.strip().partition("=")
            if label.lower() in ("path", "domain", "samesite"):
                cookie["sameSite" if label.lower() == "samesite" else label.lower()] = text
            elif label.lower() in ("secure", "httponly"):
                cookie["httpOnly" if label.lower() == "httponly" else "secure"] = True
        yield cookie
