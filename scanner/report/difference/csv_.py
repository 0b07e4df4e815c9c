"""A comparison as CSV: its findings, or what each scan looked at; cells as in ``report.csv_``."""

from __future__ import annotations

import csv
import io
from typing import Any

from ..csv_ import defused
from ..tables import Table
from .tables import coverage, findings


def render(difference: dict[str, Any], lang: str) -> bytes:
    """One row a finding that is new, changed, gone or not seen."""
    return _csv(findings(difference, lang), lang)


def render_coverage(difference: dict[str, Any], lang: str) -> bytes:
    """One row a fact of the coverage, of both scans."""
    return _csv(coverage(difference, lang), lang)


def _csv(table: Table, lang: str) -> bytes:
    """``;`` between cells in Dutch, ``,`` in English, with a byte order mark for Excel."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    writer.writerow(table.names)
    for row in table.rows:
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
