"""A comparison as GitLab Code Quality: what is new or changed, for a job that has the earlier result at hand.

Theory. GitLab compares two such reports itself; this one is for pipelines that keep no report of the target branch, so
what is gone or was not looked at has no place in it. A finding of traffic stands in no file: the path is the host.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ..gitlab import LONGEST, SEVERITIES
from ..inert import inert_tree
from .words import STATES, remark

_Row = dict[str, Any]
_PRESENT = ("new", "changed")


def render(difference: _Row, lang: str) -> bytes:
    """An array with one issue a finding that is new or changed, worst first; accepted ones as ``info``."""
    found = inert_tree(difference)["findings"]
    issues = [_issue(state, f, lang) for state in _PRESENT for f in found[state]]
    issues.sort(key=lambda issue: list(SEVERITIES.values()).index(issue["severity"]))
    return (json.dumps(issues, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _issue(state: str, f: _Row, lang: str) -> _Row:
    texts, said = f["texts"][lang], remark(state, f, lang)
    text = f"{STATES[state].get(lang).capitalize()}. {texts['title']}: {texts['message']}"
    text += f" ({said})" if said else ""
    return {
        "type": "issue", "check_name": f["rule"], "categories": ["Security"],
        "description": text if len(text) <= LONGEST else text[: LONGEST - 1] + "…",
        "fingerprint": hashlib.sha256((f["fingerprint"] or f["id"]).encode()).hexdigest()[:32],
        "severity": "info" if f["accepted"] else SEVERITIES.get(f["severity"], "info"),
        "location": {"path": f["host"] or "leerlek", "lines": {"begin": 1}},
    }
