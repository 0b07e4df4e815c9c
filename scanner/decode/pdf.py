"""PDF files: the text of each page, form fields by name, notes, properties, attached files (ISO 32000-1)."""

from __future__ import annotations

from typing import Any

from scanner.model import Gap, KeyPath, Origin

from .message import Indices, Message, derive
from .pdf_font import Font
from .pdf_objects import Document, Name, Stream
from .pdf_page import Page
from .text import to_text

MOST_DRAWN = 8 << 20
"""Bytes of content streams that are followed, forms each time they are drawn."""
_MOST_PAGES = 5_000
_INFO = ("Author", "Title", "Subject", "Keywords", "Creator", "Producer", "Company")
_NOTES = {"Contents": "note", "T": "author", "Alt": "description", "ActualText": "text", "UF": "filename",
          "Desc": "description", "TU": "label"}


def decode(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what a PDF says; false, and nothing added, when it has no objects."""
    document = Document(data, message)
    objects = document.objects()
    if not any(isinstance(inner, (dict, Stream)) for inner in objects):
        return False
    here = derive(origin, "pdf")
    if document.encrypted:
        message.gap(Gap.CONTENT_ENCRYPTED, len(data), "pdf")
        return True
    _Reader(message, document, path, indices, here).read(objects)
    return True


class _Reader:
    """One pass over the objects."""

    def __init__(self, message: Message, document: Document, path: KeyPath, indices: Indices, origin: Origin) -> None:
        self._message = message
        self._document = document
        self._path = path
        self._indices = indices
        self._origin = origin
        self._fonts: dict[int, Font] = {}
        self._left = MOST_DRAWN
        self._pages = 0
        self._muted = 0
        self._files = 0

    def read(self, objects: list[Any]) -> None:
        for inner in objects:
            if not self._message.has_room():
                break
            if isinstance(inner, dict):
                self._dictionary(inner)
            elif isinstance(inner, Stream):
                self._stream(inner)
        if self._muted:
            self._message.gap(Gap.CONTENT_OPAQUE, self._muted, "pdf-font")

    def _dictionary(self, info: dict[str, Any]) -> None:
        kind = info.get("Type")
        if kind == "Page":
            self._page(info)
            return
        if kind in ("Catalog", "Pages", "Font", "FontDescriptor", "ExtGState"):
            return
        if any(key in info for key in ("Author", "Creator", "Producer")) and kind is None:
            for key in _INFO:
                self._say(key.lower(), info.get(key))
            return
        if "FT" in info or ("V" in info and "T" in info):
            self._form_field(info)
            return
        for key, name in _NOTES.items():
            if key in info and (key != "T" or "Subtype" in info):
                self._say(name, info[key])
        action = self._document.dictionary(info.get("A"))
        self._say("link", action.get("URI", info.get("URI")))

    def _page(self, info: dict[str, Any]) -> None:
        if self._pages >= _MOST_PAGES or self._left <= 0:
            self._message.gap(Gap.BUDGET_BYTES, 1, "pdf")
            return
        get = self._document.get
        resources: dict[str, Any] = {}
        node: Any = info
        for _ in range(20):
            resources = self._document.dictionary(node.get("Resources"))
            if resources or "Parent" not in node:
                break
            node = self._document.dictionary(node["Parent"])
        contents = get(info.get("Contents"))
        pieces: list[bytes] = []
        left = self._left
        for inner in contents[:1000] if isinstance(contents, list) else [contents]:
            stream = get(inner)
            if isinstance(stream, Stream) and left > 0:
                pieces.append(self._document.content(stream))
                left -= len(pieces[-1]) + len(stream.raw)
        page = Page(self._document, self._fonts, self._left)
        page.draw(b"\n".join(pieces), resources)
        self._left, self._muted = min(page.left, left), self._muted + page.muted
        if self._left <= 0:
            self._message.gap(Gap.BUDGET_BYTES, 1, "pdf")
        text = page.text
        if text:
            self._message.expand(text, self._message.child(self._path, "page").item(),
                                 (*self._indices, self._pages), self._origin)
        self._pages += 1
        annotations = get(info.get("Annots"))
        for annotation in annotations[:2000] if isinstance(annotations, list) else []:
            if isinstance(annotation, dict):  # one that is no object of its own
                self._dictionary(annotation)

    def _form_field(self, info: dict[str, Any]) -> None:
        """A field of a form: its name, or that of the field it is a part of, is the key."""
        name, node = b"", info
        for _ in range(5):
            own = self._document.get(node.get("T"))
            name = own if isinstance(own, bytes) else name
            if name or "Parent" not in node:
                break
            node = self._document.dictionary(node["Parent"])
        value = self._document.get(info.get("V"))
        self._say(_text(name)[:100] or "field", value.lower() if isinstance(value, Name) else value)
        self._say("label", info.get("TU"))

    def _stream(self, stream: Stream) -> None:
        kind, subtype = stream.info.get("Type"), stream.info.get("Subtype")
        if subtype == "Image":
            if self._document.get(stream.info.get("Filter")) in ("DCTDecode", ["DCTDecode"]):
                self._message.content(stream.raw, "image/jpeg", self._path, self._indices, self._origin)
            else:
                self._message.gap(Gap.CONTENT_MEDIA, len(stream.raw), "image")
        elif "Length1" in stream.info or subtype in ("Type1C", "CIDFontType0C", "OpenType"):
            self._message.gap(Gap.CONTENT_MEDIA, len(stream.raw), "font")
        elif kind == "Metadata":
            self._message.content(self._document.content(stream), "application/xml",
                                  self._message.child(self._path, "@metadata"), self._indices, self._origin)
        elif kind == "EmbeddedFile" and self._path.depth < self._message.budget.limits.levels:
            self._message.content(self._document.content(stream), "", self._path.item(),
                                  (*self._indices, self._files), self._origin)
            self._files += 1

    def _say(self, name: str, value: Any) -> None:
        value = self._document.get(value)
        if isinstance(value, bytes):
            value = _text(value)
        if isinstance(value, str) and value.strip():
            self._message.expand(value, self._message.child(self._path, "@" + name), self._indices, self._origin)


def _text(data: bytes) -> str:
    """A text string (§7.9.2.2): UTF-16 or UTF-8 with a mark, else nearly Latin-1."""
    if data[:2] in (b"\xfe\xff", b"\xff\xfe") or data[:3] == b"\xef\xbb\xbf":
        return to_text(data).replace("\x00", "")
    return data.decode("cp1252", "replace")
