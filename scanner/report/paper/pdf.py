"""The report as PDF: tagged, with bookmarks, title and language, for reading aloud as for print (PDF/UA-1).

Theory. Typst sets the blocks with the template ``report.typ``; a result reaches it as JSON, so no text of a capture is
ever markup. The compiler holds its fonts (Libertinus, DejaVu; open licences) and needs nothing of the system; system
fonts, packages and clock are shut out, so equal results give equal bytes. A sign that the fonts lack would be an empty
box that no reader can speak; it is written as its code point instead.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Any

from ..additions import NOTHING, Additions
from ..document import Document
from .blocks import BREAK, Block, Bullets, Cell, Figure, Heading, Pairs, Paragraph, Run, Runs, Table, text_of
from .content import Content, content
from .glyphs import displayable, displayable_tree
from .layout import CHUNK, is_wide, parts, widths

_BREAKS = ("samenvatting", "rijksmodel", "methode", "dekking", "ontvangers", "bevindingen", "maatregelen", "dossier",
           "bijlage")
"""Sections that begin a page; so the summary has one of its own."""
_LONG = re.compile(r"(?<=[/.:?&=_,;-])(?=[^\s])")
_WORD = 40
"""Characters of a word of a sentence that stay together; shorter ones are hyphenated."""


def render_pdf(document: Document, lang: str, additions: Additions = NOTHING) -> bytes:
    """The document; the same bytes for the same result."""
    return pdf_of(content(document, lang, additions))


def pdf_of(paper: Content) -> bytes:
    """Any content for paper as PDF."""
    import typst

    data = {
        "title": paper.title, "author": "Leerlek", "subject": paper.subject, "lang": paper.lang, "footer": paper.footer,
        "contents": "Contents" if paper.lang == "en" else "Inhoud", "breaks": _BREAKS,
        "blocks": [item for block in paper.blocks for item in _block(block, paper)],
    }
    inputs = {"data": json.dumps(displayable_tree(data), ensure_ascii=False)}
    inputs |= {f"picture{number}": displayable(str(picture.svg))
               for number, picture in enumerate(paper.pictures, 1)}
    template = (files(__package__) / "report.typ").read_bytes()
    made: Any = typst.compile(template, sys_inputs=inputs, ignore_system_fonts=True, pdf_standards=["ua-1"],
                              timestamp=0)
    return bytes(made)


def _block(block: Block, paper: Content) -> list[dict[str, Any]]:
    """A block as the template takes it."""
    if isinstance(block, Heading):
        return [{"t": "h", "level": block.level, "key": block.key, "runs": _runs(block.runs)}]
    if isinstance(block, Paragraph):
        return [{"t": "p", "kind": block.kind, "runs": _runs(block.runs), "plain": text_of(block.runs)}]
    if isinstance(block, Bullets):
        return [{"t": "ul", "items": [_runs(item) for item in block.items]}]
    if isinstance(block, Pairs):
        return [{"t": "dl", "rows": [[_runs(name), _runs(value)] for name, value in block.rows]}]
    if isinstance(block, Figure):
        picture = paper.pictures[block.number - 1]
        return [{"t": "fig", "number": block.number, "alt": f"{picture.title}. {picture.description}"}]
    if isinstance(block, Table):
        return [_table(part) for part in parts(block)]
    inside = [item for inner in block.blocks for item in _block(inner, paper)]
    return [{"t": "box", "kind": block.kind, "blocks": inside}]


def _table(table: Table) -> dict[str, Any]:
    columns = len(table.heads)
    return {
        "t": "tiles" if table.kind == "tiles" else "table", "caption": table.caption, "kind": table.kind,
        "wide": is_wide(table),
        "size": 7.5 if columns > 7 else 8.5 if columns > 4 else 9.5,
        "widths": widths(table),
        "heads": [_runs(head) for head in table.heads], "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    made: dict[str, Any] = {"runs": _runs(cell.runs)}
    if cell.head:
        made["h"] = True
    if cell.right:
        made["r"] = True
    if cell.span > 1:
        made["n"] = cell.span
    return made


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [_run(run) for run in runs]


def _run(run: Run) -> dict[str, Any]:
    made: dict[str, Any] = {"t": [BREAK] if run.text == BREAK else _pieces(run.text, run.code)}
    for key, value in (("b", run.bold), ("c", run.code), ("s", run.small), ("g", run.badge)):
        if value:
            made[key] = value
    return made


def _pieces(text: str, code: bool) -> list[str]:
    """The text in pieces between which a line may break."""
    if not code and max(map(len, text.split()), default=0) <= _WORD:
        return [text]
    return [piece[start : start + CHUNK] for piece in _LONG.split(text) if piece
            for start in range(0, len(piece), CHUNK)]
