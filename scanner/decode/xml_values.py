"""XML that spells out objects and lists: XML-RPC calls and answers, and Apple's property lists (device management).

XML-RPC (http://xmlrpc.com/spec.md) and property lists (https://www.apple.com/DTDs/PropertyList-1.0.dtd) name a member
in one element and hold its value in the next. Read as plain XML all members would be called ``name`` or ``key``, and
what they mean would stand beside them as a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from scanner.model import KeyPath, Origin

from . import json_, xml_
from .message import Indices, Message, derive

if TYPE_CHECKING:
    from lxml.etree import _Element

_ROOT = re.compile(r"<(methodCall|methodResponse|plist)[\s>]")
_SNIFFED = 2000
_DEEPEST = 60


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of a document of these kinds; false, and nothing added, when it is none or does not parse."""
    found = _ROOT.search(text, 0, _SNIFFED)
    root = xml_.parse(text) if found else None
    if found is None or root is None or xml_.local_name(root) != found[1]:
        return False
    if found[1] == "plist":
        value, step = (_listed(root[0], 0) if len(root) else None), "plist"
    else:
        value, step = _called(root), "xmlrpc"
    if not isinstance(value, (dict, list)):
        return False
    json_.emit(message, value, path, indices, derive(origin, step, 0, len(text), format="xml"))
    return True


def _called(root: _Element) -> dict[str, Any]:
    """A call with its parameters, or an answer; a single parameter is no list."""
    found: dict[str, Any] = {}
    for child in root:
        name = xml_.local_name(child)
        if name == "params":
            values = [_value(each[0], 0) for each in child if len(each)]
            found["params"] = values[0] if len(values) == 1 else values
        elif name == "fault":
            found["fault"] = _value(child[0], 0) if len(child) else None
        else:
            found[name] = _text(child)
    return found


def _value(element: _Element, level: int) -> Any:
    """What a ``value`` element of XML-RPC holds; text without a type is a string."""
    if not len(element) or level > _DEEPEST:
        return _text(element)
    kind = element[0]
    name = xml_.local_name(kind)
    if name == "struct":
        return _object((_text(member[0]), _value(member[1], level + 1)) for member in kind if len(member) > 1)
    if name == "array":
        return [_value(each, level + 1) for data in kind for each in data]
    return _text(kind)


def _listed(element: _Element, level: int) -> Any:
    """What an element of a property list holds."""
    name = xml_.local_name(element)
    if level > _DEEPEST or name not in {"dict", "array"}:
        return name == "true" if name in {"true", "false"} else _text(element)
    if name == "array":
        return [_listed(each, level + 1) for each in element]
    return _object((_text(key), _listed(value, level + 1)) for key, value in pairwise(element)
                   if xml_.local_name(key) == "key" and xml_.local_name(value) != "key")


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object; values of equal names become a list, so that none is lost."""
    members: dict[str, Any] = {}
    several: set[str] = set()
    for key, value in pairs:
        if key not in members:
            members[key] = value
        elif key in several:
            members[key].append(value)
        else:
            members[key] = [members[key], value]
            several.add(key)
    return members


def _text(element: _Element) -> str:
    """All text of an element, trimmed."""
    return "".join(str(each) for each in element.itertext()).strip()
