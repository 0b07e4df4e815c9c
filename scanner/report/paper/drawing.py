"""The picture of the data flows as PNG: drawn by Typst from the same SVG as everywhere, with its own fonts."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..html.picture import pictures
from .glyphs import displayable

_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'
SHARP = 192
"""Pixels per inch of a picture by itself: two for each of the SVG."""
TALLEST = 30_000
"""Pixels; a taller picture is drawn less sharp."""


def render_png(document: Document, lang: str) -> bytes:
    """One picture with all recipients; the same bytes for the same result."""
    picture = pictures(document, lang, None)[0]
    return drawn(str(picture.svg), min(SHARP, TALLEST * 96 / picture.height))


def drawn(svg: str, ppi: float) -> bytes:
    """An SVG as PNG."""
    import typst

    made: Any = typst.compile(_PAGE, sys_inputs={"svg": displayable(svg)}, format="png", ppi=ppi,
                              ignore_system_fonts=True)
    return bytes(made)
