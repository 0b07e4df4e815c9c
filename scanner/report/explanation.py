"""Everything about one finding in plain lines: observed, for and against, how sure, by what, what to do and ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .document import Document
from .texts import (
    ABOUT,
    ACTORS,
    DIRECTIONS,
    ROLES,
    SEVERITIES,
    STATUSES,
    band_label,
    category_label,
    evidence_label,
    exception_label,
    label,
    number,
)

MOST_EXPLAINED = 10
"""Occurrences whose evidence is spelled out; the rest is counted."""


def explain(document: Document, finding: dict[str, Any], lang: str) -> Iterator[str]:
    """The lines, in ``nl`` or ``en``. Values are masked as everywhere."""
    dutch = lang == "nl"
    text = finding["texts"][lang]
    yield (f"{finding['id']}  {finding['rule']} (v{finding['rule_version']})  "
           f"{label(SEVERITIES, finding['severity'], lang)}  {label(STATUSES, finding['status'], lang)}")
    yield text["title"]
    yield ""
    yield text["message"]
    yield from _item("Waar" if dutch else "Where", _where(document, finding, lang))
    yield from _item("Hoe vaak" if dutch else "How often", _amount(document, finding, lang))
    if finding["confidence"]:
        yield from _item("Zekerheid" if dutch else "Confidence",
                         f"{number(finding['confidence'], lang, 2)} – {band_label(finding['confidence'], lang)}")
    yield from _item("Ernst" if dutch else "Severity", "; ".join(text["severity_reasons"]))
    yield from _item("Waarom" if dutch else "Why", text["why"])
    yield from _item("Mogelijk in strijd met" if dutch else "Possibly at odds with", "; ".join(text["basis"]))
    if finding["also"]:
        yield from _item("Raakt ook aan" if dutch else "Also touches", ", ".join(finding["also"]))
    if finding["exception"]:
        yield from _item("Uitzondering" if dutch else "Exception", exception_label(finding, lang))
    rule = next((r for r in document["scan"]["settings"]["rules"]["evaluated"] if r["id"] == finding["rule"]), None)
    if rule is not None:
        yield from _item("Kan ook zijn" if dutch else "Could also be", rule["false_positives"][lang])
    yield from _item("Genoeg zou zijn" if dutch else "Enough would be", text.get("enough", ""))
    yield from _item("Advies" if dutch else "Advice", text["remediation"])
    yield from _item("Vraag aan de ontvanger" if dutch else "Ask the recipient", text.get("ask", ""))
    yield ""
    yield from _evidence(document, finding, lang)


def _item(name: str, text: str) -> Iterator[str]:
    if text:
        yield f"{name}: {text}"


def _where(document: Document, finding: dict[str, Any], lang: str) -> str:
    party = next((r for r in document["recipients"] if r["id"] == finding["recipient"]), None)
    words = [
        (party["organisation"] or party["id"]) if party else "",
        f"({label(ROLES, finding['role'], lang)})" if finding["role"] else "",
        finding["host"], finding["endpoint"],
        label(DIRECTIONS, finding["direction"], lang) if finding["host"] else "",
        ":".join(part for part in (finding["part"], finding["pointer"]) if part),
    ]
    return "  ".join(word for word in words if word)


def _amount(document: Document, finding: dict[str, Any], lang: str) -> str:
    dutch = lang == "nl"
    facts = [f"{number(finding['count'], lang)}×"]
    if finding["subjects"]:
        one = finding["subjects"] == 1
        facts.append(f"{number(finding['subjects'], lang)} "
                     + (("persoon" if one else "personen") if dutch else ("person" if one else "persons")))
    if finding["about"] != "unknown":
        facts.append(("over: " if dutch else "about: ") + label(ABOUT, finding["about"], lang))
    times = [moment[:19].replace("T", " ") for moment in (finding["first_seen"], finding["last_seen"]) if moment]
    if times:
        facts.append(" – ".join(dict.fromkeys(times)) + " UTC")
    planned = {step["id"]: step for step in document["scan"].get("scenario", {}).get("steps", [])}
    for name in finding.get("scenario_steps", []):
        step = planned.get(name, {"actor": "", "title": ""})
        facts.append(f"{'stap' if dutch else 'step'} {name} ({label(ACTORS, step['actor'], lang)})")
    return ", ".join(facts)


def _evidence(document: Document, finding: dict[str, Any], lang: str) -> Iterator[str]:
    dutch = lang == "nl"
    detections = {d["id"]: d for d in document["detections"]}
    seen = [detections[name] for name in finding["occurrences"] if name in detections]
    if not seen:
        yield "Bewijs: het feit zelf; er zijn geen losse waarnemingen." if dutch else \
            "Evidence: the fact itself; there are no single detections."
        return
    yield "Bewijs:" if dutch else "Evidence:"
    for d in seen[:MOST_EXPLAINED]:
        steps = " → ".join(d["steps"]) or ("direct leesbaar" if dutch else "in clear")
        yield (f"  {d['id']}  {d['time'] or ''}  {d['capture']} {d['exchange']}  "
               f"{category_label(d['category'], lang)}  {d['masked']}  {number(d['confidence'], lang, 2)}  {steps}")
        yield from _reasons("voor" if dutch else "for", [e for e in d["evidence"] if e["weight"] >= 0], lang)
        yield from _reasons("tegen" if dutch else "against", [e for e in d["evidence"] if e["weight"] < 0], lang)
    left = finding["count"] - min(len(seen), MOST_EXPLAINED)
    if left > 0:
        yield f"  … {'en nog' if dutch else 'and'} {number(left, lang)}{'' if dutch else ' more'}"


def _reasons(name: str, evidence: list[dict[str, Any]], lang: str) -> Iterator[str]:
    weighed = {e["code"] for e in evidence if e["weight"]}
    evidence = [e for e in evidence if e["weight"] or e["code"] not in weighed]
    shown = "; ".join(
        f"{evidence_label(e['code'], lang)} {'+' if e['weight'] >= 0 else ''}{number(e['weight'], lang, 2)}"
        for e in evidence)
    yield f"      {name}: {shown or '–'}"
