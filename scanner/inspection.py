"""What a capture holds: its exchanges with digests of their bodies, and what was not readable, without judging.

The rows are what other tools are compared against, so they show paths as captured; the table for people does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scanner.coverage import UNDECRYPTED, CoverageLedger
from scanner.decode.budget import Limits
from scanner.decode.content_encoding import PACKED, decoded_body
from scanner.model import Body, Exchange, Headers, WebSocketMessage

Row = dict[str, Any]

_SHARED = 24 << 20
"""Bytes of a packet capture from which a second process is worth its start."""
_LIMITS = Limits()
_NOTHING = hashlib.sha256(b"").hexdigest()
_NAMES_OF_HOST = {4: "host", 10: ":authority"}
DEFAULT_PORTS = {"http": 80, "https": 443}


def exchanges(path: Path, label: str, ledger: CoverageLedger, keylog: bytes) -> Iterator[Exchange]:
    """The exchanges of one capture; what could not be read goes into the ledger."""
    from scanner.capture import read_capture

    yield from read_capture(path, label, ledger.note, keylog)


def lines(path: Path, label: str, ledger: CoverageLedger, keylog: bytes) -> Iterator[tuple[int, bytes]]:
    """The rows of a capture as JSON lines: how many exchanges a piece stands for, and the piece.

    Of a large packet capture the second half is read in a process of its own where there is a processor for it; what
    comes out is the same.
    """
    from scanner.capture import sniff

    if path.stat().st_size >= _SHARED and sniff(path) in ("pcap", "pcapng"):
        from scanner.inspection_shares import can_share, shared

        if can_share():
            yield from shared(path, label, ledger, keylog, encoded)
            return
    for exchange in exchanges(path, label, ledger, keylog):
        yield 1, encoded(exchange)


def encoded(exchange: Exchange) -> bytes:
    """The rows of an exchange as JSON lines."""
    import orjson

    found = orjson.dumps(_row(exchange), option=orjson.OPT_APPEND_NEWLINE)
    if exchange.websocket:
        found = b"".join([found, *(orjson.dumps(_message_row(exchange, message), option=orjson.OPT_APPEND_NEWLINE)
                                   for message in exchange.websocket)])
    return found


def rows(exchange: Exchange) -> Iterator[Row]:
    """The exchange, then its WebSocket messages, with lengths and SHA-256 of decoded bodies."""
    yield _row(exchange)
    for message in exchange.websocket:
        yield _message_row(exchange, message)


def _row(exchange: Exchange) -> Row:
    major = exchange.protocol.partition("/")[2].partition(".")[0] or "1"
    sent = body_of(exchange.request_headers, exchange.request_body)
    got = body_of(exchange.response_headers, exchange.response_body)
    answered = exchange.status > 0
    return {
        "kind": f"http/{major}", "capture": exchange.capture, "id": exchange.id, "method": exchange.method,
        "host": authority(exchange), "path": exchange.target, "status": exchange.status if answered else None,
        "req_len": len(sent), "req_sha256": _sha256(sent),
        "resp_len": len(got) if answered else None, "resp_sha256": _sha256(got) if answered else None,
    }


def _message_row(exchange: Exchange, message: WebSocketMessage) -> Row:
    return {
        "kind": "ws", "capture": exchange.capture, "id": exchange.id, "path": exchange.target,
        "dir": "c2s" if message.from_client else "s2c", "opcode": message.opcode, "len": len(message.data),
        "sha256": _sha256(message.data),
    }


def coverage_row(ledger: CoverageLedger, count: int) -> Row:
    """The last row: totals, and every fact about what was not read."""
    from scanner.model.moment import iso

    notes = ledger.notes
    return {
        "kind": "coverage", "exchanges": count,
        "undecrypted_bytes": sum(note.bytes for note in notes if note.gap in UNDECRYPTED),
        "notes": [
            {"gap": note.gap.value, "capture": note.capture, "host": note.host, "bytes": note.bytes,
             "count": note.count, "detail": note.detail, "first": iso(note.time)}
            for note in notes
        ],
    }


def authority(exchange: Exchange) -> str:
    """The host as the client named it, with the port where it is not the scheme's own."""
    for name, value in exchange.request_headers:
        if len(name) in _NAMES_OF_HOST and value and name.lower() == _NAMES_OF_HOST[len(name)]:
            return value
    if exchange.port in {0, DEFAULT_PORTS.get(exchange.scheme, 0)}:
        return exchange.host
    host = f"[{exchange.host}]" if ":" in exchange.host else exchange.host
    return f"{host}:{exchange.port}"


def body_of(headers: Headers, body: Body) -> bytes:
    """The body without its content encodings; as captured where they cannot be undone."""
    data = body.data
    if body.plain or not data:
        return data
    if data.startswith(PACKED):
        return decoded_body(headers, data, _LIMITS)
    for name, _ in headers:
        if len(name) == 16 and name.lower() == "content-encoding":
            return decoded_body(headers, data, _LIMITS)
    return data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest() if data else _NOTHING
