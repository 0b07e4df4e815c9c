"""The part of a result that says what was scanned and how: settings, inputs, scenario, what the proxy did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scanner.model import Finding, Severity
from scanner.model.moment import iso

from ..inert import inert, inert_tree
from .plain import both


def scan_section(given: dict[str, Any], findings: Sequence[Finding]) -> dict[str, Any]:
    settings = given.get("settings", {})
    rules = settings.get("rules", {})
    inputs = [
        {
            "label": item["label"], "kind": item["kind"], "bytes": item["bytes"], "sha256": item["sha256"],
            "exchanges": item["exchanges"], "first": iso(item["first"]), "last": iso(item["last"]),
            "note": item.get("note", ""),
        }
        for item in given.get("inputs", [])
    ]
    times = [moment for item in inputs for moment in (item["first"], item["last"]) if moment]
    product = given.get("product") or {}
    policy = settings.get("policy", {})
    return {
        "product": inert_tree({key: product.get(key, "") for key in ("name", "version", "vendor")}),
        "settings": {
            "mode": settings.get("mode", "unknown"),
            **({"decision": inert(settings["decision"], 500)} if settings.get("decision") else {}),
            "lang": settings.get("lang", "nl"),
            "actor": inert(settings.get("actor", "")),
            **({"ner": inert(settings["ner"])} if "ner" in settings else {}),
            **({"hosts": [inert(line, 300) for line in settings["hosts"]]} if settings.get("hosts") else {}),
            "subjects": settings.get("subjects", 0),
            **({"key_id": inert(settings["key_id"], 64)} if "key_id" in settings else {}),
            "policy": inert_tree({
                "name": policy.get("name", ""), "version": policy.get("version", ""),
                "sha256": policy.get("sha256", ""), "builtin": bool(policy.get("builtin", False)),
                **({"legal_bases": policy["legal_bases"]} if policy.get("legal_bases") else {}),
                **({"declared": policy["declared"]} if policy.get("declared") else {}),
            }),
            "rules": {
                "version": rules.get("version", ""), "sha256": rules.get("sha256", ""),
                "evaluated": sorted((_rule(rule) for rule in rules.get("evaluated", [])), key=lambda r: str(r["id"])),
            },
            "limits": inert_tree(dict(sorted(settings.get("limits", {}).items()))),
            **({"recipients": inert_tree(settings["recipients"])} if "recipients" in settings else {}),
            **({"given": inert_tree(settings["given"])} if "given" in settings else {}),
            **({"pair": True} if settings.get("pair") else {}),
        },
        "inputs": inert_tree(inputs),
        **({"baseline": inert_tree(given["baseline"])} if given.get("baseline") else {}),
        **({"products": inert_tree(given["products"])} if given.get("products") else {}),
        "period": {"first": min(times, default=None), "last": max(times, default=None)},
        "scenario": _scenario(given.get("scenario") or {}, findings),
    }


def _scenario(given: dict[str, Any], findings: Sequence[Finding]) -> dict[str, Any]:
    """The steps with what was seen in each; findings are counted in every step in which they were observed."""
    of_step: dict[str, list[Severity]] = {}
    for finding in findings:
        for step in finding.steps:
            of_step.setdefault(step, []).append(finding.severity)
    rows = []
    for number, seen in enumerate(given.get("steps", []), 1):
        step, found = seen["step"], of_step.get(seen["step"]["id"], [])
        executed = bool(seen["marked"] or seen["exchanges"])
        rows.append({
            "number": number, **{key: inert(step[key]) for key in ("id", "title", "actor", "subject", "feature")},
            "start": iso(step["start"]), "end": iso(step["end"]), "executed": executed, "marked": seen["marked"],
            "exchanges": seen["exchanges"], "first": iso(seen["first"]), "last": iso(seen["last"]),
            "findings": len(found), "worst": max(found).code if found else None,
            "expected": list(step["expected"]), "missing": list(seen["missing"]) if executed else [],
        })
    return {
        "title": inert(given.get("title", "")), "sha256": given.get("sha256", ""),
        "planned": bool(given.get("planned", False)), "steps": rows, "outside": given.get("outside", 0),
        "marks": given.get("marks", 0), "actors": inert_tree(dict(given.get("actors", {}))),
        "unknown_actor": given.get("unknown", 0),
    }


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule as evaluated, in both languages: reporters list all rules, not only those that were broken."""
    return {
        "id": inert(rule["id"]), "version": rule.get("version", 1), "severity": rule["severity"],
        **{key: both(rule.get(key)) for key in ("title", "why", "remediation", "false_positives")},
        "basis": [both(text) for text in rule.get("basis", [])],
        "needs_actor": bool(rule.get("needs_actor", False)),
    }


def protection_section(given: dict[str, Any]) -> dict[str, Any]:
    """What was asked for and done; a severity that does not apply is None."""
    given["requests"] = [row | {"first": iso(row["first"]), "last": iso(row["last"])} for row in given["requests"]]
    found: dict[str, Any] = inert_tree(given)
    return found
