"""Title block, reading guide and management summary."""

from __future__ import annotations

from collections import Counter

from ..dossier import STATUSES
from ..gaps import gap_text
from ..texts import KINDS, MODES, ROLES, SEVERITIES, VERDICTS, category_label, label
from .builder import Child, Markup, tag
from .special import observed
from .view import Item, View, anchor, items, pairs, right, section, table

MOST_WORST, MOST_RECIPIENTS, MOST_GAPS = 5, 5, 3
"""So many of each stand in the summary, which is one page."""


def title_block(v: View) -> Markup:
    """What was examined, when, with what, and the name of this result."""
    t = v.t
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
        tag("p", tag("strong", t("Zelftest van de leverancier: het onderzoek is niet onafhankelijk uitgevoerd.",
                                 "A vendor's self-test: the examination was not independent.")), class_="selftest")
        if v.dossier.self_test
        else None,
        pairs(_identification(v)),
        class_="title",
        id="top",
    )


def _identification(v: View) -> list[tuple[str, Child]]:
    t, told = v.t, v.dossier
    inputs = v.scan["inputs"]
    kinds = ", ".join(sorted({label(KINDS, item["kind"], v.lang) for item in inputs}))
    status = (told.get("report", "status") or ("concept",))[0]
    from_team: list[tuple[str, Child]] = [
        (name, v.day(told.line(group, key))) for name, group, key in (
            (t("Versie", "Version"), "report", "version"),
            (t("Datum", "Date"), "report", "date"),
            (t("Vervangt", "Supersedes"), "report", "supersedes"),
            (t("Opdrachtgever", "Commissioned by"), "parties", "client"),
            (t("Uitvoerder", "Carried out by"), "parties", "examiner"),
            (t("Onderzochte build", "Build examined"), "object", "build"),
        ) if told.get(group, key)
    ]
    return [
        (t("Rapportkenmerk", "Report id"), tag("code", v.report_id)),
        (t("Status", "Status"), STATUSES[status if status in STATUSES else "concept"].get(v.lang)),
        *from_team,
        (t("Periode van de opnamen (UTC)", "Period of the captures (UTC)"), v.period()),
        (t("Opnamen", "Captures"), f"{v.n(len(inputs))} · {kinds}" if inputs else "0"),
        (t("Accounts", "Accounts"), label(MODES, v.settings["mode"], v.lang)),
        *([(t("Besluit tot het onderzoek", "Decision to examine"), v.settings["decision"])]
          if v.settings.get("decision") else []),
        (t("Getoetst aan", "Tested against"), _yardstick(v)),
        (t("Gemaakt met", "Made with"), f"{v.document['tool']['name']} {v.document['tool']['version']}"),
    ]


def _yardstick(v: View) -> str:
    policy = v.settings["policy"]
    if policy["builtin"]:
        return v.t("ingebouwde maatstaf (geen privacybijsluiter meegegeven)",
                   "built-in yardstick (no privacybijsluiter was given)")
    return f"privacybijsluiter {policy['name']} {policy['version']}".strip()


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
    at_recipients = any(f["recipient"] for f in v.findings)
    return section(
        "samenvatting",
        t("Samenvatting", "Summary"),
        tag("div", _tiles(v), class_="tiles"),
        *(tag("p", sentence) for sentence in _sentences(v)),
        *_public(v),
        tag("h3", t("De zwaarste bevindingen", "The worst findings")) if v.findings else None,
        _worst(v) if v.findings else None,
        tag("h3", t("Ontvangers met bevindingen", "Recipients with findings")) if at_recipients else None,
        _recipients(v) if at_recipients else None,
        tag("div", tag("h3", t("Wat niet is gezien", "What was not seen")), _blind_spots(v), class_="callout"),
    )


def _public(v: View) -> list[Child]:
    """The summary for parents and pupils, where the team wrote one."""
    told = v.dossier.get("decision", "public_summary")
    if not told:
        return []
    return [tag("div", tag("h3", v.t("Voor ouders en leerlingen", "For parents and pupils")),
                *(tag("p", line) for line in told), class_="callout")]


def _worst(v: View) -> Markup:
    """The rules with the highest severity, each with its places and recipients."""
    order = list(SEVERITIES)
    groups: dict[tuple[str, str], list[Item]] = {}
    for f in v.findings:
        groups.setdefault((f["severity"], f["rule"]), []).append(f)
    ranked = sorted(groups.items(), key=lambda g: (order.index(g[0][0]), -len(g[1]), g[0][1]))
    shown: list[Child] = []
    for (severity, _), found in ranked[:MOST_WORST]:
        names = list(dict.fromkeys(v.recipient_name(f["recipient"]) for f in found if f["recipient"]))
        at = v.t(" bij ", " at ") + ", ".join(names[:3]) + (" …" if len(names) > 3 else "") if names else ""
        places = v.count(len(found), ("plaats", "plaatsen"), ("place", "places"))
        shown.append(tag("span", v.severity(severity), " ", tag("a", found[0]["texts"][v.lang]["title"],
                                                                href=f"#{anchor(found[0])}"), f" ({places}{at})"))
    left = len(ranked) - MOST_WORST
    if left > 0:
        shown.append(v.t(f"en nog {left} andere; zie Bevindingen", f"and {left} more; see Findings"))
    return items(shown)


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
                f"; a person must still assess {v.n(to_assess)} of these",
            )
            if to_assess
            else ""
        )
        + (
            f"; {v.count(covered, ('is', 'zijn'), ('is', 'are'))} "
            + t("gedekt, met de noodzaak nog te toetsen", "declared, with the necessity still to be assessed")
            if covered
            else ""
        )
        + "."
    )
    sensitive = sorted({v.recipient_name(f["recipient"]) for f in observed(v.document["flows"])})
    if sensitive:
        found.append(t(
            f"Bijzondere of gevoelige gegevens, of een wettelijk nummer, zijn waargenomen bij: {_ended(sensitive)}",
            f"Special or sensitive data or a national number were observed at: {_ended(sensitive)}"))
    if undeclared and not v.settings["policy"]["builtin"]:
        names = [v.recipient_name(r["id"]) for r in undeclared]
        found.append(
            t(
                f"Gegevens zijn waargenomen bij ontvangers die de privacybijsluiter niet noemt: {_ended(names)}",
                f"Data were observed at recipients that the privacybijsluiter does not name: {_ended(names)}",
            )
        )
    return found


def _ended(names: list[str], most: int = 5) -> str:
    """Names in a row at the end of a sentence; an abbreviation has its point already."""
    row = ", ".join(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")
    return row if row.endswith(".") else row + "."


def _recipients(v: View) -> Markup:
    order = list(SEVERITIES)
    groups: dict[str, list[Item]] = {}
    for f in v.findings:
        if f["recipient"]:  # a finding about the captures, such as a canary not seen, lists what nobody received
            groups.setdefault(f["recipient"], []).append(f)
    ranked = sorted(groups.items(), key=lambda g: (min(order.index(f["severity"]) for f in g[1]), -len(g[1]), g[0]))
    rows: list[list[Child]] = []
    for key, findings in ranked[:MOST_RECIPIENTS]:
        worst = min((f["severity"] for f in findings), key=order.index)
        categories = sorted({category_label(c, v.lang) for f in findings for c in f["categories"]})
        rows.append(
            [
                v.recipient_name(key),
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
            "Verkeer tussen servers, opslag, doelen en alles wat tijdens de opname niet is aangeklikt, is niet "
            "te zien.",
            "Traffic between servers, storage, purposes and whatever was not clicked while recording cannot be "
            "seen.",
        )
    )
    return items(reasons)
