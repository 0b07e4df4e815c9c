"""Reads the large XML parts of office documents element by element, so that memory stays flat."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def elements(data: bytes, *names: str) -> Iterator[_Element]:
    """The elements with these local names as they end, each cleared once the caller goes on.

    Nothing of a broken part beyond the place where it breaks. No such part has a document type (ECMA-376 part 2
    §9.1.1), so one that has is not read.
    """
    from lxml import etree

    if not data or b"<!DOCTYPE" in data:
        return
    try:
        for _, element in etree.iterparse(io.BytesIO(data), tag=["{*}" + name for name in names],
                                          resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
                                          remove_comments=True, remove_pis=True):
            yield element
            element.clear(keep_tail=True)
            while element.getprevious() is not None:
                parent = element.getparent()
                if parent is None:
                    break
                del parent[0]
    except etree.XMLSyntaxError:
        return


def local_name(element: _Element) -> str:
    """The name of an element without its namespace, empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
