"""A comparison as a spreadsheet: sheets for findings, data flows, recipients and coverage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from scanner.model import Text

from ..xlsx import workbook
from . import tables


def render(difference: dict[str, Any], lang: str) -> bytes:
    """The workbook; its date is the end of the new scan's captures."""
    new = difference["new"]
    last = new["period"]["last"]
    made = workbook([
        (Text("Over dit bestand", "About this file"), tables.about(difference, lang)),
        (Text("Bevindingen", "Findings"), tables.findings(difference, lang)),
        (Text("Gegevensstromen", "Data flows"), tables.flows(difference, lang)),
        (Text("Ontvangers", "Recipients"), tables.recipients(difference, lang)),
        (Text("Dekking", "Coverage"), tables.coverage(difference, lang)),
    ], {
        "title": f"Leerlek {new['product']['name']}".strip(),
        "created": datetime.fromisoformat(last[:19]) if last else datetime(2000, 1, 1),
        "comments": f"{difference['old']['report']} → {new['report']}",
        "author": f"{difference['tool']['name']} {difference['tool']['version']}",
    }, lang)
    return made.getvalue()
