"""What stands on paper: the sections of the HTML report, with bounds that keep a document printable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..additions import NOTHING, Additions
from ..document import Document
from ..html import sections
from ..html.picture import Picture, pictures
from ..html.view import View
from .blocks import Block, read

FULL, ROWS = 300, 1500
"""Places that a document describes in full, and further ones that get a row, shared by its rules and severities."""


class Content(NamedTuple):
    """The report for paper: title, what stands at the foot of a page, blocks, pictures."""

    title: str
    footer: str
    subject: str
    lang: str
    blocks: list[Block]
    pictures: list[Picture]


def content(document: Document, lang: str, additions: Additions = NOTHING) -> Content:
    """The report of a result in ``nl`` or ``en``."""
    v = View(document, lang, *shares(document["findings"]), additions)
    name = v.t("Rapport verkeersonderzoek persoonsgegevens", "Report on personal data in network traffic")
    title = f"{v.product} – {name}" if v.product else name
    words = v.t("waarden gemaskeerd, geen oordeel over rechtmatigheid", "values masked, no judgement on lawfulness")
    return Content(title, f"{v.report_id} · {document['tool']['name']} {document['tool']['version']} · {words}",
                   v.report_id, v.lang, read(sections(v)), pictures(document, lang))


def shares(findings: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """How many places of one rule and severity are told in full, and how many then get a row."""
    if len(findings) <= FULL:
        return FULL, ROWS
    groups = len({(f["severity"], f["rule"]) for f in findings})
    return max(1, min(20, FULL // groups)), max(3, min(200, ROWS // groups))
