"""Title block, reading guide and management summary."""

from __future__ import annotations

from collections import Counter

from ..gaps import gap_text
from ..texts import KINDS, MODES, ROLES, SEVERITIES, VERDICTS, category_label, label
from .builder import Child, Markup, tag
from .view import Item, View, items, pairs, right, section, table

MOST_RECIPIENTS = 8
MOST_GAPS = 5


def title_block(v: View) -> Markup:
    """What was examined, when, with what, and the name of this result."""
    t = v.t
    inputs = v.scan["inputs"]
    kinds = ", ".join(sorted({label(KINDS, item["kind"], v.lang) for item in inputs}))
    vendor = v.scan["product"]["vendor"]
    return tag(
        "header",
        tag(
            "p",
            t("Rapport verkeersonderzoek persoonsgegevens", "Report on personal data in network traffic"),
            class_="kicker",
        ),
        tag("h1", v.product or t("Onderzocht verkeer", "Examined traffic")),
        tag("p", vendor, class_="vendor") if vendor else None,
        pairs(
            [
                (t("Rapportkenmerk", "Report id"), tag("code", v.report_id)),
                (t("Periode van de opnamen (UTC)", "Period of the captures (UTC)"), v.period()),
                (t("Opnamen", "Captures"), f"{v.n(len(inputs))} · {kinds}" if inputs else "0"),
                (t("Uitgevoerd met", "Made with"), f"{v.document['tool']['name']} {v.document['tool']['version']}"),
                (t("Accounts", "Accounts"), label(MODES, v.settings["mode"], v.lang)),
                (
                    t("Status", "Status"),
                    t("concept, te beoordelen door het DPIA-team", "draft, to be assessed by the DPIA team"),
                ),
            ]
        ),
        class_="title",
        id="top",
    )


def preamble(v: View) -> Markup:
    """What the report is and is not; stands before every number."""
    t = v.t
    return tag(
        "aside",
        tag(
            "p",
            tag("strong", t("Hoe dit rapport te lezen.", "How to read this report.")),
            " ",
            t(
                "Het beschrijft wat in opgenomen verkeer is waargenomen, aan welke regel en welke privacybijsluiter "
                "dat is "
                "getoetst, hoe zeker dat is en wat niet is gezien. Het is geen oordeel over rechtmatigheid: dat is "
                "aan de "
                "verwerkingsverantwoordelijke, de toezichthouder of de rechter. „Mogelijk in strijd met” wijst de "
                "bepaling "
                "aan waaraan het DPIA-team het waargenomene kan toetsen. „Gedekt” betekent: genoemd in de "
                "privacybijsluiter; of het ook nodig is, blijft de vraag.",
                "It describes what was observed in recorded traffic, against which rule and which privacybijsluiter "
                "(the "
                "vendor's data protection annex) it was tested, how sure that is and what was not seen. It is no "
                "judgement on "
                "lawfulness: that is for the controller, the supervisory authority or the court. “Possibly at odds "
                "with” "
                "names the provision against which the DPIA team can test what was observed. “Declared” means: named "
                "in the "
                "privacybijsluiter; whether it is necessary remains the question.",
            ),
        ),
        tag(
            "p",
            t(
                "Dit rapport vervangt geen DPIA, en het ondertekenen van het Privacyconvenant doet dat ook niet. Het "
                "is "
                "een momentopname van de onderzochte schermen en accounts.",
                "This report does not replace a DPIA, nor does signing the Privacyconvenant. It is a snapshot of the "
                "screens and accounts that were examined.",
            ),
        ),
        class_="preamble",
        aria_label=t("Leeswijzer", "Reading guide"),
    )


def summary(v: View) -> Markup:
    """Numbers by severity with the coverage verdict beside them, plain sentences, main recipients, blind spots."""
    t = v.t
    return section(
        "samenvatting",
        t("Samenvatting", "Summary"),
        tag("div", _tiles(v), class_="tiles"),
        *(tag("p", sentence) for sentence in _sentences(v)),
        tag("h3", t("Ontvangers met bevindingen", "Recipients with findings")) if v.findings else None,
        _recipients(v) if v.findings else None,
        tag("div", tag("h3", t("Wat niet is gezien", "What was not seen")), _blind_spots(v), class_="callout"),
    )


def _tiles(v: View) -> list[Child]:
    counts = Counter(f["severity"] for f in v.findings)
    tiles: list[Child] = [
        tag(
            "div",
            tag("span", v.n(counts[code]), class_="figure"),
            tag("span", label(SEVERITIES, code, v.lang), class_="name"),
            class_=f"tile sev-{code}" + ("" if counts[code] else " zero"),
        )
        for code in SEVERITIES
    ]
    verdict = v.coverage["gate"]["verdict"]
    known = verdict if verdict in VERDICTS else "limited"
    totals = v.coverage["totals"]
    read = v.percent(totals["decoded_bytes"], totals["body_bytes"])
    weaker = sum(note["bytes"] for note in v.coverage["notes"] if note["read"])
    known_values = (
        v.t(
            f", {v.percent(weaker, totals['body_bytes'])} alleen op bekende waarden doorzocht",
            f", {v.percent(weaker, totals['body_bytes'])} searched for known values only",
        )
        if weaker
        else ""
    )
    tiles.append(
        tag(
            "div",
            tag("span", v.t("Dekking", "Coverage"), class_="name"),
            tag("span", label(VERDICTS, verdict, v.lang), class_="figure"),
            tag(
                "span",
                v.t(f"{read} van de inhoud volledig gelezen", f"{read} of the content read in full"),
                known_values,
                class_="name",
            ),
            class_=f"tile gate gate-{known}",
        )
    )
    return tiles


def _sentences(v: View) -> list[Child]:
    t = v.t
    totals = v.coverage["totals"]
    recipients = v.document["recipients"]
    exchanges = v.count(totals["exchanges"], ("bericht", "berichten"), ("exchange", "exchanges"))
    parties = v.count(len(recipients), ("ontvanger", "ontvangers"), ("recipient", "recipients"))
    captures = v.count(len(v.scan["inputs"]), ("opname", "opnamen"), ("capture", "captures"))
    found: list[Child] = [
        t(
            f"In {captures} zijn {exchanges} met {parties} onderzocht.",
            f"{exchanges[:1].upper() + exchanges[1:]} with {parties} in {captures} were examined.",
        )
    ]
    if not v.findings:
        found.append(
            t(
                "Binnen de hieronder beschreven dekking is geen enkele regel geraakt. Dat zegt niets over verkeer dat "
                "niet is "
                "opgenomen of niet kon worden gelezen.",
                "Within the coverage described below no rule was touched. That says nothing about traffic that was "
                "not recorded "
                "or could not be read.",
            )
        )
        return found
    with_data = {flow["recipient"] for flow in v.document["flows"]}
    undeclared = [r for r in recipients if not r["declared"] and r["id"] in with_data]
    to_assess = sum(f["status"] == "te beoordelen" for f in v.findings)
    covered = sum(f["status"] == "gedekt" for f in v.findings)
    places = v.count(len(v.findings), ("bevinding", "bevindingen"), ("finding", "findings"))
    rules = v.count(len({f["rule"] for f in v.findings}), ("regel", "regels"), ("rule", "rules"))
    is_are = ("is", "is") if len(v.findings) == 1 else ("zijn", "are")
    found.append(
        t(f"Er {is_are[0]} {places} volgens {rules}", f"There {is_are[1]} {places} under {rules}")
        + (
            t(
                f"; {v.n(to_assess)} daarvan moet een mens nog beoordelen",
                f"; {v.n(to_assess)} of these must still be assessed by a person",
            )
            if to_assess
            else ""
        )
        + (
            t(
                f"; {v.n(covered)} staat in de privacybijsluiter en is te toetsen op noodzaak",
                f"; {v.n(covered)} is named in the privacybijsluiter and is to be tested for necessity",
            )
            if covered
            else ""
        )
        + "."
    )
    if undeclared and not v.settings["policy"]["builtin"]:
        names = ", ".join(v.recipient_name(r["id"]) for r in undeclared[:5])
        more = t(f" en nog {len(undeclared) - 5}", f" and {len(undeclared) - 5} more") if len(undeclared) > 5 else ""
        found.append(
            t(
                f"Gegevens zijn waargenomen bij ontvangers die de privacybijsluiter niet noemt: {names}{more}.",
                f"Data were observed at recipients that the privacybijsluiter does not name: {names}{more}.",
            )
        )
    return found


def _recipients(v: View) -> Markup:
    order = list(SEVERITIES)
    groups: dict[str, list[Item]] = {}
    for f in v.findings:
        groups.setdefault(f["recipient"], []).append(f)
    ranked = sorted(groups.items(), key=lambda g: (min(order.index(f["severity"]) for f in g[1]), -len(g[1]), g[0]))
    rows: list[list[Child]] = []
    for key, findings in ranked[:MOST_RECIPIENTS]:
        worst = min((f["severity"] for f in findings), key=order.index)
        categories = sorted({category_label(c, v.lang) for f in findings for c in f["categories"]})
        rows.append(
            [
                v.recipient_name(key) or v.t("hele opname", "whole capture"),
                label(ROLES, findings[0]["role"], v.lang),
                v.severity(worst),
                right(v.n(len(findings))),
                ", ".join(categories[:6]) + (" …" if len(categories) > 6 else ""),
            ]
        )
    heads: list[Child] = [
        v.t("Ontvanger", "Recipient"),
        v.t("Rol", "Role"),
        v.t("Zwaarste", "Worst"),
        v.t("Bevindingen", "Findings"),
        v.t("Gegevens", "Data"),
    ]
    shown = table(
        heads, rows, caption=v.t("Ontvangers met bevindingen, zwaarste eerst", "Recipients with findings, worst first")
    )
    left = len(ranked) - MOST_RECIPIENTS
    if left <= 0:
        return shown
    return tag(
        "div",
        shown,
        tag("p", v.t(f"En nog {left}; zie Ontvangers.", f"And {left} more; see Recipients."), class_="note"),
    )


def _blind_spots(v: View) -> Markup:
    reasons: list[Child] = [reason[v.lang] for reason in v.coverage["gate"]["reasons"]]
    amounts: dict[str, int] = {}
    for note in v.coverage["notes"]:
        if not note["read"]:
            amounts[note["gap"]] = amounts.get(note["gap"], 0) + note["bytes"]
    for gap, amount in sorted(amounts.items(), key=lambda item: (-item[1], item[0]))[:MOST_GAPS]:
        text = gap_text(gap)
        size = f" ({v.size(amount)})" if amount else ""
        reasons.append(tag("span", tag("strong", text.label.get(v.lang)), f"{size}. {text.meaning.get(v.lang)}"))
    reasons.append(
        v.t(
            "Verkeer tussen servers, opslag, doelen en alles wat tijdens de opname niet is aangeklikt, is in "
            "verkeer niet te zien.",
            "Traffic between servers, storage, purposes and whatever was not clicked while recording cannot be "
            "seen in traffic.",
        )
    )
    return items(reasons)
