"""XML and SOAP: element text and attributes by path, namespaces stripped; external and internal entities inert.

Theory. A document type declaration is cut away before parsing, so there is nothing to fetch and nothing to
expand; a document that then refers to entities of its own does not parse and is read as text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scanner.model import Gap, KeyPath, Origin

from .message import Indices, Message

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_DOCTYPE_TOKEN = re.compile(r"""[\[\]>"']|<!--""")


class Dialect:
    """How elements become keys; a vocabulary with names in attributes has its own."""

    def key(self, element: _Element, name: str) -> str | None:
        """The key of an element with this local name; None when its content belongs to the parent."""
        return name

    def attributes(self, element: _Element, name: str) -> Iterable[tuple[str, str]]:
        """The attributes that are data."""
        return [(str(key), str(value)) for key, value in element.attrib.items()]


_PLAIN = Dialect()


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin,
           dialect: Dialect = _PLAIN) -> bool:
    """Add the leaves of an XML document; false, and nothing added, when it does not parse.

    ``origin`` already names the step.
    """
    root = parse(text)
    if root is None:
        return False
    _walk(message, root, message.child(path, _local(root.tag)), indices, origin, dialect)
    return True


def parse(text: str) -> _Element | None:
    """The root of a document, its type declaration cut away; None when it does not parse."""
    from lxml import etree

    text = text.removeprefix("\ufeff")
    declaration = _DECLARATION.match(text)
    text = (text[declaration.end():] if declaration else text).lstrip()
    found = text.find("<!DOCTYPE", 0, 65536)
    if found >= 0:
        end = _end_of_doctype(text, found)
        if end < 0:
            return None
        text = text[end:]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
                             huge_tree=False, remove_pis=True, encoding="utf-8")
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _end_of_doctype(text: str, start: int) -> int:
    """Where the document type declaration that begins at ``start`` ends, internal subset included; -1 if nowhere."""
    depth = 0
    position = start
    while True:
        token = _DOCTYPE_TOKEN.search(text, position)
        if token is None:
            return -1
        position = token.end()
        mark = token[0]
        if mark == "[":
            depth += 1
        elif mark == "]":
            depth -= 1
        elif mark == ">":
            if depth <= 0:
                return position
        else:
            close = "-->" if mark == "<!--" else mark
            position = text.find(close, position) + len(close)
            if position < len(close):
                return -1


def local_name(element: _Element) -> str:
    """The name of an element without its namespace."""
    return _local(element.tag)


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else "#comment"


def _walk(message: Message, element: _Element, path: KeyPath, indices: Indices, origin: Origin,
          dialect: Dialect) -> None:
    """Add attributes, text and children of one element; libxml2 bounds the depth at 256."""
    name = _local(element.tag)
    if not message.has_room(len(element) + len(element.attrib) + 1):
        return
    for attribute, value in dialect.attributes(element, name):
        if value:
            message.expand(value, message.child(path, "@" + _local(attribute)), indices, origin)
    text = element.text
    children = list(element)
    if not children:
        if text and (text := text.strip()):
            message.expand(text, path, indices, origin)
        return
    if text and (text := text.strip()):
        message.expand(text, message.child(path, "#text"), indices, origin)
    keys = [dialect.key(child, _local(child.tag)) for child in children]
    repeated = Counter(keys)
    seen: Counter[str | None] = Counter()
    levels = message.budget.limits.levels
    if path.depth >= levels:
        message.gap(Gap.BUDGET_DEPTH, 0, "levels", read=True)
    for child, key in zip(children, keys, strict=True):
        node = path if key is None else message.child(path, key)
        place = indices
        if repeated[key] > 1 and node.depth < levels:
            node, place = node.item(), (*indices, seen[key])
            seen[key] += 1
        _walk(message, child, node, place, origin, dialect)
        if child.tail and (tail := child.tail.strip()):
            message.expand(tail, message.child(path, "#text"), indices, origin)
