"""Recipients, the matrix recipient × category, the flow table, special data, and identifiers across recipients."""

from __future__ import annotations

from ..texts import ABOUT, CLASSES, DIRECTIONS, ROLES, category_label, heading_label, label
from .builder import Child, Markup, join, tag
from .joins import joins
from .picture import pictures
from .view import Item, View, code, head, items, right, section, table

MOST_IDENTIFIERS = 200
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
_LINKING = ("id.", "contact.", "secret.")


def recipients(v: View) -> Markup:
    """Everyone who was contacted, with the role and where that knowledge comes from."""
    t = v.t
    found = {f["recipient"] for f in v.findings}
    parties = sorted(v.document["recipients"], key=lambda r: (r["declared"], r["id"] not in found, r["id"]))
    rows: list[list[Child]] = [
        [
            head(
                join(
                    r["organisation"] or r["domain"] or r["id"],
                    tag("br"),
                    tag("small", r["domain"]) if r["organisation"] else None,
                )
            ),
            label(ROLES, r["role"], v.lang),
            join(
                label(CLASSES, r["class"], v.lang) if r["class"] else "–",
                tag("span", t("tracker", "tracker"), class_="badge tracker") if r["tracker"] else None,
            ),
            r["country"] or t("onbekend", "unknown"),
            _yes_no(v, r["declared"]),
            right(v.n(r["exchanges"])),
            tag(
                "div",
                *((code(host), tag("br")) for host in r["hosts"][:8]),
                tag("small", f"+{len(r['hosts']) - 8}") if len(r["hosts"]) > 8 else None,
            ),
            {
                "policy": t("privacybijsluiter", "privacybijsluiter"),
                "directory": t("ingebouwde lijst", "built-in list"),
                "user": t("eigen lijst", "own list"),
                "list": t("trackerlijst", "tracker list"),
                "none": "–",
            }.get(r["source"], r["source"]),
        ]
        for r in parties
    ]
    return section(
        "ontvangers",
        t("Ontvangers", "Recipients"),
        tag(
            "p",
            t(
                "De rol komt uit de privacybijsluiter en wordt niet geraden. Het land is een opgave of de "
                "vestigingsplaats "
                "volgens de ingebouwde lijst, geen meting; het zegt niet waar gegevens staan of wie erbij kan.",
                "The role comes from the privacybijsluiter and is not guessed. The country is as declared, or the seat "
                "according to the built-in list, and was not measured; it does not say where data are kept or who can "
                "reach them.",
            ),
        ),
        table(
            [
                t("Ontvanger", "Recipient"),
                t("Rol", "Role"),
                t("Soort", "Class"),
                t("Land (opgave)", "Country (declared)"),
                t("Aangewezen", "Declared"),
                t("Berichten", "Exchanges"),
                "Hosts",
                t("Bron", "Source"),
            ],
            rows,
            caption=t("Ontvangersregister, niet aangewezen partijen eerst", "Register of recipients, undeclared first"),
            empty=t("Er is geen verkeer met ontvangers gelezen.", "No traffic with recipients was read."),
        ),
        _looked_up(v),
    )


def _looked_up(v: View) -> Child:
    """What names, classes and tags come from, with dates; nothing for results that do not say."""
    t, lists = v.t, v.settings.get("recipients")
    if not lists:
        return None
    own = [
        t(
            f"ingebouwde lijst van {lists['date']} ({lists['entries']} partijen)",
            f"built-in list of {lists['date']} ({lists['entries']} parties)",
        ),
        *(t(f"eigen lijst {name}", f"own list {name}") for name in lists["files"]),
        *(
            t(
                f"trackerlijst {each['name']}, {each['date'] or 'zonder datum'} ({each['domains']} domeinen)",
                f"tracker list {each['name']}, {each['date'] or 'undated'} ({each['domains']} domains)",
            )
            for each in lists["lists"]
        ),
        f"Public Suffix List {lists['suffixes']}",
    ]
    return tag("p", tag("small", t("Opgezocht in: ", "Looked up in: "), "; ".join(own), "."))


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
        _grid(v, flows),
        tag("h3", t("Vergelijking met de privacybijsluiter", "Comparison with the privacybijsluiter")),
        _comparison(v, flows),
        tag("h3", t("Gegevensstroomtabel", "Table of flows")),
        _flow_table(v, flows),
    )


def _pictures(v: View) -> list[Child]:
    """Who gets what as a picture, in parts that fit a page each; its words are in the description of the picture."""
    return [tag("figure", picture.svg, id=f"picture-{number}")
            for number, picture in enumerate(pictures(v.document, v.lang), 1)]


def _column(flow: Item, lang: str) -> str:
    name = category_label(flow["category"], lang)
    return f"{name} ({label(ABOUT, flow['about'], lang)})" if flow["about"] in ("guardian", "teacher") else name


def _grid(v: View, flows: list[Item]) -> Markup:
    t = v.t
    columns = sorted({(heading_label(f["category"], v.lang), _column(f, v.lang)) for f in flows})
    cells: dict[tuple[str, str], list[Item]] = {}
    for flow in flows:
        cells.setdefault((flow["recipient"], _column(flow, v.lang)), []).append(flow)
    keys = sorted({f["recipient"] for f in flows}, key=lambda k: (v.recipients.get(k, {}).get("declared", False), k))
    rows: list[list[Child]] = [
        [head(v.recipient_name(key)), *(_cell(v, cells.get((key, name), [])) for _, name in columns)] for key in keys
    ]
    heads: list[Child] = [t("Ontvanger", "Recipient"), *(tag("span", name, class_="up") for _, name in columns)]
    return table(
        heads,
        rows,
        class_="matrix",
        caption=t("Wie krijgt wat", "Who gets what"),
        empty=t(
            "Niets herkend binnen de gelezen inhoud; zie Dekking.",
            "Nothing recognized within the content that was read; see Coverage.",
        ),
    )


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
        class_="columns",
    )


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
            rows.append(
                [tag("th", v.recipient_name(previous), name, colspan=len(heads), scope="rowgroup", class_="band")]
            )
        rows.append(
            [
                category_label(f["category"], v.lang),
                label(ABOUT, f["about"], v.lang),
                _yes_no(v, f["declared"]),
                ", ".join(f["purposes"]) or "–",
                ", ".join(label(DIRECTIONS, d, v.lang) for d in f["directions"]),
                right(v.n(f["count"])),
                right(v.n(f["subjects"])),
                right(v.n(f["confidence_max"], 2)),
                tag("td", _span(v, f["first_seen"], f["last_seen"]), class_="nowrap"),
            ]
        )
    return table(
        heads,
        rows,
        class_="dense",
        caption=t(
            "Ontvanger × categorie × doel × rol × land (opgave)",
            "Recipient × category × purpose × role × country (declared)",
        ),
        empty=t("Geen gegevensstromen waargenomen.", "No data flows observed."),
    )


def _span(v: View, first: str | None, last: str | None) -> str:
    """From the first to the last moment; the date stands once when it is one day."""
    start, end = v.moment(first), v.moment(last)
    if start == end or last is None:
        return start
    return f"{start} – {end[11:] if start[:10] == end[:10] else end}"


def _yes_no(v: View, yes: bool) -> Markup:
    return tag("span", v.t("ja", "yes") if yes else v.t("nee", "no"), class_="badge yes" if yes else "badge no")


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
                right(v.n(sum(f["count"] for f in flows)))
                if flows
                else tag("td", t("niet waargenomen", "not observed"), class_="num none"),
                where or "–",
            ]
        )
    return section(
        "bijzonder",
        t("Bijzondere en gevoelige gegevens, wettelijk nummer", "Special and sensitive data, national number"),
        tag(
            "p",
            t(
                "„Niet waargenomen” geldt binnen de beschreven dekking en binnen wat de herkenners kennen.",
                "“Not observed” holds within the coverage described and within what the recognizers know.",
            ),
        ),
        table(
            [t("Categorie", "Category"), t("Waarnemingen", "Observations"), t("Bij", "At")],
            rows,
            caption=t(
                "Bijzondere persoonsgegevens (UAVG 22–30) en wettelijk nummer (UAVG 46)",
                "Special categories (UAVG 22–30) and national number (UAVG 46)",
            ),
        ),
    )


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
