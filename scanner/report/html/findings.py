"""Findings: grouped by severity and rule, so that the reason stands once and the places under it.

Theory. Ten thousand findings are more than a million elements, which take a browser many seconds before it shows
anything. A browser that runs scripts reads what stands in ``noscript`` as one text, which costs next to nothing; so
with many findings the places far down a rule stand in such elements, and the script makes them elements while the
reader reads, and at once for a search, a link or a print. Without script they are elements from the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..texts import SEVERITIES
from .builder import Child, Markup, join, tag
from .filtering import filtering
from .finding import finding
from .risk import proposal
from .suppressed import accepted, excepted
from .view import Item, View, code, head, items, right, section, table

AT_ONCE, HELD = 10, 25
"""Of many findings: places of a rule that are elements at once, and how many then stand in one text."""



def findings(v: View) -> Markup:
    """The section with its filter; without findings it says what that is worth."""
    t = v.t
    if not v.findings:
        return section(
            "bevindingen",
            t("Bevindingen", "Findings"),
            tag(
                "div",
                tag(
                    "p",
                    tag(
                        "strong",
                        t(
                            "Geen bevindingen binnen de beschreven dekking.",
                            "No findings within the coverage described.",
                        ),
                    ),
                ),
                tag(
                    "p",
                    t(
                        "Lees dit samen met Dekking en blinde vlekken: wat niet is opgenomen of niet kon worden "
                        "gelezen, is "
                        "niet beoordeeld.",
                        "Read this together with Coverage and blind spots: what was not recorded or could not be read "
                        "was "
                        "not assessed.",
                    ),
                ),
                class_="callout",
            ),
        )
    order = list(SEVERITIES)
    ranked = sorted(v.findings, key=lambda f: (order.index(f["severity"]), f["rule"]))
    groups = [(key, list(found)) for key, found in groupby(ranked, key=lambda f: (f["severity"], f["rule"]))]
    return section(
        "bevindingen",
        t("Bevindingen", "Findings"),
        accepted(v),
        excepted(v),
        filtering(v),
        tag("div", *(_group(v, severity, rule, found) for (severity, rule), found in groups), id="findings"),
        tag(
            "p",
            t("Geen bevinding past bij dit filter.", "No finding matches this filter."),
            id="no-match",
            hidden=True,
            class_="empty",
        ),
    )


def _group(v: View, severity: str, rule: str, found: list[Item]) -> Markup:
    texts = found[0]["texts"][v.lang]
    places = v.count(len(found), ("plaats", "plaatsen"), ("place", "places"))
    return tag(
        "section",
        tag(
            "h3",
            v.severity(severity),
            tag("span", rule, class_="rule"),
            " ",
            texts["title"],
            tag("span", places, class_="facts"),
        ),
        tag("div", *_explanation(v, texts, severity, rule), class_="explanation"),
        *_places(v, [finding(v, f, texts) for f in found[: v.most_places]]),
        _further(v, found[v.most_places :]),
        class_=f"group edge-{severity}",
    )


def _places(v: View, told: list[Markup]) -> list[Markup]:
    if not v.many:
        return told
    return told[:AT_ONCE] + [tag("noscript", *told[start : start + HELD]) for start in range(AT_ONCE, len(told), HELD)]


def _further(v: View, found: list[Item]) -> Markup | None:
    """Places beyond those told in full, a row each, and the number of those that get none."""
    t = v.t
    if not found:
        return None
    rows: list[list[Child]] = [
        [
            head(tag("code", f["id"])),
            v.recipient_name(f["recipient"]) or t("hele opname", "whole capture"),
            join(code(f["host"]), " ", code(f["endpoint"])),
            join(code(f["part"]), " ", code(f["pointer"]) if f["pointer"] else None),
            right(v.n(f["count"])),
        ]
        for f in found[: v.most_rows]
    ]
    left = len(found) - v.most_rows
    return tag(
        "div",
        table(
            [t("Kenmerk", "Id"), t("Ontvanger", "Recipient"), t("Waar", "Where"), t("Deel en veld", "Part and field"),
             t("Aantal", "Count")],
            rows, class_="dense", caption=t("Verdere plaatsen van deze regel", "Further places of this rule"),
        ),
        tag("p", t(f"En nog {v.n(left)} plaatsen; zie het HTML-, JSON- of rekenbladbestand.",
                   f"And {v.n(left)} more places; see the HTML, JSON or spreadsheet file."), class_="note")
        if left > 0
        else None,
    )


def _explanation(v: View, texts: Item, severity: str, rule: str) -> Iterator[Child]:
    t = v.t
    yield tag("div", tag("h4", t("Waarom dit ertoe doet", "Why this matters")), tag("p", texts["why"]))
    if texts.get("enough"):
        yield tag("div", tag("h4", t("Wat genoeg zou zijn", "What would be enough")), tag("p", texts["enough"]))
    yield tag("div", tag("h4", t("Advies", "Advice")), tag("p", texts["remediation"]))
    yield tag("div", tag("h4", t("Mogelijk in strijd met", "Possibly at odds with")), items(texts["basis"]))
    risk = proposal(v, severity, rule)
    if risk:
        yield tag(
            "div",
            tag("h4", t("Risico-aanzet (voorstel)", "Risk proposal")),
            tag("p", risk, t(". Matrix van dit programma; het DPIA-team beslist.",
                             ". This program's own matrix; the DPIA team decides.")),
        )
