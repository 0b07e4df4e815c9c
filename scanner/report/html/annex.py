"""The annex: every detection on one line, up to a bound."""

from __future__ import annotations

from ..texts import category_label
from .builder import Child, Markup, tag
from .view import View, code, right, section, table

MOST_DETECTIONS = 1000


def annex(v: View) -> Markup:
    """Detections in the order of the captures, with the number that is not shown."""
    t = v.t
    detections = v.document["detections"]
    rows: list[list[Child]] = [
        [
            tag("td", tag("code", d["id"])),
            v.moment(d["time"], True),
            code(d["capture"]),
            d["exchange"],
            tag("td", code(d["host"]), " ", code(d["endpoint"]), class_="path"),
            tag(
                "td",
                "←" if d["direction"] == "response" else "→",
                " ",
                code(d["part"]),
                " ",
                code(d["pointer"]) if d["pointer"] else None,
                class_="path",
            ),
            category_label(d["category"], v.lang),
            tag("td", tag("code", d["masked"] or "…")),
            right(v.n(d["confidence"], 2)),
            d["subject"] or "–",
        ]
        for d in detections[:MOST_DETECTIONS]
    ]
    left = len(detections) - MOST_DETECTIONS
    hidden = v.coverage["suppressed_occurrences"]
    return section(
        "bijlage",
        t("Bijlage: waarnemingen", "Annex: detections"),
        tag(
            "p",
            v.count(len(detections), ("waarneming", "waarnemingen"), ("detection", "detections"))
            + t(" in het resultaat", " in the result"),
            t(
                f", waarvan de eerste {v.n(MOST_DETECTIONS)} hier; de overige {v.n(left)} staan in het JSON- en "
                "CSV-bestand",
                f", the first {v.n(MOST_DETECTIONS)} of them here; the other {v.n(left)} are in the JSON and CSV files",
            )
            if left > 0
            else None,
            t(
                f". Aantal herhalingen die zijn geteld en niet vermeld: {v.n(hidden)}",
                f". Repeats that were counted and not listed: {v.n(hidden)}",
            )
            if hidden
            else None,
            ".",
        ),
        tag(
            "details",
            tag("summary", t("Lijst tonen", "Show the list")),
            table(
                [
                    t("Kenmerk", "Id"),
                    t("Tijd (UTC)", "Time (UTC)"),
                    t("Opname", "Capture"),
                    t("Bericht", "Exchange"),
                    t("Waar", "Where"),
                    t("Deel en veld", "Part and field"),
                    t("Categorie", "Category"),
                    t("Gemaskeerd", "Masked"),
                    t("Zekerheid", "Confidence"),
                    t("Persoon", "Person"),
                ],
                rows,
                class_="dense annex",
                caption=t("Waarnemingen in volgorde van de opnamen", "Detections in the order of the captures"),
                empty=t("Geen waarnemingen.", "No detections."),
            ),
        )
        if rows
        else None,
    )
