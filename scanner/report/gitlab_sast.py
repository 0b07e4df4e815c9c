"""GitLab SAST JSON: findings in the vulnerability report and the security widget of a merge request.

Theory. The platform checks the file against the published report schema (15.0) and drops all of it for one wrong
member, so only members of that schema are written. The identifier is the rule, so that a dismissed vulnerability stays
dismissed in the next pipeline; what tells places of one rule apart is the tracking fingerprint, the finding's own. Its
times are those of the capture, because a report holds no clock. As in Code Quality, suppressed findings are left out. A
scan that could not read everything says so in its messages.
"""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from scanner.model import Text

from .document import Document
from .escape import plain
from .listing import Row, by_id, capture_path, masked_values, organisations, place, suppressed, whose
from .texts import STATUSES, VERDICTS, label

VERSION = "15.0.7"
"""Of the report schema; the platform accepts any 15.0."""
SEVERITIES = {"kritiek": "Critical", "hoog": "High", "midden": "Medium", "laag": "Low", "info": "Info"}
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_SOLUTION = 255, 4000, 4000
_NO_TIME = "1970-01-01T00:00:00"


def render_gitlab_sast(document: Document, lang: str) -> bytes:
    """One report with a vulnerability for each finding, worst first; none without findings."""
    import json

    names, detections = organisations(document), by_id(document["detections"])
    tool, period = document["tool"], document["scan"]["period"]
    program = {"id": "leerlek", "name": tool["name"] or "Leerlek", "version": tool["version"] or "0",
               "vendor": {"name": "Leerlek"}}
    report = {
        "version": VERSION,
        "scan": {
            "analyzer": program, "scanner": program, "type": "sast", "status": "success",
            "start_time": _time(period["first"]), "end_time": _time(period["last"] or period["first"]),
            "messages": _messages(document, lang),
        },
        "vulnerabilities": [_vulnerability(f, document, names, detections, lang)
                            for f in document["findings"] if not suppressed(f, lang)],
    }
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _vulnerability(f: Row, document: Document, names: dict[str, str], detections: dict[str, Row],
                   lang: str) -> dict[str, Any]:
    seen = next((detections[o] for o in f["occurrences"] if o in detections), None)
    inputs = document["scan"]["inputs"]
    capture = seen["capture"] if seen else inputs[0]["label"] if inputs else "capture"
    line = seen["line"] if seen else 1
    path = "/".join(capture_path(capture))
    texts = f["texts"][lang]
    digest = hashlib.sha256((f["fingerprint"] or f["id"]).encode()).hexdigest()
    values = ", ".join(masked_values(f, detections, 3))
    about = [part for part in (
        texts["message"], whose(f, names, lang), place(f),
        f"{Text('Gemaskeerd', 'Masked').get(lang)}: {values}" if values else "",
        f"{Text('Status', 'Status').get(lang)}: {label(STATUSES, f['status'], lang)}", texts["why"]) if part]
    return {
        "id": str(uuid.UUID(digest[:32])),
        "name": _cut(texts["title"] or f["rule"], LONGEST_NAME),
        "description": _cut("\n\n".join(plain(part) for part in about), LONGEST_DESCRIPTION),  # shown as Markdown
        "severity": SEVERITIES.get(f["severity"], "Unknown"),
        "solution": _cut(texts["remediation"], LONGEST_SOLUTION),
        "identifiers": [{"type": "leerlek_rule", "name": f["rule"], "value": f["rule"]}],
        "location": {"file": path, "start_line": line, "end_line": line},
        "tracking": {"type": "source", "items": [{
            "file": path, "start_line": line, "end_line": line,
            "signatures": [{"algorithm": "scope_offset", "value": digest}],
        }]},
    }


def _messages(document: Document, lang: str) -> list[dict[str, str]]:
    gate = document["coverage"]["gate"]
    level = "info" if gate["verdict"] == "complete" else "warn"
    lines = [label(VERDICTS, gate["verdict"], lang), *(reason[lang] for reason in gate["reasons"])]
    return [{"level": level, "value": line} for line in lines if line]


def _time(moment: str | None) -> str:
    return moment[:19] if moment else _NO_TIME


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
