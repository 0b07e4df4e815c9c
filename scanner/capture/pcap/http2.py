"""Reads HTTP/2 (RFC 9113): frames of both directions, streams, pushed responses, WebSocket over a stream."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import inf

from scanner.model import Exchange, Gap

from .context import Context
from .hpack_decoder import HpackDecoder, HpackError, Pair
from .http2_frames import (
    CONTINUATION,
    DATA,
    GOAWAY,
    HEADERS,
    PING,
    PREFACE,
    PRIORITY,
    PROMISE,
    RESET,
    SETTINGS,
    WINDOW,
    find_frames,
    frames_follow,
)
from .messages import Message, make_exchange, part_names, split_authority
from .spool import Data
from .stream import GAP, Cursor, Hole, Span, Stream, gather
from .websocket import websocket_parts

_END_STREAM, _END_HEADERS, _PADDED, _HAS_PRIORITY = 1, 4, 8, 32
_CONTROL = (PRIORITY, RESET, SETTINGS, PING, GOAWAY, WINDOW)
_SLICE = 4 << 20
"""Bytes of a long connection that are read before what is complete is handed on."""
_WAITING = 1000
"""Exchanges that wait for an earlier one to be complete."""
_OPEN = 10_000
"""Streams that are kept while they are not complete."""
_MANY = 1 << 14
"""Pieces of a body that are kept apart."""
Inside = Callable[[Context, Stream, Stream], Iterator[Exchange]]
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
    settled: Message | None = None
    """Holds the beginning of a body of very many small pieces."""

    def message(self, data: Data) -> Message:
        """As a message; its body is complete when the stream was ended or holds what was announced."""
        headers = self.headers or []
        message = Message(headers, self.time, data, self.spans, self.missing, version="2",
                          method=self.pseudo.get(":method", ""), target=self.pseudo.get(":path", ""),
                          authority=self.pseudo.get(":authority", ""))
        if self.settled is not None:
            message.begun, message.before, message.gapped = (
                self.settled.begun, self.settled.before, self.settled.gapped)
        status = self.pseudo.get(":status", "")
        message.status = int(status) if status.isascii() and status.isdigit() and len(status) == 3 else 0
        message.complete = self.ended or message.header("content-length") == str(message.body_size)
        return message

    def settle(self, data: Data, bound: int) -> None:
        """Join the pieces of the body that there are by now."""
        if self.settled is None:
            self.settled = Message([], self.time, data)
        self.settled.spans = self.spans
        self.settled.settle(bound)
        self.spans = []


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

    def __init__(self, stream: Stream, bound: int, start: int = 0) -> None:
        self.stream = stream
        self.bound = bound
        self.cursor = Cursor(stream)
        self.cursor.pos = min(start, self.cursor.limit)
        self.decoder = HpackDecoder()
        self.halves: dict[int, _Half] = {}
        self.promised: dict[int, _Half] = {}
        self.reset: set[int] = set()
        """Streams that this side broke off."""
        self.given = [0, 0]
        """Even and odd streams up to these numbers that are not in ``halves`` were handed on already."""
        self.block: _Block | None = None
        self.damaged = 0
        self.broken_blocks = 0

    def read(self, until: int) -> None:
        """Read the frames that begin before this place in the data."""
        cursor = self.cursor
        data = cursor.data
        while not cursor.finished:
            at = cursor.pos
            if at >= until:
                return
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
                if kind <= CONTINUATION and kind not in _CONTROL:
                    self._frame(kind, flags, number, at, [(at + 9, end)], 0)
                elif kind == RESET and (number in self.halves or number > self.given[number & 1]):
                    self.reset.add(number)
                continue
            cursor.pos = at + 9
            taken = cursor.take(length)
            if kind == DATA:
                self._frame(kind, flags if taken.in_step else flags & ~_END_STREAM, number, at, taken.spans,
                            taken.missing)
            else:
                self.damaged += 9 + taken.size
                if kind in (HEADERS, PROMISE, CONTINUATION):
                    self.decoder.forget()
            if not taken.in_step:
                if cursor.finished:
                    return
                self._resynchronise()

    def _frame(self, kind: int, flags: int, number: int, at: int, spans: list[Span], missing: int) -> None:
        if kind == DATA:
            self._body(flags, number, at, spans, missing)
        elif kind in (HEADERS, PROMISE):
            start, end = spans[0]
            data = self.cursor.data
            if flags & _PADDED and start < end:
                end -= data[start]
                start += 1
            if kind == HEADERS and flags & _HAS_PRIORITY:
                start += 5
            target = number
            if kind == PROMISE:
                target = int.from_bytes(data[start:start + 4], "big") & 0x7FFFFFFF
                start += 4
            self.block = _Block(target, kind == PROMISE, flags, self.stream.time_at(at), [data[start:max(end, start)]])
            if flags & _END_HEADERS:
                self._headers()
        elif kind == CONTINUATION and self.block is not None:
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
            if number <= self.given[number & 1]:
                self.damaged += sum(end - start for start, end in spans)
                return
            half = self.halves[number] = _Half(self.stream.time_at(at))
        half.spans += [span for span in spans if span[1] > span[0] or span == GAP]
        if len(half.spans) > _MANY:
            half.settle(self.cursor.data, self.bound)
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
            if block.stream <= self.given[block.stream & 1] and not block.promised:
                self.damaged += len(raw)
                return
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

    def begin(self, whole: bool) -> None:
        """Where the beginning was not captured, go to the first frame that was; its headers may refer to lost ones."""
        data, at = self.cursor.data, self.cursor.pos
        begins = frames_follow(data, at, self.cursor.limit, 1) and data[at + 3] == SETTINGS and not data[at + 4]
        if not whole and not begins:
            self._resynchronise()

    def _resynchronise(self) -> None:
        """Look for the next place behind a gap from which frames follow each other."""
        self.decoder.forget()
        self.block = None
        cursor = self.cursor
        while True:
            found = find_frames(cursor.data, cursor.pos, cursor.limit)
            if found >= 0:
                self.damaged += found - cursor.pos
                cursor.pos = found
                return
            self.damaged += cursor.limit - cursor.pos
            if not cursor.at_gap:
                cursor.pos = cursor.limit
                return
            cursor.cross()


def read_http2(context: Context, upstream: Stream, downstream: Stream, upgraded: Message | None = None,
               tunnel: Inside | None = None) -> Iterator[Exchange]:
    """All exchanges of a connection in the order of their requests.

    ``upgraded`` is the request of stream 1, ``tunnel`` reads what goes through a stream that CONNECT opened.
    """
    start = len(PREFACE) if upstream.data[:len(PREFACE)] == PREFACE else 0
    client, server = _Direction(upstream, context.max_body, start), _Direction(downstream, context.max_body)
    client.begin(whole=bool(start) or not upstream.midstream)
    server.begin(whole=not downstream.midstream)
    streams = _Streams(context, client, server, upgraded, tunnel)
    for horizons in _slices(upstream, downstream):
        for side, until in zip((client, server), horizons, strict=True):
            side.read(until)
        yield from streams.give(final=False)
    yield from streams.give(final=True)
    for side in (client, server):
        if side.damaged:
            context.note(Gap.HTTP_DAMAGED, side.damaged, detail="HTTP/2 frames")
        if side.decoder.unknown:
            context.note(Gap.HTTP_DAMAGED, 0, side.decoder.unknown, "HTTP/2 headers that refer to lost ones")


def _slices(upstream: Stream, downstream: Stream) -> Iterator[tuple[int, int]]:
    """Places up to which both directions are read in turns, so that what they say at one time is read together.

    The last is the end of both; for a connection of usual size it is the only one.
    """
    sides = (upstream, downstream)
    ends = [0, 0]
    while sum(len(side.data) - end for side, end in zip(sides, ends, strict=True)) > _SLICE:
        wanted = [end + _SLICE for end in ends]
        times = [side.time_at(want) if want < len(side.data) else inf
                 for side, want in zip(sides, wanted, strict=True)]
        first = times.index(min(times))
        if times[first] == inf:
            break
        ends[first] = wanted[first]
        other = sides[1 - first]
        place = bisect_right(other.times, times[first])
        ends[1 - first] = max(ends[1 - first], other.starts[place] if place < len(other.starts) else len(other.data))
        yield ends[0], ends[1]
    yield len(upstream.data) + 1, len(downstream.data) + 1


class _Streams:
    """Hands the streams of a connection on: by the times of their requests, as soon as they are complete."""

    def __init__(self, context: Context, client: _Direction, server: _Direction, upgraded: Message | None,
                 tunnel: Inside | None) -> None:
        self.context, self.client, self.server = context, client, server
        self.upgraded, self.tunnel = upgraded, tunnel

    def give(self, final: bool) -> Iterator[Exchange]:
        """Streams that are complete and follow none that is not.

        When too many wait for such a one, they go before it; when too many are not complete, the oldest go as they are.
        """
        times = self._times()
        order = sorted(times, key=lambda key: (times[key], key))
        if not final:
            complete = [self._complete(number) for number in order]
            ready = complete.index(False) if False in complete else len(order)
            if sum(complete) - ready > _WAITING:
                order = [number for number, whole in zip(order, complete, strict=True) if whole]
            else:
                order = order[:max(ready, len(order) - _OPEN)]
        for number in order:
            yield from self._exchange(number)

    def _times(self) -> dict[int, float]:
        times = {number: half.time for number, half in self.server.halves.items() if number}
        times |= {number: half.time for number, half in self.server.promised.items()}
        times |= {number: half.time for number, half in self.client.halves.items() if number}
        if self.upgraded is not None:
            times[1] = self.upgraded.time
        return times

    def _complete(self, number: int) -> bool:
        """Nothing follows on this stream."""
        client, server = self.client, self.server
        if number in client.reset or number in server.reset:
            return True
        answer = server.halves.get(number)
        asked = client.halves.get(number) or server.promised.get(number)
        sent = asked.ended if asked is not None else self.upgraded is not None and number == 1
        return answer is not None and answer.ended and sent

    def _exchange(self, number: int) -> Iterator[Exchange]:
        context, client, server = self.context, self.client, self.server
        request: Message | None = None
        asked, promised = client.halves.pop(number, None), server.promised.pop(number, None)
        answer = server.halves.pop(number, None)
        for side in (client, server):
            side.reset.discard(number)
            side.given[number & 1] = max(side.given[number & 1], number)
        name = f"{context.prefix}.{number}"
        if self.upgraded is not None and number == 1:
            request, self.upgraded = self.upgraded, None
        elif asked is not None:
            request = asked.message(client.cursor.data)
        elif promised is not None:
            request = promised.message(server.cursor.data)
        response = answer.message(server.cursor.data) if answer is not None else None
        if asked is None or answer is None or request is None or response is None \
                or request.method != "CONNECT" or not 200 <= response.status < 300:
            yield make_exchange(context, name, request, response, "http/2")
            return
        up, down = _data_of(client, asked), _data_of(server, answer)
        protocol = asked.pseudo.get(":protocol")
        if protocol == "websocket":  # an extended CONNECT (RFC 8441)
            _empty(request, response)
            parts = websocket_parts(context, up, down, response.header("sec-websocket-extensions"))
            for each, messages in zip(part_names(name), parts, strict=False):
                yield make_exchange(context, each, request, response, "http/2", messages)
        elif protocol is None and self.tunnel is not None:
            _empty(request, response)
            yield make_exchange(context, name, request, response, "http/2")
            yield from self.tunnel(context.tunnelled(name, *split_authority(request.authority)), up, down)
        else:
            yield make_exchange(context, name, request, response, "http/2")


def _empty(*messages: Message) -> None:
    """Take the bodies out of messages whose data are something else."""
    for message in messages:
        message.spans, message.begun, message.before, message.missing, message.complete = [], b"", 0, 0, True


def _data_of(side: _Direction, half: _Half) -> Stream:
    """The DATA of one stream as a stream of its own."""
    begun = half.settled.begun if half.settled is not None else b""
    starts, times, size = ([0], [half.time], len(begun)) if begun else ([], [], 0)
    holes: list[Hole] = []
    gaps = half.spans.count(GAP)
    for start, end in half.spans:
        if (start, end) == GAP:  # how many bytes each gap has is not known any more
            holes.append(Hole(size, max(half.missing // gaps, 1)))
            continue
        starts.append(size)
        times.append(side.stream.time_at(start))
        size += end - start
    kept = [span for span in half.spans if span != GAP]
    data = gather(side.cursor.data, kept)
    return Stream(begun + data[:] if begun else data, starts, times, holes, closed=half.ended)
