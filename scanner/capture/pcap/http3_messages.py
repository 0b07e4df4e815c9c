"""Messages of HTTP/3: what a request stream says in one direction, or a push stream (RFC 9114 §4.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .http3_frames import HEADERS, PUSH_PROMISE, Frames
from .http3_headers import FieldSections, Pair
from .messages import Message
from .quic_packets import Cut, varint
from .stream import GAP, Span, Stream

_MAX_SECTIONS = 1 << 10


@dataclass(slots=True)
class Section:
    """One header section of a message, None until it is decoded or when it is lost."""

    pairs: list[Pair] | None = None
    waits: bool = True


Promise = Callable[[int, list[Pair] | None, float], None]


@dataclass(slots=True)
class _Body:
    pieces: list[bytes] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    size: int = 0
    beyond: int = 0
    missing: int = 0


class Half(Frames):
    """One direction of a request stream, or a push stream: field sections and a body."""

    def __init__(self, fields: FieldSections, bound: int, ended: Callable[[], None],
                 promised: Promise | None = None) -> None:
        super().__init__()
        self.time = 0.0
        self.ended = False
        """Nothing follows on the stream."""
        self.whole = False
        """The sender ended it, and no frame is cut."""
        self.reset = False
        self.pseudo: dict[str, str] = {}
        self._fields = fields
        self._bound = bound
        self._on_end = ended
        self._promised = promised
        self._sections: list[Section] = []
        self._body = _Body()

    @property
    def empty(self) -> bool:
        """Nothing of a message was captured."""
        return not self._sections and not self._body.size and not self._body.beyond

    @property
    def settled(self) -> bool:
        """The stream ended and all its field sections are decoded."""
        return self.ended and not any(section.waits for section in self._sections)

    @property
    def held(self) -> int:
        """Bytes of the body in memory."""
        return self._body.size

    @property
    def beyond(self) -> int:
        """Bytes of the body that were not kept because of the reader's bound."""
        return self._body.beyond

    def wanted(self, kind: int) -> bool:
        """Field sections; promises where they may stand."""
        return kind == HEADERS or (kind == PUSH_PROMISE and self._promised is not None)

    def signals(self) -> bool:
        """At the start of a stream only."""
        return self.empty

    def begins(self, time: float) -> None:
        """The first section gives the message its time."""
        if not self._sections and not self._body.size:
            self.time = time

    def frame(self, kind: int, payload: bytes, time: float) -> None:
        """A field section or a promise."""
        if kind == PUSH_PROMISE:
            self._promise(payload, time)
            return
        if len(self._sections) >= _MAX_SECTIONS:
            self.damaged += len(payload)
            return
        section = Section()
        self._sections.append(section)

        def take(pairs: list[Pair] | None) -> None:
            section.pairs, section.waits = pairs, False
            if self.ended:
                self._on_end()

        self._fields.decode(payload, take)

    def _promise(self, payload: bytes, time: float) -> None:
        try:
            number, at = varint(payload, 0)
        except Cut:
            self.damaged += len(payload)
            return
        promised = self._promised
        assert promised is not None
        self._fields.decode(payload[at:], lambda pairs: promised(number, pairs, time))

    def body(self, data: bytes, time: float) -> None:
        """Keep a piece within the bound."""
        body = self._body
        if not body.size and not self._sections:
            self.time = time
        room = self._bound - body.size
        if len(data) > room:
            body.beyond += len(data) - room
            data = data[:room]
            if not data:
                return
        body.pieces.append(data)
        body.times.append(time)
        body.size += len(data)

    def body_gap(self, missing: int) -> None:
        """A gap in the body."""
        body = self._body
        start = next((end for _, end in reversed(body.spans) if end), 0)
        if body.size > start:
            body.spans.append((start, body.size))
        body.spans.append(GAP)
        body.missing += missing

    def section_lost(self) -> None:
        """The place of the section is kept: it may be the first one."""
        self._sections.append(Section(None, False))

    def end(self, whole: bool) -> None:
        """The stream ended."""
        self.ended = True
        self.whole = not self.unfinished() and whole
        self._on_end()

    def message(self) -> Message:
        """The message: final head (RFC 9114 §4.1: interim responses come first), trailers behind the headers."""
        headers: list[Pair] = []
        pseudo: dict[str, str] = {}
        known = False
        for section in self._sections:
            if section.pairs is None:
                continue
            count = 0
            while count < len(section.pairs) and section.pairs[count][0][:1] == ":":
                count += 1
            if known and not pseudo.get(":status", "").startswith("1"):
                headers += section.pairs  # trailers
                continue
            known = True
            pseudo, headers = dict(section.pairs[:count]), section.pairs[count:]
        self.pseudo = pseudo
        body = self._body
        data = body.pieces[0] if len(body.pieces) == 1 else b"".join(body.pieces)
        spans = list(body.spans)
        start = next((end for _, end in reversed(spans) if end), 0)
        if body.size > start:
            spans.append((start, body.size))
        message = Message(headers, self.time, data, spans, body.missing + body.beyond, version="3",
                          method=pseudo.get(":method", ""), target=pseudo.get(":path", ""),
                          authority=pseudo.get(":authority", ""))
        status = pseudo.get(":status", "")
        message.status = int(status) if status.isascii() and status.isdigit() and len(status) == 3 else 0
        message.complete = self.whole or message.header("content-length") == str(body.size + body.beyond)
        return message

    def stream(self) -> Stream:
        """The body as a stream of its own: what a tunnel or a WebSocket carried."""
        starts, size = [], 0
        for piece in self._body.pieces:
            starts.append(size)
            size += len(piece)
        return Stream(b"".join(self._body.pieces), starts, self._body.times, closed=self.ended)

    def drop_body(self) -> None:
        """The body was read as something else."""
        self._body = _Body()
