"""The data flows: picture, matrix recipient × category, comparison with the privacybijsluiter, table."""

from __future__ import annotations

from ..texts import ABOUT, DIRECTIONS, ROLES, category_label, heading_label, label
from .builder import Child, Markup, join, tag
from .picture import pictures
from .view import Item, View, band, head, items, right, section, table, yes_no

MOST_COLUMNS = 30
"""Categories in one part of the matrix."""


def matrix(v: View) -> Markup:
    """Recipient × category, the comparison with the privacybijsluiter, and the flows in full."""
    t = v.t
    flows = v.document["flows"]
    return section(
        "gegevensstromen",
        t("Gegevensstromen", "Data flows"),
        tag(
            "p",
            tag("span", "✓", class_="mark yes"),
            t(" genoemd in de privacybijsluiter · ", " named in the privacybijsluiter · "),
            tag("span", "!", class_="mark no"),
            t(" niet genoemd · getal: aantal waarnemingen.", " not named · number: observations."),
            class_="legend",
        ),
        *_pictures(v),
        *_grid(v, flows),
        tag("h3", t("Vergelijking met de privacybijsluiter", "Comparison with the privacybijsluiter")),
        _comparison(v, flows),
        tag("h3", t("Gegevensstroomtabel", "Table of flows")),
        _flow_table(v, flows),
    )


def _pictures(v: View) -> list[Child]:
    """Who gets what as a picture, in parts that fit a page each; its words are in the description of the picture."""
    return [tag("figure", tag("div", picture.svg, class_="scroll", tabindex=0, role="region", aria_label=picture.title),
                id=f"picture-{number}")
            for number, picture in enumerate(pictures(v.document, v.lang), 1)]


def _column(flow: Item, lang: str) -> str:
    name = category_label(flow["category"], lang)
    return f"{name} ({label(ABOUT, flow['about'], lang)})" if flow["about"] in ("guardian", "teacher") else name


def _grid(v: View, flows: list[Item]) -> list[Child]:
    """The matrix, in parts that fit a page on its side."""
    t = v.t
    columns = sorted({(heading_label(f["category"], v.lang), _column(f, v.lang)) for f in flows})
    cells: dict[tuple[str, str], list[Item]] = {}
    for flow in flows:
        cells.setdefault((flow["recipient"], _column(flow, v.lang)), []).append(flow)
    keys = sorted({f["recipient"] for f in flows}, key=lambda k: (v.recipients.get(k, {}).get("declared", False), k))
    if not columns:
        return [tag("p", t("Niets herkend binnen de gelezen inhoud; zie Dekking.",
                           "Nothing recognised within the content that was read; see Coverage."), class_="empty")]
    parts = [columns[start : start + MOST_COLUMNS] for start in range(0, len(columns), MOST_COLUMNS)]
    made: list[Child] = []
    for number, part in enumerate(parts, 1):
        rows: list[list[Child]] = [
            [head(v.recipient_name(key)), *(_cell(v, cells.get((key, name), [])) for _, name in part)] for key in keys
        ]
        caption = t("Wie krijgt wat", "Who gets what")
        if len(parts) > 1:
            caption += t(f" (deel {number} van {len(parts)})", f" (part {number} of {len(parts)})")
        heads: list[Child] = [t("Ontvanger", "Recipient"), *(tag("span", name, class_="up") for _, name in part)]
        made.append(table(heads, rows, class_="matrix", caption=caption))
    return made


def _cell(v: View, flows: list[Item]) -> Markup:
    if not flows:
        return tag("td", "", class_="cell none")
    declared = all(f["declared"] for f in flows)
    mark = tag("span", "✓" if declared else "!", class_="mark yes" if declared else "mark no", aria_hidden="true")
    words = v.t("genoemd", "named") if declared else v.t("niet genoemd", "not named")
    return tag(
        "td",
        v.n(sum(f["count"] for f in flows)),
        " ",
        mark,
        tag("span", words, class_="hidden"),
        class_="cell yes" if declared else "cell no",
    )


def _comparison(v: View, flows: list[Item]) -> Markup:
    t = v.t
    if v.settings["policy"]["builtin"]:
        return tag(
            "p",
            t(
                "Er is geen privacybijsluiter meegegeven. Getoetst is aan de ingebouwde maatstaf: een pseudoniem en "
                "een voornaam. Vergelijk dit met de ondertekende Bijlage 1.",
                "No privacybijsluiter was given. The yardstick was the built-in one: a pseudonym and a first name. "
                "Compare this with the signed Bijlage 1.",
            ),
            class_="callout",
        )

    def listed(declared: bool) -> Markup:
        counts: dict[str, dict[str, int]] = {}
        for f in flows:
            if f["declared"] is declared:
                of_party = counts.setdefault(v.recipient_name(f["recipient"]), {})
                name = _column(f, v.lang)
                of_party[name] = of_party.get(name, 0) + f["count"]
        found: list[Child] = [
            join(tag("strong", party), ": ", ", ".join(f"{name} ({v.n(count)}×)" for name, count in of_party.items()))
            for party, of_party in counts.items()
        ]
        return items(found) if found else tag("p", t("Geen.", "None."), class_="empty")

    return tag(
        "div",
        tag("div", tag("h4", t("Waargenomen en niet genoemd", "Observed and not named")), listed(False)),
        tag(
            "div",
            tag("h4", t("Waargenomen en genoemd (noodzaak te toetsen)", "Observed and named (necessity to be tested)")),
            listed(True),
        ),
        tag("div", tag("h4", t("Genoemd en niet waargenomen", "Named and not observed")), *_unobserved(v, flows)),
        class_="columns",
    )


def _unobserved(v: View, flows: list[Item]) -> list[Child]:
    """What the policy names and these captures do not show; that is no proof that it does not happen."""
    t = v.t
    declared = v.settings["policy"].get("declared")
    if declared is None:
        return [tag("p", t("Niet bekend in dit resultaat.", "Not known in this result."), class_="empty")]
    seen = {(f["recipient"], f["category"]) for f in flows}
    missing: dict[str, dict[str, None]] = {}
    for row in declared:
        if (row["recipient"], row["category"]) not in seen:
            name = category_label(row["category"], v.lang)
            if row["about"]:
                name += f" ({label(ABOUT, row['about'], v.lang)})"
            if row["server"]:
                name += t(" (tussen servers, hier niet te zien)", " (between servers, not to be seen here)")
            missing.setdefault(row["organisation"] or row["recipient"], {})[name] = None
    if not missing:
        return [tag("p", t("Niets.", "Nothing."), class_="empty")]
    return [
        items([join(tag("strong", party), ": ", ", ".join(names)) for party, names in missing.items()]),
        tag("p", t("Niet waargenomen is niet hetzelfde als niet verwerkt; het kan ook betekenen dat de vermelding "
                   "niet nodig is.",
                   "Not observed is not the same as not processed; it can also mean that it need not be named."),
            class_="note"),
    ]


def _flow_table(v: View, flows: list[Item]) -> Markup:
    """The flows in full, under a row for each recipient."""
    t = v.t
    nobody: Item = {"role": "undeclared", "country": ""}
    heads: list[Child] = [
        t("Categorie", "Category"),
        t("Over wie", "About whom"),
        t("Genoemd", "Named"),
        t("Doel", "Purpose"),
        t("Richting", "Direction"),
        t("Aantal", "Count"),
        t("Personen", "Persons"),
        t("Zekerheid", "Confidence"),
        t("Gezien (UTC)", "Seen (UTC)"),
    ]
    rows: list[list[Child]] = []
    previous: str | None = None
    for f in flows:
        if f["recipient"] != previous:
            previous = f["recipient"]
            party = v.recipients.get(previous, nobody)
            country = party["country"] or t("land onbekend", "country unknown")
            name = tag("span", f" · {label(ROLES, party['role'], v.lang)} · {country}", class_="role")
            rows.append([band(len(heads), v.recipient_name(previous), name)])
        rows.append(
            [
                head(category_label(f["category"], v.lang)),
                label(ABOUT, f["about"], v.lang),
                yes_no(v, f["declared"]),
                ", ".join(f["purposes"]) or "–",
                ", ".join(label(DIRECTIONS, d, v.lang) for d in f["directions"]),
                right(v.n(f["count"])),
                right(v.n(f["subjects"])),
                right(v.n(f["confidence_max"], 2)),
                tag("td", v.span(f["first_seen"], f["last_seen"]), class_="nowrap"),
            ]
        )
    return table(
        heads,
        rows,
        class_="dense banded",
        caption=t(
            "Ontvanger × categorie × doel × rol × land (opgave)",
            "Recipient × category × purpose × role × country (declared)",
        ),
        empty=t("Geen gegevensstromen waargenomen.", "No data flows observed."),
    )
