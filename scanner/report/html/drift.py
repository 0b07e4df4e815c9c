"""What changed since an earlier scan, with what changed in coverage, so that "gone" is not "not seen"."""

from __future__ import annotations

from typing import Any

from scanner.model import Text

from ..difference.compare import compare
from ..difference.words import MEANINGS, STATES, change, place, remark
from ..texts import SEVERITIES, VERDICTS, category_label, label
from .builder import Child, Markup, join, tag
from .view import View, band, code, head, items, section, table

MOST_ROWS = 200
"""Findings of one state that get a row; the rest is counted."""
_Row = dict[str, Any]


def drift(v: View) -> Markup:
    """The section; without an earlier scan it says so."""
    t = v.t
    title = t("Verschil met een eerdere scan", "Difference with an earlier scan")
    if v.previous is None:
        none = t("Er is geen eerdere scan meegegeven (--previous); dit rapport zegt niet wat nieuw of verdwenen is.",
                 "No earlier scan was given (--previous); this report does not say what is new or gone.")
        return section("verschil", title, tag("p", none, class_="empty"))
    found = compare(v.previous, v.document)
    old = found["old"]
    counts = found["findings"]
    last = v.day((old["period"]["last"] or "–")[:10])
    return section(
        "verschil", title,
        tag("p", t(
            f"Vergeleken met rapport {old['report']} (opnamen tot en met {last}): "
            f"{len(counts['new'])} nieuw, {len(counts['changed'])} gewijzigd, {len(counts['gone'])} verdwenen, "
            f"{len(counts['unseen'])} niet gezien, {counts['same']} gelijk gebleven. „Verdwenen” staat er alleen als "
            "dezelfde plaats opnieuw is bekeken en gelezen.",
            f"Compared with report {old['report']} (captures through {last}): "
            f"{len(counts['new'])} new, {len(counts['changed'])} changed, {len(counts['gone'])} gone, "
            f"{len(counts['unseen'])} not seen, {counts['same']} the same. “Gone” is said only where the same place "
            "was "
            "looked at and read again.")),
        tag("div", items([text[v.lang] for text in found["remarks"]]), class_="callout") if found["remarks"] else None,
        *(_findings(v, counts)),
        tag("h3", t("Gegevensstromen en ontvangers", "Data flows and recipients")),
        _flows(v, found),
        tag("h3", t("Verschil in dekking", "Difference in coverage")),
        *_coverage(v, found["coverage"]),
    )


def _findings(v: View, counts: _Row) -> list[Child]:
    t = v.t
    rows: list[list[Child]] = []
    for state, name in STATES.items():
        found = counts[state]
        if found:
            rows.append([band(4, f"{name.get(v.lang).capitalize()} ({v.n(len(found))})",
                              tag("span", f" · {MEANINGS[state].get(v.lang)}", class_="role"))])
        rows += [
            [head(join(tag("code", f["rule"]), " ", f["texts"][v.lang]["title"])),
             label(SEVERITIES, f["severity"], v.lang), code(place(f)), remark(state, f, v.lang) or "–"]
            for f in found[:MOST_ROWS]
        ]
        if len(found) > MOST_ROWS:
            left = v.n(len(found) - MOST_ROWS)
            rows.append([tag("td", t(f"en nog {left}; zie leerlek diff", f"and {left} more; see leerlek diff"),
                             colspan=4)])
    return [table(
        [t("Bevinding", "Finding"), t("Ernst", "Severity"), t("Waar", "Where"), t("Toelichting", "Remark")], rows,
        class_="dense banded", caption=t("Bevindingen die verschillen", "Findings that differ"),
        empty=t("Geen enkele bevinding verschilt.", "No finding differs."))]


def _flows(v: View, found: _Row) -> Markup:
    t = v.t
    rows: list[list[Child]] = [
        [head(v.recipient_name(flow["recipient"])), category_label(flow["category"], v.lang), STATES[state].get(v.lang)]
        for state in ("new", "gone", "unseen") for flow in found["flows"][state]
    ]
    parties = found["recipients"]
    rows += [[head(r["organisation"] or r["id"]), t("de ontvanger zelf", "the recipient itself"),
              STATES[state].get(v.lang)] for state in ("new", "unseen") for r in parties[state]]
    rows += [[head(v.recipient_name(r["id"])), t("de ontvanger zelf", "the recipient itself"),
              "; ".join(change(c, v.lang) for c in r["changes"])] for r in parties["changed"]]
    return table([t("Ontvanger", "Recipient"), t("Gegeven", "Data"), t("Verschil", "Difference")], rows, class_="dense",
                 caption=t("Gegevensstromen en ontvangers die verschillen", "Data flows and recipients that differ"),
                 empty=t("Geen verschil.", "No difference."))


def _coverage(v: View, coverage: _Row) -> list[Child]:
    t, totals = v.t, coverage["totals"]

    def row(name: str, old: str, new: str) -> list[Child]:
        return [head(name), old, new]

    read = [v.percent(decoded, body)
            for decoded, body in zip(totals["decoded_bytes"], totals["body_bytes"], strict=True)]
    verdicts = [label(VERDICTS, verdict, v.lang) for verdict in coverage["verdict"]]
    rows = [
        row(t("Oordeel over de dekking", "Verdict on coverage"), *verdicts),
        row(t("Berichten", "Exchanges"), *(v.n(n) for n in totals["exchanges"])),
        row(t("Inhoud volledig gelezen", "Content read in full"), *read),
        row(t("Niet ontsleuteld", "Not decrypted"), *(v.size(n) for n in totals["undecrypted_bytes"])),
        row(t("Eindpunten van de eerdere scan die niet opnieuw zijn benaderd",
              "Endpoints of the earlier scan that were not called again"), "–", v.n(coverage["endpoints"]["unseen"])),
    ]
    hosts: list[list[Child]] = [
        [head(code(h["host"])), _HOSTS[h["state"]].get(v.lang), " → ".join(v.n(n) for n in h["exchanges"]),
         " → ".join(v.percent(round(share * 1000), 1000) if share else "0 %" for share in h["unread"])]
        for h in coverage["hosts"][:MOST_ROWS]
    ]
    return [
        table(["", t("Eerdere scan", "Earlier scan"), t("Deze scan", "This scan")], rows, class_="dense",
              caption=t("Dekking van beide scans", "Coverage of both scans")),
        table(["Host", t("Toestand", "State"), t("Berichten", "Exchanges"), t("Niet gelezen", "Not read")], hosts,
              class_="dense", caption=t("Hosts met een andere dekking", "Hosts whose coverage differs"),
              empty=t("Bij geen host is de dekking wezenlijk anders.", "At no host does coverage differ much.")),
    ]


_HOSTS = {"new": Text("nieuw benaderd", "contacted for the first time"),
          "unseen": Text("niet meer benaderd", "not contacted any more"),
          "both": Text("in beide", "in both")}
