"""Inline scripts of a page: JSON data blocks, JSON assigned to names, ``key: "literal"`` pairs, and the text itself.

Scripts are not run and not parsed as JavaScript: what is JSON is read as JSON, what looks like a pair of a name and
a string is a field under that name.
"""

from __future__ import annotations

import json
import re

from scanner.model import KeyPath, Origin

from . import devalue, jsliteral, json_, statements
from .gate import may_hold
from .message import Indices, Message, derive

_JSON_TYPES = ("application/json", "application/ld+json", "text/json", "importmap", "speculationrules")
_ASSIGNMENT = re.compile(
    r"""(?:(?:var|let|const|window|self|globalThis)[\s.\[]{1,4})["']?([A-Za-z_$][\w$.]{0,100})["']?\]?"""
    r"""\s{0,10}=\s{0,10}"""
    r"""(?:JSON\.parse\(\s{0,10}(?:(?:decodeURIComponent|unescape|atob|window\.atob)\(\s{0,10})?(?=["'`])"""
    r"""|(?=[{\[]|\(?\s?function\s?\w{0,40}\s?\(|\(\([\w$, ]{0,500}\)\s?=>))""")
_PUSH = re.compile(r"([A-Za-z_$][\w$]{0,100})(?:\.f)?\.push\(\s{0,10}(?=[{\[])")
_FLIGHT = re.compile(
    r"(?:self\.__next_f|\(self\.__next_f\s{0,5}=\s{0,5}self\.__next_f\s{0,5}\|\|\s{0,5}\[\]\))\.push\(")
_PAIR = re.compile(
    r"""["']?([A-Za-z_$][\w$-]{0,60})["']?\s{0,5}[:=,]\s{0,5}"""
    r"""(?=(?:"((?:[^"\\\n]|\\.){1,4000})"|'((?:[^'\\\n]|\\.){1,4000})'))""")
_LONGEST_DATA = 200_000
_CODE = re.compile(r"\bfunction\b|=>|\breturn\b|\bmodule\b|\bexports\b|\bimport\b|\bexport\b|\brequire\b|"
                   r"\bnew (?!Array\()[A-Z]")
"""What a file with code of its own holds."""
_GIVEN = re.compile(r"[;\s]*(?:/\*[^*]{0,400}\*/\s*)?(?:(?:var|let|const)\s{1,4})?"
                    r"([A-Za-z_$][\w$.]{0,100})\s{0,4}=\s{0,4}(?=[{\[])")
_MEMBER = re.compile(r"""\b(s[0-9]{1,6})\.([A-Za-z_$][\w$]{0,60})=(?:"((?:[^"\\\n]|\\.){0,4000})"|"""
                     r"""'((?:[^'\\\n]|\\.){0,4000})'|(-?[0-9][0-9.]{0,20}|true|false));""")
_DECODER = json.JSONDecoder()


def decode(message: Message, text: str, kind: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add what a script element holds; ``kind`` is its type attribute in lower case."""
    if kind in _JSON_TYPES or kind.endswith("+json"):
        stripped = text.strip()
        if _decode_flat(message, stripped, path, indices, origin) or json_.decode(message, stripped, path, indices,
                                                                                  origin):
            return
    covered: list[tuple[int, int]] = []
    attempts = _Attempts()
    for found in sorted([*_ASSIGNMENT.finditer(text), *_PUSH.finditer(text)], key=re.Match.start):
        if covered and found.start() < covered[-1][1]:
            continue
        end = _value_at(message, text, found.end(), found[1], path, indices, origin, attempts)
        if end:
            covered.append((found.start(), end))
    position = 0
    for start, end in (*covered, (len(text), len(text))):
        if start > position:
            _loose(message, text[position:start], path, indices, origin)
        position = max(position, end)


def decode_data(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add a script file that holds nothing but data given to names, or the members of objects of a remote call (DWR).

    False for a file with code of its own: a program is the same for everybody.
    """
    if len(text) > _LONGEST_DATA or _CODE.search(text) is not None:
        return False
    members = _MEMBER.findall(text) if "dwr" in text else []
    if members:
        node = message.child(path, "reply").item()
        numbers: dict[str, int] = {}
        for owner, name, quoted, other, bare in members:
            place = (*indices, numbers.setdefault(owner, len(numbers)))
            if value := jsliteral.unescape(quoted or other) or bare:
                message.expand(value, message.child(node, name), place, origin)
        return True
    if _GIVEN.match(text) is None:
        return statements.decode(message, text, path, indices, origin)
    before = len(message.fields)
    attempts = _Attempts()
    end = 0
    for found in _GIVEN.finditer(text):
        if found.start() >= end:
            end = _value_at(message, text, found.end(), found[1], path, indices, origin, attempts)
            if not end:
                break
    if end and not text[end:].strip("; \t\r\n)"):
        return True
    del message.fields[before:]
    return statements.decode(message, text, path, indices, origin)


def flight_piece(text: str) -> str | None:
    """The piece of a stream of server components that a script of Next.js hands on; None for any other script."""
    start = _FLIGHT.match(text)
    if start is None:
        return None
    try:
        value, _ = _DECODER.raw_decode(text, start.end())
    except (ValueError, RecursionError):
        return None
    if isinstance(value, list) and len(value) > 1 and value[0] in (1, 3) and isinstance(value[1], str):
        return value[1]
    return "" if isinstance(value, list) else None


def _decode_flat(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add a JSON block whose values point to each other by number (Nuxt 3)."""
    if not text.startswith("[") or not (path.key.startswith("__NUXT") or '"ShallowReactive"' in text[:200]):
        return False
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return devalue.decode(message, value, path, indices, origin)


class _Attempts:
    """How many more values of one script may turn out to be none: each costs a look at all text beside it."""

    __slots__ = ("json", "literals")

    def __init__(self) -> None:
        self.json = 100
        self.literals = 20


def _value_at(message: Message, text: str, start: int, name: str, path: KeyPath, indices: Indices, origin: Origin,
              attempts: _Attempts) -> int:
    """Add the JSON or the literal that begins at ``start``, below ``name``; where it ends, or 0 when there is none."""
    node = message.child(path, name)
    if text[start] in '{["' and attempts.json > 0:
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            attempts.json -= 1
        else:
            if isinstance(value, str):
                message.expand(value, node, indices, origin)
                return end
            if json_.decode(message, text[start:end], node, indices, origin, start=start, end=end):
                return end
    if attempts.literals <= 0:
        return 0
    found = jsliteral.parse(text, start)
    if found is None:
        attempts.literals -= 1
        return 0
    value, end, code = found
    if isinstance(value, str):
        message.expand(value, node, indices, origin)
        return end
    if not isinstance(value, (dict, list)):
        return 0
    json_.emit(message, value, node, indices, derive(origin, "javascript", start, end, format="json"))
    for piece in code:
        _loose(message, piece, path, indices, origin)
    return end


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
