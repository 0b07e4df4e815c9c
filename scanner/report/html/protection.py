"""Protection: requests that the proxy did not send or sent with pseudonyms, and those that went on unprotected."""

from __future__ import annotations

from typing import Any

from scanner.model import KEPT, UNJUDGED

from ..texts import DEEDS, SEVERITIES, category_label, label
from .builder import Child, Markup, tag
from .view import Item, View, code, head, right, section, table

MOST = 300


def protection(v: View) -> Markup | None:
    """The section, where protection was asked for."""
    given: dict[str, Any] | None = v.document.get("protection")
    if given is None:
        return None
    t = v.t
    asked = given["asked"]
    wanted: list[Child] = []
    if asked["block_for"]:
        wanted.append(t(
            f"Tegenhouden vanaf {label(SEVERITIES, asked['block'], v.lang)}: {', '.join(asked['block_for'])}. ",
            f"Blocking from {label(SEVERITIES, asked['block'], v.lang)} on: {', '.join(asked['block_for'])}. "))
    if asked["pseudonymise"]:
        wanted.append(t(f"Pseudoniemen: {', '.join(asked['pseudonymise'])}.",
                        f"Pseudonyms: {', '.join(asked['pseudonymise'])}."))
    return section(
        "bescherming",
        t("Bescherming", "Protection"),
        tag("p", *wanted),
        tag("p", t(
            "Wat is tegengehouden of vervangen, heeft de ontvanger niet gekregen en staat daarom niet bij de "
            "bevindingen. Het product wil het nog steeds versturen. Alleen regels die op één bericht te beoordelen "
            "zijn, kunnen tegenhouden; wat gedekt of te beoordelen is, gaat door.",
            "What was blocked or replaced did not reach the recipient and is therefore not among the findings. The "
            "product still wants to send it. Only rules that one message can decide can block; what is covered or to "
            "be assessed goes on.")),
        _requests(v, given["requests"]),
        _rows(v, given["rows"], given["rows_left"]),
    )


def _requests(v: View, found: list[Item]) -> Markup:
    t = v.t
    rows: list[list[Child]] = [
        [head(code(r["host"])), r["organisation"] or "–", label(DEEDS, r["deed"], v.lang),
         label(UNJUDGED, r["reason"], v.lang) if r["reason"] else "–", right(v.n(r["count"]))]
        for r in found[:MOST]
    ]
    return table([t("Host", "Host"), t("Ontvanger", "Recipient"), t("Wat ermee gebeurde", "What was done"),
                  t("Reden", "Reason"), t("Verzoeken", "Requests")], rows, class_="dense",
                 caption=t("Verzoeken aan gekozen ontvangers", "Requests to chosen recipients"),
                 empty=t("Geen enkel verzoek aan de gekozen ontvangers gaf aanleiding.",
                         "No request to the chosen recipients gave cause."))


def _rows(v: View, found: list[Item], more: int) -> Child:
    t = v.t
    if not found:
        return None
    rows: list[list[Child]] = [
        [head(code(r["host"])), label(DEEDS, r["deed"], v.lang),
         f"{r['rule']} {r['title'][v.lang]}" if r["rule"] else label(KEPT, r["why"], v.lang) if r["why"] else "–",
         label(SEVERITIES, r["severity"], v.lang) if r["severity"] else "–",
         category_label(r["category"], v.lang) if r["category"] else "–",
         code(f"{r['part']} {r['pointer']}".strip()), code(r["masked"]), right(v.n(r["count"]))]
        for r in found[:MOST]
    ]
    left = max(len(found) - MOST, 0) + more
    return tag("div", table(
        [t("Host", "Host"), t("Wat ermee gebeurde", "What was done"), t("Waarom", "Why"), t("Ernst", "Severity"),
         t("Gegeven", "Datum"), t("Plaats", "Place"), t("Gemaskeerd", "Masked"), t("Aantal", "Count")],
        rows, caption=t("Waarom, en waar het stond", "Why, and where it stood"), class_="dense", empty=""),
        tag("p", t(f"En nog {v.n(left)}.", f"And {v.n(left)} more.")) if left else None)
