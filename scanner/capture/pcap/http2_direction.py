"""Reads the frames of one direction of an HTTP/2 connection (RFC 9113 §4, §6) into the halves of its streams."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from .hpack_decoder import HpackDecoder, HpackError, Pair
from .http2_frames import (
    CONTINUATION,
    DATA,
    GOAWAY,
    HEADERS,
    PING,
    PRIORITY,
    PROMISE,
    RESET,
    SETTINGS,
    WINDOW,
    find_frames,
    frames_follow,
)
from .messages import Message
from .spool import Data
from .stream import GAP, Cursor, Span, Stream

_END_STREAM, _END_HEADERS, _PADDED, _HAS_PRIORITY = 1, 4, 8, 32
_CONTROL = (PRIORITY, RESET, SETTINGS, PING, GOAWAY, WINDOW)
_MANY = 1 << 14
"""Pieces of a body that are kept apart."""
_FRAME = struct.Struct(">HBBBI").unpack_from


@dataclass(slots=True, eq=False, repr=False)
class Half:
    """One direction of a stream."""

    time: float
    headers: list[Pair] | None = None
    pseudo: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    missing: int = 0
    ended: bool = False
    torn: bool = False
    """Frames were lost while it was open, perhaps some of its own."""
    settled: Message | None = None
    """Holds the beginning of a body of very many small pieces."""

    def message(self, data: Data) -> Message:
        """As a message; its body is complete when the stream was ended unharmed or holds what was announced."""
        pseudo = self.pseudo.get
        status = pseudo(":status", "")
        number = int(status) if len(status) == 3 and status.isascii() and status.isdigit() else 0
        message = Message(self.headers or [], self.time, data, self.spans, self.missing, self.ended and not self.torn,
                          False, False, "2", pseudo(":method", ""), pseudo(":path", ""), pseudo(":authority", ""),
                          number)
        if self.settled is not None:
            message.begun, message.before, message.gapped = (
                self.settled.begun, self.settled.before, self.settled.gapped)
        message.gapped = message.gapped or self.torn
        if not message.complete and (announced := message.header("content-length")):
            message.complete = announced == str(message.body_size)
            if self.torn and message.complete:
                message.spans = [span for span in message.spans if span != GAP]
            elif self.torn and announced.isdigit() and announced.isascii() and len(announced) < 16:
                message.missing = max(int(announced) - message.body_size, message.missing)
        return message

    def tear(self) -> None:
        """Frames were lost here."""
        if not self.ended:
            self.torn = True
            if not self.spans or self.spans[-1] != GAP:
                self.spans.append(GAP)

    def settle(self, data: Data, bound: int) -> None:
        """Join the pieces of the body that there are by now."""
        if self.settled is None:
            self.settled = Message([], self.time, data)
        self.settled.spans = self.spans
        self.settled.settle(bound)
        self.spans = []


@dataclass(slots=True, eq=False, repr=False)
class _Block:
    """A header block that goes on in CONTINUATION frames."""

    stream: int
    promised: bool
    flags: int
    time: float
    parts: list[bytes]


class Direction:
    """All frames of one direction."""

    def __init__(self, stream: Stream, bound: int, start: int = 0) -> None:
        self.stream = stream
        self.bound = bound
        self.cursor = Cursor(stream)
        self.cursor.pos = min(start, self.cursor.limit)
        self.decoder = HpackDecoder()
        self.halves: dict[int, Half] = {}
        self.promised: dict[int, Half] = {}
        self.reset: set[int] = set()
        """Streams that this side broke off."""
        self.given = [0, 0]
        """Even and odd streams up to these numbers that are not in ``halves`` were handed on already."""
        self.block: _Block | None = None
        self.damaged = 0

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
                if kind == DATA and not flags & _PADDED:
                    half = self.halves.get(number)
                    if half is not None and len(half.spans) < _MANY:  # the usual case
                        if length:
                            half.spans.append((at + 9, end))
                        if flags & _END_STREAM:
                            half.ended = True
                        continue
                if kind == HEADERS and flags & (_END_HEADERS | _PADDED) == _END_HEADERS:  # so is this
                    self.block = None
                    start = at + 14 if flags & _HAS_PRIORITY else at + 9
                    self._headers(data[start:max(end, start)], number, False, flags, self.stream.time_at(at))
                    continue
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
            raw, time = data[start:max(end, start)], self.stream.time_at(at)
            if flags & _END_HEADERS:
                self.block = None
                self._headers(raw, target, kind == PROMISE, flags, time)
            else:
                self.block = _Block(target, kind == PROMISE, flags, time, [raw])
        elif kind == CONTINUATION and self.block is not None:
            start, end = spans[0]
            self.block.parts.append(self.cursor.data[start:end])
            if flags & _END_HEADERS:
                block, self.block = self.block, None
                self._headers(b"".join(block.parts), block.stream, block.promised, block.flags, block.time)

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
            half = self.halves[number] = Half(self.stream.time_at(at))
            half.torn = True  # its headers came before
        half.spans += [span for span in spans if span[1] > span[0] or span == GAP]
        if len(half.spans) > _MANY:
            half.settle(self.cursor.data, self.bound)
        half.missing += missing
        if flags & _END_STREAM:
            half.ended = True

    def _headers(self, raw: bytes, number: int, promised: bool, flags: int, time: float) -> None:
        """A whole header block: that of a stream, or its trailers."""
        try:
            pairs = self.decoder.decode(raw)
        except HpackError:
            self.damaged += len(raw)
            self.decoder.forget()
            return
        halves = self.promised if promised else self.halves
        half = halves.get(number)
        count = 0
        while count < len(pairs) and pairs[count][0][0] == ":":
            count += 1
        pseudo, plain = dict(pairs[:count]), pairs[count:]
        if half is None:
            if number <= self.given[number & 1] and not promised:
                self.damaged += len(raw)
                return
            halves[number] = Half(time, plain, pseudo, [], 0, bool(flags & _END_STREAM or promised))
            return
        if half.headers is None or half.pseudo.get(":status", "").startswith("1"):
            if not half.spans:
                half.time = time
            half.headers, half.pseudo = plain, pseudo
        else:
            half.headers += plain  # trailers
        if flags & _END_STREAM or promised:
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
        for half in self.halves.values():
            half.tear()
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
