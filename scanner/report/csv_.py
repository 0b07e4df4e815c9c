"""Tables of findings and detections as CSV, for a spreadsheet or pandas.

Theory. Excel reads the separators of the language it runs in: Dutch tables have ``;`` between cells and a decimal
comma, English ones ``,`` and a point. The byte order mark makes Excel read UTF-8. What a spreadsheet would compute is
defused (``tables.py``).
"""

from __future__ import annotations

from .document import Document
from .tables import Table, defused, detections, findings, safe


def render_findings(document: Document, lang: str) -> bytes:
    """One row a finding."""
    return _csv(findings(document, lang), lang)


def render_detections(document: Document, lang: str) -> bytes:
    """One row a detection."""
    return _csv(detections(document, lang), lang)


def _csv(table: Table, lang: str) -> bytes:
    import pandas

    frame = pandas.DataFrame([[safe(cell) for cell in row] for row in table.rows], columns=table.names)
    separator, decimal = (";", ",") if lang == "nl" else (",", ".")
    text: str = frame.to_csv(index=False, sep=separator, decimal=decimal, lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode("utf-8")


__all__ = ["defused", "render_detections", "render_findings"]
