"""JSON and what is written like it, token by token in place: layout, order, escapes and broken ends stay as they are.

Also lines of JSON, JSON behind a guard or a call, server-sent events, framed messages, and objects in scripts:
between the tokens anything may stand, which goes to ``between``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

Leaf = Callable[[str, str], str]
"""A decoded value and the name above it → what stands there now."""

_TOKEN = re.compile(
    r'"(?:[^"\\\x00-\x1f]|\\.)*"|(?<![\w."\'-])-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])|[{}\[\]:,]'
    r"|(?<![\w.])(?:true|false)(?![\w.])"
)
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?\Z")
_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_NAME_BEFORE = re.compile(r"([\w$-]{1,64})[\"']?\s{0,3}\Z")
_MOST_LEVELS = 500


def rewrite(text: str, leaf: Leaf, name: Callable[[str], str], between: Callable[[str], str], key: str = "") -> str:
    """The text with its values replaced; ``name`` is asked for the names of members, ``key`` stands above all."""
    made: list[str] = []
    stack: list[str] = [key]
    current, at, pending = key, 0, ""
    for found in _TOKEN.finditer(text):
        token, start = found.group(), found.start()
        gap = text[at:start]
        at = found.end()
        if gap:
            made.append(gap if gap.isspace() else between(gap))
        mark = token[0]
        if mark == '"':
            value = decoded(token)
            after = text[at : at + 12].lstrip()
            if after[:1] == ":" and (not pending or pending in "{,"):
                current = value
                made.append(encoded(name(value), token) if value else token)
            else:
                new = leaf(value, current) if value else value
                made.append(token if new == value else encoded(new, token))
        elif mark in "{[":
            if len(stack) < _MOST_LEVELS:
                stack.append(current)
            made.append(token)
        elif mark in "}]":
            current = stack.pop() if len(stack) > 1 else key
            made.append(token)
        elif mark == ":":
            if pending not in ('"', ":") and (before := _NAME_BEFORE.search(text, max(0, start - 70), start)):
                current = before[1]  # a name without quotes, in a script
            made.append(token)
        elif mark == ",":
            if stack and pending != "":
                current = current if pending else stack[-1]
            made.append(token)
        else:
            new = leaf(token, current)
            made.append(
                new
                if new == token or _NUMBER.match(new)
                else token
                if new in ("true", "false")
                else f'"{new}"'
                if mark not in "tf"
                else token
            )
        pending = mark
    rest = text[at:]
    if rest:
        made.append(rest if rest.isspace() else between(rest))
    return "".join(made)


def decoded(token: str) -> str:
    """What a string token means."""
    if "\\" not in token:
        return token[1:-1]
    try:
        value = json.loads(token, strict=False)
    except ValueError:
        return token[1:-1]
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else token[1:-1]


def encoded(value: str, like: str) -> str:
    """A string token in the way of escaping of another one."""
    inner = like[1:-1]
    if "\\" not in inner and '"' not in value and "\\" not in value and value.isprintable():
        return f'"{value}"'
    hard = {chr(int(code, 16)): code for code in _UNICODE.findall(inner)}
    made = json.dumps(value, ensure_ascii=bool(hard) and not any(ord(char) > 127 for char in inner))
    for char, code in hard.items():
        if char.isascii() and char.isprintable() and char not in '"\\':
            made = made.replace(char, f"\\u{code}")
    return made.replace("/", "\\/") if "\\/" in inner else made
