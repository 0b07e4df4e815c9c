"""URLs: path segments by position, query and fragment parameters by name; of the request and inside values."""

from __future__ import annotations

import re
from urllib.parse import unquote, unquote_to_bytes

from scanner.model import Direction, Field, KeyPath, Origin

from . import form
from .gate import GATES, LONG_ENOUGH, ROUTE
from .message import KEEP_OUTER, Indices, Message, new_field
from .text import scrub

_ROUTE = re.compile(ROUTE)
_URL = re.compile(r"(?:https?://([^/?#\s]{1,300}))?(/?[^?#\s]*)(?:\?([^#\s]*))?(?:#(\S*))?\Z")


def decode_target(message: Message, target: str, direction: Direction) -> None:
    """Add the fields of a request target: parts ``url.path``, ``url.query``, ``url.fragment``."""
    rest, _, fragment = target.partition("#")
    path, _, query = rest.partition("?")
    root = message.trees.root
    if path.startswith("/"):
        _segments(message, path, root("url.path"), (), Origin(direction, "url.path"))
    if query:
        form.decode(message, query, root("url.query"), (), Origin(direction, "url.query"))
    if fragment:
        _fragment(message, fragment, root("url.fragment"), (), Origin(direction, "url.fragment"))


def decode_value(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add path, query and fragment of a URL that is a value, below its path; false when it is no URL."""
    found = _URL.match(value)
    if found is None:
        return False
    host, route, query, fragment = found.groups()
    if host is None and not query and _ROUTE.match(value) is None:
        return False
    here = message.in_url(origin, len(value))
    before = len(message.fields)
    _segments(message, route, path, indices, here)
    if query:
        form.decode(message, query, path, indices, here)
    if fragment:
        _fragment(message, fragment, path, indices, here)
    if host and len(value) >= KEEP_OUTER:
        # The long value itself is not kept: its beginning says where it leads.
        message.add(value[:found.end(2)][:2048], path, indices, origin)
    return len(message.fields) > before


def unescape(text: str) -> str:
    """Undo percent-encoding; bytes that are no UTF-8 are read as Windows-1252."""
    if "%" not in text:
        return text
    try:
        return scrub(unquote(text, errors="strict"))
    except UnicodeDecodeError:
        return unquote_to_bytes(text).decode("cp1252", "replace")


def _segments(message: Message, route: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the segments of a path by position; ``;name=value`` in a segment by name."""
    if path.depth >= message.budget.limits.levels or not message.has_room(route.count("/") + 1):
        return
    node = path.item()
    if "%" not in route and ";" not in route:
        append = message.fields.append
        for position, name in enumerate(route.removeprefix("/").split("/")):
            if len(name) >= LONG_ENOUGH and (gate := GATES.get(name[0])) and gate(name):
                message.look(name, node, (*indices, position), origin)
            elif name:
                append(new_field(Field, (name, node, (*indices, position), origin)))
        return
    for position, raw in enumerate(route.removeprefix("/").split("/")):
        name, _, parameters = raw.partition(";")
        if name:
            message.expand(unescape(name), node, (*indices, position), origin)
        if parameters:
            form.decode(message, parameters.replace(";", "&"), path, indices, origin)


def _fragment(message: Message, fragment: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add a fragment: parameters, or the route of a single-page application, or both."""
    if fragment.startswith(("/", "!/")):
        route, _, query = fragment.removeprefix("!").partition("?")
        _segments(message, route, path, indices, origin)
        if query:
            form.decode(message, query, path, indices, origin)
    elif "=" in fragment:
        form.decode(message, fragment.removeprefix("?"), path, indices, origin)
    else:
        message.expand(unescape(fragment), path, indices, origin)
