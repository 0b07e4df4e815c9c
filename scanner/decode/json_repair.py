"""Completes JSON that was cut off, so that what a capture holds of a large body is still read as data."""

from __future__ import annotations

import re

_TOKEN = re.compile(r'\s*(?:([\[{])|([\]}])|(,)|(:)|("(?:[^"\\]|\\.)*")|([^\s\[\]{},:"]+))', re.DOTALL)
_CLOSER = {"{": "}", "[": "]"}


def complete(text: str) -> tuple[str, int] | None:
    """The text up to its last whole value with all brackets closed, and where that is; None when it is not cut off.

    A text whose brackets do not match, or that ends properly, was not cut off and is not mended.
    """
    open_brackets: list[str] = []
    position = cut = 0
    for found in _TOKEN.finditer(text):
        if found.start() != position:
            break
        position = found.end()
        kind = found.lastindex
        if kind == 1:
            open_brackets.append(_CLOSER[found[1]])
            cut = position
        elif kind == 2:
            if not open_brackets or open_brackets.pop() != found[2]:
                return None
            cut = position
        elif kind == 3:
            cut = found.start(3)
        if not open_brackets:
            return None
    if not open_brackets or text[position:].lstrip()[:1] not in ("", '"'):
        return None
    return text[:cut] + "".join(reversed(open_brackets)), cut
