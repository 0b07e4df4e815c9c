"""The report as one HTML file: nothing is loaded from elsewhere, nothing in it can run but its own script.

Theory. A Content-Security-Policy in the page allows the style and the script by their SHA-256 and nothing else, so
even markup that slipped through could load and run nothing. All text goes through ``builder.tag``. Without script
the page is complete; script only filters. Print opens what is folded (style and script).
"""

from __future__ import annotations

from ..additions import NOTHING, Additions
from ..document import Document
from .annex import annex
from .builder import Markup, tag
from .closing import limitations, reproduce, rules_tested
from .cookies import cookies
from .coverage import coverage
from .drift import drift
from .findings import findings
from .flows import matrix
from .glossary import glossary
from .identifiers import identifiers
from .measures import measures
from .method import method
from .overview import preamble, summary, title_block
from .protection import protection
from .recipients import recipients
from .rijksmodel import rijksmodel
from .shell import shell
from .special import special
from .team import team
from .view import View


def sections(v: View) -> list[Markup]:
    """The content of the report in its order; formats for paper are made from it too."""
    protected = protection(v)
    return [
        title_block(v),
        preamble(v),
        summary(v),
        rijksmodel(v),
        method(v),
        coverage(v),
        *([protected] if protected is not None else []),
        recipients(v),
        matrix(v),
        findings(v),
        special(v),
        identifiers(v),
        cookies(v),
        measures(v),
        drift(v),
        rules_tested(v),
        limitations(v),
        glossary(v),
        reproduce(v),
        team(v),
        annex(v),
    ]


def render_html(document: Document, lang: str, additions: Additions = NOTHING) -> bytes:
    """The whole page, UTF-8."""
    v = View(document, lang, additions=additions)
    title = " – ".join(
        part for part in (v.product, v.t("Rapport verkeersonderzoek", "Report on network traffic"), v.report_id) if part
    )
    return shell(
        title,
        v.lang,
        f"{document['tool']['name']} {document['tool']['version']}",
        tag("a", v.t("Naar de inhoud", "Skip to content"), href="#main", class_="skip"),
        tag(
            "div",
            _navigation(v),
            tag("main", *sections(v), _footer(v), id="main"),
            class_="page",
        ),
        script="script.js",
    )


def _navigation(v: View) -> Markup:
    t = v.t
    entries = (
        ("samenvatting", t("Samenvatting", "Summary")),
        ("rijksmodel", t("Plaats in de DPIA", "Place in the DPIA")),
        ("methode", t("Reikwijdte en methode", "Scope and method")),
        ("dekking", t("Dekking", "Coverage")),
        *([("bescherming", t("Bescherming", "Protection"))] if "protection" in v.document else []),
        ("ontvangers", t("Ontvangers", "Recipients")),
        ("gegevensstromen", t("Gegevensstromen", "Data flows")),
        ("bevindingen", t("Bevindingen", "Findings")),
        ("bijzonder", t("Bijzondere gegevens", "Special data")),
        ("identificatoren", t("Identificatoren", "Identifiers")),
        ("cookies", t("Cookies en bewaren", "Cookies and retention")),
        ("maatregelen", t("Risico en maatregelen", "Risk and measures")),
        ("verschil", t("Eerdere scan", "Earlier scan")),
        ("regels", t("Getoetste regels", "Rules tested")),
        ("beperkingen", t("Beperkingen", "Limitations")),
        ("begrippen", t("Begrippen", "Glossary")),
        ("reproduceren", t("Reproduceren", "Reproducing")),
        ("dossier", t("In te vullen", "To be filled in")),
        ("bijlage", t("Bijlage", "Annex")),
    )
    return tag(
        "nav",
        tag("p", v.document["tool"]["name"], class_="brand"),
        tag("ol", *(tag("li", tag("a", name, href=f"#{key}")) for key, name in entries)),
        aria_label=t("Inhoud", "Contents"),
    )


def _footer(v: View) -> Markup:
    return tag(
        "footer",
        tag(
            "p",
            f"{v.report_id} · {v.document['tool']['name']} {v.document['tool']['version']} · ",
            v.t(
                "Waarden zijn gemaskeerd. Geen oordeel over rechtmatigheid.",
                "Values are masked. No judgement on lawfulness.",
            ),
        ),
    )
