"""Formats that say before a value how long it is or of which type: lengths told anew, types kept.

PHP's ``serialize()`` counts bytes, a partial answer of ASP.NET counts UTF-16 units, a call of DWR has a type before
each value. What reads them is in ``scanner/decode`` (``php``, ``delta``, ``dwr``).
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from scanner.decode import delta

from .jsonlike import Leaf

_STRING = re.compile(rb"[sS]:(\d{1,9}):\"")
_TYPED = re.compile(r"c\d{1,4}-[\w-]{1,40}=(?:string|Date|number|boolean):(?P<value>.*)\Z")


def php(text: str, leaf: Leaf) -> str | None:
    """A serialized value; a string is known under the one before it, which is its name. None for what is none."""
    data = text.encode("utf-8", "surrogateescape")
    made: list[bytes] = []
    at, name = 0, ""
    while (found := _STRING.search(data, at)) is not None:
        end = found.end() + int(found[1])
        if data[end : end + 2] not in (b'";', b'":'):
            return None
        old = data[found.end() : end].decode("utf-8", "surrogateescape")
        new = leaf(old, name).encode("utf-8", "surrogateescape")
        made += [data[at : found.start()], b"s:%d:\"%s" % (len(new), new)]
        at, name = end, old
    return (b"".join(made) + data[at:]).decode("utf-8", "surrogateescape") if made else None


def partial_page(text: str, leaf: Leaf) -> str | None:
    """A partial answer of ASP.NET; None for what is none."""
    found, rest = delta.pieces(text)
    if not found:
        return None
    made = ""
    for piece in found:
        new = leaf(piece.content, piece.name) if piece.content else ""
        made += f"{delta.length_of(new)}|{piece.kind}|{piece.name}|{new}|"
    return made + (leaf(rest, "") if rest else "")


def dwr_call(text: str, leaf: Leaf) -> str:
    """A call of DWR, line by line; percent signs as they were."""
    lines = []
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        typed = _TYPED.match(bare)
        start = typed.start("value") if typed else bare.find("=") + 1
        head, value = bare[:start], bare[start:]
        plain = unquote(value)
        new = leaf(plain, "") if plain else plain
        lines.append(head + (value if new == plain else quote(new, safe="")) + line[len(bare) :])
    return "".join(lines)
