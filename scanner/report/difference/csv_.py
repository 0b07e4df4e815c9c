"""A comparison as a table, one row a finding that is new, changed, gone or not seen; cells as in ``report.csv_``."""

from __future__ import annotations

import csv
import io
from typing import Any

from scanner.model import Text

from ..csv_ import defused
from ..texts import SEVERITIES, STATUSES, category_label, label
from .words import STATES, remark

_HEADS = (
    Text("toestand", "state"), Text("toelichting", "remark"), Text("ernst", "severity"), Text("regel", "rule"),
    Text("titel", "title"), Text("status", "status"), Text("ontvanger", "recipient"), Text("host", "host"),
    Text("eindpunt", "endpoint"), Text("deel", "part"), Text("veld", "pointer"), Text("gegevens", "data"),
    Text("aantal", "count"), Text("kenmerk", "id"), Text("vingerafdruk", "fingerprint"),
)


def render(difference: dict[str, Any], lang: str) -> bytes:
    """``;`` between cells in Dutch, ``,`` in English, with a byte order mark for Excel."""
    out = io.StringIO()
    table = csv.writer(out, delimiter=";" if lang == "nl" else ",", lineterminator="\r\n")
    table.writerow([head.get(lang) for head in _HEADS])
    for state, name in STATES.items():
        for f in difference["findings"][state]:
            cells = [
                name.get(lang), remark(state, f, lang), label(SEVERITIES, f["severity"], lang), f["rule"],
                f["texts"][lang]["title"], label(STATUSES, f["status"], lang), f["recipient"], f["host"],
                f["endpoint"], f["part"], f["pointer"],
                ", ".join(category_label(code, lang) for code in f["categories"]), f["count"], f["id"],
                f["fingerprint"],
            ]
            table.writerow([defused(cell) if isinstance(cell, str) else cell for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")
