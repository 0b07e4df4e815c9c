"""SARIF 2.1.0 that GitHub code scanning accepts.

Theory. The platform reads a subset of the standard and refuses a whole file for one result without a physical
location. So the artifact is the capture file, relative to ``SRCROOT``, the region the line of the entry in a HAR
and 1:1 in a binary capture; host, endpoint, part and pointer stand in the logical locations. All rules are
listed, also those that found nothing, and a file without results is written too. The line hash, the only
fingerprint that the platform compares, is made from the finding's own fingerprint, so that it survives a new
recording. A declared flow is no suppression; an exception of the policy is, and so is what the baseline accepts.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any
from urllib.parse import quote

from scanner.model import Gap, Text

from .document import Document, is_accepted, is_excepted
from .gaps import GAPS, gap_text
from .json_ import report_id
from .texts import STATUSES, VERDICTS, baseline_label, exception_label, label, size

SCHEMA_URI = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

MOST_RESULTS = 25_000
"""GitHub refuses a run with more results."""
MOST_LOCATIONS = 10
LONGEST_TEXT = 1024

LEVELS = {"kritiek": "error", "hoog": "error", "midden": "warning", "laag": "note", "info": "note"}
_SECURITY_SEVERITY = {"kritiek": "9.5", "hoog": "8.0", "midden": "5.5", "laag": "3.0", "info": "0.1"}
RANKS = {"kritiek": 95.0, "hoog": 80.0, "midden": 55.0, "laag": 30.0, "info": 5.0}
_BASELINE_STATES = {"new": "new", "known": "unchanged", "accepted": "unchanged", "expired": "unchanged",
                    "changed": "updated"}
_FAILURES = {Gap.FILE_UNREADABLE.value, Gap.STAGE_FAILED.value}

_Json = dict[str, Any]


def render_sarif(document: Document, lang: str) -> bytes:
    """The findings as one SARIF run."""
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [_run(document, lang)]}
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _run(document: Document, lang: str) -> _Json:
    rules = _rules(document, lang)
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    artifacts = {item["label"]: number for number, item in enumerate(document["scan"]["inputs"])}
    detections = {d["id"]: d for d in document["detections"]}
    shown = document["findings"][:MOST_RESULTS]
    return {
        "tool": {"driver": {
            "name": document["tool"]["name"],
            "semanticVersion": document["tool"]["version"] or "0.0.0",
            "rules": rules,
            "notifications": [
                {"id": gap.value, "shortDescription": {"text": text.label.get(lang)},
                 "fullDescription": {"text": text.meaning.get(lang)}}
                for gap, text in GAPS.items()
            ],
        }},
        "automationDetails": {"id": _category(document)},
        "language": lang,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {
            "text": Text("De map van waaruit gescand is.", "The folder from which the scan was run.").get(lang)}}},
        "artifacts": [
            {"location": _artifact(item["label"]), "length": item["bytes"], "roles": ["analysisTarget"],
             **({"hashes": {"sha-256": item["sha256"]}} if item["sha256"] else {})}
            for item in document["scan"]["inputs"]
        ],
        "invocations": [{
            "executionSuccessful": not any(n["gap"] in _FAILURES for n in document["coverage"]["notes"]),
            "toolExecutionNotifications": _notifications(document, len(shown), lang),
        }],
        "results": [_result(f, index[f["rule"]], detections, artifacts, document, lang) for f in shown],
    }


def _category(document: Document) -> str:
    """``leerlek/<product>/<this result>``; the part before the last slash keeps several products apart."""
    name = document["scan"]["product"]["name"] or " ".join(item["label"] for item in document["scan"]["inputs"])
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower())[:60].strip("-")
    return f"leerlek/{slug or 'scan'}/{report_id(document)}"


def _rules(document: Document, lang: str) -> list[_Json]:
    rules = [_rule(rule, lang) for rule in document["scan"]["settings"]["rules"]["evaluated"]]
    listed = {rule["id"] for rule in rules}
    for finding in document["findings"]:
        if finding["rule"] not in listed:  # a result made with rules that it does not list
            listed.add(finding["rule"])
            texts = {key: {code: finding["texts"][code][key] for code in ("nl", "en")}
                     for key in ("title", "why", "remediation")}
            rules.append(_rule({"id": finding["rule"], "version": finding["rule_version"],
                                "severity": finding["severity"], "basis": [], **texts}, lang))
    return rules


def _rule(rule: _Json, lang: str) -> _Json:
    title = rule["title"][lang] or rule["id"]
    why = rule["why"][lang] or title
    advice = rule["remediation"][lang]
    basis = [text[lang] for text in rule["basis"]]
    heads = (Text("Waarom", "Why"), Text("Advies", "Advice"), Text("Mogelijk in strijd met", "Possibly at odds with"))
    bodies = [why, advice, "; ".join(basis)]
    parts = [(head.get(lang), body) for head, body in zip(heads, bodies, strict=True) if body]
    return {
        "id": rule["id"],
        "name": re.sub(r"[^A-Za-z0-9]", "", rule["id"]),
        "shortDescription": {"text": cut(title)},
        "fullDescription": {"text": cut(why)},
        "help": {
            "text": "\n\n".join(f"{head}: {body}" for head, body in parts),
            "markdown": "\n\n".join(f"**{head}.** {_markdown(body)}" for head, body in parts),
        },
        "defaultConfiguration": {"level": LEVELS[rule["severity"]], "rank": RANKS[rule["severity"]]},
        "properties": {
            "precision": "medium" if rule["id"].startswith("COV-") else "high",
            "security-severity": _SECURITY_SEVERITY[rule["severity"]],
            "tags": ["security", "privacy", rule["id"].split("-")[0].lower()],
            "version": rule["version"],
        },
    }


def _result(
    finding: _Json, rule_index: int, detections: dict[str, _Json], artifacts: dict[str, int], document: Document,
    lang: str,
) -> _Json:
    texts = finding["texts"][lang]
    seen = [detections[o] for o in finding["occurrences"] if o in detections]
    fingerprint = finding["fingerprint"] or finding["id"]
    result: _Json = {
        "ruleId": finding["rule"],
        "ruleIndex": rule_index,
        "level": LEVELS[finding["severity"]],
        "rank": RANKS[finding["severity"]],
        "message": {"text": _message(finding, texts, seen, lang)},
        "locations": _locations(finding, seen, artifacts, document),
        "occurrenceCount": max(1, finding["count"]),
        "partialFingerprints": {
            "primaryLocationLineHash": f"{hashlib.sha256(fingerprint.encode()).hexdigest()[:16]}:1",
            "leerlek/v1": fingerprint,
        },
        "properties": {
            "id": finding["id"], "severity": finding["severity"], "status": finding["status"],
            "confidence": finding["confidence"], "recipient": finding["recipient"], "role": finding["role"],
            "categories": finding["categories"], "about": finding["about"], "subjects": finding["subjects"],
            "also": finding["also"], "severityReasons": texts["severity_reasons"],
        },
    }
    method, _, target = finding["endpoint"].partition(" ")
    if target:
        result["webRequest"] = {"method": method, "target": target,
                                "headers": dict.fromkeys(finding["request_headers"], "")}
    suppressions = []
    if is_excepted(finding):
        suppressions.append({"kind": "external", "status": "accepted",
                             "justification": cut(literal(exception_label(finding, lang)))})
    if "baseline" in finding:
        result["baselineState"] = _BASELINE_STATES[finding["baseline"]["state"]]
    elif "baseline" in document["scan"]:
        result["baselineState"] = "unchanged"  # about the scan itself; all results have a state or none (§3.27.24)
    if is_accepted(finding):
        suppressions.append({"kind": "external", "status": "accepted",
                             "justification": cut(literal(baseline_label(finding, lang)))})
    if suppressions:
        result["suppressions"] = suppressions
    return result


def _message(finding: _Json, texts: _Json, seen: list[_Json], lang: str) -> str:
    values = list(dict.fromkeys(d["masked"] for d in seen if d["masked"]))[:3]
    status = label(STATUSES, finding["status"], lang)
    parts = [f"{texts['title']}: {texts['message']}"]
    if values:
        parts.append(f"{Text('Gemaskeerd', 'Masked').get(lang)}: {', '.join(values)}.")
    parts.append(f"{Text('Status', 'Status').get(lang)}: {status}.")
    return cut(literal(" ".join(parts)))


def _locations(finding: _Json, seen: list[_Json], artifacts: dict[str, int], document: Document) -> list[_Json]:
    """Where it was seen, each line of a capture once; a finding about the whole scan stands at its first capture."""
    places = dict.fromkeys((d["capture"], d["line"]) for d in seen)
    if not places:
        inputs = document["scan"]["inputs"]
        places = {(inputs[0]["label"] if inputs else "capture", 1): None}
    logical = [
        {"name": name, "fullyQualifiedName": qualified, "kind": kind}
        for name, qualified, kind in (
            (finding["host"], finding["host"], "resource"),
            (finding["endpoint"], f"{finding['host']} {finding['endpoint']}", "resource"),
            (finding["part"], f"{finding['direction']} {finding['part']}".strip(), "parameter"),
            (finding["pointer"], f"{finding['part']}:{finding['pointer']}", "member"),
        ) if name
    ]
    return [
        {
            "physicalLocation": {
                "artifactLocation": _artifact(capture) | (
                    {"index": artifacts[capture]} if capture in artifacts else {}),
                "region": {"startLine": line, "startColumn": 1, "endLine": line, "endColumn": 2},
            },
            **({"logicalLocations": logical} if logical else {}),
        }
        for capture, line in list(places)[:MOST_LOCATIONS]
    ]


def _artifact(capture: str) -> _Json:
    """The capture as a relative URI that stays inside its folder, whatever its name."""
    steps = [step for step in capture.replace("\\", "/").split("/") if step not in ("", ".", "..")]
    return {"uri": "/".join(quote(step, safe="") for step in steps) or "capture", "uriBaseId": "SRCROOT"}


def _notifications(document: Document, shown: int, lang: str) -> list[_Json]:
    coverage = document["coverage"]
    reasons = " ".join(reason[lang] for reason in coverage["gate"]["reasons"])
    verdict = label(VERDICTS, coverage["gate"]["verdict"], lang)
    found: list[_Json] = [{"level": "note", "message": {"text": f"{verdict}. {reasons}".strip()}}]
    left_out = len(document["findings"]) - shown
    if left_out:
        text = Text(f"{left_out} bevindingen staan alleen in het JSON-rapport.",
                    f"{left_out} findings are in the JSON report only.")
        found.append({"level": "warning", "message": {"text": text.get(lang)}})
    for note in coverage["notes"]:
        text_of = gap_text(note["gap"])
        where = ", ".join(part for part in (note["host"], note["capture"]) if part)
        amount = f"{note['count']}× · {size(note['bytes'], lang)}"
        detail = f" ({note['detail']})" if note["detail"] else ""
        found.append({
            "level": "error" if note["gap"] in _FAILURES else "note",
            "descriptor": {"id": note["gap"]},
            "message": {"text": cut(f"{text_of.label.get(lang)}{detail}: {where} · {amount}. "
                                     f"{text_of.meaning.get(lang)}")},
        })
    return found


def literal(text: str) -> str:
    """Plain text in a SARIF message (§3.11): no embedded link, no placeholder."""
    return re.sub(r"\{(\d+)\}", r"(\1)", text.replace("](", "] ("))


def cut(text: str) -> str:
    """A text of a length that platforms take."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _markdown(text: str) -> str:
    """Plain text in Markdown: characters with a meaning there are escaped."""
    return re.sub(r"([\\`*_\[\]<>#|!~])", r"\\\1", text)
