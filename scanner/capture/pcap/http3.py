"""Reads HTTP/3 (RFC 9114) from the streams of a QUIC connection: requests, pushes, WebSocket over a stream."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.model import Exchange, Gap, WebSocketMessage

from .context import Context
from .conversation import read_conversation
from .http3_frames import Control
from .http3_headers import FieldSections, Pair
from .http3_messages import Half
from .messages import Message, make_exchange, part_names, split_authority
from .quic_packets import Cut, varint
from .quic_streams import Ignored, Reader
from .websocket import websocket_parts

_FLUSH = 48 << 20
"""Bytes of finished exchanges that are held to give them out in the order of their requests."""
_MAX_PUSHES = 1 << 14
_MAX_OPEN = 1 << 14
"""Requests that are followed at the same time; peers allow some hundred."""
_OVERHEAD = 2000


class Http3:
    """One connection; streams are pushed in, exchanges come out when both directions of a stream are finished."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._fields = (FieldSections(), FieldSections())
        self._requests: dict[int, tuple[Half, Half]] = {}
        self._promises: dict[int, Message] = {}
        self._pushed: dict[int, Half] = {}
        self._done: list[Exchange] = []
        self._held = 0
        self._damaged = 0
        self._other = Ignored()
        """Streams that are not HTTP/3's: WebTransport, extensions."""
        self._headless = Ignored()

    def reader(self, number: int, side: int) -> Reader:
        """Who reads what ``side`` (0 the client) sends on a stream."""
        if number & 2:
            return _Unidirectional(self, side)
        if number & 1:
            return self._other
        halves = self._requests.get(number)
        if halves is None:
            if len(self._requests) >= _MAX_OPEN:
                self._complete(next(iter(self._requests)))

            def ended() -> None:
                self._ended(number)

            halves = self._requests[number] = (
                Half(self._fields[0], self._context.max_body, ended),
                Half(self._fields[1], self._context.max_body, ended, self._promise))
        return halves[side]

    def reset(self, number: int, side: int) -> None:
        """The sender gave up a stream."""
        halves = self._requests.get(number)
        if halves is not None:
            halves[side].reset = True

    def fields(self, side: int) -> FieldSections:
        """The field sections that ``side`` sends."""
        return self._fields[side]

    def ready(self) -> Iterator[Exchange]:
        """What is finished, when so much is held that it has to go."""
        if self._held > _FLUSH:
            yield from self._give()

    def finish(self) -> Iterator[Exchange]:
        """All the rest; the streams were ended before."""
        for fields in self._fields:
            fields.finish()
        for number in list(self._requests):
            self._complete(number)
        for number in list(self._promises):
            self._complete_push(number)
        yield from self._give()
        context = self._context
        if self._damaged or any(fields.damaged for fields in self._fields):
            context.note(Gap.HTTP_DAMAGED, self._damaged + sum(fields.damaged for fields in self._fields),
                         detail="HTTP/3 frames")
        unknown = sum(fields.unknown for fields in self._fields)
        if unknown:
            context.note(Gap.HTTP_DAMAGED, 0, unknown, "HTTP/3 headers that refer to lost ones")
        if self._headless.size:
            context.note(Gap.HTTP_DAMAGED, self._headless.size, detail="HTTP/3 streams without their start")
        if self._other.size:
            context.note(Gap.PROTOCOL_UNREAD, self._other.size, detail="QUIC streams of other protocols")

    def push(self, number: int) -> Reader:
        """Who reads the push stream with this push id."""
        if number in self._pushed or len(self._pushed) >= _MAX_PUSHES:
            return self._other

        def ended() -> None:
            if number in self._promises and self._pushed[number].settled:
                self._complete_push(number)

        half = self._pushed[number] = Half(self._fields[1], self._context.max_body, ended)
        return half

    @property
    def other(self) -> Ignored:
        """Counts what is not read."""
        return self._other

    @property
    def headless(self) -> Ignored:
        """Counts streams whose start was not captured."""
        return self._headless

    def _promise(self, number: int, pairs: list[Pair] | None, time: float) -> None:
        if pairs is None or number in self._promises or len(self._promises) >= _MAX_PUSHES:
            return
        pseudo = dict(pair for pair in pairs if pair[0][:1] == ":")
        self._promises[number] = Message(
            [pair for pair in pairs if pair[0][:1] != ":"], time, version="3", method=pseudo.get(":method", ""),
            target=pseudo.get(":path", ""), authority=pseudo.get(":authority", ""))
        half = self._pushed.get(number)
        if half is not None and half.settled:
            self._complete_push(number)

    def _ended(self, number: int) -> None:
        halves = self._requests.get(number)
        if halves is not None and halves[0].settled and halves[1].settled:
            self._complete(number)

    def _complete(self, number: int) -> None:
        request, response = self._requests.pop(number)
        self._damaged += request.damaged + response.damaged
        if request.empty and response.empty:
            return
        asked = None if request.empty else self._message(request)
        answered = None if response.empty else self._message(response)
        name = f"{self._context.prefix}.{number}"
        error = "stream reset" if request.reset or response.reset else ""
        if asked is None or answered is None or asked.method != "CONNECT" or not 200 <= answered.status < 300:
            self._add(name, asked, answered, (), error)
            return
        for message in (asked, answered):
            message.spans, message.missing, message.complete = [], 0, True
        protocol = request.pseudo.get(":protocol", "")
        up, down = request.stream(), response.stream()
        if protocol == "websocket":  # RFC 9220
            parts = websocket_parts(self._context, up, down, answered.header("sec-websocket-extensions"))
            for each, messages in zip(part_names(name), parts, strict=False):
                self._add(each, asked, answered, messages, error)
            return
        self._add(name, asked, answered, (), error)
        if protocol:
            self._other.size += len(up.data) + len(down.data)
            return
        host, port = split_authority(asked.authority)
        for exchange in read_conversation(self._context.tunnelled(name, host, port), up, down):
            self._hold(exchange)

    def _complete_push(self, number: int) -> None:
        promise = self._promises.pop(number)
        half = self._pushed.get(number)
        response = None
        if half is not None:
            self._damaged += half.damaged
            response = None if half.empty else self._message(half)
            half.drop_body()
        self._add(f"{self._context.prefix}.push-{number}", promise, response, (), "")

    def _message(self, half: Half) -> Message:
        message = half.message()
        if half.beyond:
            self._context.note(Gap.BODY_TRUNCATED, half.beyond, detail="cut by the bound of the reader")
        return message

    def _add(self, number: str, request: Message | None, response: Message | None,
             websocket: tuple[WebSocketMessage, ...], error: str) -> None:
        self._hold(make_exchange(self._context, number, request, response, "http/3", websocket, error))

    def _hold(self, exchange: Exchange) -> None:
        self._done.append(exchange)
        self._held += (len(exchange.request_body.data) + len(exchange.response_body.data) + _OVERHEAD
                       + sum(len(value) for pairs in (exchange.request_headers, exchange.response_headers)
                             for _, value in pairs)
                       + sum(len(message.data) for message in exchange.websocket))

    def _give(self) -> Iterator[Exchange]:
        done, self._done = self._done, []
        self._held = 0
        done.sort(key=lambda exchange: exchange.time)
        yield from done


class _Encoder:
    """A QPACK encoder stream."""

    def __init__(self, fields: FieldSections) -> None:
        self._fields = fields

    def feed(self, data: bytes, time: float) -> None:
        """Instructions."""
        self._fields.insert(data)

    def gap(self, missing: int) -> None:
        """Instructions are missing."""
        self._fields.lose()

    def end(self, whole: bool) -> None:
        """Encoder streams end with their connection."""


class _Unidirectional:
    """A stream in one direction: its first integer says what it is (RFC 9114 §6.2)."""

    def __init__(self, connection: Http3, side: int) -> None:
        self._connection = connection
        self._side = side
        self._start = b""
        self._reader: Reader | None = None

    def feed(self, data: bytes, time: float) -> None:
        """The next bytes."""
        if self._reader is None:
            data = self._start + data
            try:
                self._reader, at = self._choose(data)
            except Cut:
                self._start = data
                return
            data = data[at:]
        if data:
            self._reader.feed(data, time)

    def gap(self, missing: int) -> None:
        """Bytes are missing; without its first ones nobody knows what the stream is."""
        if self._reader is None:
            self._reader = self._connection.headless
        self._reader.gap(missing)

    def end(self, whole: bool) -> None:
        """The stream ended."""
        if self._reader is not None:
            self._reader.end(whole)

    def _choose(self, data: bytes) -> tuple[Reader, int]:
        connection = self._connection
        kind, at = varint(data, 0)
        if kind == 0:
            return Control(connection.fields(1 - self._side)), at
        if kind == 1 and self._side == 1:
            number, at = varint(data, at)
            return connection.push(number), at
        if kind == 2:
            return _Encoder(connection.fields(self._side)), at
        if kind == 3 or kind % 0x1F == 0x21 % 0x1F:
            return Ignored(), at  # acknowledgements of the QPACK decoder; reserved, to be ignored
        return connection.other, at
