"""The objects of a PDF file (ISO 32000-1 §7): found by looking for them, whatever the cross-reference table says.

Theory. Tables of offsets lie or are broken; ``12 0 obj`` cannot. So the file is searched for object headers once, the
last definition of a number counts, and objects inside object streams are added. An object ends where the next begins,
so that reading all of them is one pass over the file, whatever they claim. Values are Python's own: names are
``Name``, references ``Reference``, strings bytes.
"""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from scanner.model import Gap

from .content_encoding import unpack
from .message import Message

MOST_OBJECTS = 100_000
_DEEPEST = 40
_MOST_ITEMS = 200_000
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})[ \r\n\t]{1,8}(\d{1,5})[ \r\n\t]{1,8}obj(?![A-Za-z])")
_TOKEN = re.compile(
    rb"(?:[\x00\t\n\x0c\r ]++|%[^\r\n]*+)*+"
    rb"(?:(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))|/(?P<name>[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])|(?P<string>\()|<(?P<hex>[0-9A-Fa-f\x00\t\n\x0c\r ]*)>"
    rb"|(?P<word>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+)|(?P<other>[\s\S]))")
_REFERENCE = re.compile(rb"[\x00\t\n\x0c\r ]+(\d{1,5})[\x00\t\n\x0c\r ]+R(?![A-Za-z0-9])")
_PAREN = re.compile(rb"[()\\]")
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|[\s\S]))")
_HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"[\x00\t\n\x0c\r ]*stream(?:\r\n|\n|\r)")
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}
_IMAGES = frozenset({"DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"})
_FLATE = frozenset({"FlateDecode", "Fl"})
_HEX = frozenset({"ASCIIHexDecode", "AHx"})
_85 = frozenset({"ASCII85Decode", "A85"})


class Name(str):
    """A name object, without its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to an object, by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream: its dictionary and its bytes as stored."""

    info: dict[str, Any]
    raw: bytes


class Lexer:
    """Reads values and operators from bytes, one after another; never raises on content."""

    __slots__ = ("_items", "data", "end", "position")

    def __init__(self, data: bytes, position: int = 0, end: int = -1) -> None:
        self.data = data
        self.position = position
        self.end = len(data) if end < 0 else end
        self._items = _MOST_ITEMS

    def value(self, level: int = 0) -> Any:
        """The next value; an operator or keyword comes as ``bytes`` in a one-tuple; ``()`` at the end or at a bracket
        that closes.
        """
        found = _TOKEN.match(self.data, self.position, self.end)
        if found is None:
            self.position = self.end
            return ()
        self.position = found.end()
        kind = found.lastgroup
        if kind == "number":
            return self._number(found["number"])
        if kind == "name":
            raw = found["name"]
            if b"#" in raw:
                raw = _HEX_NAME.sub(lambda pair: bytes([int(pair[1], 16)]), raw)
            return Name(raw.decode("latin-1"))
        if kind == "string":
            return self._string()
        if kind == "hex":
            digits = b"".join(found["hex"].split()).replace(b"\x00", b"")
            return binascii.a2b_hex(digits + b"0" * (len(digits) % 2))
        if kind == "open":
            return self._container(found["open"], level)
        if kind == "word":
            word = found["word"]
            return {b"true": True, b"false": False, b"null": None}.get(word, (word,))
        return () if kind == "close" else (found["other"],)

    def _number(self, text: bytes) -> int | float | Reference:
        if b"." in text:
            return float(text[:40])
        if len(text) < 10 and text.isdigit():
            reference = _REFERENCE.match(self.data, self.position, self.end)
            if reference is not None:
                self.position = reference.end()
                return Reference(int(text))
        return int(text[:40])

    def _string(self) -> bytes:
        """A literal string; parentheses inside may be balanced or escaped."""
        data, start, depth = self.data, self.position, 1
        position = start
        while depth:
            found = _PAREN.search(data, position, self.end)
            if found is None:
                self.position = self.end
                return data[start:min(start + 65536, self.end)]
            position = found.end()
            mark = found[0]
            if mark == b"\\":
                position += 1
            else:
                depth += 1 if mark == b"(" else -1
        self.position = position
        text = data[start:position - 1]
        return _ESCAPE.sub(_unescape, text) if b"\\" in text else text

    def _container(self, opening: bytes, level: int) -> Any:
        items: list[Any] = []
        while self._items > 0 and level < _DEEPEST:
            item = self.value(level + 1)
            if item == ():
                break
            self._items -= 1
            items.append(item)
        if opening == b"[":
            return [item for item in items if not isinstance(item, tuple)]
        return {str(key): inner for key, inner in zip(items[::2], items[1::2], strict=False) if isinstance(key, Name)}


def _unescape(found: re.Match[bytes]) -> bytes:
    if found[1]:
        return bytes([int(found[1], 8) & 255])
    return _ESCAPED.get(found[2], found[2])


class Document:
    """The objects of a file. ``encrypted`` says that strings and streams cannot be read."""

    def __init__(self, data: bytes, message: Message) -> None:
        self._data = data
        self._message = message
        self._spans: dict[int, tuple[int, int]] = {}
        self._known: dict[int, Any] = {}
        self._level = 0
        self._left = 2 * len(data)
        """Bytes of streams that may still be copied: objects may claim to share them."""
        self._ends = [found.start() for found in re.finditer(rb"endstream", data)]
        number = start = 0
        for found in _OBJECT.finditer(data):
            if start:
                self._spans[number] = (start, found.start())
            if len(self._spans) >= MOST_OBJECTS:
                message.gap(Gap.BUDGET_PARTS, 0, "pdf", read=True)
                break
            number, start = int(found[1]), found.end()
        if start:
            self._spans[number] = (start, len(data))
        self.encrypted = b"/Encrypt" in data and self._has_encrypt()
        if not self.encrypted:
            for number in list(self._spans):
                inner = self.get(Reference(number))
                if isinstance(inner, Stream) and inner.info.get("Type") == "ObjStm":
                    self._unpack_objects(inner)

    def _has_encrypt(self) -> bool:
        trailers = [found.end() for found in re.finditer(rb"trailer", self._data)]
        for start in trailers[:5] + trailers[-5:]:
            trailer = Lexer(self._data, start, min(start + 65536, len(self._data))).value()
            if isinstance(trailer, dict) and "Encrypt" in trailer:
                return True
        return any(isinstance(inner, Stream) and inner.info.get("Type") == "XRef" and "Encrypt" in inner.info
                   for inner in self.objects())

    def objects(self) -> list[Any]:
        """All objects in the order of the file."""
        return [self.get(Reference(number)) for number in list(self._spans)]

    def get(self, value: Any) -> Any:
        """The object behind a reference; anything else as it is."""
        for _ in range(20):
            if not isinstance(value, Reference):
                return value
            number = value.number
            if number not in self._known:
                self._known[number] = None  # while it is read: an object may refer to itself
                span = self._spans.get(number)
                if span is not None and span[0] >= 0 and self._level < _DEEPEST:
                    self._level += 1
                    self._known[number] = self._read(*span)
                    self._level -= 1
            value = self._known[number]
        return None

    def dictionary(self, value: Any) -> dict[str, Any]:
        """The dictionary behind a value, that of a stream included; empty when it has none."""
        found = self.get(value)
        if isinstance(found, Stream):
            return found.info
        return found if isinstance(found, dict) else {}

    def _read(self, start: int, end: int) -> Any:
        lexer = Lexer(self._data, start, end)
        value = lexer.value()
        if not isinstance(value, dict):
            return None if isinstance(value, tuple) else value
        begin = _STREAM.match(self._data, lexer.position)
        if begin is None:
            return value
        start = begin.end()
        size = self.get(value.get("Length"))
        if not isinstance(size, int) or size < 0 or not self._data[start + size:start + size + 20].lstrip().startswith(
                b"endstream"):
            place = bisect_left(self._ends, start)
            size = (self._ends[place] if place < len(self._ends) else len(self._data)) - start
        if size > self._left:
            return Stream(value, b"")
        self._left -= size
        return Stream(value, self._data[start:start + size])

    def _unpack_objects(self, stream: Stream) -> None:
        """Add the objects of an object stream (§7.5.7); those that are defined in the file itself go before."""
        data = self.content(stream)
        count, first = self.get(stream.info.get("N")), self.get(stream.info.get("First"))
        if not isinstance(count, int) or not isinstance(first, int):
            return
        lexer = Lexer(data)
        places: dict[int, int] = {}
        for _ in range(min(count, MOST_OBJECTS - len(self._spans))):
            number, offset = lexer.value(), lexer.value()
            if not isinstance(number, int) or not isinstance(offset, int):
                break
            if number not in self._spans and 0 <= first + offset < len(data):
                places[first + offset] = number
        starts = sorted(places)
        for start, end in pairwise([*starts, len(data)]):
            value = Lexer(data, start, end).value()
            self._spans[places[start]] = (-1, -1)
            self._known[places[start]] = None if isinstance(value, tuple) else value

    def content(self, stream: Stream) -> bytes:
        """The bytes of a stream without its filters; of a picture and of what cannot be undone none."""
        data = stream.raw
        filters = self.get(stream.info.get("Filter", stream.info.get("F")))
        names = filters if isinstance(filters, list) else [] if filters is None else [filters]
        for name in map(self.get, names[:8]):
            if name in _FLATE:
                unpacked = unpack(data, "deflate", self._message.budget)
                data = unpacked.data
                if unpacked.gap in (Gap.BUDGET_RATIO, Gap.BUDGET_BYTES):
                    self._message.gap(unpacked.gap, len(stream.raw), "pdf")
                    return b""
            elif name in _HEX:
                digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.partition(b">")[0])
                data = binascii.a2b_hex(digits + b"0" * (len(digits) % 2))
            elif name in _85:
                try:
                    data = base64.a85decode(data.partition(b"~>")[0].removeprefix(b"<~").replace(b"\x00", b""))
                except ValueError:
                    data = b""
            elif name not in _IMAGES:
                self._message.gap(Gap.ENCODING_UNKNOWN, len(stream.raw), "pdf")
                return b""
            else:
                return b""
        return data
