"""Cookies and retention: what was set for how long, and what else traffic shows of how long data are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.model import Text

from .builder import Child, Markup, join, tag
from .view import Item, View, anchor, code, head, items, right, section, table

MOST_COOKIES = 300
KINDS: Mapping[str, Text] = {
    "session": Text("sessie", "session"),
    "tracking": Text("volgen (naam van een bekende dienst)", "tracking (name of a known service)"),
    "consent": Text("keuze over cookies", "choice on cookies"),
    "guard": Text("beveiliging van formulieren", "protection of forms"),
    "identifier": Text("herkent de bezoeker", "recognises the visitor"),
    "": Text("niet bekend", "not known"),
}
"""What a cookie is for, as far as its name and form tell."""
FLAGS: Mapping[str, str] = {"secure": "Secure", "httponly": "HttpOnly", "samesite": "SameSite"}
CHOICES: Mapping[str, Text] = {
    "before": Text("vóór een keuze", "before a choice"),
    "after": Text("na een keuze", "after a choice"),
    "none": Text("geen keuze gezien", "no choice seen"),
}


def cookies(v: View) -> Markup:
    """The section; it says so where the result knows nothing of cookies."""
    t = v.t
    return section(
        "cookies",
        t("Cookies, lokale opslag en bewaartermijnen", "Cookies, local storage and retention"),
        tag("p", t(
            "Cookies die servers in deze opnamen hebben geplaatst. Wat een pagina zelf in de browser bewaart (lokale "
            "opslag, cookies uit scripts) is in verkeer niet te zien; kijk daarvoor in de browser.",
            "Cookies that servers set in these captures. What a page keeps in the browser by itself (local storage, "
            "cookies of scripts) cannot be seen in traffic; look in the browser for that.")),
        *_register(v),
        tag("h3", t("Aanwijzingen over bewaartermijnen", "Indications of retention")),
        tag("p", t(
            "Hoe lang een ontvanger gegevens bewaart, is in verkeer niet te zien. Wel zichtbaar: levensduur van "
            "cookies, "
            "wat browser en tussenstations mogen bewaren, en oude gegevens in antwoorden.",
            "How long a recipient keeps data cannot be seen in traffic. What can: lifetimes of cookies, what "
            "browsers and "
            "intermediaries may keep, and old records in responses.")),
        _retention(v),
    )


def _register(v: View) -> list[Child]:
    t = v.t
    found: list[dict[str, Any]] | None = v.document.get("cookies")
    if found is None:
        return [tag("p", t("Dit resultaat bevat geen lijst van cookies.", "This result holds no list of cookies."),
                    class_="empty")]
    rows: list[list[Child]] = [
        [
            head(code(c["name"])),
            join(v.recipient_name(c["recipient"]), tag("br"), tag("small", code(c["host"]))),
            t("derde partij", "third party") if c["third"] else t("eigen site", "own site"),
            KINDS[c["kind"]].get(v.lang),
            right(_lifetime(v, c["days"])),
            ", ".join(FLAGS[flag] for flag in c["missing"]) or "–",
            CHOICES[c["choice"]].get(v.lang),
            right(v.n(c["count"])),
        ]
        for c in found[:MOST_COOKIES]
    ]
    left = len(found) - MOST_COOKIES
    return [
        table(
            [t("Cookie", "Cookie"), t("Geplaatst door", "Set by"), t("Partij", "Party"), t("Waarvoor", "What for"),
             t("Levensduur", "Lifetime"), t("Zonder", "Without"), t("Toestemming", "Consent"), t("Aantal", "Count")],
            rows, class_="dense",
            caption=t("Geplaatste cookies per ontvanger, de langste levensduur eerst",
                      "Cookies set by each recipient, the longest lifetime first"),
            empty=t("Geen geplaatste cookies waargenomen.", "No cookies were seen being set.")),
        tag("p", t(f"En nog {v.n(left)}; zie het JSON-bestand.", f"And {v.n(left)} more; see the JSON file."),
            class_="note") if left > 0 else None,
        tag("p", t(f"{v.n(v.document['cookies_left'])} keer is een cookie geplaatst waarvoor in de lijst geen plaats "
                   "was.",
                   f"{v.n(v.document['cookies_left'])} times a cookie was set for which the list had no room."),
            class_="note") if v.document.get("cookies_left") else None,
    ]


def _lifetime(v: View, days: int) -> str:
    if not days:
        return v.t("tot de browser sluit", "until the browser closes")
    return v.count(days, ("dag", "dagen"), ("day", "days"))


def _retention(v: View) -> Markup:
    """The findings that speak of keeping, by rule."""
    t = v.t
    groups: dict[str, list[Item]] = {}
    for f in v.findings:
        if f["rule"].startswith("RET-"):
            groups.setdefault(f["rule"], []).append(f)
    if not groups:
        return tag("p", t("Geen bevindingen over bewaren.", "No findings on keeping."), class_="empty")
    return items([
        join(tag("a", rule, href=f"#{anchor(found[0])}"), " ", found[0]["texts"][v.lang]["title"], ": ",
             v.count(len(found), ("plaats", "plaatsen"), ("place", "places")))
        for rule, found in sorted(groups.items())])
