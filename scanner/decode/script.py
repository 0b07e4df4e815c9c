"""Inline scripts of a page: JSON data blocks, JSON assigned to names, ``key: "literal"`` pairs, and the text itself.

Scripts are not run and not parsed as JavaScript: what is JSON is read as JSON, what looks like a pair of a name and
a string is a field under that name.
"""

from __future__ import annotations

import json
import re

from scanner.model import KeyPath, Origin

from . import json_
from .gate import may_hold
from .message import Indices, Message

_JSON_TYPES = ("application/json", "application/ld+json", "text/json", "importmap", "speculationrules")
_ASSIGNMENT = re.compile(
    r"""(?:(?:var|let|const|window|self|globalThis)[\s.\[]{1,4})["']?([A-Za-z_$][\w$.]{0,100})["']?\]?"""
    r"""\s{0,10}=\s{0,10}"""
    r"""(?:JSON\.parse\(\s{0,10}(?=["'])|(?=[{\["]))""")
_PUSH = re.compile(r"([A-Za-z_$][\w$]{0,100})(?:\.f)?\.push\(\s{0,10}(?=[{\[])")
_PAIR = re.compile(
    r"""["']?([A-Za-z_$][\w$-]{0,60})["']?\s{0,5}[:=,]\s{0,5}"""
    r"""(?=(?:"((?:[^"\\\n]|\\.){1,4000})"|'((?:[^'\\\n]|\\.){1,4000})'))""")
_MOST_FAILURES = 100
_DECODER = json.JSONDecoder()


def decode(message: Message, text: str, kind: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add what a script element holds; ``kind`` is its type attribute in lower case."""
    if (kind in _JSON_TYPES or kind.endswith("+json")) and json_.decode(message, text.strip(), path, indices, origin):
        return
    covered: list[tuple[int, int]] = []
    failures = 0
    for found in sorted([*_ASSIGNMENT.finditer(text), *_PUSH.finditer(text)], key=re.Match.start):
        if covered and found.start() < covered[-1][1]:
            continue
        end = _json_at(message, text, found.end(), found[1], path, indices, origin)
        if end:
            covered.append((found.start(), end))
        else:
            # A failure costs a look at all text before it.
            failures += 1
            if failures >= _MOST_FAILURES:
                break
    position = 0
    for start, end in (*covered, (len(text), len(text))):
        if start > position:
            _loose(message, text[position:start], path, indices, origin)
        position = max(position, end)


def _json_at(message: Message, text: str, start: int, name: str, path: KeyPath, indices: Indices,
             origin: Origin) -> int:
    """Add the JSON value that begins at ``start``, below ``name``; where it ends, or 0 when there is none."""
    try:
        value, end = _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return 0
    node = message.child(path, name)
    if isinstance(value, str):
        message.expand(value, node, indices, origin)
        return end
    if isinstance(value, (dict, list)) and json_.decode(message, text[start:end], node, indices, origin,
                                                        start=start, end=end):
        return end
    return 0


def _loose(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add code as text, and the string literals in it that stand after a name."""
    for found in _PAIR.finditer(text):
        value = found[2] if found[2] is not None else found[3]
        node = message.child(path, found[1])
        if may_hold(value):
            message.expand(value, node, indices, origin)
        else:
            message.add(value, node, indices, origin)
    message.add(text.strip(), path, indices, origin)
