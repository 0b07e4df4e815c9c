"""Text documents, presentations and OpenDocument files: paragraphs, tables by their headers, authors, links.

Theory. What a document says is in its paragraphs, whatever the format calls them; tables are rows of cells of
paragraphs in all of them. Text that was deleted while changes were tracked, comments, hidden slides and the author's
name are still in the file, so they are read too. Parts that shape but do not say anything (styles, themes) are the
same for everybody and are searched for known subjects only.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from scanner.model import FILE_NAME, Gap, KeyPath, Origin

from .archive import Archive
from .content_type import by_extension
from .message import Indices, Message, derive
from .office_xml import elements, local_name
from .table import Table
from .text import to_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
_OPEN_DOCUMENT = "content.xml"
_SPOKEN = re.compile(
    r"word/(?:document|header\d*|footer\d*|comments\w*|footnotes|endnotes)\.xml"
    r"|ppt/(?:slides|notesSlides|comments)/[\w.-]+\.xml|content\.xml")
_SHAPING = re.compile(
    r"(?:word|ppt|xl)/(?:styles\w*|settings|webSettings|fontTable|numbering|presProps|viewProps|tableStyles|calcChain"
    r"|theme/.*|slideLayouts/.*|slideMasters/.*|notesMasters/.*|handoutMasters/.*|printerSettings/.*"
    r"|presentation|metadata)(?:\.xml|\.bin|\.rels)?|\[Content_Types\]\.xml|styles\.xml|settings\.xml|manifest\.rdf"
    r"|META-INF/manifest\.xml|mimetype|Configurations2/.*")
_PARAGRAPHS = frozenset({"p", "h"})
_ROWS = frozenset({"tr", "table-row"})
_CELLS = frozenset({"tc", "table-cell"})
_TABLES = frozenset({"tbl", "table"})
_RUNS = frozenset({"t", "delText", "instrText"})
_SPACES = frozenset({"tab", "br", "cr", "s", "line-break"})
_TELLING = {"author": "author", "descr": "description", "title": "title", "creator": "creator"}
"""Attributes of any element that say something about people."""
_MOST_REPEATS = 50


def is_document(archive: Archive) -> bool:
    """Whether an archive is a text document, a presentation or an OpenDocument file."""
    return bool(_kind(archive))


def _kind(archive: Archive) -> str:
    for name, kind in _KINDS.items():
        if name in archive.by_name:
            return kind
    return "opendocument" if _OPEN_DOCUMENT in archive.by_name and "META-INF/manifest.xml" in archive.by_name else ""


def decode(message: Message, archive: Archive, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add what the document says, then its properties and what is embedded in it."""
    here = derive(origin, _kind(archive))
    done: set[str] = set()
    reader = _Reader(message, path, indices, here)
    for member in archive.members:
        if _SPOKEN.fullmatch(member.name) and member.name not in done:
            done.add(member.name)
            data = archive.read(member)
            if data and not reader.read(data):
                message.content(data, "application/xml", path, indices, here)
    rest(message, archive, done, path, indices, here)


def numbered(message: Message, path: KeyPath, indices: Indices, number: int) -> tuple[KeyPath, Indices]:
    """The place of one of several parts of a kind."""
    if path.depth >= message.budget.limits.levels:
        return path, indices
    return path.item(), (*indices, number)


def rest(message: Message, archive: Archive, done: set[str], path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the members that were not read yet: properties and links by name, pictures and files by what they are."""
    for number, member in enumerate(archive.members):
        if member.name in done or not message.has_room():
            continue
        content = archive.read(member)
        if not content:
            continue
        if _SHAPING.fullmatch(member.name):
            message.gap(Gap.CONTENT_STATIC, len(content), "office", read=True)
            message.add(to_text(content), path, indices,
                        Origin(origin.direction, origin.part, origin.steps, True, origin.message, "text"))
        elif member.name.endswith(".rels"):
            for relation in elements(content, "Relationship"):
                if relation.get("TargetMode") == "External" and (target := relation.get("Target")):
                    message.expand(target, message.child(path, "@link"), indices, origin)
        elif member.name.endswith(".xml"):
            message.content(content, "application/xml", message.child(path, "@properties"), indices, origin)
        elif path.depth < message.budget.limits.levels:
            place = (*indices, number)
            message.expand(member.name, message.child(path.item(), FILE_NAME), place, origin)
            message.content(content, by_extension(member.name), path.item(), place, origin)


class _Reader:
    """One pass over the elements of each part; paragraphs are numbered through."""

    def __init__(self, message: Message, path: KeyPath, indices: Indices, origin: Origin) -> None:
        self._message = message
        self._path = path
        self._node = message.child(path, "text").item()
        self._indices = indices
        self._origin = origin
        self._paragraphs = 0
        self._tables = 0
        self._level = 0
        self._table: Table | None = None
        self._row: list[str] = []
        self._cell: list[str] = []
        self._told: set[tuple[str, str]] = set()

    def read(self, data: bytes) -> bool:
        """Add one part; false when it does not begin as XML should."""
        from lxml import etree

        if b"<!DOCTYPE" in data:
            return False
        before = len(self._message.fields)
        try:
            for event, element in etree.iterparse(
                    io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True,
                    load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True):
                if event == "start":
                    self._start(element)
                else:
                    self._end(element)
                if not self._message.has_room():
                    break
        except etree.XMLSyntaxError:
            self._message.gap(Gap.PARSE_FAILED, 1, "office", read=True)
            return len(self._message.fields) > before
        finally:
            self._close()
        return True

    def _start(self, element: _Element) -> None:
        name = local_name(element)
        if name in _TABLES:
            if not self._level:
                node, place = numbered(self._message, self._message.child(self._path, "table"), self._indices,
                                       self._tables)
                self._tables += 1
                title = element.get("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}name")
                if title:
                    self._message.expand(title, self._message.child(node, "@name"), place, self._origin)
                self._table = Table(self._message, node, place, self._origin)
            self._level += 1
        for key, value in element.attrib.items():
            attribute = str(key).rpartition("}")[2]
            if attribute in _TELLING and value:
                self._tell(_TELLING[attribute], str(value))
            elif attribute == "href" and ":" in str(value):
                self._tell("link", str(value))

    def _tell(self, name: str, value: str) -> None:
        if (name, value) not in self._told and len(self._told) < 10_000:
            self._told.add((name, value))
            self._message.expand(value, self._message.child(self._path, "@" + name), self._indices, self._origin)

    def _end(self, element: _Element) -> None:
        name = local_name(element)
        if name in _PARAGRAPHS:
            self._paragraph(_text(element, self._origin.format))
            element.clear(keep_tail=True)
        elif name in _CELLS and self._level == 1:
            self._end_cell(element)
        elif name in _ROWS and self._level == 1:
            if self._table is not None:
                self._table.row(self._row)
            self._row = []
            _forget(element)
        elif name in _TABLES and self._level:
            self._level -= 1
            if not self._level:
                self._close()
            _forget(element)
        elif name == "creator":
            self._tell("creator", (element.text or "").strip())

    def _end_cell(self, element: _Element) -> None:
        text = " ".join(self._cell)
        self._cell = []
        attributes = {str(key).rpartition("}")[2]: str(value) for key, value in element.attrib.items()}
        # A day is shown as the reader's country writes it; the attribute has it in ISO 8601.
        text = attributes.get("date-value") or text
        repeats = attributes.get("number-columns-repeated", "1")
        times = int(repeats) if repeats.isdecimal() and len(repeats) < 8 else 1
        self._row += [text] * (min(times, _MOST_REPEATS) if text or times <= _MOST_REPEATS else 1)

    def _paragraph(self, text: str) -> None:
        if self._level:
            if text:
                self._cell.append(text)
        elif text:
            self._message.expand(text, self._node, (*self._indices, self._paragraphs), self._origin)
            self._paragraphs += 1

    def _close(self) -> None:
        if self._table is not None:
            if self._row or self._cell:
                self._table.row([*self._row, " ".join(self._cell)])
            self._table.finish()
        self._table, self._row, self._cell, self._level = None, [], [], 0


def _text(element: _Element, kind: str) -> str:
    """The text of a paragraph: in Office Open XML that of its runs, in OpenDocument all of it."""
    pieces: list[str] = []
    for inner in element.iter():
        name = local_name(inner)
        if name in _SPACES:
            pieces.append(" ")
        if kind == "opendocument":
            pieces.append(inner.text or "")
            if inner is not element:
                pieces.append(inner.tail or "")
        elif name in _RUNS:
            pieces.append(inner.text or "")
    return " ".join("".join(pieces).split())


def _forget(element: _Element) -> None:
    """Free an element and those before it."""
    element.clear(keep_tail=True)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
