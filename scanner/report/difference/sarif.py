"""A comparison as SARIF 2.1.0, with the baseline state of each result, for viewers that show what changed.

Theory. New findings are ``new``, changed ones ``updated``, gone ones ``absent``. What the new scan did not look at is
no absence: it is ``unchanged`` with kind ``open``, the standard's word for what could not be decided. GitHub takes
every result for a present one; there one uploads the SARIF of the scan itself.
"""

from __future__ import annotations

import json
from typing import Any

from scanner.model import Text

from ..inert import inert_tree
from ..sarif import LEVELS, MOST_RESULTS, RANKS, SCHEMA_URI, cut, literal
from ..texts import VERDICTS, label
from .words import STATES, remark

_STATES = {"new": "new", "changed": "updated", "gone": "absent", "unseen": "unchanged"}
_Row = dict[str, Any]


def render(difference: _Row, lang: str) -> bytes:
    """One run with all findings that are not the same."""
    difference = inert_tree(difference)
    found = [(state, f) for state in STATES for f in difference["findings"][state]][:MOST_RESULTS]
    titles = {f["rule"]: f["texts"][lang]["title"] for _, f in found}
    rules = [{"id": rule, "shortDescription": {"text": cut(title)}} for rule, title in sorted(titles.items())]
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {"driver": {"name": difference["tool"]["name"],
                            "semanticVersion": difference["tool"]["version"] or "0.0.0", "rules": rules}},
        "automationDetails": {"id": f"leerlek-difference/{difference['old']['report']}/{difference['new']['report']}"},
        "language": lang, "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(difference, lang)}],
        "results": [_result(state, f, index[f["rule"]], lang) for state, f in found],
    }
    log = {"$schema": SCHEMA_URI, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _result(state: str, f: _Row, rule_index: int, lang: str) -> _Row:
    texts = f["texts"][lang]
    said = remark(state, f, lang)
    message = f"{STATES[state].get(lang).capitalize()}. {texts['title']}: {texts['message']}" + (
        f" ({said})" if said else "")
    logical = [{"name": name, "fullyQualifiedName": qualified, "kind": kind} for name, qualified, kind in (
        (f["host"], f["host"], "resource"), (f["endpoint"], f"{f['host']} {f['endpoint']}", "resource"),
        (f["part"], f"{f['direction']} {f['part']}".strip(), "parameter"),
        (f["pointer"], f"{f['part']}:{f['pointer']}", "member")) if name]
    open_ = state == "unseen"
    suppressions = [{"kind": "external", "status": "accepted", "justification": cut(literal(f["covered_by"][lang]))}
                    ] if f["accepted"] else []
    return {
        "ruleId": f["rule"], "ruleIndex": rule_index, "kind": "open" if open_ else "fail",
        "level": "none" if open_ else LEVELS[f["severity"]], "rank": RANKS[f["severity"]],
        "message": {"text": cut(literal(message))}, "baselineState": _STATES[state],
        **({"locations": [{"logicalLocations": logical}]} if logical else {}),
        "partialFingerprints": {"leerlek/v1": f["fingerprint"] or f["id"]},
        **({"suppressions": suppressions} if suppressions else {}),
        "properties": {"id": f["id"], "state": state, "severity": f["severity"], "status": f["status"],
                       "recipient": f["recipient"], "categories": f["categories"]},
    }


def _notifications(difference: _Row, lang: str) -> list[_Row]:
    """What makes the comparison weaker, and what the new scan did not look at."""
    coverage = difference["coverage"]
    texts = [text[lang] for text in difference["remarks"]]
    texts.append(" → ".join(label(VERDICTS, verdict, lang) for verdict in coverage["verdict"]))
    for host in coverage["hosts"]:
        if host["state"] == "unseen":
            texts.append(Text(f"Host niet meer benaderd: {host['host']}",
                              f"Host not contacted any more: {host['host']}").get(lang))
    if number := coverage["endpoints"]["unseen"]:
        texts.append(Text(f"{number} eindpunten zijn niet opnieuw benaderd",
                          f"{number} endpoints were not called again").get(lang))
    return [{"level": "note", "message": {"text": cut(literal(text))}} for text in texts]
