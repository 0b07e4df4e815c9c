"""Forms, query strings, paths and URLs: values in the escaping that they had."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

from scanner.decode.form import unescape
from scanner.decode.url import unescape as unescape_path

from .jsonlike import Leaf

_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_URL = re.compile(
    r"((?:[a-z][a-z0-9+.-]{1,12}:)?//)([^/?#\s]*)(/?[^?#\s]*)(?:(\?)([^#\s]*))?(?:(#)(\S*))?\Z", re.IGNORECASE
)
_BRACKET = re.compile(r"\[([^\[\]]+)\]\Z")
_ALWAYS_SAFE = "-_.~"


def form(text: str, leaf: Leaf, name: Callable[[str], str]) -> str:
    """``name=value`` pairs joined by ``&``."""
    return "&".join(_pair(pair, leaf, name) for pair in text.split("&"))


def _pair(pair: str, leaf: Leaf, name: Callable[[str], str]) -> str:
    raw, equals, value = pair.partition("=")
    if not equals:
        plain = unescape(raw)
        new = leaf(plain, "") if plain else plain
        return raw if new == plain else escaped(new, raw)
    plain_name = unescape(raw)
    shown = name(plain_name)
    head = raw if shown == plain_name else escaped(shown, raw)
    plain = unescape(value)
    new = leaf(plain, key_of(plain_name)) if plain else plain
    return f"{head}={value if new == plain else escaped(new, value)}"


def key_of(name: str) -> str:
    """The nearest key of a form name: ``b`` of ``a[b][0]``."""
    while (found := _BRACKET.search(name)) is not None:
        if not found[1].isdecimal():
            return found[1]
        name = name[: found.start()]
    return name.removesuffix("[]")


def escaped(value: str, like: str, *, plus: bool = True) -> str:
    """A value escaped as ``like`` is: the same characters left bare, spaces the same way, the same case of hex."""
    bare = {char for char in like if not char.isalnum() and char not in "%+&=#"}
    if _ESCAPE.search(like) is None:
        bare |= {char for char in "/:@,;!$'()*|{}[]\"" if char in like}
    made = quote(value, safe="".join(bare) + _ALWAYS_SAFE, errors="replace")
    if plus and ("+" in like or "%20" not in like):
        made = made.replace("%20", "+")
    found = _ESCAPE.search(like)
    if found is not None and found.group() != found.group().upper():
        made = _ESCAPE.sub(lambda each: each.group().lower(), made)
    return made


def target(text: str, leaf: Leaf, name: Callable[[str], str]) -> str:
    """A request target or the part of a URL from its path on."""
    rest, hash_mark, fragment = text.partition("#")
    path, question, query = rest.partition("?")
    return (
        route(path, leaf)
        + question
        + (form(query, leaf, name) if query else "")
        + hash_mark
        + _fragment(fragment, leaf, name)
    )


def route(path: str, leaf: Leaf) -> str:
    """The segments of a path, each with its parameters."""
    return "/".join(_segment(segment, leaf) for segment in path.split("/"))


def _segment(segment: str, leaf: Leaf) -> str:
    if not segment:
        return segment
    head, semicolon, parameters = segment.partition(";")
    plain = unescape_path(head)
    new = leaf(plain, "") if plain else plain
    if new != plain:
        head = escaped(new.replace("/", "-") if "/" not in plain else new, head, plus=False)
    return head + semicolon + (form(parameters, leaf, str) if parameters else "")


def _fragment(fragment: str, leaf: Leaf, name: Callable[[str], str]) -> str:
    if fragment.startswith(("/", "!/")):
        path, question, query = fragment.partition("?")
        return route(path, leaf) + question + (form(query, leaf, name) if query else "")
    if "=" in fragment:
        return form(fragment, leaf, name)
    plain = unescape_path(fragment)
    new = leaf(plain, "") if plain else plain
    return fragment if new == plain else escaped(new, fragment, plus=False)


def url(text: str, leaf: Leaf, name: Callable[[str], str], host: Callable[[str], str]) -> str | None:
    """A URL with its host, or None for what is none."""
    found = _URL.match(text)
    if found is None:
        return None
    scheme, authority, path, question, query, hash_mark, fragment = (part or "" for part in found.groups())
    user, at, server = authority.rpartition("@")
    if user:
        user = ":".join(escaped(leaf(unescape_path(part), "user"), part, plus=False) for part in user.split(":"))
    return f"{scheme}{user}{at}{host(server)}" + target(f"{path}{question}{query}{hash_mark}{fragment}", leaf, name)
