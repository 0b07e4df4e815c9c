"""JSON to fields: orjson for what it reads faithfully, the standard library for the rest.

Theory. orjson is ten times as fast, but it refuses NaN and lone surrogates, turns integers beyond 64 bits into
floats, and keeps only the last of equal member names. The first is an error to fall back on. The second shows
as a float of 2**63 or more. The third shows by counting: each member ends its name with ``":``, so when there
are more of these than members were met, the text may hold equal names, and is read again with care. Data may
hide behind every one of these, so none may be lost.

The walk is the hot loop of the whole decode stage: one iteration a leaf, no call but the append, unless the
gate of ``nested`` says that a string may hold something. What the sieve of a path holds back is marked here, where
it costs one look into a set.
"""

# ruff: noqa: F821 - it takes the names that are undone at the end of emit() for undefined; mypy checks them
from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

import orjson

from scanner.model import SMALL, Field, Gap, KeyPath, Origin, SievedField

from .gate import GATES, HOLDS_ANYWHERE, LONG_ENOUGH, may_hold_anywhere
from .message import Indices, Message, derive, new_field
from .tree import members_of

_PREFIX = re.compile(
    r"\s*(?:\)\]\}'?,?|while\s?\(1\);?|for\s?\(;;\);?|throw 1;\s*(?:<\s?don't be evil\s?>)?|&&&START&&&)\s*")
"""What sites put before JSON so that it cannot be loaded as a script."""
_JSONP = re.compile(
    r"\s{0,100}(?:/\*[^*]{0,40}\*/)?\s{0,100}(?:typeof [\w$.]{1,100} === 'function' && )?"
    r"[A-Za-z_$][\w$.\[\]'\"]{0,100}\s?\(\s{0,100}(?=[{\[\"])")
_JSONP_END = re.compile(r"\)\s*;?\s*\Z")
_SPACES = b" \t\r\n"
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)', re.DOTALL)
_SURROGATE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL)
_HUGE = float(1 << 63)
_BODIES = frozenset({"body", "ws"})


class _Members(dict[str, Any]):
    """An object with equal member names; ``items`` gives all of them."""

    __slots__ = ("_pairs",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self._pairs = pairs

    def items(self) -> Any:
        return self._pairs


def decode(message: Message, source: bytes | str, path: KeyPath, indices: Indices, origin: Origin,
           *, start: int = -1, end: int = -1, step: str = "json") -> bool:
    """Add the leaves of a JSON text; false, and nothing added, when it is none.

    ``source`` is UTF-8 when it is bytes. A lone string, number or literal counts as JSON too. With an empty
    ``step`` the origin names the step already.
    """
    here = derive(origin, step, start, end) if step else origin
    try:
        value = orjson.loads(source)
    except ValueError:
        careful = _load_carefully(source)
        if careful is not None:
            emit(message, careful[0], path, indices, here)
        return careful is not None
    before = len(message.fields)
    faithful, members = emit(message, value, path, indices, here, anywhere=may_hold_anywhere(source))
    if (not faithful or (members and _ends_more_names(source, members))) and message.has_room():
        careful = _load_carefully(source)
        if careful is not None:
            del message.fields[before:]
            emit(message, careful[0], path, indices, here)
    return True


def is_json(source: bytes | str) -> bool:
    """Whether orjson reads ``source``."""
    try:
        orjson.loads(source)
    except ValueError:
        return False
    return True


def decode_jsonp(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of ``callback({...});``; false when the text is something else."""
    start = _JSONP.match(text)
    end = _JSONP_END.search(text, max(0, len(text) - 64)) if start else None
    if start is None or end is None:
        return False
    return decode(message, text[start.end():end.start()], path, indices, derive(origin, "jsonp"),
                  start=start.end(), end=end.start())


def _load_carefully(source: bytes | str) -> tuple[Any] | None:
    """The value as the standard library reads it, numbers as written; in a tuple, as the value may be None."""
    text = source.decode("utf-8", "replace") if isinstance(source, bytes) else source
    text = text.removeprefix("\ufeff")
    prefix = _PREFIX.match(text)
    if prefix:
        text = text[prefix.end():]
    if "\\u" in text:
        text = _SURROGATE.sub(lambda found: "\\ufffd" if found[1] else found[0], text)
    try:
        return (json.loads(text, strict=False, object_pairs_hook=_object, parse_int=str, parse_float=str,
                           parse_constant=str),)
    except (ValueError, RecursionError):
        return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _Members(pairs)


def _ends_more_names(source: bytes | str, members: int) -> bool:
    """Whether the text ends more names than it has members, so that some object holds equal ones."""
    text = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    # The quick count is never too low: each name ends so, and strings can only add to it.
    if text.translate(None, _SPACES).count(b'":') == members:
        return False
    return sum(1 for found in _STRING.finditer(text) if found[1]) != members


def emit(message: Message, value: Any, path: KeyPath, indices: Indices, origin: Origin,
         *, anywhere: bool = True) -> tuple[bool, int]:
    """Add the leaves of a parsed value; say whether all numbers kept their digits, and how many members it has.

    ``anywhere`` says whether a string may hold something that does not show in its first characters.
    """
    fields = message.fields
    append = fields.append
    new = new_field
    kind = Field
    held = SievedField
    small = SMALL if _is_sieved(origin) else -1
    sieved = small > 0
    gate_of = GATES.get
    search = HOLDS_ANYWHERE if anywhere else None
    long_enough = LONG_ENOUGH
    look = message.look
    grow = message.trees.child
    has_room = message.has_room
    levels = message.budget.limits.levels
    most = message.budget.limits.fields
    faithful = True
    count = 0

    def walk_object(members: dict[str, Any], path: KeyPath, indices: Indices) -> None:
        nonlocal faithful, count
        count += len(members)
        if path.depth >= levels:
            _flatten(message, members, path, indices, origin)
            return
        if len(fields) + len(members) > most and not has_room(len(members)):
            members = dict(islice(members.items(), most - len(fields)))
        known = members_of(path).get
        for key, inner in members.items():
            node = known(key) or grow(path, key)
            shape = type(inner)
            sieve = node.sieve if sieved else None
            if shape is str:
                if len(inner) >= long_enough and (
                        ((gate := gate_of(inner[0])) and gate(inner)) or (search and search(inner))):
                    look(inner, node, indices, origin)
                elif inner:
                    append(new(held if sieve and inner in sieve.values else kind, (inner, node, indices, origin)))
            elif shape is int:
                text = str(inner)
                append(new(held if sieve and ((sieve.numbers and 0 <= inner < small) or text in sieve.values) else kind,
                           (text, node, indices, origin)))
            elif shape is list:
                walk_array(inner, node, indices)
            elif shape is bool:
                text = "true" if inner else "false"
                append(new(held if sieve and text in sieve.values else kind, (text, node, indices, origin)))
            elif shape is float:
                if inner >= _HUGE or inner <= -_HUGE:
                    faithful = False
                text = repr(inner)
                append(new(held if sieve and text in sieve.values else kind, (text, node, indices, origin)))
            elif inner is not None:
                walk_object(inner, node, indices)

    def walk_array(items: list[Any], path: KeyPath, indices: Indices) -> None:
        nonlocal faithful
        if path.depth >= levels:
            _flatten(message, items, path, indices, origin)
            return
        if len(fields) + len(items) > most and not has_room(len(items)):
            items = items[:most - len(fields)]
        node = path.item()
        sieve = node.sieve if sieved else None
        for index, inner in enumerate(items):
            shape = type(inner)
            if shape is dict:
                walk_object(inner, node, (*indices, index))
            elif shape is str:
                if len(inner) >= long_enough and (
                        ((gate := gate_of(inner[0])) and gate(inner)) or (search and search(inner))):
                    look(inner, node, (*indices, index), origin)
                elif inner:
                    append(new(held if sieve and inner in sieve.values else kind,
                               (inner, node, (*indices, index), origin)))
            elif shape is int:
                text = str(inner)
                append(new(held if sieve and ((sieve.numbers and 0 <= inner < small) or text in sieve.values) else kind,
                           (text, node, (*indices, index), origin)))
            elif shape is list:
                walk_array(inner, node, (*indices, index))
            elif shape is bool:
                text = "true" if inner else "false"
                append(new(held if sieve and text in sieve.values else kind, (text, node, (*indices, index), origin)))
            elif shape is float:
                if inner >= _HUGE or inner <= -_HUGE:
                    faithful = False
                text = repr(inner)
                append(new(held if sieve and text in sieve.values else kind, (text, node, (*indices, index), origin)))
            elif inner is not None:
                walk_object(inner, node, (*indices, index))

    try:
        if isinstance(value, dict):
            walk_object(value, path, indices)
        elif isinstance(value, list):
            walk_array(value, path, indices)
        else:
            # A lone leaf: as if it were the only member, without a name.
            _flatten(message, [value], path, indices, origin, note=False)
            faithful = not isinstance(value, float) or abs(value) < _HUGE
    finally:
        # The two know each other; undone, they are freed now and not when the cyclic collector comes by.
        del walk_object, walk_array
    return faithful, count


def _is_sieved(origin: Origin) -> bool:
    """Whether leaves may be held back: those of a body, so that no text around them waits for what it held."""
    return not origin.static and len(origin.steps) == 1 and origin.part in _BODIES


def _flatten(message: Message, value: Any, path: KeyPath, indices: Indices, origin: Origin, *,
             note: bool = True) -> None:
    """Add all leaves below ``value`` under one path, without recursion."""
    if note:
        message.gap(Gap.BUDGET_DEPTH, 0, "levels", read=True)
    pending: list[Any] = [value]
    while pending:
        inner = pending.pop()
        if isinstance(inner, dict):
            pending.extend(reversed([one for pair in inner.items() for one in pair] if note else list(inner.values())))
        elif isinstance(inner, list):
            pending.extend(reversed(inner))
        elif isinstance(inner, str):
            if inner and message.has_room():
                message.expand(inner, path, indices, origin)
        elif inner is not None:
            written = ("true" if inner else "false") if isinstance(inner, bool) else str(inner)
            message.add(written, path, indices, origin)
