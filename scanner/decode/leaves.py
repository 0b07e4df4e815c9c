"""Values that a binary format decoded to become fields: as of JSON, with bytes, equal keys and keys of any type.

Theory. Formats with bytes put three things into them: text, digests and ids, and documents of yet another format.
Text is read as text; what is as short as a digest is written in hex, as it would be elsewhere; the rest is decoded by
what it looks like.
"""

from __future__ import annotations

import math
import struct
from typing import Any

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive
from .text import is_text

LONGEST_ID = 64
"""Bytes up to this length that are no text are written in hex."""
_LONGEST_KEY = 100


class Pairs(list[tuple[Any, Any]]):
    """The members of a map, in order."""


def emit(message: Message, value: Any, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the leaves of ``Pairs``, lists, strings, bytes, numbers and booleans; the caller bounds the depth."""
    if isinstance(value, str):
        if value:
            message.expand(value, path, indices, origin)
    elif isinstance(value, Pairs):
        for key, inner in value:
            if not message.has_room():
                return
            emit(message, inner, message.child(path, name_of(key)), indices, origin)
    elif isinstance(value, list):
        deep = path.depth >= message.budget.limits.levels
        node = path if deep else path.item()
        for number, inner in enumerate(value):
            if not message.has_room():
                return
            emit(message, inner, node, indices if deep else (*indices, number), origin)
    elif isinstance(value, bytes):
        emit_bytes(message, value, path, indices, origin)
    elif isinstance(value, bool):
        message.add("true" if value else "false", path, indices, origin)
    elif value is not None:
        message.add(written(value) if isinstance(value, float) else str(value), path, indices, origin)


def emit_bytes(message: Message, data: bytes, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add bytes as text, as hex, or as the document that they are."""
    text = text_of(data)
    if text is not None:
        if text:
            message.expand(text, path, indices, origin)
    elif len(data) <= LONGEST_ID:
        message.add(data.hex(), path, indices, derive(origin, "bytes", format=origin.format))
    else:
        message.content(data, "", path, indices, derive(origin, "bytes", format=origin.format))


def text_of(data: bytes) -> str | None:
    """The text that bytes are, None when they are something else."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if is_text(text) else None


def name_of(key: Any) -> str:
    """A key as a name: whatever its type is, short enough."""
    if isinstance(key, bytes):
        text = text_of(key)
        key = key.hex() if text is None else text
    elif isinstance(key, (list, dict)):
        key = "key"
    return str(key)[:_LONGEST_KEY]


def written(value: float) -> str:
    """A float as JSON writes it, without the tail that a 32-bit float gets."""
    if not math.isfinite(value):
        return str(value)
    if abs(value) < 3e38 and struct.unpack("<f", struct.pack("<f", value))[0] == value:
        # Seven digits are what 32 bits hold; if they give the same bits back, the others were made up.
        short = float(f"{value:.7g}")
        if struct.pack("<f", short) == struct.pack("<f", value):
            return repr(short)
    return repr(value)



def is_document(values: list[Any]) -> bool:
    """Whether values in a row look as programs make them: containers, whose maps have text keys that are names."""
    if not all(isinstance(value, list) for value in values):
        return False  # Pairs are lists too
    pending: list[Any] = list(values)
    names = others = 0
    while pending and names < 200:
        inner = pending.pop()
        if isinstance(inner, Pairs):
            for key, member in inner:
                if isinstance(key, str) and 0 < len(key) <= _LONGEST_KEY and key.isprintable():
                    names += 1
                else:
                    others += 1
                pending.append(member)
        elif isinstance(inner, list):
            pending.extend(inner[:50])
    return names > 0 and others <= names // 4
