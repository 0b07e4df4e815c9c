"""iCalendar (RFC 5545) and vCard (RFC 6350): properties by name, names and addresses by their parts.

Theory. Both are lines ``NAME;PARAMETER=value:VALUE``, folded at 75 bytes. What a position in a structured value means
(``N:family;given;…``) is in the standard only, so the parts get its names.
"""

from __future__ import annotations

import re

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive

_FOLD = re.compile(r"\r?\n[ \t]")
_QUOTED_FOLD = re.compile(r"=\r?\n")
_LINE = re.compile(r"(?:[\w-]{1,60}+\.)?([\w-]{1,60}+)((?:;(?:[^:;\"\n]++|\"[^\"\n]*+\")*+)*+):(.*)\Z")
_PARAMETER = re.compile(r";([\w-]{1,60})=((?:\"[^\"]*\"|[^;\"])*)")
_ESCAPE = re.compile(r"\\([\s\S])")
_SEPARATOR = re.compile(r"(?<!\\);")
_STRUCTURED = {"n": ("family_name", "given_name", "additional_names", "prefix", "suffix"),
               "adr": ("po_box", "extended_address", "street", "locality", "region", "postal_code", "country"),
               "org": ("organization", "unit")}
_TELLING_PARAMETERS = {"CN": "common_name", "EMAIL": "email", "SENT-BY": "sent_by", "DIR": "directory"}
_MOST_LINES = 200_000


def looks_like(start: str) -> bool:
    """Whether a text begins as one of the two."""
    return start[:15].upper().startswith(("BEGIN:VCALENDAR", "BEGIN:VCARD"))


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the properties, each component an element of an array below its name; lines that are none are text."""
    quoted = "ENCODING=QUOTED-PRINTABLE" in text.upper()
    if quoted:
        text = _QUOTED_FOLD.sub("", text)
    here = derive(origin, "vcard" if "VCARD" in text[:20].upper() else "icalendar")
    stack: list[tuple[KeyPath, Indices, dict[str, int]]] = [(path, indices, {})]
    for number, line in enumerate(_FOLD.sub("", text).splitlines()):
        if number >= _MOST_LINES or not message.has_room(16):
            break
        found = _LINE.match(line)
        if found is None:
            if line.strip():
                message.expand(line, stack[-1][0], stack[-1][1], here)
            continue
        name, value = found[1].lower(), found[3]
        node, place, counts = stack[-1]
        if name == "begin":
            if len(stack) < 20 and node.depth + 2 < message.budget.limits.levels:
                kind = value.strip().lower()
                position = counts.get(kind, 0)
                counts[kind] = position + 1
                stack.append((message.child(node, kind).item(), (*place, position), {}))
        elif name == "end":
            if len(stack) > 1:
                stack.pop()
        else:
            _property(message, name, found[2], value, node, place, here)
    return True


def _property(message: Message, name: str, parameters: str, value: str, path: KeyPath, indices: Indices,
              origin: Origin) -> None:
    node = message.child(path, name)
    if parameters:
        for found in _PARAMETER.finditer(parameters):
            label = _TELLING_PARAMETERS.get(found[1].upper())
            if label:
                message.expand(found[2].strip('"'), message.child(node, label), indices, origin)
        upper = parameters.upper()
        if "QUOTED-PRINTABLE" in upper:
            value = _quoted(value)
        elif "ENCODING=B" in upper and len(value) > 100:
            message.expand("data:application/octet-stream;base64," + value, node, indices, origin)
            return
    names = _STRUCTURED.get(name)
    if names:
        for label, part in zip(names, _SEPARATOR.split(value), strict=False):
            if part:
                message.expand(_unescape(part), message.child(node, label), indices, origin)
    elif value:
        message.expand(_unescape(value), node, indices, origin)


def _quoted(value: str) -> str:
    import quopri

    return quopri.decodestring(value.encode("latin-1", "replace")).decode("utf-8", "replace")


def _unescape(value: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value) if "\\" in value else value
