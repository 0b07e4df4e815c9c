"""Reads WebSocket messages: frames, masks, fragments, permessage-deflate (RFC 6455, RFC 7692)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from scanner.model import Gap, WebSocketMessage

from .context import Context
from .stream import Cursor, Stream, join

_TEXT, _BINARY, _CONTINUATION, _CONTROL = 1, 2, 0, 8
_PART = 32 << 20
"""Bytes of messages after which a conversation is handed on as far as it was read."""
_MESSAGE_COST = 200
"""Bytes that a message takes beside its content."""


@dataclass(slots=True, eq=False, repr=False)
class _Direction:
    """One direction: the message that is being put together, and the state of its inflater."""

    stream: Stream
    from_client: bool
    deflate: bool
    keeps_context: bool
    bound: int
    unread: int = 0
    detail: str = ""
    _inflater: zlib._Decompress | None = None

    def read(self) -> Iterator[WebSocketMessage]:
        """The messages one after the other; of one larger than the bound no more is kept than that."""
        cursor = Cursor(self.stream)
        parts: list[bytes] = []
        opcode = size = 0
        time = 0.0
        compressed = damaged = False
        while not cursor.finished:
            start = cursor.pos
            header = _frame_header(cursor)
            if header is None:
                rest = len(cursor.data) - start
                self._skip(rest, "frames that are cut or make no sense")
                return
            kind, length, mask = header
            taken = cursor.take(length)
            room = self.bound if kind & 15 else max(self.bound - size, 0)
            payload = _unmask(join(cursor.data, taken.spans, room), mask)
            if not taken.in_step:
                self._skip(taken.size + len(cursor.data) - cursor.pos + size, "frames that are cut or make no sense")
                return
            if kind & 15 >= _CONTROL:  # may stand between fragments (RFC 6455 §5.4)
                if not taken.missing:
                    yield WebSocketMessage(self.from_client, kind & 15, payload, self.stream.time_at(start))
                continue
            if kind & 15 != _CONTINUATION:
                self._skip(size, "fragments without an end")
                parts, size, damaged = [], 0, False
                opcode, compressed = kind & 15, bool(kind & 0x40)
                time = self.stream.time_at(start)
            parts.append(payload)
            size += taken.size
            damaged = damaged or bool(taken.missing)
            if kind & 0x80:
                message = self._message(opcode, b"".join(parts), size, compressed, damaged, time)
                if message is not None:
                    yield message
                parts, size, damaged = [], 0, False
        self._skip(size, "fragments without an end")

    def _message(self, opcode: int, data: bytes, size: int, compressed: bool, damaged: bool,
                 time: float) -> WebSocketMessage | None:
        """A message of ``size`` bytes, of which ``data`` was kept."""
        if opcode not in (_TEXT, _BINARY) or damaged:
            self._skip(size, "frames that are cut or make no sense")
            if compressed and damaged:
                self._inflater = None
            return None
        if size > self.bound:
            self._skip(size - len(data), "message too large")
        if compressed:
            inflated = self._inflate(data) if self.deflate else None
            if size > self.bound:
                self._inflater = None
            if inflated is None:
                self._skip(len(data), "compressed message")
                return None
            data = inflated
        if len(data) > self.bound:
            self._skip(len(data) - self.bound, "message too large")
            data = data[:self.bound]
        return WebSocketMessage(self.from_client, opcode, data, time)

    def _inflate(self, data: bytes) -> bytes | None:
        if self._inflater is None or not self.keeps_context:
            self._inflater = zlib.decompressobj(-15)
        try:
            plain = self._inflater.decompress(data + b"\0\0\xff\xff", self.bound + 1)
        except zlib.error:
            return None
        if self._inflater.unconsumed_tail or self._inflater.eof:
            self._inflater = None
        return plain

    def _skip(self, size: int, detail: str) -> None:
        if size > 0:
            self.unread += size
            self.detail = detail


def _frame_header(cursor: Cursor) -> tuple[int, int, bytes] | None:
    """First byte, payload length and mask of the frame at the cursor; None when it is cut or impossible."""
    data, at, limit = cursor.data, cursor.pos, cursor.limit
    if at + 2 > limit:
        return None
    first, second = data[at], data[at + 1]
    at += 2
    length = second & 0x7F
    wide = {126: 2, 127: 8}.get(length, 0)
    masked = 4 if second & 0x80 else 0
    if at + wide + masked > limit or first & 15 not in (0, 1, 2, 8, 9, 10) or first & 0x30:
        return None
    if wide:
        length = int.from_bytes(data[at:at + wide], "big")
        at += wide
    cursor.pos = at + masked
    return first, length, data[at:at + masked]


def _unmask(payload: bytes, mask: bytes) -> bytes:
    """The payload XOR its mask, as one large number."""
    if not mask or not payload:
        return payload
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


def read_websocket(context: Context, upstream: Stream, downstream: Stream,
                   extensions: str) -> tuple[WebSocketMessage, ...]:
    """The messages of both directions in the order of their times; what cannot be read is noted."""
    return tuple(message for part in websocket_parts(context, upstream, downstream, extensions) for message in part)


def websocket_parts(context: Context, upstream: Stream, downstream: Stream,
                    extensions: str) -> Iterator[tuple[WebSocketMessage, ...]]:
    """The same in parts (at least one), so that a conversation without an end needs no more memory than a part."""
    offered = extensions.lower()
    deflate = "permessage-deflate" in offered
    sides = (
        _Direction(upstream, True, deflate, "client_no_context_takeover" not in offered, context.max_body),
        _Direction(downstream, False, deflate, "server_no_context_takeover" not in offered, context.max_body),
    )
    part: list[WebSocketMessage] = []
    size = 0
    for message in merge(*(side.read() for side in sides), key=lambda item: item.time):
        part.append(message)
        size += len(message.data) + _MESSAGE_COST
        if size > _PART:
            yield _in_order(part)
            part, size = [], 0
    for side in sides:
        if side.unread:
            context.note(Gap.WEBSOCKET_UNREAD, side.unread, detail=side.detail)
    yield _in_order(part)


def _in_order(messages: list[WebSocketMessage]) -> tuple[WebSocketMessage, ...]:
    return tuple(sorted(messages, key=lambda item: (item.time, not item.from_client)))
