"""Reads HTTP/2 (RFC 9113): frames of both directions, streams, pushed responses, WebSocket over a stream."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from scanner.model import Exchange, Gap, WebSocketMessage

from .context import Context
from .hpack_decoder import HpackDecoder, HpackError, Pair
from .messages import Message, make_exchange
from .spool import Data
from .stream import GAP, Cursor, Span, Stream, gather
from .websocket import read_websocket

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"

_DATA, _HEADERS, _PRIORITY, _RESET, _SETTINGS, _PROMISE, _PING, _GOAWAY, _WINDOW, _CONTINUATION = range(10)
_END_STREAM, _END_HEADERS, _PADDED, _HAS_PRIORITY = 1, 4, 8, 32
_CONTROL = (_PRIORITY, _RESET, _SETTINGS, _PING, _GOAWAY, _WINDOW)
_SEARCH = 1 << 15
_FRAME = struct.Struct(">HBBBI").unpack_from


@dataclass(slots=True)
class _Half:
    """One direction of a stream."""

    time: float
    headers: list[Pair] | None = None
    pseudo: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    missing: int = 0
    ended: bool = False

    def message(self, data: Data) -> Message:
        """As a message; its body is complete when the stream was ended or holds what was announced."""
        headers = self.headers or []
        message = Message(headers, self.time, data, self.spans, self.missing, version="2",
                          method=self.pseudo.get(":method", ""), target=self.pseudo.get(":path", ""),
                          authority=self.pseudo.get(":authority", ""))
        status = self.pseudo.get(":status", "")
        message.status = int(status) if status.isascii() and status.isdigit() and len(status) == 3 else 0
        message.complete = self.ended or message.header("content-length") == str(message.body_size)
        return message


@dataclass(slots=True)
class _Block:
    """A header block that goes on in CONTINUATION frames."""

    stream: int
    promised: bool
    flags: int
    time: float
    parts: list[bytes]


class _Direction:
    """All frames of one direction."""

    def __init__(self, stream: Stream, start: int = 0) -> None:
        self.stream = stream
        self.cursor = Cursor(stream)
        self.cursor.pos = min(start, self.cursor.limit)
        self.decoder = HpackDecoder()
        self.halves: dict[int, _Half] = {}
        self.promised: dict[int, _Half] = {}
        self.block: _Block | None = None
        self.damaged = 0
        self.broken_blocks = 0

    def read(self) -> None:
        cursor = self.cursor
        data = cursor.data
        while not cursor.finished:
            at = cursor.pos
            if at + 9 > cursor.limit:
                self.damaged += cursor.limit - at
                if not cursor.at_gap:
                    return
                cursor.cross()
                self._resynchronise()
                continue
            high, low, kind, flags, number = _FRAME(data, at)
            length = high << 8 | low
            number &= 0x7FFFFFFF
            end = at + 9 + length
            if end <= cursor.limit:
                cursor.pos = end
                if kind <= _CONTINUATION and kind not in _CONTROL:
                    self._frame(kind, flags, number, at, [(at + 9, end)], 0)
                continue
            cursor.pos = at + 9
            taken = cursor.take(length)
            if kind == _DATA:
                self._frame(kind, flags if taken.in_step else flags & ~_END_STREAM, number, at, taken.spans,
                            taken.missing)
            else:
                self.damaged += 9 + taken.size
                if kind in (_HEADERS, _PROMISE, _CONTINUATION):
                    self.decoder.forget()
            if not taken.in_step:
                if cursor.finished:
                    return
                self._resynchronise()

    def _frame(self, kind: int, flags: int, number: int, at: int, spans: list[Span], missing: int) -> None:
        if kind == _DATA:
            self._body(flags, number, at, spans, missing)
        elif kind in (_HEADERS, _PROMISE):
            start, end = spans[0]
            data = self.cursor.data
            if flags & _PADDED and start < end:
                end -= data[start]
                start += 1
            if kind == _HEADERS and flags & _HAS_PRIORITY:
                start += 5
            target = number
            if kind == _PROMISE:
                target = int.from_bytes(data[start:start + 4], "big") & 0x7FFFFFFF
                start += 4
            self.block = _Block(target, kind == _PROMISE, flags, self.stream.time_at(at), [data[start:max(end, start)]])
            if flags & _END_HEADERS:
                self._headers()
        elif kind == _CONTINUATION and self.block is not None:
            start, end = spans[0]
            self.block.parts.append(self.cursor.data[start:end])
            if flags & _END_HEADERS:
                self._headers()

    def _body(self, flags: int, number: int, at: int, spans: list[Span], missing: int) -> None:
        if flags & _PADDED and spans and spans[0][1] > spans[0][0]:
            start, end = spans[0]
            padding = self.cursor.data[start]
            spans = [(start + 1, end), *spans[1:]]
            last_start, last_end = spans[-1]
            spans[-1] = (last_start, max(last_end - padding, last_start))
        half = self.halves.get(number)
        if half is None:
            half = self.halves[number] = _Half(self.stream.time_at(at))
        half.spans += [span for span in spans if span[1] > span[0] or span == GAP]
        half.missing += missing
        if flags & _END_STREAM:
            half.ended = True

    def _headers(self) -> None:
        block, self.block = self.block, None
        assert block is not None
        raw = b"".join(block.parts)
        try:
            pairs = self.decoder.decode(raw)
        except HpackError:
            self.damaged += len(raw)
            self.broken_blocks += 1
            self.decoder.forget()
            return
        halves = self.promised if block.promised else self.halves
        half = halves.get(block.stream)
        if half is None:
            half = halves[block.stream] = _Half(block.time)
        count = 0
        while count < len(pairs) and pairs[count][0][0] == ":":
            count += 1
        pseudo, plain = dict(pairs[:count]), pairs[count:]
        interim = half.pseudo.get(":status", "").startswith("1")
        if half.headers is None or interim:
            if not half.spans:
                half.time = block.time
            half.headers, half.pseudo = plain, pseudo
        else:
            half.headers += plain  # trailers
        if block.flags & _END_STREAM and not block.promised:
            half.ended = True
        if block.promised:
            half.ended = True

    def _resynchronise(self) -> None:
        """Look for the next place behind a gap from which frames follow each other."""
        self.decoder.forget()
        self.block = None
        cursor = self.cursor
        while True:
            bound = min(cursor.limit, cursor.pos + _SEARCH)
            for at in range(cursor.pos, bound - 8):
                if self._plausible(at):
                    self.damaged += at - cursor.pos
                    cursor.pos = at
                    return
            self.damaged += cursor.limit - cursor.pos
            if not cursor.at_gap:
                cursor.pos = cursor.limit
                return
            cursor.cross()

    def _plausible(self, at: int) -> bool:
        data, limit = self.cursor.data, self.cursor.limit
        for _ in range(4):
            if at + 9 > limit:
                return at == limit
            if data[at] or data[at + 3] > _CONTINUATION or data[at + 5] & 0x80:
                return False
            kind, on_stream = data[at + 3], any(data[at + 5:at + 9])
            if on_stream == (kind in (_SETTINGS, _PING, _GOAWAY)) and kind != _WINDOW:
                return False
            at += 9 + (data[at + 1] << 8 | data[at + 2])
        return at <= limit


def read_http2(context: Context, upstream: Stream, downstream: Stream,
               upgraded: Message | None = None) -> Iterator[Exchange]:
    """All exchanges of a connection in the order of their requests; ``upgraded`` is the request of stream 1."""
    start = len(PREFACE) if upstream.data[:len(PREFACE)] == PREFACE else 0
    client, server = _Direction(upstream, start), _Direction(downstream)
    client.read()
    server.read()
    requests: dict[int, tuple[_Half, Data]] = {
        number: (half, server.cursor.data) for number, half in server.promised.items()}
    requests |= {number: (half, client.cursor.data) for number, half in client.halves.items() if number}
    times = {number: half.time for number, half in server.halves.items() if number}
    times |= {number: half.time for number, (half, _) in requests.items()}
    if upgraded is not None:
        times[1] = upgraded.time
    for number in sorted(times, key=lambda key: (times[key], key)):
        request: Message | None = None
        if upgraded is not None and number == 1:
            request = upgraded
        elif number in requests:
            half, data = requests.pop(number)
            request = half.message(data)
        answer = server.halves.get(number)
        response = answer.message(server.cursor.data) if answer is not None else None
        websocket: tuple[WebSocketMessage, ...] = ()
        if request is not None and response is not None and _carries_websocket(client, number):
            websocket = read_websocket(context, _data_of(client, number), _data_of(server, number),
                                       response.header("sec-websocket-extensions"))
            request.spans, response.spans = [], []
            request.complete = response.complete = True
        yield make_exchange(context, f"{context.prefix}.{number}", request, response, "http/2", websocket)
    for side in (client, server):
        if side.damaged:
            context.note(Gap.HTTP_DAMAGED, side.damaged, detail="HTTP/2 frames")
        if side.decoder.unknown:
            context.note(Gap.HTTP_DAMAGED, 0, side.decoder.unknown, "HTTP/2 headers that refer to lost ones")


def _carries_websocket(client: _Direction, number: int) -> bool:
    """Whether the stream was opened by an extended CONNECT for WebSocket (RFC 8441)."""
    half = client.halves.get(number)
    return half is not None and half.pseudo.get(":protocol") == "websocket"


def _data_of(side: _Direction, number: int) -> Stream:
    """The DATA of one stream as a stream of its own."""
    half = side.halves[number]
    starts, times, size = [], [], 0
    for start, end in half.spans:
        starts.append(size)
        times.append(side.stream.time_at(start))
        size += end - start
    return Stream(gather(side.cursor.data, half.spans), starts, times, closed=half.ended)
