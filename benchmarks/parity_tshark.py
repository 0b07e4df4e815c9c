"""What tshark sees in a packet capture, as rows: a two-pass dissection read from its XML, packet by packet.

tshark pairs nothing, so requests and final responses are paired in their order within a TCP stream (HTTP/1), or by
stream identifier (HTTP/2). It prints no bodies of HTTP/3, none in zstd, and no payload of binary WebSocket messages:
such hashes stay open. It is installed with apt when it is missing and this is root.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse

from benchmarks.parity_truth import Missing, Row

_OPTIONS = ["-o", "tcp.reassemble_out_of_order:TRUE"]
_EVERY = ["-2", "-n", "-T", "pdml"]
_UNREAD_CODINGS = ("zstd", "compress")
_CONTROL = {8: "close", 9: "ping", 10: "pong"}


def tshark_rows(path: Path, keys: Path | None) -> list[Row]:
    """The exchanges and WebSocket messages in the order of their packets; raises Missing without tshark."""
    command = [_tshark(), *_EVERY, *_OPTIONS, "-r", str(path)]
    if keys is not None:
        command += ["-o", f"tls.keylog_file:{keys}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        dissection = _Dissection()
        for packet in _packets(process.stdout):
            dissection.packet(packet)
    return dissection.rows()


def _tshark() -> str:
    found = shutil.which("tshark")
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "tshark"]):
            subprocess.run(["apt-get", *arguments], check=False, stdout=subprocess.DEVNULL, env=environment)
        found = shutil.which("tshark")
    if found is None:
        raise Missing("tshark is missing; install it: apt-get install tshark")
    return found


def _packets(output: IO[bytes]) -> Iterator[Element]:
    """Packets one by one; each is dropped once it was looked at."""
    root: Element | None = None
    try:
        for event, element in iterparse(output, ("start", "end")):
            if root is None:
                root = element
            elif event == "end" and element.tag == "packet":
                yield element
                root.clear()
    except ParseError:  # it stops in the middle when the capture does
        return


class _Exchange:
    """A request and its response while their packets go by."""

    def __init__(self, kind: str, request: dict[str, str]) -> None:
        self.kind, self.request = kind, request
        self.response: dict[str, str] = {}
        self.sent = self.received = b""
        self.unread = False

    def row(self) -> Row:
        """Digests of the decoded bodies; open where tshark shows none."""
        status = int(self.response.get("status") or 0) or None
        return Row(self.kind, self.request.get("method"), self.request.get("host") or None, self.request.get("path"),
                   status, _sha256(self.sent), None if status is None or self.unread else _sha256(self.received))


class _Dissection:
    """The exchanges of all streams, in the order in which they begin."""

    def __init__(self) -> None:
        self._exchanges: list[_Exchange] = []
        self._waiting: dict[str, list[_Exchange]] = defaultdict(list)
        self._streams: dict[tuple[str, str], _Exchange] = {}
        self._messages: list[Row] = []
        self._clients: dict[str, tuple[str, str]] = {}

    def rows(self) -> list[Row]:
        """All rows so far."""
        return [exchange.row() for exchange in self._exchanges] + self._messages

    def packet(self, packet: Element) -> None:
        """Enter the layers of one packet."""
        stream = port = ""
        for layer in packet.iter("proto"):
            name = layer.get("name")
            if name == "tcp":
                stream, port = _show(layer, "tcp.stream"), _show(layer, "tcp.srcport")
            elif name == "http":
                self._http1(layer, stream, port)
            elif name == "http2":
                for frame in layer.iter("field"):
                    if frame.get("name") == "http2.stream":
                        self._http2(frame, stream, port)
            elif name == "websocket":
                self._websocket(layer, stream, port)

    def _http1(self, layer: Element, stream: str, port: str) -> None:
        body = bytes.fromhex(_field(layer, "http.file_data", "value"))
        status = _show(layer, "http.response.code")
        if method := _show(layer, "http.request.method"):
            request = {"method": method, "path": _show(layer, "http.request.uri"), "host": _show(layer, "http.host")}
            exchange = _Exchange("http/1", request)
            exchange.sent = body
            self._exchanges.append(exchange)
            self._waiting[stream].append(exchange)
            self._clients[stream] = (port, request["path"])
        elif status and self._waiting[stream] and (status == "101" or not status.startswith("1")):
            exchange = self._waiting[stream].pop(0)
            exchange.response = {"status": status}
            exchange.received = body
            exchange.unread = _show(layer, "http.content_encoding") in _UNREAD_CODINGS

    def _http2(self, frame: Element, stream: str, port: str) -> None:
        key = (stream, _show(frame, "http2.streamid"))
        headers: dict[str, str] = {}
        for field in frame.iter("field"):
            if field.get("name") == "http2.header":
                headers.setdefault(_show(field, "http2.header.name"), _show(field, "http2.header.value"))
        exchange = self._streams.get(key)
        if ":method" in headers and exchange is None:
            exchange = self._streams[key] = _Exchange("http/2", {
                **headers, "method": headers[":method"], "path": headers.get(":path", ""),
                "host": headers.get(":authority") or headers.get("host", "")})
            self._exchanges.append(exchange)
            self._clients[stream] = (port, "")
        elif exchange is not None and ":status" in headers and not headers[":status"].startswith("1"):
            exchange.response = {**headers, "status": headers[":status"]}
            exchange.unread = headers.get("content-encoding", "") in _UNREAD_CODINGS
        elif exchange is not None and _show(frame, "http2.type") == "0":
            data = bytes.fromhex(_field(frame, "http2.data.data", "value"))
            whole = bool(_field(frame, "http2.body.reassembled.length", "show"))  # all frames, decoded
            if port == self._clients[stream][0]:
                exchange.sent = data if whole else exchange.sent + data
            else:
                exchange.received = data if whole else exchange.received + data

    def _websocket(self, layer: Element, stream: str, port: str) -> None:
        opcode = int(_show(layer, "websocket.opcode") or 0)
        client, path = self._clients.get(stream, ("", None))
        if not opcode or _show(layer, "websocket.fin") == "0":
            return
        name = f"websocket.payload.{_CONTROL.get(opcode, 'text')}"
        payload = bytes.fromhex(_field(layer, name, "value"))
        known = bool(payload) or _show(layer, "websocket.payload_length") == "0"
        self._messages.append(Row("ws", "c2s" if port == client else "s2c", None, path, opcode, None,
                                  _sha256(payload) if known and opcode in (1, 9, 10) else None))


def _field(layer: Element, name: str, attribute: str) -> str:
    for field in layer.iter("field"):
        if field.get("name") == name:
            return field.get(attribute, "")
    return ""


def _show(layer: Element, name: str) -> str:
    return _field(layer, name, "show")


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
