"""Exchanges as HTTP/1.1 messages (RFC 9112) and WebSocket frames (RFC 6455 §5)."""

from __future__ import annotations

import struct

from scanner.capture.message_body import may_have_body
from scanner.model import Exchange, Headers, WebSocketMessage

_FRAMING = frozenset(
    {
        "transfer-encoding",
        "content-length",
        "connection",
        "upgrade",
        "sec-websocket-extensions",
        "sec-websocket-key",
        "sec-websocket-accept",
        "sec-websocket-version",
        "keep-alive",
        "trailer",
    }
)
_KEY, _ACCEPT = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
"""The example of RFC 6455 §1.3."""


def request_bytes(exchange: Exchange, *, upgraded: bool) -> bytes:
    """The request, with a Host header and the length of its body."""
    body = exchange.request_body
    lines = list(_kept(exchange.request_headers, plain=body.plain))
    if not any(name.lower() == "host" for name, _ in lines):
        usual = {"http": 80, "https": 443, "ws": 80, "wss": 443}.get(exchange.scheme)
        host = f"[{exchange.host}]" if ":" in exchange.host else exchange.host
        lines.insert(0, ("Host", host if exchange.port in (usual, 0) else f"{host}:{exchange.port}"))
    method = exchange.method
    if upgraded:
        method = "GET"
        lines += [
            ("Connection", "Upgrade"),
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", _KEY),
        ]
    if body.data or method in ("POST", "PUT", "PATCH"):
        lines.append(("Content-Length", str(len(body.data))))
    return _block(f"{method} {_target(exchange)} HTTP/1.1", lines) + body.data


def response_bytes(exchange: Exchange, *, upgraded: bool) -> bytes:
    """The response, with the length of its body; events that were kept without one are its body."""
    body = exchange.response_body
    lines = list(_kept(exchange.response_headers, plain=body.plain))
    if upgraded:
        lines += [("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Accept", _ACCEPT)]
        return _block("HTTP/1.1 101 Switching Protocols", lines)
    data = body.data
    if exchange.websocket and not data:
        data = b"".join(b"data: " + each.data.replace(b"\n", b"\ndata: ") + b"\n\n" for each in exchange.websocket)
    if not may_have_body(exchange.method, exchange.status or 200):
        return _block(f"HTTP/1.1 {exchange.status:03d} -", lines)
    lines.append(("Content-Length", str(len(data))))
    return _block(f"HTTP/1.1 {exchange.status or 200:03d} -", lines) + data


def frame(message: WebSocketMessage) -> bytes:
    """A message as one frame; a mask of zeros hides nothing and needs none undone."""
    data = message.data if message.opcode < 8 else message.data[:125]
    mask = 0x80 if message.from_client else 0
    size = len(data)
    length = (
        bytes((mask | size,))
        if size < 126
        else bytes((mask | 126,)) + struct.pack(">H", size)
        if size < 65536
        else (bytes((mask | 127,)) + struct.pack(">Q", size))
    )
    return bytes((0x80 | message.opcode,)) + length + (bytes(4) if mask else b"") + data


def _kept(headers: Headers, *, plain: bool) -> Headers:
    """Headers without those of the framing, and of a body that was unpacked without its packing."""
    return tuple(
        (name, value)
        for name, value in headers
        if not name.startswith(":")
        and name.lower() not in _FRAMING
        and not (plain and name.lower() == "content-encoding")
    )


def _target(exchange: Exchange) -> str:
    target = exchange.target.partition("#")[0]
    return (
        "".join(
            char if 32 < ord(char) < 127 else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
            for char in target
        )
        or "/"
    )


def _block(first: str, lines: list[tuple[str, str]]) -> bytes:
    text = [first, *(f"{name}: {value}" for name, value in lines)]
    return (
        "\r\n".join(line.replace("\r", " ").replace("\n", " ") for line in text).encode("utf-8", "replace")
        + b"\r\n\r\n"
    )
