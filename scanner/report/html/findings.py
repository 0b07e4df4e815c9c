"""Findings: grouped by severity and rule, so that the reason stands once and the places under it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ..texts import (
    ABOUT,
    BASELINE_STATES,
    DIRECTIONS,
    ROLES,
    SEVERITIES,
    STATUSES,
    band_label,
    baseline_label,
    category_label,
    evidence_label,
    exception_label,
    label,
)
from .builder import Child, Markup, join, tag
from .suppressed import accepted, excepted
from .view import Item, View, anchor, code, head, items, pairs, right, section, table

MOST_OCCURRENCES = 10
"""Occurrences shown under a finding; the rest is counted and stands in the JSON file."""
MOST_EXPLAINED = 3
"""Detections of a finding whose evidence is spelled out."""

RISKS = {
    "kritiek": ("groot", "hoog", "hoog"),
    "hoog": ("midden", "hoog", "hoog"),
    "midden": ("midden", "midden", "midden"),
    "laag": ("klein", "midden", "laag"),
}
"""Severity → proposed likelihood, impact, outcome; the DPIA team decides."""
_RISK_WORDS = {"groot": "high", "hoog": "high", "midden": "medium", "klein": "low", "laag": "low"}


def findings(v: View) -> Markup:
    """The section with its filter; without findings it says what that is worth."""
    t = v.t
    if not v.findings:
        return section(
            "bevindingen",
            t("Bevindingen", "Findings"),
            tag(
                "div",
                tag(
                    "p",
                    tag(
                        "strong",
                        t(
                            "Geen bevindingen binnen de beschreven dekking.",
                            "No findings within the coverage described.",
                        ),
                    ),
                ),
                tag(
                    "p",
                    t(
                        "Lees dit samen met Dekking en blinde vlekken: wat niet is opgenomen of niet kon worden "
                        "gelezen, is "
                        "niet beoordeeld.",
                        "Read this together with Coverage and blind spots: what was not recorded or could not be read "
                        "was "
                        "not assessed.",
                    ),
                ),
                class_="callout",
            ),
        )
    order = list(SEVERITIES)
    ranked = sorted(v.findings, key=lambda f: (order.index(f["severity"]), f["rule"]))
    groups = [(key, list(found)) for key, found in groupby(ranked, key=lambda f: (f["severity"], f["rule"]))]
    return section(
        "bevindingen",
        t("Bevindingen", "Findings"),
        accepted(v),
        excepted(v),
        _filter(v),
        tag("div", *(_group(v, severity, rule, found) for (severity, rule), found in groups), id="findings"),
        tag(
            "p",
            t("Geen bevinding past bij dit filter.", "No finding matches this filter."),
            id="no-match",
            hidden=True,
            class_="empty",
        ),
    )


def _filter(v: View) -> Markup:
    """Works without a server; hidden until the script runs, so a page without script shows everything."""
    t = v.t

    def choice(name: str, title: str, options: list[tuple[str, str]]) -> Markup:
        every: Child = tag("option", t("alle", "all"), value="")
        return tag(
            "label",
            f"{title} ",
            tag("select", every, *(tag("option", text, value=value) for value, text in options), name=name),
        )

    present = {f["severity"] for f in v.findings}
    statuses = {f["status"] for f in v.findings}
    parties = sorted({f["recipient"] for f in v.findings})
    return tag(
        "form",
        choice(
            "severity", t("Ernst", "Severity"), [(c, label(SEVERITIES, c, v.lang)) for c in SEVERITIES if c in present]
        ),
        choice("recipient", t("Ontvanger", "Recipient"), [(p, v.recipient_name(p) or "–") for p in parties]),
        choice("status", t("Status", "Status"), [(s, label(STATUSES, s, v.lang)) for s in STATUSES if s in statuses]),
        tag(
            "label",
            t("Zoek ", "Search "),
            tag(
                "input",
                type="search",
                name="text",
                autocomplete="off",
                placeholder=t("regel, pad, veld …", "rule, path, field …"),
            ),
        ),
        tag(
            "button",
            t("Alles openklappen", "Open all"),
            type="button",
            id="open-all",
            data_close=t("Alles dichtklappen", "Close all"),
            data_open=t("Alles openklappen", "Open all"),
        ),
        tag("output", "", id="shown", data_of=t("van", "of"), data_noun=t("bevindingen", "findings")),
        id="filter",
        class_="filter",
        hidden=True,
        role="search",
        aria_label=t("Bevindingen filteren", "Filter findings"),
    )


def _group(v: View, severity: str, rule: str, found: list[Item]) -> Markup:
    texts = found[0]["texts"][v.lang]
    places = v.count(len(found), ("plaats", "plaatsen"), ("place", "places"))
    return tag(
        "section",
        tag(
            "h3",
            v.severity(severity),
            tag("span", rule, class_="rule"),
            " ",
            texts["title"],
            tag("span", places, class_="facts"),
        ),
        tag("div", *_explanation(v, texts, severity, rule), class_="explanation"),
        *(_finding(v, f, texts) for f in found[: v.most_places]),
        _further(v, found[v.most_places :]),
        class_=f"group edge-{severity}",
    )


def _further(v: View, found: list[Item]) -> Markup | None:
    """Places beyond those told in full, a row each, and the number of those that get none."""
    t = v.t
    if not found:
        return None
    rows: list[list[Child]] = [
        [
            head(tag("code", f["id"])),
            v.recipient_name(f["recipient"]) or t("hele opname", "whole capture"),
            join(code(f["host"]), " ", code(f["endpoint"])),
            join(code(f["part"]), " ", code(f["pointer"]) if f["pointer"] else None),
            right(v.n(f["count"])),
        ]
        for f in found[: v.most_rows]
    ]
    left = len(found) - v.most_rows
    return tag(
        "div",
        table(
            [t("Kenmerk", "Id"), t("Ontvanger", "Recipient"), t("Waar", "Where"), t("Deel en veld", "Part and field"),
             t("Aantal", "Count")],
            rows, class_="dense", caption=t("Verdere plaatsen van deze regel", "Further places of this rule"),
        ),
        tag("p", t(f"En nog {v.n(left)} plaatsen; zie het HTML-, JSON- of rekenbladbestand.",
                   f"And {v.n(left)} more places; see the HTML, JSON or spreadsheet file."), class_="note")
        if left > 0
        else None,
    )


def _explanation(v: View, texts: Item, severity: str, rule: str) -> Iterator[Child]:
    t = v.t
    yield tag("div", tag("h4", t("Waarom dit ertoe doet", "Why this matters")), tag("p", texts["why"]))
    if texts.get("enough"):
        yield tag("div", tag("h4", t("Wat genoeg zou zijn", "What would be enough")), tag("p", texts["enough"]))
    yield tag("div", tag("h4", t("Advies", "Advice")), tag("p", texts["remediation"]))
    yield tag("div", tag("h4", t("Mogelijk in strijd met", "Possibly at odds with")), items(texts["basis"]))
    if severity in RISKS and not rule.startswith("COV-"):  # those are about the examination, not about pupils
        likelihood, impact, outcome = (word if v.lang == "nl" else _RISK_WORDS[word] for word in RISKS[severity])
        yield tag(
            "div",
            tag("h4", t("Risico-aanzet (voorstel)", "Risk proposal")),
            tag(
                "p",
                t(
                    f"kans {likelihood} × impact {impact} = {outcome}. Eigen matrix; het DPIA-team beslist.",
                    f"likelihood {likelihood} × impact {impact} = {outcome}. Own matrix; the DPIA team decides.",
                ),
            ),
        )


def _finding(v: View, f: Item, group: Item) -> Markup:
    t = v.t
    texts = f["texts"][v.lang]
    seen = v.seen(f)
    arrow = "←" if f["direction"] == "response" else "→"
    direction = label(DIRECTIONS, f["direction"], v.lang)
    own = [key for key in ("why", "remediation", "basis") if texts[key] != group[key]]
    return tag(
        "article",
        tag(
            "div",
            tag("strong", v.recipient_name(f["recipient"]) or t("hele opname", "whole capture"), class_="who"),
            tag("span", label(ROLES, f["role"], v.lang), class_="role") if f["role"] else None,
            v.status(f["status"]),
            tag("span", label(BASELINE_STATES, f["baseline"]["state"], v.lang), class_="badge status-baseline")
            if "baseline" in f
            else None,
            tag("span", f"{v.n(f['count'])}×", class_="count"),
            tag("span", v.count(f["subjects"], ("persoon", "personen"), ("person", "persons")), class_="count")
            if f["subjects"]
            else None,
            tag("span", t("zekerheid ", "confidence ") + v.n(f["confidence"], 2), class_="count")
            if f["confidence"]
            else None,  # a finding about coverage is a fact, not a recognition
            tag("a", f["id"], href=f"#{anchor(f)}", class_="permalink"),
            class_="line",
        ),
        tag("p", texts["message"], class_="message"),
        tag(
            "p",
            tag("span", arrow, title=direction, class_="arrow"),
            tag("span", direction, class_="hidden"),
            " ",
            code(f["host"]),
            " ",
            code(f["endpoint"]),
            class_="where",
        )
        if f["host"] or f["endpoint"]
        else None,
        tag(
            "p",
            tag("span", t("in ", "in "), class_="in"),
            code(f["part"]),
            " ",
            code(f["pointer"]) if f["pointer"] else None,
            class_="where",
        )
        if f["part"]
        else None,
        _masked(v, seen),
        tag(
            "p",
            tag("span", t("Ernst: ", "Severity: "), class_="in"),
            "; ".join(texts["severity_reasons"]),
            ".",
            class_="reasons",
        )
        if texts["severity_reasons"]
        else None,
        *(
            tag("p", texts[key] if isinstance(texts[key], str) else "; ".join(texts[key]), class_="reasons")
            for key in own
        ),
        tag("p", tag("span", t("Vraag: ", "Ask: "), class_="in"), texts["ask"], class_="reasons")
        if texts.get("ask")
        else None,
        _details(v, f, seen),
        class_="finding",
        id=anchor(f),
        data_severity=f["severity"],
        data_recipient=f["recipient"],
        data_status=f["status"],
    )


def _masked(v: View, seen: list[Item]) -> Markup | None:
    """The masked values by category, each once."""
    counts: dict[tuple[str, str, str], int] = {}
    for d in seen:
        key = (d["category"], d["masked"], d["via"])
        counts[key] = counts.get(key, 0) + 1
    if not counts:
        return None
    shown: list[Child] = [
        tag(
            "li",
            tag("span", category_label(category, v.lang), class_="cat"),
            " ",
            tag("code", masked or "…"),
            tag("span", v.t(f" als {via}", f" as {via}"), class_="via") if via else None,
        )
        for category, masked, via in list(counts)[:6]
    ]
    left = len(counts) - 6
    return tag("ul", *shown, tag("li", f"+{left}") if left > 0 else None, class_="values")


def _details(v: View, f: Item, seen: list[Item]) -> Markup:
    t = v.t
    facts: list[tuple[str, Child]] = [
        (t("Categorieën", "Categories"), ", ".join(category_label(c, v.lang) for c in f["categories"]) or "–"),
        (t("Over wie", "About whom"), label(ABOUT, f["about"], v.lang)),
        (t("Gezien (UTC)", "Seen (UTC)"), f"{v.moment(f['first_seen'], True)} – {v.moment(f['last_seen'], True)}"),
        (t("Stappen van het scenario", "Steps of the scenario"), ", ".join(f.get("scenario_steps", ())) or "–"),
        (t("Regelversie", "Rule version"), str(f["rule_version"])),
    ]
    if f["confidence"]:
        facts.insert(
            0, (t("Zekerheid", "Confidence"), f"{v.n(f['confidence'], 2)} – {band_label(f['confidence'], v.lang)}")
        )
    if f["also"]:
        facts.append((t("Raakt ook", "Also touches"), ", ".join(f["also"])))
    if f["exception"]:
        facts.append((t("Uitzondering", "Exception"), exception_label(f, v.lang)))
    if "baseline" in f:
        facts.append((t("Baseline", "Baseline"), baseline_label(f, v.lang)))
    if f.get("product"):
        facts.append((t("Product", "Product"), f["product"]))
    facts.append((t("Vingerafdruk voor hertoets", "Fingerprint for re-test"), tag("code", f["fingerprint"])))
    return tag(
        "details",
        tag("summary", t("Aanwijzingen en voorkomens", "Evidence and occurrences")),
        pairs(facts),
        *(_evidence(v, d) for d in seen[:MOST_EXPLAINED]),
        _occurrences(v, f, seen),
    )


def _evidence(v: View, d: Item) -> Markup:
    """Why one value was taken for what it is: what speaks for it, what against, and how it was decoded."""
    t = v.t
    steps = " → ".join(d["steps"]) or t("geen (zichtbaar)", "none (in clear)")

    def listed(chosen: list[Item]) -> Child:
        return items(
            [
                f"{evidence_label(e['code'], v.lang)} "
                f"({v.n(e['weight'], 2) if e['weight'] < 0 else '+' + v.n(e['weight'], 2)})"
                for e in chosen
            ],
            "evidence",
        )

    speaks_for = [e for e in d["evidence"] if e["weight"] >= 0]
    against = [e for e in d["evidence"] if e["weight"] < 0]
    return tag(
        "div",
        tag(
            "p",
            tag("strong", category_label(d["category"], v.lang)),
            " ",
            tag("code", d["masked"] or "…"),
            f" · {t('zekerheid', 'confidence')} {v.n(d['confidence'], 2)} · {t('stappen', 'steps')}: {steps}",
            f" · {d['subject']}" if d["subject"] else None,
            f" · {d['recognizer']}",
        ),
        tag(
            "div",
            tag("div", tag("h5", t("Voor", "For")), listed(speaks_for) if speaks_for else "–"),
            tag("div", tag("h5", t("Tegen", "Against")), listed(against) if against else "–"),
            class_="columns",
        ),
        class_="why",
    )


def _occurrences(v: View, f: Item, seen: list[Item]) -> Markup:
    t = v.t
    listed: list[Child] = [
        join(
            f"{d['id']} · ",
            code(d["capture"]),
            f" · {d['exchange']} · {v.moment(d['time'], True)} · ",
            code(d["pointer"]),
        )
        for d in seen[:MOST_OCCURRENCES]
    ]
    left = max(f["count"] - min(len(seen), MOST_OCCURRENCES), 0)
    if left and seen:
        listed.append(t(f"en nog {v.n(left)}; zie het JSON-bestand", f"and {v.n(left)} more; see the JSON file"))
    return tag(
        "div",
        tag("h5", t("Voorkomens", "Occurrences")),
        items(listed, "places")
        if listed
        else tag("p", t("geen losse waarnemingen", "no single observations"), class_="empty"),
    )
