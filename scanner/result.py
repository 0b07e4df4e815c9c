"""Assembles the native result of a scan, and takes every known value out of the strings that came from captures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scanner import __version__
from scanner.detect import Redactor, key_id
from scanner.given import given_files, together
from scanner.judge import Judgement, Lists, Policy, Rule, ScenarioSeen, is_shipped, needs_actor
from scanner.kept import Kept
from scanner.report import build_document

if TYPE_CHECKING:
    from scanner.run import Run

FROM_CAPTURE: Mapping[str, tuple[str, ...]] = {
    "detections": ("host", "path", "endpoint", "part", "pointer", "template", "key", "record"),
    "findings": ("host", "endpoint", "part", "pointer", "message", "request_headers", "texts"),
    "recipients": ("hosts",),
    "cookies": ("host", "name"),
}
"""Members of the result that may hold words of a capture; the detect stage masked them, the redactor checks."""


def build(run: Run, judgement: Judgement, kept: Iterable[Kept]) -> dict[str, Any]:
    """The result document of a finished run."""
    document = build_document(
        tool={"name": "Leerlek", "version": __version__},
        scan=_scan(run, judgement.scenario) | {"products": judgement.products, "baseline": judgement.baseline},
        coverage={
            "hosts": run.pipeline.coverage.hosts, "notes": run.pipeline.coverage.notes, "gate": judgement.gate,
            "suppressed_occurrences": run.pipeline.store.suppressed,
            "endpoints": judgement.places, "endpoints_complete": not judgement.places_full,
        },
        recipients=judgement.recipients,
        detections=kept,
        findings=judgement.findings,
        flows=judgement.flows,
        linkage=judgement.linkage,
        cookies=judgement.cookies,
        cookies_left=judgement.cookies_left,
        protection=_protection(run),
    )
    _redact(document, Redactor(run.subjects, run.pipeline.identifiers).clean)
    return document


def _protection(run: Run) -> dict[str, Any] | None:
    """What the proxy was asked to do to requests and did; None where nothing was asked."""
    ledger = run.protection
    if ledger.asked is None:
        return None
    return {"asked": ledger.asked, "requests": ledger.requests, "rows": ledger.rows, "rows_left": ledger.left}


def _scan(run: Run, scenario: ScenarioSeen) -> dict[str, Any]:
    options, policy = run.options, run.policy
    given = given_files(_given(run), run.key.bytes)
    return {
        "product": {"name": policy.product, "version": policy.product_version, "vendor": policy.vendor},
        "settings": {
            "mode": "test" if options.test_mode else options.mode if options.mode != "auto" else "unknown",
            "decision": options.decision,
            "lang": options.lang,
            "actor": options.actor,
            "ner": options.ner,
            "hosts": run.stand_ins.lines,
            "subjects": len(run.subjects) if run.subjects else 0,
            "key_id": key_id(run.key.bytes),
            "policy": {
                "name": policy.name, "version": policy.version, "builtin": policy.builtin,
                "declared": _declared(policy),
                "legal_bases": {purpose.id: purpose.legal_basis for purpose in policy.purposes if purpose.legal_basis},
                "sha256": together(file.digest for file in given if file.role == "policy"),
            },
            "rules": {
                "version": __version__,
                "sha256": rules_digest(run.rules),
                "evaluated": [_rule(rule) for rule in run.rules],
            },
            "limits": {
                "max_body": options.max_body, "scan_static": options.scan_static, "key": run.key.origin != "ephemeral",
                **run.pipeline.limits,
            },
            "recipients": _lists(run.directory.lists),
            "given": [file._asdict() for file in given],
            "pair": options.pair,
        },
        "inputs": [source.facts for source in run.sources],
        "scenario": scenario,
    }


def _declared(policy: Policy) -> list[dict[str, Any]]:
    """What the policy names: each category of each purpose for each recipient, so that a report can say what of it was
    not observed. ``server``: by the policy it goes between servers alone."""
    return [
        {"recipient": recipient.id, "organisation": recipient.organisation, "purpose": purpose.id,
         "category": item.category, "about": item.about or "", "server": item.channels == ("server",)}
        for recipient in policy.recipients
        for purpose in filter(None, map(policy.purpose, recipient.purposes))
        for item in purpose.categories
        if not recipient.categories or item.category in {own.category for own in recipient.categories}
    ]


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id, "version": rule.version, "severity": rule.severity, "title": rule.title, "why": rule.why,
        "remediation": rule.remediation, "basis": rule.basis, "false_positives": rule.false_positives,
        "needs_actor": needs_actor(rule),
    }


def _lists(lists: Lists) -> dict[str, Any]:
    return {
        "date": lists.date, "entries": lists.entries, "suffixes": lists.suffixes, "files": list(lists.files),
        "lists": [{"name": each.name, "date": each.date, "sha256": each.sha256, "domains": len(each.domains)}
                  for each in lists.lists],
    }


def _given(run: Run) -> Iterator[tuple[str, Path]]:
    options = run.options
    yield from (("policy", path) for path, _ in run.policies if path is not None)
    yield from (("rules", rule.path) for rule in run.rules if rule.path is not None and not is_shipped(rule.path))
    yield from (("recipients", path) for path in options.recipients)
    yield from (("tracker-list", path) for path in options.tracker_lists)
    for role, path in (("baseline", options.baseline), ("scenario", options.scenario), ("keylog", options.keylog),
                       ("subjects", options.subjects), ("annex", options.annex)):
        if path is not None:
            yield role, path


def rules_digest(rules: Iterable[Rule]) -> str:
    """One SHA-256 for the files of all rules that were evaluated, shipped or given, wherever they stand."""
    return together(hashlib.sha256(rule.path.read_bytes()).hexdigest() for rule in rules if rule.path is not None)


def _redact(document: dict[str, Any], clean: Callable[[str], str]) -> None:
    """Pass what came from a capture through the redactor, each distinct string once."""
    seen: dict[str, str] = {}

    def cleaned(value: Any) -> Any:
        if isinstance(value, str):
            if value not in seen:
                seen[value] = clean(value)
            return seen[value]
        if isinstance(value, list):
            return [cleaned(item) for item in value]
        if isinstance(value, dict):
            return {key: cleaned(item) for key, item in value.items()}
        return value

    for table, members in FROM_CAPTURE.items():
        for row in document[table]:
            for member in members:
                row[member] = cleaned(row[member])
    for table in ("hosts", "notes", "endpoints"):
        for row in document["coverage"][table]:
            row["host"] = cleaned(row["host"])
    for row in document["coverage"]["endpoints"]:
        row["endpoints"] = cleaned(row["endpoints"])
    document["coverage"]["gate"] = cleaned(document["coverage"]["gate"])
    protection = document.get("protection", {"requests": [], "rows": []})
    for row in (*protection["requests"], *protection["rows"]):
        row.update({name: cleaned(row[name]) for name in ("host", "part", "pointer") if name in row})
