"""Reads the frames of HTTP/3 streams as their bytes come (RFC 9114 §7): messages, settings, field sections.

Theory. A stream is read by pushing pieces into it. While a DATA frame lasts, a piece is only put into a list; at
frame borders the reader looks closer. A gap inside a frame leaves the reader in step, because the frame said how
long it is; a gap over a border ends the stream for us, and the next stream is whole again.
"""

from __future__ import annotations

from .http3_headers import FieldSections, setting
from .quic_packets import Cut, varint

DATA, HEADERS, SETTINGS, PUSH_PROMISE = 0, 1, 4, 5
_WEBTRANSPORT = 0x41
_MAX_SECTION = 1 << 20
_CAPACITY = 1
_UNKNOWN_LENGTH = 1 << 62


class Frames:
    """Cuts a stream into frames; the subclass says what becomes of them."""

    def __init__(self) -> None:
        self.damaged = 0
        """Bytes that could not be assigned to frames."""
        self._kind = -1
        self._left = 0
        self._rest = b""
        """The start of a frame whose header is not whole."""
        self._parts: list[bytes] = []
        """What has come of a frame that is needed whole."""
        self._lost = False

    def feed(self, data: bytes, time: float) -> None:
        """The next bytes of the stream."""
        size = len(data)
        if self._kind == DATA and size <= self._left:
            self._left -= size
            if not self._left:
                self._kind = -1
            self.body(data, time)
            return
        if self._lost:
            self.damaged += size
            return
        if self._rest:
            data = self._rest + data
            self._rest = b""
        at, end = 0, len(data)
        while at < end:
            if self._kind < 0:
                behind = self._header(data, at, time)
                if behind < 0:
                    self._rest = data[at:]
                    return
                at = behind
                continue
            taken = min(self._left, end - at)
            self._left -= taken
            piece = data[at:at + taken] if taken < end else data
            at += taken
            if self._kind == DATA:
                self.body(piece, time)
            elif self.wanted(self._kind):
                self._parts.append(piece)
            if not self._left:
                self._complete(time)

    def _header(self, data: bytes, at: int, time: float) -> int:
        """Begin the frame at ``at``; the place of its payload, -1 when the header is not whole."""
        try:
            kind, at = varint(data, at)
            length, at = varint(data, at)
        except Cut:
            return -1
        if kind == _WEBTRANSPORT and self.signals():
            length = _UNKNOWN_LENGTH
        self._kind, self._left = kind, length
        if self.wanted(kind) and kind != DATA and length > _MAX_SECTION:
            self.damaged += length if length < _UNKNOWN_LENGTH else 0
            self._kind = _WEBTRANSPORT  # stepped over
        if kind == HEADERS:
            self.begins(time)
        if not length:
            self._complete(time)
        return at

    def _complete(self, time: float) -> None:
        kind, self._kind = self._kind, -1
        if kind != DATA and self.wanted(kind):
            payload = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
            self._parts = []
            self.frame(kind, payload, time)

    def gap(self, missing: int) -> None:
        """Bytes of the stream were not captured."""
        if self._kind == DATA and missing <= self._left:
            self.body_gap(missing)
        elif self._kind < 0 or missing > self._left:
            if self._kind == DATA:
                self.body_gap(self._left)
            self.damaged += len(self._rest) + sum(map(len, self._parts))
            self._kind, self._rest, self._parts = -1, b"", []
            self._lost = True
            return
        elif self.wanted(self._kind):
            self.damaged += sum(map(len, self._parts))
            self._parts = []
            self.section_lost()
            self._kind = _WEBTRANSPORT
        self._left -= missing
        if not self._left:
            self._kind = -1

    def unfinished(self) -> bool:
        """Whether the stream ends inside a frame; what there is of it is counted as damaged."""
        self.damaged += len(self._rest) + sum(map(len, self._parts))
        self._parts = []
        return bool(self._left or self._rest or self._lost)

    def end(self, whole: bool) -> None:
        """Nothing follows."""
        raise NotImplementedError

    def wanted(self, kind: int) -> bool:
        """Whether a kind of frame is handed over whole."""
        raise NotImplementedError

    def signals(self) -> bool:
        """Whether a WebTransport signal may begin here (draft-ietf-webtrans-http3): at the start of a stream."""
        return False

    def frame(self, kind: int, payload: bytes, time: float) -> None:
        """A whole frame of a wanted kind."""
        raise NotImplementedError

    def begins(self, time: float) -> None:
        """A HEADERS frame begins."""

    def body(self, data: bytes, time: float) -> None:
        """A piece of a DATA frame."""

    def body_gap(self, missing: int) -> None:
        """Missing bytes of a DATA frame."""

    def section_lost(self) -> None:
        """Bytes of a frame that is needed whole are missing."""


class Control(Frames):
    """A control stream: its settings say how large the table of the other direction may become."""

    def __init__(self, other: FieldSections) -> None:
        super().__init__()
        self._other = other

    def wanted(self, kind: int) -> bool:
        """SETTINGS only."""
        return kind == SETTINGS

    def frame(self, kind: int, payload: bytes, time: float) -> None:
        """The settings."""
        self._other.settings(setting(payload, _CAPACITY))

    def end(self, whole: bool) -> None:
        """Control streams end with their connection."""
