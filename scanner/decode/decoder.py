"""The stage's front: takes an exchange apart into URL, headers, bodies and WebSocket messages, and adds up."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from scanner.model import Body, Direction, Exchange, Field, Gap, Headers, Note, NoteSink, Origin

from . import content, content_encoding, headers, nested, url, websocket
from .budget import Budget, Limits
from .content_type import is_cached_for_all
from .message import Account, Message
from .repeated import Repeated
from .text import scrub, to_text
from .tree import Trees

_BOMB_SAMPLE = 1 << 20
"""Of an unpacking that was stopped, this much of the output is searched as text."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The fields of one exchange, and the account of its bytes.

    ``body_bytes`` are those of bodies and WebSocket messages as captured; ``decoded_bytes`` of them were decoded
    in full, notes name the others one by one: ``body_bytes == decoded_bytes + sum(note.bytes)``. ``head_bytes``
    are URL and headers. ``plain_bytes`` were turned into fields after content decoding. ``endpoint_path`` is the
    raw path without query.
    """

    fields: list[Field]
    body_bytes: int
    decoded_bytes: int
    head_bytes: int
    plain_bytes: int
    endpoint_path: str

    def __repr__(self) -> str:
        return f"Decoded({len(self.fields)} fields, {self.decoded_bytes} of {self.body_bytes} bytes)"


class Decoder:
    """Decodes exchanges; holds the key-path trees that they share and the budget of each message."""

    def __init__(self, limits: Limits = Limits()) -> None:  # noqa: B008 - frozen
        self._limits = limits
        self._trees = Trees(limits)
        self._repeated = Repeated()

    def decode(self, exchange: Exchange, note: NoteSink) -> Decoded:
        """All fields of both directions and of WebSocket messages; what is not decoded goes to ``note``."""
        with _collector_paused():
            request = self._side(exchange, "request", exchange.request_headers, exchange.request_body)
            response = self._side(exchange, "response", exchange.response_headers, exchange.response_body)
            frames = self._message()
            frame_bytes = frame_plain = 0
            for number, frame in enumerate(exchange.websocket):
                frame_bytes += len(frame.data)
                frames.account = Account(len(frame.data))
                websocket.decode(frames, number, frame)
                frame_plain += len(frame.data)
        named = 0
        for message in (request, response, frames):
            for (gap, detail, read), (size, count) in message.gaps.items():
                note(Note(gap, exchange.capture, exchange.host, size, count, detail, read, exchange.time))
                named += size
        body_bytes = len(exchange.request_body.data) + len(exchange.response_body.data) + frame_bytes
        return Decoded(
            fields=request.fields + response.fields + frames.fields,
            body_bytes=body_bytes,
            decoded_bytes=body_bytes - named,
            head_bytes=(len(exchange.target) + headers.head_size(exchange.request_headers)
                        + headers.head_size(exchange.response_headers)),
            plain_bytes=request.account.plain + response.account.plain + frame_plain,
            endpoint_path=exchange.target.partition("#")[0].partition("?")[0],
        )

    def _message(self) -> Message:
        return Message(self._trees, Budget(self._limits), nested.expand, nested.look, content.decode)

    def _side(self, exchange: Exchange, direction: Direction, fields: Headers, body: Body) -> Message:
        message = self._message()
        if direction == "request":
            url.decode_target(message, scrub(exchange.target), direction)
        headers.decode(message, fields, direction, self._repeated)
        if body.data:
            self._body(message, direction, fields, body)
        return message

    def _body(self, message: Message, direction: Direction, fields: Headers, body: Body) -> None:
        """Undo the content encoding, then decode by type."""
        message.account = Account(len(body.data))
        root = message.trees.root("body")
        encoding = "" if body.plain else _header(fields, "content-encoding")
        unpacked = content_encoding.decode(body.data, encoding, message.budget)
        origin = Origin(direction, "body", unpacked.steps,
                        static=direction == "response" and is_cached_for_all(fields))
        content_type = _header(fields, "content-type")
        if body.charset:
            content_type = f"{content_type.partition(';')[0]}; charset={body.charset}" if (
                "multipart" not in content_type) else content_type
        message.account.plain = max(1, len(unpacked.data))
        if unpacked.gap is None:
            message.content(unpacked.data, content_type, root, (), origin)
            return
        message.gap(unpacked.gap, message.account.plain, unpacked.detail, read=bool(unpacked.data))
        if unpacked.gap in (Gap.BUDGET_RATIO, Gap.BUDGET_BYTES):
            message.add(to_text(unpacked.data[:_BOMB_SAMPLE]), root, (), origin)
        else:
            message.content(unpacked.data, content_type, root, (), origin)


def _header(fields: Headers, name: str) -> str:
    """The value of a header, several lines joined."""
    size = len(name)
    return ", ".join([value for key, value in fields if len(key) == size and key.lower() == name])


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keep the cyclic collector from walking a million young fields again and again; they hold no cycles."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
