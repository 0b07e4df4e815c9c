"""What a finding rests on: why values were taken for what they are, for and against, and where each was seen."""

from __future__ import annotations

from ..texts import category_label, evidence_label
from .builder import Child, Markup, join, tag
from .view import Item, View, code, items

MOST_OCCURRENCES = 10
"""Occurrences shown under a finding; the rest is counted and stands in the JSON file."""
MOST_EXPLAINED = 3
"""Different explanations of a finding's detections that are spelled out."""


def reasons(v: View, seen: list[Item]) -> list[Markup]:
    """Why the values were taken for what they are; detections with the same value and reasons are told once."""
    alike: dict[tuple[object, ...], list[Item]] = {}
    for d in seen:
        evidence = tuple((e["code"], e["weight"]) for e in d["evidence"])
        key = d["category"], d["masked"], d["confidence"], d["subject"], d["recognizer"], tuple(d["steps"]), evidence
        alike.setdefault(key, []).append(d)
    return [_reason(v, group[0], len(group)) for group in list(alike.values())[:MOST_EXPLAINED]]


def _reason(v: View, d: Item, times: int) -> Markup:
    t = v.t
    steps = " → ".join(d["steps"])

    def listed(chosen: list[Item]) -> Child:
        return items([_weighed(v, e) for e in chosen], "evidence") if chosen else "–"

    return tag(
        "div",
        tag(
            "p",
            tag("strong", category_label(d["category"], v.lang)),
            " ",
            tag("code", d["masked"] or "…"),
            f" · {v.n(times)}×" if times > 1 else None,
            f" · {t('zekerheid', 'confidence')} {v.n(d['confidence'], 2)} · ",
            t(f"uitgepakt uit: {steps}", f"unpacked from: {steps}") if steps
            else t("direct leesbaar", "in clear"),
            t(f" · testpersoon {d['subject']}", f" · test person {d['subject']}") if d["subject"] else None,
            t(" · herkend door ", " · recognised by "),
            d["recognizer"],
        ),
        tag(
            "div",
            tag("div", tag("h5", t("Voor", "For")), listed(_for(d["evidence"]))),
            tag("div", tag("h5", t("Tegen", "Against")), listed([e for e in d["evidence"] if e["weight"] < 0])),
            class_="columns",
        ),
        class_="why",
    )


def _for(evidence: list[Item]) -> list[Item]:
    """What speaks for a detection, without what stands there again with its weight."""
    weighed = {e["code"] for e in evidence if e["weight"]}
    return [e for e in evidence if e["weight"] > 0 or (not e["weight"] and e["code"] not in weighed)]


def _weighed(v: View, evidence: Item) -> str:
    weight = evidence["weight"]
    name = evidence_label(evidence["code"], v.lang)
    return f"{name} ({'+' if weight > 0 else ''}{v.n(weight, 2)})" if weight else name


def occurrences(v: View, f: Item, seen: list[Item]) -> Markup:
    """Where each value was seen: capture, exchange, time, and the field where it is not that of the finding."""
    t = v.t
    listed: list[Child] = [
        join(
            f"{d['id']} · ",
            code(d["capture"]),
            f" · {d['exchange']} · {v.moment(d['time'], True)}",
            join(" · ", code(d["pointer"])) if d["pointer"] != f["pointer"] else None,
        )
        for d in seen[:MOST_OCCURRENCES]
    ]
    left = max(f["count"] - min(len(seen), MOST_OCCURRENCES), 0)
    if left and seen:
        listed.append(t(f"en nog {v.n(left)}; zie het JSON-bestand", f"and {v.n(left)} more; see the JSON file"))
    return tag(
        "div",
        tag("h5", t("Waarnemingen", "Detections")),
        items(listed, "places")
        if listed
        else tag("p", t("geen losse waarnemingen", "no single detections"), class_="empty"),
    )
