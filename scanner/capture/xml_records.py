"""Reads the repeated elements of an XML export one by one, without entities and in bounded memory.

Theory. Tools put raw bytes of traffic into XML, so their files hold what no XML may: control characters, bytes that
are no UTF-8. Those bytes are carried through the parser as characters of a plane that nobody uses and turned back
afterwards. The parser is expat, fed in blocks: it loads nothing from outside, and the file ends where an entity is
declared. Only the text of one record is held, each element up to a bound.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from xml.parsers import expat

from .unpack import BLOCK

_PLANE: Final = 0x10F800
_CARRIED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\U0010f800-\U0010f8ff]")
_CARRIERS: Final = re.compile("[\U0010f800-\U0010f8ff]")
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([A-Za-z0-9._\-]{1,40})", re.IGNORECASE)
_KNOWN: Final = ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "utf-16")
_DEEPEST: Final = 64
_MOST_ELEMENTS: Final = 4096
_LONGEST_TOKEN: Final = 8 << 20
"""A tag, comment or declaration that is longer is no export's; the parser would hold all of it."""


@dataclass(slots=True)
class Element:
    """An element of a record: names of the elements around it within the record and its own, attributes, text."""

    path: str
    attributes: dict[str, str]
    parts: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def text(self) -> str:
        """The text as characters, carried bytes as Latin-1."""
        joined = "".join(self.parts)
        if joined.isascii():
            return joined
        return _CARRIERS.sub(lambda found: chr(ord(found[0]) - _PLANE), joined)

    @property
    def data(self) -> bytes:
        """The text as the bytes of the file, in UTF-8."""
        joined = "".join(self.parts)
        if joined.isascii() or _CARRIERS.search(joined) is None:
            return joined.encode("utf-8", "replace")
        return b"".join(bytes([ord(piece) - _PLANE]) if _PLANE <= ord(piece[0]) < _PLANE + 256 else
                        piece.encode("utf-8", "replace") for piece in re.split("([\U0010f800-\U0010f8ff])", joined)
                        if piece)


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """One record: its attributes, the elements below it in their order, and the line where it begins."""

    attributes: dict[str, str]
    elements: list[Element]
    line: int

    def first(self, path: str) -> Element | None:
        """The first element of this path, such as ``request/body``."""
        return next((element for element in self.elements if element.path == path), None)

    def text(self, path: str) -> str:
        """The text of the first element of this path, empty when there is none."""
        found = self.first(path)
        return found.text.strip() if found is not None else ""


class _Refused(Exception):
    """The file declares an entity."""


class XmlRecords:
    """The elements of one of ``names`` in a stream; ``complaint`` says why it ended early."""

    def __init__(self, names: frozenset[str], max_text: int) -> None:
        self._names = names
        self._max_text = max_text
        self._open: list[str] = []
        self._start = -1
        """How many elements were open when the record began; -1 outside a record."""
        self._attributes: dict[str, str] = {}
        self._elements: list[Element] = []
        self._stack: list[Element] = []
        self._line = 1
        self._skipped = 0
        self._done: list[XmlRecord] = []
        self.root = ""
        self.left_out = 0
        """Characters beyond the bound, in all records so far."""
        self.complaint = ""
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._declared
        self._parser = parser

    def read(self, stream: BinaryIO) -> Iterator[XmlRecord]:
        """Records as they become whole. Never raises on content."""
        head = stream.read(BLOCK)
        decode = _decoder(head)
        block, fed, first = head, 0, True
        while True:
            text = decode(block, not block)
            if first:
                text = _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1)
                first = False
            clean = _CARRIED.sub(_carry, text).encode("utf-8", "replace")
            fed += len(clean)
            try:
                self._parser.Parse(clean, not block)
            except expat.ExpatError:
                self.complaint = "the XML is not well-formed"
            except _Refused:
                self.complaint = "the XML declares entities"
            if fed - max(self._parser.CurrentByteIndex, 0) > _LONGEST_TOKEN:
                self.complaint = "the XML has an endless tag"
            yield from self._done
            self._done.clear()
            if self.complaint or not block:
                return
            block = stream.read(BLOCK)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        self.root = self.root or name
        if self._skipped:
            self._skipped += 1
        elif self._start >= 0:
            if len(self._stack) >= _DEEPEST or len(self._elements) >= _MOST_ELEMENTS:
                self._skipped = 1
                return
            path = f"{self._stack[-1].path}/{name}" if self._stack else name
            self._stack.append(Element(path, attributes))
            self._elements.append(self._stack[-1])
        elif len(self._open) >= _DEEPEST:
            self._skipped = 1
        else:
            if name in self._names:
                self._start = len(self._open)
                self._attributes = attributes
                self._elements, self._stack = [], []
                self._line = self._parser.CurrentLineNumber
            self._open.append(name)

    def _end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif self._stack:
            self._stack.pop()
        else:
            self._open.pop()
            if self._start == len(self._open):
                self._done.append(XmlRecord(self._attributes, self._elements, self._line))
                self._start = -1

    def _characters(self, text: str) -> None:
        if self._stack and not self._skipped:
            element = self._stack[-1]
            room = self._max_text - element.size
            if room < len(text):
                self.left_out += len(text) - max(room, 0)
                text = text[:max(room, 0)]
            if text:
                element.parts.append(text)
                element.size += len(text)

    def _declared(self, *_declaration: object) -> None:
        raise _Refused


def _decoder(head: bytes) -> Callable[[bytes, bool], str]:
    """What turns blocks into text; bytes that are none of the encoding become carriers."""
    declared = _ENCODING.match(head.removeprefix(codecs.BOM_UTF8).lstrip())
    name = declared[1].decode().lower() if declared is not None else "utf-8"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = "utf-16"
    errors = "replace" if name == "utf-16" else "surrogateescape"
    return codecs.getincrementaldecoder(name if name in _KNOWN else "utf-8")(errors).decode


def _carry(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(_PLANE + code)
    if code >= _PLANE:  # a carrier that the file itself holds: by its bytes, so that it comes back as itself
        return "".join(chr(_PLANE + byte) for byte in found[0].encode())
    return chr(_PLANE + code - 0xDC00) if 0xDC80 <= code <= 0xDCFF else "\ufffd"
