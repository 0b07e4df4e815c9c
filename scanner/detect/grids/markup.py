"""Cells that are markup: what a reader sees of them, as tables of pages get it from a server with their rows.

Theory. ``["<a href='/l/7'>Yara</a>", "<b>7.4</b>"]`` says ``["Yara", "7.4"]``. The decoder reads each such text as a
page of its own, below the cell; here the cell gets the one text that it shows, so that it agrees with its column. Short
ones are read here: ``<b>7.4</b>``, and the value of a box to tick.
"""

from __future__ import annotations

import re

from scanner.model import Field

_SHOWN = "text"
"""What the decoder of pages calls a text between tags."""
_LONGEST = 2000
_TAGS = r"(?:[ \t\r\n]*<[^<>]{1,300}>)*[ \t\r\n]*"
_ONE_TEXT = re.compile(rf"{_TAGS}([^<>\s][^<>]*){_TAGS}\Z")
_VALUE = re.compile(r"<input\b[^<>]*?\bvalue=(?:'([^'<>]+)'|\"([^\"<>]+)\")[^<>]*>\Z")


def is_markup(value: str) -> bool:
    """Whether a cell may be markup."""
    return value[:1] == "<" and len(value) <= _LONGEST


def shown_in(cell: Field, leaves: list[Field]) -> Field | None:
    """The one text that a cell of markup shows, of the leaves that follow it; None where it shows none or several."""
    found: Field | None = None
    depth = len(cell.origin.steps)
    for leaf in leaves:
        steps = leaf.origin.steps
        if len(steps) <= depth or leaf.indices[:len(cell.indices)] != cell.indices:
            break
        node = leaf.path.parent if leaf.path.is_index else leaf.path
        if len(steps) == depth + 1 and node is not None and node.key == _SHOWN and node.parent is cell.path:
            if found is not None:
                return None
            found = leaf
    return found


def span_in(value: str) -> tuple[int, int]:
    """Where the one text of a cell of markup stands, or the value of its one control; an empty span for neither."""
    text = _ONE_TEXT.match(value)
    if text is not None:
        return text.start(1), text.start(1) + len(text[1].rstrip())
    control = _VALUE.match(value)
    return control.span(control.lastindex or 0) if control is not None else (0, 0)
