"""Makes exchanges of HTTP/2 (RFC 9113): streams of both directions, pushed responses, WebSocket over a stream."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from math import inf

from scanner.model import Exchange, Gap

from .context import Context
from .http2_direction import Direction, Half
from .http2_frames import PREFACE
from .messages import Message, make_exchange, part_names, split_authority
from .stream import GAP, Hole, Stream, gather
from .websocket import websocket_parts

_SLICE = 4 << 20
"""Bytes of a long connection that are read before what is complete is handed on."""
_WAITING = 1000
"""Exchanges that wait for an earlier one to be complete."""
_OPEN = 10_000
"""Streams that are kept while they are not complete."""
Inside = Callable[[Context, Stream, Stream], Iterator[Exchange]]


def read_http2(context: Context, upstream: Stream, downstream: Stream, upgraded: Message | None = None,
               tunnel: Inside | None = None) -> Iterator[Exchange]:
    """All exchanges of a connection in the order of their requests.

    ``upgraded`` is the request of stream 1, ``tunnel`` reads what goes through a stream that CONNECT opened.
    """
    start = len(PREFACE) if upstream.data[:len(PREFACE)] == PREFACE else 0
    client, server = Direction(upstream, context.max_body, start), Direction(downstream, context.max_body)
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

    def __init__(self, context: Context, client: Direction, server: Direction, upgraded: Message | None,
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


def _data_of(side: Direction, half: Half) -> Stream:
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
