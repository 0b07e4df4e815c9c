"""Script files that are data: statements that give literals to names, push them to lists or pass them to functions.

Theory. Before JSON, and in widgets to this day, servers wrote tables as calls: ``addRow("118377", "Yara", 7.4);`` for
each row, ``r[0] = new Array(…)``, ``drawChart("c1", {labels: […]})``. Nothing is run. A file is data when each of its
statements is one of these and has literals only; calls of one name are the rows of a list.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from scanner.model import KeyPath, Origin

from . import jsliteral, json_
from .message import Indices, Message, derive

_MOST = 5_000
"""Statements of a file."""
_FEWEST_CALLS = 3
"""Calls of one name that are rows where none passes an object or a list."""
_LONGEST_INDEX = 4
_STATEMENT = re.compile(
    r"(?:[;\s]|/\*[^*]{0,400}\*/|//[^\n]{0,400}\n)*(?:(?:var|let|const)\s{1,4})?([A-Za-z_$][\w$.]{0,100})"
    r"((?:\[(?:\"[^\"\n\]]{0,60}\"|'[^'\n\]]{0,60}'|[0-9]{1,9})\]){0,3})"
    r"\s{0,4}(?:(=)\s{0,4}(?!=)(new Array\()?|\()\s{0,9}")
_SUBSCRIPT = re.compile(r"\[(?:[\"']([^\"']*)[\"']|([0-9]+))\]")
_END = re.compile(r"\s*(?:;|\n|\Z)")
_REST = re.compile(r"(?:[;\s]|/\*[^*]{0,400}\*/|//[^\n]{0,400}(?:\n|\Z))*\Z")
_ADDS = (".push", ".add", ".append")


class _Statement(NamedTuple):
    """What a statement gives, and to whom."""

    name: str
    subscripts: str
    called: bool
    value: Any


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add what the statements of a file give; false where one of them does anything else."""
    found = _statements(text)
    calls = Counter(each.name for each in found if each.called)
    if not any(_is_data(each, alone=len(found) == 1) for each in found) and (
            not calls or max(calls.values()) < _FEWEST_CALLS):
        return False
    numbers: Counter[str] = Counter()
    here = derive(origin, "javascript", 0, len(text), format="json")  # one place: the rows are those of one table
    for each in found:
        node, place, value = _place_of(message, each, calls, numbers, path, indices)
        if len(found) == 1 and each.called and len(each.value) == 1:
            node = path  # as JSONP
        if isinstance(value, (dict, list)):
            json_.emit(message, value, node, place, here)
        elif value is not None and value != "":
            message.expand(str(value), node, place, here)
    return True


def _is_data(each: _Statement, *, alone: bool) -> bool:
    """Whether a statement shows that a file is data; one call alone does where it passes a list, not just options."""
    if not each.called:
        return isinstance(each.value, (dict, list)) and bool(each.value)
    return any(_holds_list(part) if alone else isinstance(part, (dict, list)) and part for part in each.value)


def _holds_list(value: Any) -> bool:
    """Whether a literal is, or holds, a list of more than one."""
    if isinstance(value, dict):
        return any(map(_holds_list, value.values()))
    return isinstance(value, list) and (len(value) > 1 or any(map(_holds_list, value)))


def _statements(text: str) -> list[_Statement]:
    """The statements of a file; none where one has more than literals."""
    found: list[_Statement] = []
    position = 0
    while _REST.match(text, position) is None:
        head = _STATEMENT.match(text, position)
        if head is None or len(found) >= _MOST:
            return []
        called = not head[3]
        parsed = jsliteral.parse_arguments(text, head.end()) if called or head[4] else jsliteral.parse(text, head.end())
        if parsed is None or parsed[2] or (not called and not head[4] and parsed[1] == head.end()):
            return []
        value, position, _ = parsed
        end = _END.match(text, position)
        if end is None or (called and None in value) or (
                value is None and not text.startswith(("null", "undefined"), head.end())):
            return []
        found.append(_Statement(head[1], head[2], called, value))
        position = end.end()
    return found


def _place_of(message: Message, each: _Statement, calls: Counter[str], numbers: Counter[str], path: KeyPath,
              indices: Indices) -> tuple[KeyPath, Indices, Any]:
    """Where the literal of a statement stands, and what of it."""
    name = each.name
    if not each.called:
        node = message.child(path, name)
        for key, number in _SUBSCRIPT.findall(each.subscripts):
            if number and len(number) < _LONGEST_INDEX:
                node, indices = node.item(), (*indices, int(number))
            else:
                node = message.child(node, key or number)
        return node, indices, each.value
    adds = name.endswith(_ADDS)
    node = message.child(path, name.rpartition(".")[0] if adds else name)
    value = each.value[0] if len(each.value) == 1 else each.value
    if adds or calls[name] > 1:
        node, indices = node.item(), (*indices, numbers[name])
        numbers[name] += 1
    return node, indices, value
