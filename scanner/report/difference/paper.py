"""A comparison on paper: the sections of its page as PDF and Word document."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..paper.blocks import read
from ..paper.content import Content
from .page import sections, title_of

MOST_ROWS = 300
"""Findings of one state on paper; the rest is counted."""


def render_pdf(difference: dict[str, Any], lang: str) -> bytes:
    """The document as PDF."""
    from ..paper.pdf import pdf_of

    return pdf_of(_content(difference, lang))


def render_docx(difference: dict[str, Any], lang: str) -> bytes:
    """The document for Word; its date is the end of the new scan's captures."""
    from ..paper.docx_ import docx_of

    last = difference["new"]["period"]["last"]
    return docx_of(_content(difference, lang), datetime.fromisoformat(last[:19]) if last else datetime(2000, 1, 1))


def _content(difference: dict[str, Any], lang: str) -> Content:
    both = f"{difference['old']['report']} → {difference['new']['report']}"
    tool = difference["tool"]
    return Content(title_of(difference, lang), f"{both} · {tool['name']} {tool['version']}", both, lang,
                   read(sections(difference, lang, MOST_ROWS)), [])
