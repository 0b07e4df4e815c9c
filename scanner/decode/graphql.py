"""GraphQL documents: literal arguments in the query text become fields under their argument names.

Variables are plain JSON and come by themselves; a literal in the document (``leerling(bsn: "…")``) would else be
buried in text.
"""

from __future__ import annotations

import re

from scanner.model import KeyPath, Origin

from .message import Indices, Message, derive

_DOCUMENT = re.compile(r"\s*(?:(?:query|mutation|subscription)\b[^{]{0,2000}|fragment\b[^{]{0,200})?\{\s*[\w.#]")
_ARGUMENT = re.compile(
    r'([A-Za-z_]\w{0,100})\s{0,20}:\s{0,20}(?:"""(.*?)"""|"((?:[^"\\\n]|\\.)*)"|(-?\d[\d.eE+-]{0,40}))', re.DOTALL)


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the literal arguments of a document; false when ``text`` is none. Adds nothing for the text itself."""
    if _DOCUMENT.match(text) is None or "}" not in text:
        return False
    for found in _ARGUMENT.finditer(text):
        start, end = next(span for span in (found.span(2), found.span(3), found.span(4)) if span[0] >= 0)
        value = text[start:end]
        if value:
            here = derive(origin, "graphql", start, end)
            message.expand(value, message.child(path, found[1]), indices, here)
    return True
