"""GitLab Code Quality JSON: what a merge request shows beside the lines it changes.

Theory. Of GitLab's two report types, Code Quality is shown on every tier and in the diff; the security report (SAST)
needs the Ultimate tier and speaks of vulnerabilities in source code. The platform compares by ``fingerprint`` and shows
one issue for each, so the finding's own fingerprint, which survives a new recording, is hashed. Paths are
relative and stay inside the repository; the line is that of the entry in a HAR and 1 in a binary capture. The platform
knows no suppression: what an exception or the baseline covers is an issue of severity ``info`` that begins with why.
"""

from __future__ import annotations

import hashlib
from typing import Any

from scanner.model import Text

from .document import Document
from .listing import Row, by_id, capture_path, masked_values, organisations, place, suppressed, whose
from .texts import STATUSES, label

SEVERITIES = {"kritiek": "blocker", "hoog": "critical", "midden": "major", "laag": "minor", "info": "info"}
LONGEST = 1000


def render_gitlab(document: Document, lang: str) -> bytes:
    """An array with one issue a finding, worst first; empty without findings."""
    import json

    names, detections = organisations(document), by_id(document["detections"])
    issues = [_issue(f, document, names, detections, lang) for f in document["findings"]]
    issues.sort(key=lambda issue: list(SEVERITIES.values()).index(issue["severity"]))
    return (json.dumps(issues, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _issue(f: Row, document: Document, names: dict[str, str], detections: dict[str, Row], lang: str) -> dict[str, Any]:
    seen = next((detections[o] for o in f["occurrences"] if o in detections), None)
    inputs = document["scan"]["inputs"]
    capture = seen["capture"] if seen else inputs[0]["label"] if inputs else "capture"
    texts = f["texts"][lang]
    values = ", ".join(masked_values(f, detections, 3))
    why = suppressed(f, lang)
    return {
        "type": "issue",
        "check_name": f["rule"],
        "description": _cut(". ".join(part.rstrip(".") for part in (
            f"{Text('Telt niet mee', 'Does not count').get(lang)}: {why}" if why else "",
            f"{texts['title']}: {texts['message']}", whose(f, names, lang), place(f),
            f"{Text('Gemaskeerd', 'Masked').get(lang)}: {values}" if values else "",
            f"{Text('Status', 'Status').get(lang)}: {label(STATUSES, f['status'], lang)}",
        ) if part) + "."),
        "categories": ["Security"],
        "fingerprint": hashlib.sha256((f["fingerprint"] or f["id"]).encode()).hexdigest()[:32],
        "severity": "info" if why else SEVERITIES.get(f["severity"], "info"),
        "location": {"path": "/".join(capture_path(capture)), "lines": {"begin": seen["line"] if seen else 1}},
    }


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
