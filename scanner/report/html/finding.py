"""One place of a finding: what was observed where, masked, how sure, and what speaks for and against it."""

from __future__ import annotations

from ..texts import (
    ABOUT,
    BASELINE_STATES,
    DIRECTIONS,
    ROLES,
    band_label,
    baseline_label,
    category_label,
    exception_label,
    label,
)
from .builder import Child, Markup, tag
from .evidence import occurrences, reasons
from .view import Item, View, anchor, code, pairs


def finding(v: View, f: Item, group: Item) -> Markup:
    """What was observed at one place; reasons that differ from those of its ``group`` stand with it."""
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
        (t("Gezien (UTC)", "Seen (UTC)"), v.span(f["first_seen"], f["last_seen"], seconds=True)),
        (t("Stappen van het scenario", "Steps of the scenario"), ", ".join(f.get("scenario_steps", ())) or "–"),
        (t("Regelversie", "Rule version"), str(f["rule_version"])),
    ]
    if f["confidence"]:
        facts.insert(
            0, (t("Zekerheid", "Confidence"), f"{v.n(f['confidence'], 2)} – {band_label(f['confidence'], v.lang)}")
        )
    if f["also"]:
        facts.append((t("Raakt ook aan", "Also touches"), ", ".join(f["also"])))
    if f["exception"]:
        facts.append((t("Uitzondering", "Exception"), exception_label(f, v.lang)))
    if "baseline" in f:
        facts.append((t("Baseline", "Baseline"), baseline_label(f, v.lang)))
    if f.get("product"):
        facts.append((t("Product", "Product"), f["product"]))
    facts.append((t("Vingerafdruk voor hertoets", "Fingerprint for re-test"), tag("code", f["fingerprint"])))
    told: list[Child] = [pairs(facts), *reasons(v, seen), occurrences(v, f, seen)]
    return tag("details", tag("summary", t("Aanwijzingen en waarnemingen", "Evidence and detections")), *told)
