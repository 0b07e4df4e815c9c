"""What stands on paper: the sections of the HTML report, with bounds that keep a document printable."""

from __future__ import annotations

from typing import NamedTuple

from ..document import Document
from ..html import sections
from ..html.picture import Picture, pictures
from ..html.view import View
from .blocks import Block, read

MOST_PLACES = 20
"""Places of one rule and severity that are described in full."""
MOST_ROWS = 100
"""Further places of one rule and severity, a row each; the rest is counted."""


class Content(NamedTuple):
    """The report for paper: title, what stands at the foot of a page, blocks, pictures."""

    title: str
    footer: str
    subject: str
    lang: str
    blocks: list[Block]
    pictures: list[Picture]


def content(document: Document, lang: str) -> Content:
    """The report of a result in ``nl`` or ``en``."""
    v = View(document, lang, most_places=MOST_PLACES, most_rows=MOST_ROWS)
    name = v.t("Rapport verkeersonderzoek persoonsgegevens", "Report on personal data in network traffic")
    title = f"{v.product} – {name}" if v.product else name
    words = v.t("waarden gemaskeerd, geen oordeel over rechtmatigheid", "values masked, no judgement on lawfulness")
    return Content(title, f"{v.report_id} · {document['tool']['name']} {document['tool']['version']} · {words}",
                   v.report_id, v.lang, read(sections(v)), pictures(document, lang))
