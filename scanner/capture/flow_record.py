"""Finds in a flow record of any dump format what an exchange needs, by shape instead of step-by-step upgrades.

Theory. mitmproxy changed its dump format some twenty times (0.11 to 21 at the time of writing); it reads old
files by applying every change in turn to the whole record. Few of the changes touch what we need, and none gave
an old name a new meaning, so we look under each name that a value ever had:

=====================  =======================================================================
status of a response   ``status_code``; before 0.14 ``code``
body                   ``content``; in 0.14 ``body``
version of HTTP        ``http_version`` as text; before 0.14 ``httpversion`` as a list of numbers
address of a client    ``peername``; before 19 ``address``
address of a server    ``peername``; before 19 ``ip_address``; before 0.18 ``peer_address``
an address             a list; before 2.0 ``{"address": list}``
protocol and cipher    ``alpn``, ``cipher``; before 11 ``alpn_proto_negotiated``, before 19 ``cipher_name``
WebSocket messages     in ``websocket`` of the HTTP flow; before 12 a flow of their own
=====================  =======================================================================

Names of members and values that are now text were bytes in dumps of Python 2 (before 1.0); both read the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from scanner.model import Headers, Peer, Tls

from .tnetstring import Malformed, Value, frame, items, value

Span: TypeAlias = tuple[int, int, int]
Spans: TypeAlias = dict[bytes, Span]
"""Name of a member → start, end and type of its payload."""

NEWEST: Final = 21
"""The newest format that this module was checked against."""

_NULL: Final = 0x7E
_DICT: Final = 0x7D
_NUMBERS: Final = (0x23, 0x5E)
_LONGEST_NUMBER: Final = 40
_LONGEST_PEER: Final = 300
# A header in a list of pairs, without its end: length of the pair, of the name, name, length of the value.
_HEADER: Final = re.compile(rb"([0-9]{1,12}+):([0-9]{1,12}+):([^,;]*+)[,;]([0-9]{1,12}+):")
# The next member of a dict up to its value. Most members are null, false, empty, the end of a time span, the reason
# beside a status, or what nearly everyone has; they are stepped over here, since an absent member means the same.
_NEXT: Final = re.compile(
    rb"(?:[0-9]{1,3}+:(?:[a-z_0-9]++[;,](?:0:[~;\]}]|5:false!)|timestamp_end[;,][0-9]{1,2}:[0-9.]++\^"
    rb"|authority[;,]0:,|reason[;,](?:0:|2:OK|7:Created|10:No Content|5:Found|12:Not Modified|9:Not Found),"
    rb"|http_version[;,]8:HTTP/1\.1[;,]|type[;,]4:http[;,]))*+(?:[0-9]{1,3}+:([^,;:]{1,64}+)[,;]([0-9]{1,12}+):)?")
_HELD: Final = 4096
"""Headers and connections that are held to be recognised when they come again."""


@dataclass(frozen=True, slots=True)
class Connection:
    """What a record says of the connection to the client or the server."""

    peer: Peer | None
    address: Peer | None
    tls: Tls | None


class Message(NamedTuple):
    """A request or response as recorded; ``content`` None when the recorder did not keep it."""

    spans: Spans
    headers: Headers
    content: bytes | None
    size: int


class RecordReader:
    """Reads the parts of records; what repeats from record to record is read once."""

    def __init__(self, max_body: int) -> None:
        self._max_body = max_body
        self._pairs: dict[bytes, tuple[str, str]] = {}
        self._connections: dict[bytes, Connection] = {}
        self._peers: dict[bytes, Peer | None] = {}

    def message(self, data: bytes, span: Span | None) -> Message | None:
        """The request or response in a payload; None where there is none."""
        spans = dict_spans(data, span)
        if not spans:
            return None
        headers = self._headers(data, spans.get(b"headers"))
        trailers = spans.get(b"trailers")
        if trailers is not None and trailers[2] != _NULL:
            headers += self._headers(data, trailers)
        start, end, kind = spans.get(b"content") or spans.get(b"body") or (0, 0, _NULL)
        content = None if kind == _NULL else data[start:min(end, start + self._max_body)]
        return Message(spans, headers, content, end - start)

    def connection(self, data: bytes, span: Span | None, *, to_server: bool) -> Connection:
        """The facts of a connection; records of one connection mostly repeat it byte for byte."""
        if span is None or span[2] != _DICT:
            return Connection(None, None, None)
        raw = data[span[0]:span[1]]
        known = self._connections.get(raw)
        if known is None:
            if len(self._connections) >= _HELD:
                self._connections.clear()
            known = self._connections[raw] = self._connection(raw, to_server)
        return known

    def _connection(self, data: bytes, to_server: bool) -> Connection:
        spans = dict_spans(data, (0, len(data), _DICT))
        version = get_text(data, spans, b"tls_version")
        established = bool(version) or get(data, spans, b"timestamp_tls_setup", b"timestamp_ssl_setup") is not None
        sni = get_text(data, spans, b"sni")
        tls = Tls(version, get_text(data, spans, b"cipher", b"cipher_name"), sni,
                  get_text(data, spans, b"alpn", b"alpn_proto_negotiated")) if established or sni else None
        own = (b"peername", b"ip_address", b"peer_address") if to_server else (b"peername", b"address")
        peer = next((spans[name] for name in own if name in spans), None)
        return Connection(self._peer(data, peer), self._peer(data, spans.get(b"address")), tls)

    def _peer(self, data: bytes, span: Span | None) -> Peer | None:
        """The end point in a payload; there are few, and they come again and again."""
        if span is None:
            return None
        start, end, kind = span
        if end - start > _LONGEST_PEER:
            return _peer(value(data, start, end, kind))
        raw = data[start:end + 1]  # with its type
        if raw not in self._peers:
            if len(self._peers) >= _HELD:
                self._peers.clear()
            self._peers[raw] = _peer(value(data, start, end, kind))
        return self._peers[raw]

    def _headers(self, data: bytes, span: Span | None) -> Headers:
        if span is None:
            return ()
        pairs = self._pairs
        block = data[span[0]:span[1]]
        # A piece that is known begins with its own right length, so the next one begins where the parser would
        # begin it; a value with ",]" in it gives pieces of the wrong length, and the slow way is gone.
        pieces = block.split(b",]")
        if pieces.pop():
            return _pairs(block)
        found = list(map(pairs.get, pieces))
        if None in found:
            if len(pairs) >= _HELD:
                pairs.clear()
            for index, piece in enumerate(pieces):
                if found[index] is None:
                    head = _HEADER.match(piece)
                    if head is None or int(head[1]) != len(piece) - head.end(1):
                        return _pairs(block)
                    if int(head[2]) != len(head[3]) or int(head[4]) != len(piece) - head.end():
                        raise Malformed
                    found[index] = pairs[piece] = (text_of(head[3]), text_of(piece[head.end():]))
        return tuple(found)  # type: ignore[arg-type]  # no None is left


def dict_spans(data: bytes, span: Span | None) -> Spans:
    """The members of a dict payload that hold anything; empty for what is no dict."""
    if span is None or span[2] != _DICT:
        return {}
    found: Spans = {}
    at, end, _ = span
    match = _NEXT.match
    while at < end:  # tnetstring.members() written out, see _NEXT
        head = match(data, at)
        assert head is not None  # it matches the empty string
        at = head.end()
        name, length = head.groups()
        if name is None:
            break
        stop = at + int(length)
        if stop >= end:
            raise Malformed
        found[name] = (at, stop, data[stop])
        at = stop + 1
    if at != end:
        raise Malformed
    return found


def text_of(raw: bytes) -> str:
    """Text of bytes: UTF-8, else Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def get(data: bytes, spans: Spans, *names: bytes) -> Value:
    """The value of the first of these members that there is, None when there is none."""
    for name in names:
        span = spans.get(name)
        if span is not None:
            return value(data, *span)
    return None


def get_text(data: bytes, spans: Spans, *names: bytes) -> str:
    """The text of the first of these members, written as text or as bytes; empty for anything else."""
    for name in names:
        span = spans.get(name)
        if span is not None:
            return text_of(data[span[0]:span[1]]) if span[2] in b",;" else ""
    return ""


def get_number(data: bytes, spans: Spans, *names: bytes) -> float:
    """The number of the first of these members, 0 for anything else."""
    for name in names:
        span = spans.get(name)
        if span is not None:
            start, end, kind = span
            if kind not in _NUMBERS or end - start > _LONGEST_NUMBER:
                return 0.0
            try:
                found = float(data[start:end])
            except ValueError:
                return 0.0
            return found if abs(found) < 1e15 else 0.0
    return 0.0


def version_of(data: bytes, spans: Spans) -> tuple[int, ...]:
    """The format of a record: ``(0, 18)`` before 4, ``(21,)`` since; empty when it names none."""
    found = get(data, spans, b"version")
    if isinstance(found, list):
        return tuple(part for part in found[:2] if isinstance(part, int))
    return (found,) if isinstance(found, int) else ()


def http_version(data: bytes, spans: Spans) -> str:
    """The version as the recorder wrote it, such as ``HTTP/1.1``."""
    numbers = get(data, spans, b"httpversion")
    if isinstance(numbers, list):
        return "HTTP/" + ".".join(str(number) for number in numbers if isinstance(number, int))
    return get_text(data, spans, b"http_version")


def websocket_messages(data: bytes, span: Span | None) -> Iterator[tuple[int, bool, bytes, float]]:
    """Opcode, whether the client sent it, content and time of the messages in a list payload."""
    if span is None or span[2] == _NULL:
        return
    for item in items(data, span[0], span[1]):
        fields = value(data, *item)
        if not isinstance(fields, list) or len(fields) < 4:
            raise Malformed
        opcode, from_client, content, time = fields[:4]
        if not isinstance(opcode, int) or not isinstance(content, bytes | str):
            raise Malformed
        yield (opcode, from_client is True, content if isinstance(content, bytes) else content.encode(),
               float(time) if isinstance(time, int | float) else 0.0)


def payload_bytes(data: bytes, span: Span | None) -> int:
    """Bytes of the contents in the messages of a TCP or UDP flow."""
    if span is None:
        return 0
    total = 0
    for start, end, _ in items(data, span[0], span[1]):
        total += sum(b - a for a, b, kind in items(data, start, end) if kind == 0x2C)
    return total


def _pairs(block: bytes) -> Headers:
    found: list[tuple[str, str]] = []
    for start, end, _ in items(block, 0, len(block)):
        name_start, name_end, _ = frame(block, start, end)
        value_start, value_end, _ = frame(block, name_end + 1, end)
        found.append((text_of(block[name_start:name_end]), text_of(block[value_start:value_end])))
    return tuple(found)


def _peer(found: Value) -> Peer | None:
    if isinstance(found, dict):
        found = found.get("address")
    if not isinstance(found, list) or len(found) < 2:
        return None
    host, port = found[:2]
    if isinstance(host, bytes):
        host = text_of(host)
    if not isinstance(host, str) or not isinstance(port, int) or not host:
        return None
    return Peer(host.removeprefix("::ffff:"), port if 0 <= port < 1 << 16 else 0)
