"""State that frameworks flatten into one array of values that point to each other by number.

Nuxt 3 (``__NUXT_DATA__``, ``_payload.json``) and SvelteKit (``__data.json``) write devalue
(https://github.com/sveltejs/devalue): members and elements are numbers of values. React Router writes turbo-stream, in
which names are numbers too (``{"_1": 2}``).
Read as plain JSON the names would stand apart from their values.
"""

from __future__ import annotations

import json
import re
from typing import Any

from scanner.model import KeyPath, Origin

from . import json_
from .message import Indices, Message, derive

_DEEPEST = 90
_MARK = re.compile(
    rb'\[\s{0,4}(?:\[\s{0,4}"(?:Shallow)?(?:Reactive|Ref)"\s?,\s?[0-9]|\{\s{0,4}"(?:_1|data|state)"\s?:\s?[0-9]{1,6}\s?[,}])'
    rb'|\{"type"\s?:\s?"data"\s?,\s?"nodes"\s?:\s?\[')
_WRAPPERS = frozenset({"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "EmptyShallowRef", "NuxtError",
                       "P", "SingleFetchRedirect", "SanitizedError", "ErrorInstance"})
_LITERALS = frozenset({"Date", "D", "RegExp", "R", "URL", "U", "BigInt", "B", "Symbol", "Y", "Island"})
_LISTS = frozenset({"Set", "S"})
_MAPS = frozenset({"Map", "M", "null", "N"})


def decode(message: Message, value: Any, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of a parsed document; false, and nothing added, when it is no such array."""
    if not looks_flat(value):
        return False
    json_.emit(message, _Flat(value).tree(0, 0), path, indices, derive(origin, "devalue", format="json"))
    return True


def is_marked(data: bytes) -> bool:
    """Whether a body begins as SvelteKit's, Nuxt's or React Router's do; a glance, as most JSON is none of them."""
    return _MARK.match(data) is not None


def decode_body(message: Message, source: bytes | str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of a body that is marked; false, and nothing added, when it is something else after all."""
    text = source.decode("utf-8", "replace") if isinstance(source, bytes) else source
    first, _, rest = text.partition("\n") if text.startswith("[") else (text, "", "")
    try:
        value = json.loads(first)
    except (ValueError, RecursionError):
        return False
    if decode(message, value, path, indices, origin):
        for line in rest.split("\n"):  # what was promised and came later
            message.expand(line.strip(), path, indices, origin)
        return True
    flat = svelte_nodes(value)
    if not flat or not any(map(looks_flat, flat)):
        return False
    for node in value["nodes"]:
        if isinstance(node, dict) and looks_flat(node["data"]):
            node["data"] = _Flat(node["data"]).tree(0, 0)
    json_.emit(message, value, path, indices, derive(origin, "devalue", format="json"))
    return True


def looks_flat(value: Any) -> bool:
    """Whether a document is an array whose first value is made of nothing but numbers of the others."""
    if not isinstance(value, list) or len(value) < 2:
        return False
    root = value[0]
    if isinstance(root, dict):
        pointers = list(root.values())
    elif isinstance(root, list):
        pointers = root[1:] if root and isinstance(root[0], str) else root
    else:
        return False
    return bool(pointers) and all(type(number) is int and -8 < number < len(value) for number in pointers) and any(
        isinstance(inner, (str, dict, list)) for inner in value[1:])


def svelte_nodes(value: Any) -> list[Any]:
    """The arrays in the data of SvelteKit; none when it is something else."""
    nodes = value.get("nodes") if isinstance(value, dict) and value.get("type") == "data" else None
    if not isinstance(nodes, list):
        return []
    found = [node.get("data") for node in nodes if isinstance(node, dict)]
    return found if all(isinstance(data, list) for data in found) else []


class _Flat:
    """The values by number; a container that several point to is read at the first place only."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._seen: set[int] = set()

    def tree(self, number: Any, level: int) -> Any:
        values = self._values
        if type(number) is not int or not 0 <= number < len(values) or level > _DEEPEST:
            return None
        value = values[number]
        if not isinstance(value, (dict, list)):
            return value
        if number in self._seen:
            return None
        self._seen.add(number)
        if isinstance(value, dict):
            return {self._name(key): self.tree(inner, level + 1) for key, inner in value.items()}
        if value and isinstance(value[0], str):
            return self._special(value[0], value[1:], level)
        return [self.tree(inner, level + 1) for inner in value]

    def _name(self, key: str) -> str:
        """A member's name; ``_12`` is the value number 12."""
        if key[:1] == "_" and key[1:].isdecimal() and len(key) < 10 and int(key[1:]) < len(self._values):
            name = self._values[int(key[1:])]
            return name if isinstance(name, str) else key
        return key

    def _special(self, kind: str, rest: list[Any], level: int) -> Any:
        if kind in _LITERALS:
            return rest[0] if rest and isinstance(rest[0], (str, int)) else None
        if kind in _LISTS:
            return [self.tree(inner, level + 1) for inner in rest]
        if kind in _MAPS:
            pairs = zip(rest[::2], rest[1::2], strict=False)
            return {str(key if isinstance(key, str) else self.tree(key, level + 1)): self.tree(inner, level + 1)
                    for key, inner in pairs}
        if kind in _WRAPPERS or len(rest) == 1:
            return self.tree(rest[0], level + 1) if rest else None
        return [self.tree(inner, level + 1) for inner in rest]
