"""Findings of a result: a row in both languages, and whether it counts for an exit code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scanner.model import BaselineMark, ExceptionMark, ExchangeFacts, Finding, Text
from scanner.model.moment import iso

from ..inert import inert
from .plain import both, line, plain

_LAPSED = "POL-003"


def is_accepted(finding: Mapping[str, Any]) -> bool:
    """Whether the baseline accepts a finding: it stays in every report and is left out of the exit code."""
    mark = finding.get("baseline")
    return mark is not None and mark["state"] == "accepted"


def is_excepted(finding: Mapping[str, Any]) -> bool:
    """Whether an exception of the policy covers a finding; one that expired or was exceeded does not."""
    approval = finding.get("approval")
    if approval is None:  # a result of an earlier version has the id alone; what lapsed is a finding of POL-003
        return bool(finding["exception"]) and finding["rule"] != _LAPSED
    return bool(approval["state"] == "covers")


def counts(finding: Mapping[str, Any]) -> bool:
    """Whether a finding counts for an exit code: nobody accepted it, in the policy or in the baseline."""
    return not is_accepted(finding) and not is_excepted(finding)


def finding_order(finding: Finding) -> tuple[object, ...]:
    return (-finding.severity, finding.rule, finding.recipient, finding.endpoint, finding.part, finding.pointer,
            finding.id)


def finding_row(f: Finding, exchanges: Mapping[str, ExchangeFacts], lang: str) -> dict[str, Any]:
    texts = {code: _texts(f, code) for code in ("nl", "en")}
    first = exchanges.get(f.occurrences[0]) if f.occurrences else None
    return {
        "id": inert(f.id), "fingerprint": inert(f.fingerprint), "rule": inert(f.rule), "rule_version": f.rule_version,
        "severity": f.severity.code, "status": f.status.value, "confidence": round(f.confidence, 3),
        "recipient": inert(f.recipient), "role": inert(f.role), "host": inert(f.host), "endpoint": inert(f.endpoint),
        "direction": inert(f.direction), "part": inert(f.part, 256), "pointer": inert(f.pointer),
        "categories": list(f.categories), "about": f.about, "subjects": f.subjects, "count": f.count,
        "occurrences": list(f.occurrences), "first_seen": iso(f.first_seen), "last_seen": iso(f.last_seen),
        "also": list(f.also), "exception": inert(f.exception), "scenario_steps": [inert(step) for step in f.steps],
        **({"approval": _approval(f.approval)} if f.approval is not None else {}),
        **({"baseline": _baseline(f.baseline)} if f.baseline is not None else {}),
        **({"product": inert(f.product)} if f.product else {}),
        "request_headers": sorted({inert(name.lower(), 128) for name in first.header_names}) if first else [],
        **texts["en" if lang == "en" else "nl"],
        "texts": texts,
    }


def _approval(mark: ExceptionMark) -> dict[str, Any]:
    return {
        "state": mark.state, "reason": line(mark.reason), "owner": inert(mark.owner, 256),
        "approved_on": inert(mark.approved_on), "expires": inert(mark.expires),
    }


def _baseline(mark: BaselineMark) -> dict[str, Any]:
    return {
        "state": mark.state, "reason": line(mark.reason), "owner": inert(mark.owner, 256),
        "accepted_on": inert(mark.accepted_on), "expires": inert(mark.expires),
        "note": both(plain(mark.note)) if mark.note else {"nl": "", "en": ""},
    }


def _texts(f: Finding, lang: str) -> dict[str, Any]:
    def shown(text: Text) -> str:
        return line(text.get(lang))

    return {
        "title": shown(f.title), "message": shown(f.message), "why": shown(f.why), "remediation": shown(f.remediation),
        "basis": [shown(text) for text in f.basis], "severity_reasons": [shown(text) for text in f.severity_reasons],
        "enough": shown(f.enough), "ask": shown(f.ask),
    }
