"""Independent readers of the three recordings (mitmproxy, json, tshark) and a blunt undoing of encodings."""

from __future__ import annotations

import base64
import binascii
import html
import io
import json
import re
import subprocess
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, unquote_plus, urlsplit
from xml.etree import ElementTree

Call = tuple[str, str, str, int]
"""Method, host, path with query, status."""


@dataclass(frozen=True)
class Seen:
    """One exchange of the flow dump, its texts by direction and part."""

    method: str
    host: str
    path: str
    texts: dict[tuple[str, str], list[bytes]]


def flow_calls(path: Path) -> Counter[Call]:
    """The exchanges of a flow dump, by mitmproxy's own reader."""
    return Counter((flow.request.method, flow.request.host, flow.request.path, flow.response.status_code)
                   for flow in _flows(path))


def har_calls(path: Path) -> Counter[Call]:
    """The exchanges of a HAR, by the json module."""
    found: Counter[Call] = Counter()
    for entry in json.loads(path.read_text("utf-8"))["log"]["entries"]:
        url = urlsplit(entry["request"]["url"])
        target = url.path + (f"?{url.query}" if url.query else "")
        found[entry["request"]["method"], url.hostname or "", target, entry["response"]["status"]] += 1
    return found


def tshark_calls(path: Path) -> Counter[Call]:
    """The exchanges of a pcapng, by tshark with the secrets inside the file."""
    pdml = subprocess.run(["tshark", "-2", "-r", str(path), "-Y", "http or http2.headers", "-T", "pdml"],
                          capture_output=True, check=True).stdout
    requests: dict[tuple[str, str], tuple[str, str, str]] = {}
    found: Counter[Call] = Counter()
    waiting: dict[str, list[tuple[str, str, str]]] = {}
    for packet in ElementTree.fromstring(pdml).iter("packet"):
        stream = _show(packet, "tcp.stream")
        for proto in packet.iter("proto"):
            if proto.get("name") == "http":
                if method := _show(proto, "http.request.method"):
                    waiting.setdefault(stream, []).append(
                        (method, _show(proto, "http.host"), _show(proto, "http.request.uri")))
                elif status := _show(proto, "http.response.code"):
                    found[(*waiting[stream].pop(0), int(status))] += 1
        for frame in packet.iter("field"):
            if frame.get("name") != "http2.stream":
                continue
            key = (stream, _show(frame, "http2.streamid"))
            if method := _show(frame, "http2.headers.method"):
                requests[key] = (method, _show(frame, "http2.headers.authority"), _show(frame, "http2.headers.path"))
            elif status := _show(frame, "http2.headers.status"):
                found[(*requests[key], int(status))] += 1
    return found


def _show(element: ElementTree.Element, name: str) -> str:
    field = next((field for field in element.iter("field") if field.get("name") == name), None)
    return "" if field is None else field.get("show", "")


def exchanges(path: Path) -> list[Seen]:
    """The exchanges of a flow dump with everything that they carried."""
    return [Seen(flow.request.method, flow.request.host, urlsplit(flow.request.path).path, _texts(flow))
            for flow in _flows(path)]


def _flows(path: Path) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # mitmproxy calls old names of pyparsing while it is imported
        from mitmproxy import http
        from mitmproxy import io as flow_io

    with path.open("rb") as file:
        for flow in flow_io.FlowReader(file).stream():
            assert isinstance(flow, http.HTTPFlow)
            yield flow


def _texts(flow: Any) -> dict[tuple[str, str], list[bytes]]:
    target = urlsplit(flow.request.path)
    texts: dict[tuple[str, str], list[bytes]] = {
        ("request", "url.path"): [target.path.encode()], ("request", "url.query"): [target.query.encode()]}
    for direction, message in (("request", flow.request), ("response", flow.response)):
        for name, value in message.headers.items(multi=True):
            texts.setdefault((direction, f"header.{name.lower()}"), []).append(value.encode())
        texts[direction, "body"] = [message.get_content(strict=False) or b""]
    for name, value in flow.request.cookies.items(multi=True):
        texts.setdefault(("request", f"cookie.{name}"), []).append(value.encode())
    for name, (value, _) in flow.response.cookies.items(multi=True):
        texts.setdefault(("response", f"cookie.{name}"), []).append(value.encode())
    if flow.websocket is not None:
        for message in flow.websocket.messages:
            direction = "request" if message.from_client else "response"
            texts.setdefault((direction, "ws"), []).append(message.content)
    return texts


_TOKEN = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


def unfold(data: bytes, depth: int = 4) -> Iterator[str]:
    """The text and whatever comes out of it by undoing escapes, base64, deflate and zip, again and again."""
    if depth == 4 and b"PK\3\4" in data and b"PK\5\6" in data:
        with zipfile.ZipFile(io.BytesIO(data[data.index(b"PK\3\4"):data.rindex(b"PK\5\6") + 22])) as archive:
            for name in archive.namelist():
                yield archive.read(name).decode("utf-8", "replace")
    text = data.decode("utf-8", "replace")
    yield text
    if depth == 0:
        return
    plain = {unquote(text), unquote_plus(text), html.unescape(text), text.replace('\\"', '"')} - {text}
    for other in plain:
        yield from unfold(other.encode("utf-8", "replace"), depth - 1)
    for token in set(_TOKEN.findall(text)):
        try:
            inner = base64.b64decode(token.replace("-", "+").replace("_", "/") + "=" * (-len(token) % 4))
        except binascii.Error:
            continue
        yield from unfold(inner, 1 if depth > 1 else 0) if _printable(inner) else _inflated(inner)


def _inflated(data: bytes) -> Iterator[str]:
    try:
        yield zlib.decompress(data, -15).decode("utf-8", "replace")
    except zlib.error:
        return


def _printable(data: bytes) -> bool:
    return sum(byte >= 32 or byte in b"\t\r\n" for byte in data) == len(data)
