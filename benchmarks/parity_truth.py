"""What is true of a capture: rows of a truth file, of tshark, of mitmproxy's reader, or of the JSON itself."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

_BINARY, _CLOSE = 2, 8
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
"""Characters that no text holds."""


class Missing(Exception):
    """There is no truth to compare with; the message says what would help."""


class Row(NamedTuple):
    """An exchange, or a WebSocket message (``method`` is its direction, ``status`` its opcode). None: not known."""

    kind: str
    method: str | None
    host: str | None
    path: str | None
    status: int | None
    sent: str | None
    received: str | None
    disputed: bool = False
    """Whether two programs that made the truth disagree on this row."""

    def __str__(self) -> str:
        note = "  (disputed)" if self.disputed else ""
        return f"{self.kind} {self.method} {self.host} {(self.path or '')[:60]!r} {self.status}{note}"


@dataclass(slots=True)
class Truth:
    """Rows and where they come from; ``refused`` when the reference could not read the capture either."""

    source: str
    rows: list[Row] = field(default_factory=list)
    refused: bool = False
    controls: bool = False
    """Whether control frames of WebSockets are among the rows; servers log messages only."""


def same(theirs: Row, ours: Row, level: int) -> bool:
    """Whether two rows are of one exchange: 0 in all that is known, 1 but for bodies, 2 but for status and host."""
    if (theirs.kind == "ws") != (ours.kind == "ws"):
        return False
    if not _agree(theirs.method, ours.method) or not _agree(theirs.path, ours.path):
        return False
    if level < 2 and not (_agree(theirs.kind, ours.kind) and _agree(theirs.status, ours.status)
                          and _agree(theirs.host, ours.host) and (theirs.status is not None or ours.status is None
                                                                  or theirs.kind == "ws")):
        return False
    return level > 0 or (_agree(theirs.sent, ours.sent) and _agree(theirs.received or None, ours.received))


def _agree(theirs: object, ours: object) -> bool:
    return theirs is None or theirs == "http/?" or theirs == ours


def key_log(path: Path) -> Path | None:
    """The TLS secrets beside a capture."""
    keys = path.with_name(path.name + ".keys")
    return keys if keys.exists() else None


def truth_of(path: Path) -> Truth:
    """The rows of a capture from the best source there is; raises Missing."""
    beside = path.with_name(path.name + ".truth.jsonl")
    if beside.exists():
        return _recorded(beside)
    from scanner.capture import sniff

    kind = sniff(path)
    if kind in ("pcap", "pcapng"):
        from benchmarks.parity_tshark import tshark_rows

        return Truth("tshark", tshark_rows(path, key_log(path)), controls=True)
    if kind == "flows":
        return Truth("FlowReader", list(_flow_reader(path)))
    if kind == "har":
        return _json(path)
    raise Missing(f"no {beside.name}, and no other program here reads it")


def _recorded(path: Path) -> Truth:
    rows: list[Row] = []
    clients: dict[tuple[str, str], str] = {}
    paths: dict[str, str] = {}
    truth = Truth("recorded")
    with path.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            kind = row["kind"]
            if kind == "meta":
                truth.source = row["truth"].partition(" (")[0]
                truth.refused = bool(row.get("reference_error"))
            elif kind.startswith("http/"):
                if "client" in row:
                    clients[row["stream"], row["client"]] = "c2s"
                    paths[row["stream"]] = row["path"]
                rows.append(_http(row))
                digests = row.get("ws_sha256") or [None] * row.get("ws_messages", 0)
                rows += (Row("ws", None, None, None, None, None, digest) for digest in digests)
            elif kind == "ws":
                stream = row.get("stream", "")
                direction = row.get("dir") or clients.get((stream, row["from"]), "s2c")
                # tshark has no field for the payload of binary messages and of closing frames.
                shown = row["len"] or "stream" not in row or row["opcode"] not in (_BINARY, _CLOSE)
                rows.append(Row("ws", direction, None, row.get("path") or paths.get(stream), row["opcode"], None,
                                row["sha256"] if shown else None))
    truth.rows = rows
    truth.controls = any(row.kind == "ws" and (row.status or 0) >= _CLOSE for row in rows)
    return truth


def _http(row: dict[str, Any]) -> Row:
    kind = row["kind"] if row["kind"][5:].isdigit() else "http/?"
    status = row.get("status") or None
    host = row.get("host")
    return Row(kind, row.get("method"), host or None, row.get("path"), status, row.get("req_sha256"),
               row.get("resp_sha256") if status else None, row.get("agree") is False)


def _json(path: Path) -> Truth:
    """A HAR by the standard library's parser."""
    try:
        entries = json.loads(path.read_bytes().decode("utf-8-sig", "replace"))["log"]["entries"]
    except (ValueError, KeyError, TypeError):
        return Truth("json", refused=True)
    return Truth("json", list(_entries(entries)))


def _entries(entries: list[dict[str, Any]]) -> Iterator[Row]:
    for entry in entries:
        request, response = entry.get("request") or {}, entry.get("response") or {}
        if not request.get("url"):
            continue
        url = urlsplit(request["url"])
        content = response.get("content") or {}
        text = content.get("text") or ""
        body = base64.b64decode(text) if content.get("encoding") == "base64" else _sent(text)
        post = request.get("postData") or {}
        sent = None if post.get("params") or request.get("_content") else _sha256(_sent(post.get("text") or ""))
        status = response.get("status") or None
        yield Row("http/?", request.get("method"), None, f"{url.path or '/'}{'?' + url.query if url.query else ''}",
                  status, sent, _sha256(body) if status else None)
        for message in entry.get("_webSocketMessages") or ():
            data = message.get("data") or ""
            raw = base64.b64decode(data) if message.get("opcode") == 2 else data.encode("utf-8", "replace")
            yield Row("ws", "c2s" if message.get("type") in ("send", "request") else "s2c", None, None,
                      message.get("opcode"), None, _sha256(raw))


def _sent(text: str) -> bytes:
    """The bytes of a body: of what is no text, mitmproxy and others write a character for each byte."""
    binary = _NO_TEXT.search(text) is not None and max(text) < "\u0100"
    return text.encode("latin-1" if binary else "utf-8", "replace")


def _flow_reader(path: Path) -> Iterator[Row]:
    """A dump by mitmproxy's own reader, up to where it gives up."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # mitmproxy uses names of pyparsing that newer versions deprecate
        from mitmproxy import exceptions, http
        from mitmproxy.io import FlowReader

    with path.open("rb") as file:
        try:
            for flow in FlowReader(file).stream():
                if isinstance(flow, http.HTTPFlow):
                    yield from _flow(flow)
        except exceptions.FlowReadException:
            return


def _flow(flow: Any) -> Iterator[Row]:
    request, response = flow.request, flow.response
    yield Row("http/?", request.method, None, request.path, response.status_code if response else None,
              _sha256(request.get_content(strict=False) or b""),
              _sha256(response.get_content(strict=False) or b"") if response else None)
    for message in flow.websocket.messages if flow.websocket else ():
        yield Row("ws", "c2s" if message.from_client else "s2c", None, None, int(message.type), None,
                  _sha256(message.content))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
