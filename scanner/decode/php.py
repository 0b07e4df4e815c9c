"""Values that PHP wrote with ``serialize()``: in forms, cookies and options of older sites.

https://www.php.net/manual/en/function.serialize.php: ``a:1:{s:4:"naam";s:5:"Sanne";}`` is an array, ``O:…`` an object;
lengths of strings are in bytes. Nothing is made of a class; its members are read as those of an array.
"""

from __future__ import annotations

import re
from typing import Any

from scanner.model import KeyPath, Origin

from . import json_
from .message import Indices, Message, derive

_START = re.compile(r"(?:a:\d{1,7}:\{|O:\d{1,4}:\"[\w\\]{1,200}\":\d{1,7}:\{)")
_SCALAR = re.compile(rb"(?:([idb]):([^;{}\"]{1,40})|(N)|[rR]:\d{1,9});")
_STRING = re.compile(rb"[sS]:(\d{1,9}):\"")
_ARRAY = re.compile(rb"(?:a:(\d{1,7})|O:\d{1,4}:\"[^\"]{1,200}\":(\d{1,7})):\{")
_DEEPEST = 60
_MOST = 200_000


class _NotSerialized(Exception):
    """The text is not what it seemed to be."""


def decode(message: Message, value: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the leaves of a serialized array or object; false, and nothing added, when ``value`` is none."""
    if _START.match(value) is None:
        return False
    reader = _Reader(value.encode("utf-8", "replace"))
    try:
        found = reader.value(0)
    except _NotSerialized:
        return False
    json_.emit(message, found, path, indices, derive(origin, "php", 0, len(value)))
    return True


class _Reader:
    """A position in the bytes, and how many values may still be read."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0
        self.left = _MOST

    def value(self, level: int) -> Any:
        self.left -= 1
        if level > _DEEPEST or self.left < 0:
            raise _NotSerialized
        scalar = _SCALAR.match(self.data, self.position)
        if scalar is not None:
            self.position = scalar.end()
            return _scalar(scalar)
        text = _STRING.match(self.data, self.position)
        if text is not None:
            start, self.position = text.end(), text.end() + int(text[1]) + 2
            if self.data[self.position - 2 : self.position] != b'";':
                raise _NotSerialized
            return self.data[start : self.position - 2].decode("utf-8", "replace")
        array = _ARRAY.match(self.data, self.position)
        if array is None:
            raise _NotSerialized
        self.position = array.end()
        members = {self._name(): self.value(level + 1) for _ in range(int(array[1] or array[2]))}
        if self.data[self.position : self.position + 1] != b"}":
            raise _NotSerialized
        self.position += 1
        numbered = bool(members) and all(name == str(number) for number, name in enumerate(members))
        return list(members.values()) if numbered else members

    def _name(self) -> str:
        """A member's name; that of a private one stands behind its class, between zero bytes."""
        return str(self.value(_DEEPEST)).rpartition("\0")[2]


def _scalar(found: re.Match[bytes]) -> Any:
    if found[1] == b"b":
        return found[2] == b"1"
    return found[2].decode("latin-1") if found[1] else None
