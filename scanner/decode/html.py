"""HTML: running text per block, attributes worth reading, table cells and inputs by their names, inline state.

Theory. A page says who it is about in three ways: in text, in form controls and meta elements whose names say
what the value is, and in state that its scripts read (JSON in script elements, assignments to globals). Text is
joined within a block, so that ``Beste <b>Sanne</b> de Vries`` is one value; a table's header cells name the
cells below them. selectolax (lexbor) builds the tree and never fails.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.model import Gap, KeyPath, Origin

from . import flight, script
from .html_guard import is_tame
from .html_labels import chosen_from, label_of, own_text
from .html_spans import Spans
from .message import Indices, Message, derive

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_INLINE_NAMES = """
a abbr b bdi bdo big cite code data dfn em font i ins kbd mark q s samp small span strike strong sub sup time tt u var
wbr
"""
_INLINE = frozenset(_INLINE_NAMES.split())
_SILENT = frozenset(("style", "noscript", "template", "svg", "math", "-comment"))
_TEXT_ATTRIBUTES = ("title", "alt", "placeholder", "aria-label")
_LINKS = ("href", "src", "action", "srcset", "poster")
_SPACE = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[^\W\d_]{2}")
_LONGEST_HEADING = 60
_INLINE_LEVELS = 50
_MOST_HEADINGS = 200
_ROWS_SHOWN = 6
_LABEL = re.compile(r"[A-Z][^\W\d_]*(?:[ /.-]{1,2}[^\W\d_]{1,20}){0,3}[.:]?\Z")
"""A label in a cell: some words, no number, no full name of a person in a list of marks is told from it here."""
_FIELD = re.compile(r"(?:[12]e )?[A-Za-z][^\W\d_]*(?:[ /.-]{1,2}[^\W\d_]{1,20}){0,3}[.:]?\Z")
"""The label of a field of a form: ``1e nationaliteit``, ``Straat en huisnummer``."""


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the fields of an HTML page or fragment; ``origin`` already names the step. True when it had any."""
    from selectolax.lexbor import LexborHTMLParser

    if not is_tame(text):
        message.gap(Gap.BUDGET_DEPTH, len(text), "html", read=True)
        message.add(_SPACE.sub(" ", _TAG.sub(" ", text)).strip(), path, indices, origin)
        return True
    root = LexborHTMLParser(text).root
    if root is None:
        return False
    before = len(message.fields)
    _Page(message, path, indices, origin).read(root)
    return len(message.fields) > before


class _Page:
    """One pass over the nodes of a page in document order."""

    def __init__(self, message: Message, path: KeyPath, indices: Indices, origin: Origin) -> None:
        self._message = message
        self._path = path
        self._indices = indices
        self._origin = origin
        self._text_path = message.child(path, "text").item()
        self._texts = 0
        self._counts: dict[str, int] = {}
        self._pending: list[str] = []
        self._block = 0
        self._block_tag = ""
        self._block_column = -1
        self._headings: list[str] = []
        self._spans = Spans()
        self._column = -1
        self._term = ""
        self._named = False
        """Whether the cells of the first row of the table, which are no header cells, name its columns."""
        self._row_number = -1
        self._heads = False
        """Whether the row has header cells alone; one among others heads its row."""
        self._paired = False
        """Whether the cells of the table are labels and values by turns."""
        self._row = ""
        """What the first cell of the row says of the second."""
        self._flight: list[str] = []
        """Pieces of a stream that the scripts of the page join."""

    def read(self, root: LexborNode) -> None:
        """Add the page below its root, and the comments that stand beside that."""
        for forward in (False, True):
            beside = root.next if forward else root.prev
            while beside is not None and self._message.has_room(64):
                if beside.tag == "-comment":
                    self._comment(beside)
                beside = beside.next if forward else beside.prev
        for node in root.traverse(include_text=True):
            tag = node.tag or ""
            if tag == "-text":
                self._text(node)
            elif tag == "script":
                self._script(node)
            elif tag == "-comment":
                self._comment(node)
            elif tag == "template":
                self._template(node)
            elif tag == "br":
                self._pending.append(" ")
            elif tag not in _SILENT and tag[:1] != "-":
                if tag == "table":
                    self._flush()
                    self._headings = []
                    self._spans = Spans()
                    self._paired = _is_paired(node)
                    self._named = not self._paired and _is_named_by_first_row(node)
                    self._row_number = -1
                elif tag == "tr":
                    self._flush()
                    self._column, self._row = -1, ""
                    self._spans.row()
                    self._row_number += 1
                    self._heads = not any(cell.tag == "td" for cell in node.iter())
                    self._align()
                attributes = node.attributes
                if tag in ("td", "th"):
                    self._column = self._spans.cell(attributes)
                if attributes:
                    self._attributes(tag, attributes)
                    self._labelled(node, tag, attributes)
            if not self._message.has_room(64):
                return
        self._flush()
        if self._flight:
            flight.decode(self._message, "".join(self._flight), self._message.child(self._path, "flight"),
                          self._indices, self._origin)

    def _text(self, node: LexborNode) -> None:
        """Collect a text node; one in another block than the text before it ends that text."""
        block = node.parent
        for _ in range(_INLINE_LEVELS):
            if block is None or block.tag not in _INLINE:
                break
            block = block.parent
        if block is None:
            return
        tag = block.tag or ""
        if tag == "script" or tag in _SILENT:
            return
        if block.mem_id != self._block:
            self._flush()
            self._block, self._block_tag, self._block_column = block.mem_id, tag, self._column
        self._pending.append(node.text_content or "")

    def _flush(self) -> None:
        """Add the text of a block, under the heading of its column, its term or its label where it has one."""
        text = _SPACE.sub(" ", "".join(self._pending)).strip()
        self._pending.clear()
        if not text:
            return
        tag, column = self._block_tag, self._block_column
        key = ""
        if tag == "th" and not self._heads and not self._paired and column < len(self._headings):
            key = self._headings[column]
        elif tag == "th":
            self._row = text if column == 0 or self._paired else ""
            if self._heads or self._paired:
                self._heading(column, text)
        elif tag == "td":
            if self._named and self._row_number == 0:
                self._heading(column, text)
            elif self._paired:
                key = self._row if column % 2 else ""
                self._row = text.rstrip(":").strip() if column % 2 == 0 else ""
            else:
                key = self._headings[column] if 0 <= column < len(self._headings) else self._row if column == 1 else ""
            if column == 0 and text.endswith(":"):
                self._row = text[:-1]
        elif tag in ("dt", "label"):
            self._term = text
        elif tag == "dd":
            key = self._term
        elif tag in ("title", "textarea", "option", "button"):
            key = tag
        if key and len(key) <= _LONGEST_HEADING:
            self._add(key, text)
        else:
            self._message.expand(text, self._text_path, (*self._indices, self._texts), self._origin)
            self._texts += 1

    def _heading(self, column: int, text: str) -> None:
        """Remember what a header cell says of its columns; one in the first column may head its row instead."""
        width = self._spans.width(column)
        if len(self._headings) <= column < _MOST_HEADINGS:
            self._headings += map(str, range(len(self._headings), column))  # of a column without a name
            self._headings += [text[:_LONGEST_HEADING + 1]] * width
        elif self._spans.is_shared(column) and width == 1:
            self._headings[column] = text[:_LONGEST_HEADING + 1]  # the row below says it of each

    def _align(self) -> None:
        """Number the cells of a row alike, whatever cells before them were empty."""
        if len(self._headings) > 1:
            labels = [f"{heading}\x00" for heading in self._headings]
            most = max((self._counts.get(label, 0) for label in labels), default=0)
            if most:
                self._counts.update(dict.fromkeys(labels, most))

    def _attributes(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            if name and attributes.get("content"):
                self._add("meta", attributes["content"] or "", name)
            return
        value = attributes.get("value")
        if value:
            self._add(tag, value, attributes.get("name") or attributes.get("id") or "@value")
        for name, inner in attributes.items():
            if not inner or name == "value":
                continue
            if name in _LINKS:
                if inner[:1] != "#" and not (tag in ("link", "script") and "?" not in inner):
                    self._add(tag, inner, "@" + name)
            elif name in _TEXT_ATTRIBUTES:
                self._add(tag, inner, "@" + name)
            elif name.startswith("data-"):
                self._add(tag, inner, name[5:])
            elif inner[0] in "[{" and inner[1:2] in ('"', "[", "{"):
                self._add(tag, inner, name)  # state of a component
            elif name == "content":
                self._add(tag, inner, attributes.get("itemprop") or "@content")

    def _labelled(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> None:
        """Add the text of an element that says in an attribute what it is, and what was chosen from a list."""
        if tag == "option":
            name = chosen_from(node) if "selected" in attributes else ""
            if name:
                self._add("select", node.text().strip() or attributes.get("value") or "", name)
            return
        label = label_of(attributes)
        text = own_text(node) if label else ""
        if text:
            self._add(label, text)

    def _add(self, first: str, value: str, second: str = "") -> None:
        """Add a value below one or two names, numbered among its equals."""
        node = self._message.child(self._path, first)
        if second:
            node = self._message.child(node, second)
        label = f"{first}\x00{second}"
        count = self._counts.get(label, 0)
        self._counts[label] = count + 1
        if node.depth < self._message.budget.limits.levels:
            self._message.expand(value, node.item(), (*self._indices, count), self._origin)
        else:
            self._message.expand(value, node, self._indices, self._origin)

    def _comment(self, node: LexborNode) -> None:
        """What a comment says; programs leave names and queries there."""
        text = (node.comment_content or "").strip()
        if _WORD.search(text):
            self._add("comment", text)

    def _template(self, node: LexborNode) -> None:
        """A fragment that scripts copy; the parser keeps it apart from the page."""
        inner = (node.html or "").partition(">")[2].removesuffix("</template>")
        if inner.strip():
            self._add("template", inner)

    def _script(self, node: LexborNode) -> None:
        attributes = node.attributes
        text = node.text(deep=True)
        if not text.strip():
            return
        piece = script.flight_piece(text.strip())
        if piece is not None:
            self._flight.append(piece)
            return
        path = self._message.child(self._path, "script")
        name = attributes.get("id") or ""
        if name:
            path = self._message.child(path, name)
        script.decode(self._message, text, (attributes.get("type") or "").lower(), path, self._indices,
                      derive(self._origin, "script", format="script"))


def _is_paired(table: LexborNode) -> bool:
    """Whether a table is a form in which each value has its label in the cell before it, as its first rows show.

    A label is a header cell right before a value, or a short text without digits in a row of two.
    """
    rows = table.css("tr")[:_ROWS_SHOWN]
    shapes = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]
    shapes = [cells for cells in shapes if cells]
    if not shapes or any(len(cells) % 2 for cells in shapes):
        return False
    if all([cell.tag for cell in cells] == ["th", "td"] * (len(cells) // 2) for cells in shapes):
        return True
    if len(shapes) > 1 and any(len(cells) > 2 for cells in shapes) and table.css_first("th") is None:
        texts = [[cell.text().strip() for cell in cells] for cells in shapes]
        return all(_FIELD.match(text) for row in texts for text in row[::2]) and any(
            any(char.isdigit() for char in text) for row in texts for text in row[1::2]) and len(
            {text for row in texts for text in row[::2]}) == sum(len(row) // 2 for row in texts)
    return len(shapes) > 1 and all(
        len(cells) == 2 and cells[0].tag == cells[1].tag == "td" and _LABEL.match(cells[0].text().strip())
        for cells in shapes)


def _is_named_by_first_row(table: LexborNode) -> bool:
    """Whether a table without header cells begins with a row of names: words above cells of which some hold digits."""
    if table.css_first("th") is not None:
        return False
    rows = [[cell.text().strip() for cell in row.iter() if cell.tag == "td"] for row in table.css("tr")[:_ROWS_SHOWN]]
    rows = [row for row in rows if row]
    if len(rows) < 3 or len(rows[0]) < 3 or any(len(row) != len(rows[0]) for row in rows):
        return False
    return all(_LABEL.match(cell) for cell in rows[0]) and any(
        any(char.isdigit() for char in cell) for row in rows[1:] for cell in row)
