"""The register of recipients: who was contacted, in which role, and where that knowledge comes from."""

from __future__ import annotations

from ..texts import CLASSES, ROLES, label
from .builder import Child, Markup, join, tag
from .view import View, code, head, right, section, table, yes_no


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
            yes_no(v, r["declared"]),
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
                t("Genoemd", "Declared"),
                t("Berichten", "Exchanges"),
                "Hosts",
                t("Bron", "Source"),
            ],
            rows,
            caption=t("Ontvangersregister met verwerkingslocaties, niet-genoemde partijen eerst",
                      "Register of recipients with locations, undeclared first"),
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
            f"ingebouwde lijst van {v.day(lists['date'])} ({lists['entries']} partijen)",
            f"built-in list of {v.day(lists['date'])} ({lists['entries']} parties)",
        ),
        *(t(f"eigen lijst {name}", f"own list {name}") for name in lists["files"]),
        *(
            t(
                f"trackerlijst {each['name']}, {v.day(each['date']) or 'zonder datum'} ({each['domains']} domeinen)",
                f"tracker list {each['name']}, {v.day(each['date']) or 'undated'} ({each['domains']} domains)",
            )
            for each in lists["lists"]
        ),
        t("Public Suffix List van ", "Public Suffix List of ") + v.day(lists["suffixes"].partition("_")[0]),
    ]
    return tag("p", tag("small", t("Opgezocht in: ", "Looked up in: "), "; ".join(own), "."))
