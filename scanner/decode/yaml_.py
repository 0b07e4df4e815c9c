"""YAML bodies, read event by event: an alias is a name, not a copy, so that a small text cannot grow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from scanner.model import Gap, KeyPath, Origin

from .message import Indices, Message, derive

_COMMENT = re.compile(r"(?:^|[ \t])#[ \t]*([^\n]+)", re.MULTILINE)
"""A comment; in a quoted text the same signs are read twice, which costs less than a comment that nobody read."""
_MOST_DEPTH = 100
"""Levels of nesting that are followed; the reader underneath recurses."""


class _Level:
    """A mapping (``index`` -1) or a sequence that is being read."""

    __slots__ = ("index", "key", "node", "place")

    def __init__(self, node: KeyPath, place: Indices, index: int) -> None:
        self.node = node
        self.place = place
        self.index = index
        self.key: str | None = None


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the scalars of a YAML text, each below its keys; False when it holds no mapping and no sequence.

    From an error on, the rest is one text, and noted.
    """
    here = derive(origin, "yaml")
    for comment in _COMMENT.findall(text) if "#" in text else ():
        message.add(comment.strip(), path, indices, here)
    before = len(message.fields)
    stack: list[_Level] = []
    end = 0
    nested = False
    for kind, value, end in _events(text):
        if kind == "error":
            break
        if kind == "end":
            stack.pop()
        elif kind in ("mapping", "sequence"):
            if len(stack) >= _MOST_DEPTH:
                message.gap(Gap.BUDGET_DEPTH, len(text) - end, "levels", read=True)
                break
            node, place = _place(message, stack, path, indices)
            nested = True
            if kind == "sequence" and node.depth < message.budget.limits.levels:
                stack.append(_Level(node.item(), place, 0))
            else:
                stack.append(_Level(node, place, -1))
        elif stack and stack[-1].index < 0 and stack[-1].key is None:
            stack[-1].key = value
        else:
            if not message.has_room():
                return True
            node, place = _place(message, stack, path, indices)
            message.expand(value, node, place, here)
    else:
        return nested
    if not nested or len(message.fields) == before:
        return False
    message.gap(Gap.PARSE_FAILED, len(text) - end, "yaml", read=True)
    message.add(text[end:].strip(), path, indices, derive(origin, "text"))
    return True


def _place(message: Message, stack: list[_Level], path: KeyPath, indices: Indices) -> tuple[KeyPath, Indices]:
    """Where the next value stands; takes the key, or the number, that leads to it."""
    if not stack:
        return path, indices
    level = stack[-1]
    if level.index >= 0:
        level.index += 1
        return level.node, (*level.place, level.index - 1)
    key, level.key = level.key, None
    return message.child(level.node, key or ""), level.place


def _events(text: str) -> Iterator[tuple[str, str, int]]:
    """(kind, value, offset behind it); the last is an error where the text is no YAML."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    end = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            end = max(end, event.end_mark.index if event.end_mark is not None else 0)
            if isinstance(event, yaml.ScalarEvent):
                yield "scalar", event.value, end
            elif isinstance(event, yaml.AliasEvent):
                yield "scalar", "", end
            elif isinstance(event, yaml.MappingStartEvent):
                yield "mapping", "", end
            elif isinstance(event, yaml.SequenceStartEvent):
                yield "sequence", "", end
            elif isinstance(event, yaml.CollectionEndEvent):
                yield "end", "", end
    except (yaml.YAMLError, RecursionError, ValueError):
        yield "error", "", end
