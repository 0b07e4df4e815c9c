"""Pairs HTTP/1 requests with their responses and follows a connection into tunnels and upgrades."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scanner.model import Exchange, Gap

from .context import Context
from .http1 import RequestReader, ResponseReader
from .messages import Message, make_exchange, part_names, split_authority
from .stream import Stream
from .websocket import websocket_parts

Inside = Callable[[Context, Stream, Stream], Iterator[Exchange]]


@dataclass(frozen=True, slots=True)
class Continuations:
    """Who reads what follows when HTTP/1 hands the connection over."""

    tunnel: Inside
    h2c: Callable[[Context, Stream, Stream, Message], Iterator[Exchange]]


def read_http1(context: Context, upstream: Stream, downstream: Stream, follow: Continuations) -> Iterator[Exchange]:
    """All exchanges of a connection, in the order of its requests."""
    pairs = _Pairs(upstream, downstream, context.max_body)
    for request, response in pairs.read():
        protocol = f"http/{(request or response or Message([], 0.0)).version or '1.0'}"
        number = context.next_id()
        if response is not None and response.status == 101:
            yield from _upgraded(context, number, pairs, request, response, protocol, follow)
            break
        yield make_exchange(context, number, request, response, protocol)
        if request is not None and request.method == "CONNECT" and response is not None \
                and 200 <= response.status < 300:
            host, port = split_authority(request.target.partition(" ")[0])
            yield from follow.tunnel(context.tunnelled(number, host, port),
                                     pairs.requests.stream.tail(pairs.requests.cursor),
                                     pairs.responses.stream.tail(pairs.responses.cursor))
            break
    for reader in (pairs.requests, pairs.responses):
        if reader.skipped:
            context.note(Gap.HTTP_DAMAGED, reader.skipped, detail="bytes between messages")


def _upgraded(context: Context, number: str, pairs: _Pairs, request: Message | None, response: Message,
              protocol: str, follow: Continuations) -> Iterator[Exchange]:
    """The connection changes its protocol after this exchange."""
    upstream = pairs.requests.stream.tail(pairs.requests.cursor)
    downstream = pairs.responses.stream.tail(pairs.responses.cursor)
    wanted = response.header("upgrade").lower()
    if "websocket" in wanted:
        parts = websocket_parts(context, upstream, downstream, response.header("sec-websocket-extensions"))
        for name, messages in zip(part_names(number), parts, strict=False):
            yield make_exchange(context, name, request, response, protocol, messages)
    elif "h2c" in wanted and request is not None:
        # The request has two answers: this one, and that on stream 1.
        yield make_exchange(context, number, request, response, protocol)
        yield from follow.h2c(context.tunnelled(number, "", 0), upstream, downstream, request)
    else:
        yield make_exchange(context, number, request, response, protocol)
        yield from follow.tunnel(context.tunnelled(number, "", 0), upstream, downstream)


def _switches(request: Message, response: Message) -> bool:
    """Whether a response can only belong to this request, because behind it the connection is no longer HTTP."""
    if request.method == "CONNECT":
        return 200 <= response.status < 300
    return response.status == 101 and bool(request.header("upgrade"))


class _Pairs:
    """Requests and responses in step; after a loss the times of their packets say what belongs together."""

    def __init__(self, upstream: Stream, downstream: Stream, max_body: int) -> None:
        self.requests = RequestReader(upstream, max_body)
        self.responses = ResponseReader(downstream, max_body)
        self._waiting: list[Message] = []

    def read(self) -> Iterator[tuple[Message | None, Message | None]]:
        while True:
            request = self._request()
            if request is not None and not request.version and self.responses.cursor.data \
                    and self.responses.cursor.pos == 0 and self.responses.cursor.data[:5] != b"HTTP/":
                yield request, self.responses.read_bare()
                continue
            response = self.responses.head()
            if request is None and response is None:
                return
            if request is not None and response is not None and response.resumed:
                yield from self._realign(request, response)
            elif request is not None and response is not None and request.resumed and response.time < request.time:
                yield None, self._filled(response, None)
                self._waiting.insert(0, request)
                request.resumed = response.resumed = True
            elif response is not None:
                yield request, self._filled(response, request)
            else:
                yield request, None

    def _filled(self, response: Message, request: Message | None) -> Message:
        """A response with its body; whether it has one depends on the request that it answers."""
        self.responses.fill(response, request.method if request is not None else "")
        return response

    def _request(self) -> Message | None:
        return self._waiting.pop(0) if self._waiting else self.requests.read()

    def _realign(self, request: Message, response: Message) -> Iterator[tuple[Message | None, Message | None]]:
        """Responses were lost before this one: it answers the last request that was sent before it.

        When requests were lost behind that one as well, nothing tells which of them it answers: it stands alone.
        """
        if response.time < request.time:
            yield None, self._filled(response, None)
            self._waiting.insert(0, request)
            return
        while not _switches(request, response):
            following = self._request()
            if following is None or following.time > response.time:
                break
            yield request, None
            request = following
        else:  # what the client sends next is no request
            yield request, self._filled(response, request)
            return
        if response.preceded and (following.preceded if following is not None else self.requests.lost):
            yield request, None
            yield None, self._filled(response, None)
        else:
            yield request, self._filled(response, request)
        if following is not None:
            self._waiting.insert(0, following)
