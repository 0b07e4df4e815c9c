"""A tiny tagged builder: text becomes HTML by one function, which escapes.

Theory. Safe markup has its own type, and only ``tag`` makes it. A plain ``str`` is therefore always text and is
escaped, wherever it comes from; there is nothing to remember at the place of use. Attributes that could run
something or load something (``on…``, ``style``, ``src``, links to elsewhere) are refused, so a mistake in a
template is an exception in a test and no hole in a report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from ..inert import inert

SHORT = 24
"""Characters of a technical name that fit a table cell unbroken."""
VOID = frozenset({"meta", "input", "col", "br", "hr", "wbr"})
_NAME = re.compile(r"[a-z][a-z0-9-]*\Z", re.IGNORECASE)
_REFUSED = re.compile(r"(on.*|style|src|srcset|srcdoc|action|formaction|xlink.*)\Z")


class Markup(str):
    """HTML that ``tag`` made, with all text in it escaped."""

    __slots__ = ()


Child = str | int | None | Iterable["Child"]
Attribute = str | int | bool | None


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Markup:
    """One element. ``class_`` is ``class``, ``data_x`` is ``data-x``; None and False leave an attribute out."""
    start = [f"<{_checked(name)}"]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = _checked(key.rstrip("_").replace("_", "-"))
        if _REFUSED.match(attribute) or (attribute == "href" and not str(value).startswith("#")):
            raise ValueError(f"the attribute {attribute} may not stand in a report")
        start.append(f" {attribute}" if value is True else f' {attribute}="{_text(str(value))}"')
    start.append(">")
    if name in VOID:
        return Markup("".join(start))
    return Markup("".join([*start, join(*children), f"</{name}>"]))


def join(*children: Child) -> Markup:
    """Children one after the other: markup as it is, text escaped, None left out, lists opened up."""
    parts: list[str] = []
    _collect(children, parts)
    return Markup("".join(parts))


def breakable(text: str) -> Markup:
    """A path or pointer that may be broken after its separators; a short one stays whole."""
    if len(text) <= SHORT:
        return Markup(_text(text))
    pieces = re.split(r"(?<=[/.:?&=_-])", inert(text))
    return Markup("<wbr>".join(escape(piece, quote=True) for piece in pieces if piece))


def _collect(children: Iterable[Child], parts: list[str]) -> None:
    for child in children:
        if child is None:
            continue
        if isinstance(child, Markup):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(_text(child))
        elif isinstance(child, int):
            parts.append(str(child))
        else:
            _collect(child, parts)


def _text(text: str) -> str:
    return escape(inert(text), quote=True)


def _checked(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError("a name of an element or attribute is made of letters, digits and hyphens")
    return name
