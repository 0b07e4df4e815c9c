"""Forms (``application/x-www-form-urlencoded``) and query strings: names and values, nested names taken apart."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import unquote_plus, unquote_to_bytes

from scanner.model import KeyPath, Origin

from . import conditions, saml
from .message import Indices, Message
from .text import scrub

_LIKE_FORM = re.compile(r"[\w.\[\]%$-]{1,64}=[^&\s=]*={0,2}(?:&[\w.\[\]%$-]{1,64}=[^&\s=]*={0,2})*&?\Z")
_BOUND = re.compile(r"([\w-]{1,100})\[([0-9]{1,9})\]\.(.{1,100})\Z")
"""A field of an object of a list, as model binding writes it: ``Leerlingen[0].Naam``."""
_LONGEST_INDEX = 3
"""Figures of a place in a list; a longer number is a key, of whom the value is about: ``cijfer[118377]``."""
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def looks_like_form(text: str) -> bool:
    """Whether ``text`` is ``name=value`` pairs through and through."""
    return _LIKE_FORM.match(text) is not None


def unescape(text: str) -> str:
    """Undo percent-encoding and ``+``; bytes that are no UTF-8 are read as Windows-1252 would show them."""
    if "%" not in text:
        return text.replace("+", " ") if "+" in text else text
    try:
        return scrub(unquote_plus(text, errors="strict"))
    except UnicodeDecodeError:
        return unquote_to_bytes(text.replace("+", " ")).decode("cp1252", "replace")


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the values of a query string or form body, each below its name; ``origin`` already names the step."""
    pairs: list[tuple[str, str]] = []
    if not message.has_room(text.count("&") + 1):
        return
    for pair in text.split("&"):
        name, equals, value = pair.partition("=")
        if equals:
            pairs.append((unescape(name.strip()), value))
        elif name:
            pairs.append(("", name))
    add_pairs(message, pairs, path, indices, origin)


def add_pairs(message: Message, pairs: list[tuple[str, str]], path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add raw values below their names, ``user[name]`` below ``user`` and ``name``; a repeated name is an array."""
    repeated = Counter(name for name, _ in pairs)
    seen: Counter[str] = Counter()
    for name, raw in pairs:
        value = unescape(raw)
        if not value:
            continue
        node, place = place_of(message, name, path, indices)
        if repeated[name] > 1 and node.depth < message.budget.limits.levels:
            node, place = node.item(), (*place, seen[name])
            seen[name] += 1
        if name.lower() in conditions.NAMES and conditions.decode(message, value, node, place, origin):
            message.add(value, node, place, origin)
            continue
        if name in saml.PARAMETERS and saml.decode_parameter(message, value, node, place, origin):
            continue
        message.expand(value, node, place, origin)


def place_of(message: Message, name: str, path: KeyPath, indices: Indices) -> tuple[KeyPath, Indices]:
    """Where a form name stands: ``a[b][0]`` is element 0 of ``b`` of ``a``, ``a[0].b`` a member of its element."""
    if "]." in name and (bound := _BOUND.match(name)) is not None and path.depth < message.budget.limits.levels - 1:
        base, number, rest = bound.groups()
        node = message.child(path, base)
        if len(number) > _LONGEST_INDEX:
            return place_of(message, rest, message.child(node, number), indices)
        return place_of(message, rest, node.item(), (*indices, int(number)))
    if name.endswith("]") and "[" in name[1:]:
        base, _, rest = name.partition("[")
        inner = _BRACKETS.findall("[" + rest)[:10]
        node = message.child(path, base)
        for token in inner:
            if token.isdecimal() and len(token) <= _LONGEST_INDEX and node.depth < message.budget.limits.levels:
                node, indices = node.item(), (*indices, int(token))
            elif token:
                node = message.child(node, token)
        return node, indices
    return (message.child(path, name), indices) if name else (path, indices)
