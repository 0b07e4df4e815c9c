"""Coverage and blind spots: per host what was read, and each gap with its meaning and remedy."""

from __future__ import annotations

from ..gaps import gap_detail, gap_text
from ..texts import VERDICTS, label
from .builder import Child, Markup, tag
from .view import Item, View, code, head, items, right, section, table

MOST_HOSTS = 300
MOST_NOTES = 12
"""Hosts and captures named under one gap; the rest is counted."""


def coverage(v: View) -> Markup:
    """The section; also when everything was read."""
    t = v.t
    gate, totals = v.coverage["gate"], v.coverage["totals"]
    known = gate["verdict"] if gate["verdict"] in VERDICTS else "limited"
    hidden = v.coverage["suppressed_occurrences"]
    return section(
        "dekking",
        t("Dekking en blinde vlekken", "Coverage and blind spots"),
        tag(
            "div",
            tag("p", tag("strong", label(VERDICTS, gate["verdict"], v.lang)), class_="verdict"),
            items([reason[v.lang] for reason in gate["reasons"]]) if gate["reasons"] else None,
            class_=f"callout gate-{known}",
        ),
        tag(
            "p",
            t(
                f"Van {v.size(totals['body_bytes'])} aan inhoud is {v.size(totals['decoded_bytes'])} volledig gelezen "
                f"({v.percent(totals['decoded_bytes'], totals['body_bytes'])}); de rest staat hieronder met de reden. "
                "Adressen en "
                f"headers ({v.size(totals['head_bytes'])}) zijn altijd gelezen. {_undecrypted(v, totals)}",
                f"Of {v.size(totals['body_bytes'])} of content {v.size(totals['decoded_bytes'])} was read in full "
                f"({v.percent(totals['decoded_bytes'], totals['body_bytes'])}); the rest is listed below with the "
                "reason. "
                f"Addresses and headers ({v.size(totals['head_bytes'])}) were always read. {_undecrypted(v, totals)}",
            ),
        ),
        tag(
            "p",
            v.count(hidden, ("herhaalde waarneming is", "herhaalde waarnemingen zijn"),
                    ("repeated detection was", "repeated detections were"))
            + t(" wel geteld en getoetst, maar niet afzonderlijk vermeld.",
                " counted and judged but not listed one by one."),
        )
        if hidden
        else None,
        tag("h3", t("Per host", "By host")),
        _legend(v),
        _hosts(v),
        tag("h3", t("Wat niet of niet volledig is gelezen", "What was not read, or not in full")),
        _gaps(v),
    )


def _undecrypted(v: View, totals: Item) -> str:
    """How many connections stayed closed, also when there are none."""
    amount = totals["undecrypted_connections"]
    if not amount:
        return v.t("Er zijn geen verbindingen die niet zijn ontsleuteld.",
                   "There are no connections that were not decrypted.")
    which = v.count(amount, ("verbinding", "verbindingen"), ("connection was", "connections were"))
    share = v.size(totals["undecrypted_bytes"])
    if v.lang == "nl":
        return f"Daarnaast {'is' if amount == 1 else 'zijn'} {which} ({share}) niet ontsleuteld."
    return f"Besides, {which} not decrypted ({share})."


def _legend(v: View) -> Markup:
    entries = (
        ("bar-read", v.t("volledig gelezen", "read in full")),
        (
            "bar-weak",
            v.t("alleen op bekende waarden of als tekst doorzocht", "searched for known values or as text only"),
        ),
        ("bar-unread", v.t("niet gelezen", "not read")),
        ("bar-closed", v.t("niet ontsleuteld", "not decrypted")),
    )
    return tag(
        "p",
        *(tag("span", tag("span", "", class_=f"swatch {css}"), f" {name}", class_="entry") for css, name in entries),
        class_="legend",
    )


def _hosts(v: View) -> Markup:
    t = v.t
    weak: dict[str, int] = {}
    for note in v.coverage["notes"]:
        if note["read"]:
            weak[note["host"]] = weak.get(note["host"], 0) + note["bytes"]
    hosts = sorted(v.coverage["hosts"], key=lambda h: (-(h["unread_bytes"] + h["undecrypted_bytes"]), h["host"]))
    rows: list[list[Child]] = [
        [
            head(code(h["host"]) if h["host"] else t("(onbekend)", "(unknown)")),
            right(v.n(h["exchanges"])),
            right(v.size(h["body_bytes"])),
            _bar(h, weak.get(h["host"], 0)),
            right(v.percent(h["decoded_bytes"], h["body_bytes"])),
            right(v.size(h["unread_bytes"])),
            right(
                f"{v.size(h['undecrypted_bytes'])} / {v.n(h['undecrypted_connections'])}"
                if h["undecrypted_connections"]
                else "–"
            ),
        ]
        for h in hosts[:MOST_HOSTS]
    ]
    shown = table(
        [
            "Host",
            t("Berichten", "Exchanges"),
            t("Inhoud", "Content"),
            tag("span", t("Verdeling", "Shares"), class_="wide"),
            t("Volledig gelezen", "Read in full"),
            t("Niet volledig", "Not in full"),
            t("Niet ontsleuteld (bytes / verbindingen)", "Not decrypted (bytes / connections)"),
        ],
        rows,
        caption=t("Dekking per host, grootste blinde vlek eerst", "Coverage by host, largest blind spot first"),
        class_="hosts",
        empty=t("Er is geen verkeer gelezen.", "No traffic was read."),
    )
    left = len(hosts) - MOST_HOSTS
    return tag(
        "div",
        shown,
        tag(
            "p",
            t(f"En nog {left} hosts; zie het JSON-bestand.", f"And {left} more hosts; see the JSON file."),
            class_="note",
        )
        if left > 0
        else None,
    )


def _bar(h: Item, weak: int) -> Markup:
    """The shares of one host as a bar; the numbers stand beside it, so it is hidden from screen readers."""
    weak = min(weak, h["unread_bytes"])
    shares = (
        ("bar-read", h["decoded_bytes"]),
        ("bar-weak", weak),
        ("bar-unread", h["unread_bytes"] - weak),
        ("bar-closed", h["undecrypted_bytes"]),
    )
    whole = sum(amount for _, amount in shares)
    parts: list[Child] = []
    left = 0.0
    for css, amount in shares:
        if not amount:
            continue
        width = 100 * amount / whole
        parts.append(tag("rect", x=f"{left:.2f}", y=0, width=f"{width:.2f}", height=8, class_=css))
        left += width
    return tag(
        "td", tag("svg", *parts, viewBox="0 0 100 8", preserveAspectRatio="none", class_="bar", aria_hidden="true")
    )


def _gaps(v: View) -> Markup:
    groups: dict[str, list[Item]] = {}
    for note in v.coverage["notes"]:
        groups.setdefault(note["gap"], []).append(note)
    if not groups:
        return tag(
            "p",
            v.t("Alle opgenomen inhoud is volledig gelezen.", "All recorded content was read in full."),
            class_="empty",
        )
    ordered = sorted(groups.items(), key=lambda g: (-sum(n["bytes"] for n in g[1]), g[0]))
    return tag("div", *(_gap(v, gap, notes) for gap, notes in ordered), class_="gaps")


def _gap(v: View, gap: str, notes: list[Item]) -> Markup:
    text = gap_text(gap)
    amount = sum(n["bytes"] for n in notes)
    facts = f"{v.n(sum(n['count'] for n in notes))}×" + (f" · {v.size(amount)}" if amount else "")
    listed: list[Child] = [
        tag(
            "span",
            code(n["host"] or n["capture"]),
            f" {v.n(n['count'])}×",
            f", {v.size(n['bytes'])}" if n["bytes"] else "",
            f" · {gap_detail(n['detail'], v.lang)}" if n["detail"] else "",
            f" · {n['capture']}" if n["host"] else "",
        )
        for n in notes[:MOST_NOTES]
    ]
    left = len(notes) - MOST_NOTES
    if left > 0:
        listed.append(v.t(f"en nog {left}", f"and {left} more"))
    return tag(
        "article",
        tag("h4", text.label.get(v.lang), tag("span", facts, class_="facts"), tag("code", gap, class_="gapcode")),
        tag("p", text.meaning.get(v.lang), " ", tag("em", text.action.get(v.lang))),
        items(listed, "places"),
        class_="gap",
    )
