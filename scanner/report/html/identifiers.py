"""Which identifier turned up at whom, so that linkability can be judged."""

from __future__ import annotations

from ..texts import category_label
from .builder import Child, Markup, tag
from .joins import joins
from .view import Item, View, head, right, section, table

MOST_IDENTIFIERS = 200
_LINKING = ("id.", "contact.", "secret.")


def identifiers(v: View) -> Markup:
    """Which identifier turned up at whom, so that linkability can be judged."""
    t = v.t
    groups: dict[tuple[str, str], list[Item]] = {}
    for d in v.document["detections"]:
        if d["category"].startswith(_LINKING) and d["fingerprint"]:
            groups.setdefault((d["category"], d["fingerprint"]), []).append(d)
    ranked = sorted(groups.items(), key=lambda g: (-len({d["recipient"] for d in g[1]}), -len(g[1]), g[0]))
    rows: list[list[Child]] = []
    for (category, fingerprint), seen in ranked[:MOST_IDENTIFIERS]:
        parties = sorted({v.recipient_name(d["recipient"]) or d["host"] for d in seen})
        forms = sorted({d["via"] or t("zichtbaar", "clear") for d in seen})
        rows.append(
            [
                head(category_label(category, v.lang)),
                tag("code", seen[0]["masked"]),
                tag("code", fingerprint[:12]),
                seen[0]["subject"] or "–",
                ", ".join(forms),
                tag("td", ", ".join(parties), class_="linked" if len(parties) > 1 else None),
                right(v.n(len(seen))),
            ]
        )
    left = len(ranked) - MOST_IDENTIFIERS
    return section(
        "identificatoren",
        t("Identificatoren en koppelbaarheid", "Identifiers and linkability"),
        tag(
            "p",
            t(
                "Dezelfde vingerafdruk bij meer ontvangers betekent dat zij gegevens over dezelfde leerling kunnen "
                "koppelen. "
                "Een vingerafdruk is een HMAC met een sleutel die bij de gebruiker blijft, en is buiten dit onderzoek "
                "niet "
                "te herleiden.",
                "The same fingerprint at several recipients means that they can link data on the same pupil. A "
                "fingerprint "
                "is an HMAC under a key that stays with the user and cannot be traced outside this examination.",
            ),
        ),
        table(
            [
                t("Soort", "Kind"),
                t("Gemaskeerd", "Masked"),
                t("Vingerafdruk", "Fingerprint"),
                t("Persoon", "Person"),
                t("Gezien als", "Seen as"),
                t("Bij ontvangers", "At recipients"),
                t("Aantal", "Count"),
            ],
            rows,
            caption=t(
                "Identificatoren, die bij de meeste ontvangers eerst", "Identifiers, those at most recipients first"
            ),
            empty=t("Geen identificatoren waargenomen.", "No identifiers observed."),
        ),
        tag("p", t(f"En nog {left}; zie het JSON-bestand.", f"And {left} more; see the JSON file."), class_="note")
        if left > 0
        else None,
        *joins(v),
    )
