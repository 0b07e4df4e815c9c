"""A spreadsheet with a sheet each for findings, detections, the matrix, flows, recipients and what was not seen.

Theory. Every text is written as a string cell (no formula, no link) and is defused besides, because people edit cells
and save sheets as CSV. The file is the same each time: the only date in it is the end of the captures. A sheet holds
1,048,576 rows at most; what does not fit goes on to a further sheet.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from scanner.model import Text

from . import tables
from .document import Document
from .json_ import report_id
from .listing import product
from .tables import Table, safe

if TYPE_CHECKING:
    import pandas

MOST_ROWS = 1_000_000
"""Rows of a sheet, below the format's own bound."""
_WIDEST = 60
_SAMPLED = 200
"""Rows that decide the width of a column."""


def render_xlsx(document: Document, lang: str) -> bytes:
    """The workbook as bytes."""
    sheets: list[tuple[Text, Table]] = [
        (Text("Over dit bestand", "About this file"), tables.about(document, lang, report_id(document))),
        (Text("Bevindingen", "Findings"), tables.findings(document, lang)),
        (Text("Waarnemingen", "Detections"), tables.detections(document, lang)),
        (Text("Matrix", "Matrix"), tables.matrix(document, lang).table),
        (Text("Gegevensstromen", "Data flows"), tables.flows(document, lang)),
        (Text("Ontvangers", "Recipients"), tables.recipients(document, lang)),
        (Text("Niet gezien", "Not seen"), tables.coverage(document, lang)),
    ]
    return workbook(sheets, {
        "title": f"Leerlek {product(document)}".strip(), "created": _moment(document),
        "comments": report_id(document), "author": f"{document['tool']['name']} {document['tool']['version']}",
    }, lang, tables.matrix(document, lang)).getvalue()


def workbook(sheets: Sequence[tuple[Text, Table]], properties: dict[str, Any], lang: str,
             matrix: tables.Matrix | None = None) -> io.BytesIO:
    """A workbook of some sheets; ``matrix`` says what to mark on the sheet of that name."""
    import pandas

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "nan_inf_to_errors": True}
    out = io.BytesIO()
    with pandas.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        book: Any = writer.book
        book.set_properties(properties)
        styles = {"head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
                  "marked": book.add_format({"num_format": '#,##0" !"', "bold": True})}
        for title, table in sheets:
            _write(writer, title.get(lang), table, styles["head"])
        if matrix is not None:
            _mark(writer.sheets["Matrix"], matrix, styles["marked"], lang)
    return out


def _write(writer: pandas.ExcelWriter[Any], title: str, table: Table, head: Any) -> None:
    for number, frame in enumerate(_frames(table)):
        name = title if not number else f"{title} {number + 1}"
        frame.to_excel(writer, sheet_name=name, index=False, header=False, startrow=1)
        sheet = writer.sheets[name]
        for column, heading in enumerate(table.names):
            sheet.write_string(0, column, tables.defused(heading), head)
            texts = [str(cell) for cell in frame.iloc[:_SAMPLED, column] if cell is not None]
            widest = max([len(heading), *map(len, texts)])
            sheet.set_column(column, column, min(_WIDEST, widest + 2))
        sheet.freeze_panes(1, 1)
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(table.names) - 1)


def _mark(sheet: Any, matrix: tables.Matrix, style: Any, lang: str) -> None:
    """Say at each count whether the policy names it; the number stays a number."""
    rows = list(matrix.table.rows)
    for row, column in sorted(matrix.undeclared):
        sheet.write_number(row + 1, column, rows[row][column], style)
    if matrix.undeclared:
        sheet.write_string(len(rows) + 2, 0, Text(
            "! = niet genoemd in de privacybijsluiter", "! = not named in the privacybijsluiter").get(lang))


def _frames(table: Table) -> list[pandas.DataFrame]:
    """The table in pieces that fit a sheet; one without rows when it has none."""
    import pandas

    frames: list[pandas.DataFrame] = []
    while True:
        rows = [[safe(cell) for cell in row] for row in islice(table.rows, MOST_ROWS)]
        if not rows and frames:
            return frames
        frames.append(pandas.DataFrame(rows, columns=range(len(table.names)), dtype=object))


def _moment(document: Document) -> datetime:
    """The date of the file: the last moment of the captures, so that equal results give equal files."""
    last = document["scan"]["period"]["last"]
    return datetime.fromisoformat(last[:19]) if last else datetime(2000, 1, 1)
