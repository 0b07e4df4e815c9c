"""Special categories and the national number, each named whether seen or not."""

from __future__ import annotations

from ..texts import category_label
from .builder import Child, Markup, tag
from .view import Item, View, head, right, section, table

PLAUSIBLE = 0.6
"""Below it a detection is to be assessed, and nothing is said to have been observed."""

SPECIAL = (
    "id.bsn",
    "id.pgn",
    "id.hpgn",
    "special.health",
    "special.diagnosis",
    "special.support",
    "special.religion",
    "special.origin",
    "special.orientation",
    "special.biometric",
    "special.youthcare",
)
"""Named in the report whether seen or not (UAVG art. 22–30 and 46, and sensitive by nature)."""


def observed(flows: list[Item]) -> list[Item]:
    """The flows of such categories that rest on more than weak indications."""
    return [flow for flow in flows if flow["category"] in SPECIAL and _sure([flow])]


def _sure(flows: list[Item]) -> bool:
    return any(flow["confidence_max"] >= PLAUSIBLE for flow in flows)


def special(v: View) -> Markup:
    """Special categories and the national number, each named whether seen or not."""
    t = v.t
    rows: list[list[Child]] = []
    for category in SPECIAL:
        flows = [f for f in v.document["flows"] if f["category"] == category]
        where = ", ".join(sorted({v.recipient_name(f["recipient"]) for f in flows}))
        rows.append(
            [
                head(category_label(category, v.lang)),
                right(v.n(sum(f["count"] for f in flows))
                      + ("" if _sure(flows) else t(" (te beoordelen)", " (to be assessed)")))
                if flows
                else tag("td", t("niet waargenomen", "not observed"), class_="num none"),
                where or "–",
            ]
        )
    return section(
        "bijzonder",
        t("Bijzondere persoonsgegevens en wettelijk nummer", "Special categories of data and national number"),
        tag(
            "p",
            t(
                "„Niet waargenomen” geldt binnen de beschreven dekking en binnen wat de herkenning kent. „Te "
                "beoordelen”: er zijn alleen zwakke aanwijzingen, zoals een woord in lesstof.",
                "“Not observed” holds within the coverage described and within what recognition knows. “To be "
                "assessed”: there are weak indications only, such as a word in teaching content.",
            ),
        ),
        table(
            [t("Categorie", "Category"), t("Waarnemingen", "Detections"), t("Bij", "At")],
            rows,
            caption=t(
                "Bijzondere persoonsgegevens (UAVG 22–30) en wettelijk nummer (UAVG 46)",
                "Special categories (UAVG 22–30) and national number (UAVG 46)",
            ),
        ),
    )
