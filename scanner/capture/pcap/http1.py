"""Reads HTTP/1.0 and 1.1 messages from a stream, tolerant of what servers and gaps do to them (RFC 9112)."""

from __future__ import annotations

import re

from .http1_fields import content_length, headers_of, is_chunked, text_of
from .messages import Message
from .spool import Data
from .stream import GAP, Cursor, Stream

_HEAD_END = re.compile(rb"\n\r?\n")
_METHODS = (b"GET", b"POST", b"PUT", b"HEAD", b"OPTIONS", b"DELETE", b"PATCH", b"CONNECT", b"TRACE", b"PROPFIND",
            b"PROPPATCH", b"MKCOL", b"COPY", b"MOVE", b"LOCK", b"UNLOCK", b"REPORT", b"SEARCH", b"QUERY")
_NEXT_REQUEST = re.compile(rb"(?:" + rb"|".join(_METHODS) + rb") [^\s]{1,16384} HTTP/1\.[01]\r?\n")
_NEXT_RESPONSE = re.compile(rb"HTTP/1\.[01] [1-5][0-9][0-9][ \r\n]")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}")
_VERSION = re.compile(rb"HTTP/[0-9](?:\.[0-9])?")
_STATUS = re.compile(rb"(?:HTTP/([0-9](?:\.[0-9])?)|ICY)[ \t]+([0-9]{3})(?![0-9])[^\n]*\n?")
"""Servers of live audio say ``ICY`` where HTTP/1.0 belongs."""
_USUAL_REQUEST = re.compile(rb"([A-Z]{3,16}) (/[!-~]*) (HTTP/1\.[01])\r?\n")
_CUT_REQUEST = re.compile(rb"(" + rb"|".join(_METHODS) + rb") (/[!-~]*)(?: H?T?T?P?/?1?\.?)?")
"""A request line whose end was not captured, somewhere in its target or its version."""
_CHUNK_SIZE = re.compile(rb"[ \t]{0,64}0{0,64}([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]{0,16384})?\r?\n")
_MANY = 1 << 16
"""Chunks of a body that are kept apart."""
_MAX_HEAD = 1 << 18
_LEAST_HEAD = 26
"""Fewer bytes than these are no final response: ``HTTP/1.1 100 Continue`` with its empty line has 25."""
_MAX_LINE = 1 << 16


def looks_like_request(data: bytes, at: int = 0, limit: int = 0) -> bool:
    """Whether a request line begins here; before ``limit``, where bytes are missing, when it is given."""
    line = _first_line(data, at, limit or len(data))
    return _request_line(line) is not None or bool(limit and at + len(line) == limit and _CUT_REQUEST.fullmatch(line))


def looks_like_response(data: bytes, at: int = 0) -> bool:
    """Whether a status line begins here."""
    return _STATUS.match(data, at) is not None


def holds_request(data: bytes) -> bool:
    """Whether a request line is found anywhere near the start."""
    return _NEXT_REQUEST.search(data, 0, _MAX_HEAD) is not None


def holds_response(data: bytes) -> bool:
    """Whether a status line is found anywhere near the start."""
    return _NEXT_RESPONSE.search(data, 0, _MAX_HEAD) is not None


def _first_line(data: Data, at: int, limit: int) -> bytes:
    end = data.find(b"\n", at, min(limit, at + _MAX_LINE))
    return data[at:end] if end >= 0 else data[at:min(limit, at + _MAX_LINE)]


def _request_line(line: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Method, target, version; None when this is no request line. Version is empty for HTTP/0.9."""
    match = _TOKEN.match(line)
    if match is None or line[match.end():match.end() + 1] not in (b" ", b"\t"):
        return None
    method = match.group()
    rest = line[match.end():].strip()
    target, space, version = rest.rpartition(b" ")
    if space and _VERSION.fullmatch(version):
        return method, target.strip(), version
    if _VERSION.fullmatch(rest):
        return method, b"", rest
    if method in _METHODS and rest[:1] == b"/" and (b" " not in rest or version[:4] == b"HTTP"):
        return method, rest, b""
    return None


class _Reader:
    """What requests and responses have in common."""

    def __init__(self, stream: Stream, bound: int = 64 << 20) -> None:
        self.stream = stream
        self.bound = bound
        """How many bytes of a body will be asked for."""
        self.cursor = Cursor(stream)
        self.skipped = 0
        """Bytes that were no part of a message."""
        self.in_step = True
        self._resumed = stream.midstream
        self._beyond = 0
        """Bytes that are missing between the end of the last message and the next one."""

    def _begins(self, at: int) -> bool:
        raise NotImplementedError

    def _search(self, at: int, limit: int) -> int:
        raise NotImplementedError

    def _find_start(self) -> bool:
        """Go to where the next message begins; False when there is none."""
        cursor = self.cursor
        if self.in_step and cursor.pos < cursor.limit and self._begins(cursor.pos):
            return True
        data = cursor.data
        while True:
            at, limit = cursor.pos, cursor.limit
            while at < limit and data[at] in b"\r\n":
                at += 1
            cursor.pos = at
            if at < limit and self.in_step and self._begins(at):
                return True
            if at < limit:
                found = self._search(at, limit)
                self.in_step = True
                self._resumed = True
                if found >= 0 and self._begins(found):
                    self.skipped += found - at
                    cursor.pos = found
                    return True
                self.skipped += limit - at
            if cursor.finished:
                return False
            # What is lost behind bytes of an unknown place may be a message too, as at the end of one; hardly ever
            # one that begins in the end of a packet that was cut.
            beyond = (at < limit or (self.in_step and cursor.pos == limit)) and not cursor.at_cut
            lost = cursor.cross()
            if lost:
                self._resumed = True
                self._beyond += lost if beyond else 0
            elif cursor.finished:
                return False

    @property
    def lost(self) -> bool:
        """Whether at least the beginning of a message is missing here."""
        return self._beyond >= _LEAST_HEAD

    def _preceded(self) -> bool:
        """Whether a message was lost before the next one; asked once for each."""
        if not self._beyond:
            return False
        lost, self._beyond = self.lost, 0
        return lost

    def _head(self, behind: int) -> tuple[bytes, bool]:
        """What follows the first line of the message at the cursor up to the empty line, and whether that was there.

        ``behind`` is where that line ends, or begins where it has no end.
        """
        cursor = self.cursor
        start, limit = cursor.pos, cursor.limit
        end = min(limit, start + _MAX_HEAD)
        match = _HEAD_END.search(cursor.data, max(behind - 1, start), end)
        if match is not None:
            cursor.pos = match.end()
            return cursor.data[behind:match.start()], True
        cursor.pos = end
        self.in_step = False
        return cursor.data[behind:end], False

    def _body(self, message: Message, until_close: bool) -> None:
        """Read the body of a message by its headers (RFC 9112 §6.3)."""
        cursor = self.cursor
        coding = message.header("transfer-encoding")
        if coding and ("chunked" in coding.lower() or any(map(is_chunked, message.headers))) and (
                cursor.pos == cursor.limit or _CHUNK_SIZE.match(cursor.data, cursor.pos, cursor.limit)):
            self._chunked(message)
            return
        value = message.header("content-length")
        length = content_length(value) if value else None
        if length is not None:
            end = cursor.pos + length
            if length > 0 and end <= cursor.limit:
                message.spans = [(cursor.pos, end)]
                cursor.pos = end
                return
            taken = cursor.take(length)
            message.spans, message.missing = taken.spans, taken.missing
            message.complete, self.in_step = not taken.missing, taken.in_step
            self._beyond = taken.beyond
        elif until_close:
            self._rest(message)

    def _rest(self, message: Message) -> None:
        """Everything up to the end of the connection is the body."""
        cursor = self.cursor
        while not cursor.finished:
            taken = cursor.take(cursor.limit - cursor.pos)
            message.spans += taken.spans
            if cursor.at_gap:
                message.missing += cursor.cross()
                message.spans.append(GAP)
        message.complete = self.stream.closed and not message.missing

    def _chunked(self, message: Message) -> None:
        cursor = self.cursor
        data = cursor.data
        pos, limit = cursor.pos, cursor.limit
        spans = message.spans
        while True:
            match = _CHUNK_SIZE.match(data, pos, min(limit, pos + _MAX_LINE))
            if match is None:
                cursor.pos = pos
                message.complete = self.in_step = False
                return
            start, size = match.end(), int(match[1], 16)
            if not size:
                cursor.pos = start
                self._trailers(message)
                return
            if len(spans) > _MANY:
                message.settle(self.bound)
                spans = message.spans
            pos = start + size
            if pos <= limit:
                spans.append((start, pos))
            else:
                cursor.pos = start
                taken = cursor.take(size)
                spans += taken.spans
                message.missing += taken.missing
                if not taken.in_step:
                    message.complete = self.in_step = False
                    return
                pos, limit = cursor.pos, cursor.limit
            end = data[pos:pos + 2]
            pos += 2 if end == b"\r\n" else end[:1] == b"\n"

    def _trailers(self, message: Message) -> None:
        cursor = self.cursor
        start = cursor.pos
        while cursor.pos < cursor.limit and cursor.pos - start < _MAX_HEAD:
            end = cursor.data.find(b"\n", cursor.pos, cursor.limit)
            line = cursor.data[cursor.pos:end if end >= 0 else cursor.limit]
            cursor.pos = end + 1 if end >= 0 else cursor.limit
            if not line.strip():
                return
            message.headers = [*message.headers, *headers_of(line)[0]]


class RequestReader(_Reader):
    """The requests of one direction, in order."""

    _line = b""
    _parts: tuple[bytes, bytes, bytes] | None = None
    _behind = 0

    def _begins(self, at: int) -> bool:
        usual = _USUAL_REQUEST.match(self.cursor.data, at, min(self.cursor.limit, at + _MAX_LINE))
        if usual is not None:
            self._parts = usual[1], usual[2], usual[3]
            self._behind = usual.end()
            return True
        self._line = _first_line(self.cursor.data, at, self.cursor.limit)
        self._parts = _request_line(self._line)
        end = min(self.cursor.limit, at + _MAX_HEAD)
        self._behind = self.cursor.data.find(b"\n", at, end) + 1 or end
        cut = _CUT_REQUEST.fullmatch(self._line) if self.cursor.at_gap and at + len(self._line) == end else None
        if cut is not None:
            self._parts = cut[1], cut[2], b"HTTP/1.1"
        return self._parts is not None

    def _search(self, at: int, limit: int) -> int:
        match = _NEXT_REQUEST.search(self.cursor.data, at, limit)
        return match.start() if match is not None else -1

    def read(self) -> Message | None:
        """The next request, or None at the end."""
        if not self._find_start():
            return None
        parts = self._parts
        if parts is None:
            return None
        if not parts[2]:
            return self._simple(parts, len(self._line))
        start = self.cursor.pos
        head, whole = self._head(self._behind)
        headers, lookup = headers_of(head)
        message = Message(headers, self.stream.time_at(start), self.cursor.data, [], 0, whole, self._resumed,
                          self._preceded(), text_of(parts[2][5:]), text_of(parts[0]), text_of(parts[1]), "", 0, lookup)
        self._resumed = False
        if whole and message.method != "CONNECT" and not (lookup.get("expect") and self._was_not_sent()):
            self._body(message, until_close=False)
        return message

    def _was_not_sent(self) -> bool:
        """Whether the next request stands where the body of one would that waits for leave to send it.

        A client that is refused it (RFC 9110 §10.1.1) goes on with another request.
        """
        cursor = self.cursor
        return _USUAL_REQUEST.match(cursor.data, cursor.pos, min(cursor.limit, cursor.pos + _MAX_LINE)) is not None

    def _simple(self, parts: tuple[bytes, bytes, bytes], length: int) -> Message:
        """A request without version: a single line when nothing but a line follows (HTTP/0.9)."""
        start = self.cursor.pos
        message = Message([], self.stream.time_at(start), self.cursor.data, resumed=self._resumed,
                          method=text_of(parts[0]), target=text_of(parts[1]))
        self._resumed = False
        self.cursor.pos = min(start + length + 1, self.cursor.limit)
        if self.cursor.pos < self.cursor.limit and b":" in _first_line(self.cursor.data, self.cursor.pos,
                                                                       self.cursor.limit):
            head, message.complete = self._head(self.cursor.pos)
            message.headers, message.lookup = headers_of(head)
            message.version = "1.0"
            if message.complete:
                self._body(message, until_close=False)
        return message


class ResponseReader(_Reader):
    """The responses of one direction, in order."""

    _status: re.Match[bytes] | None = None

    def _begins(self, at: int) -> bool:
        self._status = _STATUS.match(self.cursor.data, at, self.cursor.limit)
        return self._status is not None

    def _search(self, at: int, limit: int) -> int:
        match = _NEXT_RESPONSE.search(self.cursor.data, at, limit)
        return match.start() if match is not None else -1

    def read(self, method: str) -> Message | None:
        """The next final response (or 101) to a request with this method, or None at the end."""
        message = self.head()
        if message is not None:
            self.fill(message, method)
        return message

    def head(self) -> Message | None:
        """The next final response (or 101) without its body, which is to be read by ``fill`` before anything else."""
        while self._find_start():
            line = self._status
            assert line is not None  # a message begins here
            start = self.cursor.pos
            head, whole = self._head(line.end())
            status = int(line[2])
            headers, lookup = headers_of(head)
            message = Message(headers, self.stream.time_at(start), self.cursor.data, [], 0, whole, self._resumed,
                              self._preceded(), text_of(line[1] or b"1.0"), "", "", "", status, lookup)
            if 100 <= status < 200 and status != 101:
                continue
            self._resumed = False
            return message
        return None

    def fill(self, message: Message, method: str) -> None:
        """Read the body of the response whose head was read last, to a request with this method."""
        status = message.status
        tunnel = status == 101 or (method == "CONNECT" and 200 <= status < 300)
        if message.complete and not tunnel and method != "HEAD" and status not in (204, 304):
            self._body(message, until_close=True)

    def read_bare(self) -> Message:
        """All that is left as the body of an answer without head (HTTP/0.9)."""
        message = Message([], self.stream.time_at(self.cursor.pos), self.cursor.data, status=200)
        self._rest(message)
        return message
