"""Tells before parsing whether a page would blow up the parser.

Theory. The HTML standard has every browser repair pages, and two repairs grow without bound: open elements nest as
deep as a page likes (each new one costs a walk up), and formatting elements that were left open are opened again in
each following block (``<p><b id=1><b id=2>…</p><p>`` makes nodes by the product). Both can be foreseen by counting
tags. Fourteen kilobytes can cost hundreds of megabytes otherwise.
"""

from __future__ import annotations

import re

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})")
_VOID_NAMES = "area base br col embed hr img input link meta param source track wbr"
_IMPLIED_NAMES = "p li td th tr dt dd option optgroup tbody thead tfoot colgroup rt rp html head body"
_FORMATTING_NAMES = "a b big code em font i nobr s small strike strong tt u"
_NO_LEVEL = frozenset(_VOID_NAMES.split()) | frozenset(_IMPLIED_NAMES.split())
"""Elements without content, and those that end by themselves when the next one begins."""
_FORMATTING = frozenset(_FORMATTING_NAMES.split())
DEEPEST = 4_000
MOST_REOPENED = 400_000


def is_tame(text: str) -> bool:
    """Whether the tree of ``text`` will be no deeper and no larger than a page of people has reason to be."""
    if text.count("<") < 250:
        return True
    depth = open_formatting = reopened = 0
    for found in _TAG.finditer(text):
        closing, name = found[1], found[2].lower()
        if name in _FORMATTING:
            open_formatting = max(0, open_formatting - 1) if closing else open_formatting + 1
        else:
            reopened += open_formatting
        if name not in _NO_LEVEL:
            depth = max(0, depth - 1) if closing else depth + 1
        if depth > DEEPEST or reopened > MOST_REOPENED:
            return False
    return True
