"""What several formats say alike of a result: its rules, its findings' places, and which of them are suppressed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from scanner.model import Text

from .document import Document, is_accepted, is_excepted
from .texts import ROLES, SEVERITIES, baseline_label, exception_label, label

Row = dict[str, Any]

_RANK = {code: rank for rank, code in enumerate(reversed(SEVERITIES))}


def reaches(severity: str, threshold: str) -> bool:
    """Whether a severity is at or above another."""
    return _RANK.get(severity, 0) >= _RANK.get(threshold, 0)


def suppressed(finding: Row, lang: str) -> str:
    """Why a finding does not count: the exception of the policy or the entry of the baseline; empty when it counts."""
    return "; ".join((*([exception_label(finding, lang)] if is_excepted(finding) else ()),
                      *([baseline_label(finding, lang)] if is_accepted(finding) else ())))


def standing(finding: Row, lang: str) -> str:
    """Why a finding does not count, or the exception that does not cover it any more; empty for all others."""
    return suppressed(finding, lang) or exception_label(finding, lang)


def rules_of(document: Document) -> list[Row]:
    """Every rule that was evaluated, and those that only a finding names, each with its texts in both languages."""
    rules = list(document["scan"]["settings"]["rules"]["evaluated"])
    listed = {rule["id"] for rule in rules}
    for finding in document["findings"]:
        if finding["rule"] not in listed:  # a result made with rules that it does not list
            listed.add(finding["rule"])
            texts = finding["texts"]
            rules.append({
                "id": finding["rule"], "version": finding["rule_version"], "severity": finding["severity"],
                **{key: {lang: texts[lang][key] for lang in ("nl", "en")} for key in ("title", "why", "remediation")},
                "basis": [{"nl": nl, "en": en}
                          for nl, en in zip(texts["nl"]["basis"], texts["en"]["basis"], strict=False)],
            })
    return rules


def masked_values(finding: Row, detections: dict[str, Row], most: int = 5) -> list[str]:
    """The masked values that a finding lists, each once."""
    values = dict.fromkeys(detections[o]["masked"] for o in finding["occurrences"] if o in detections)
    return [value for value in values if value][:most]


def place(finding: Row) -> str:
    """Where a finding was seen, on one line: host, endpoint, direction, part and pointer."""
    arrow = {"request": "→", "response": "←"}.get(str(finding["direction"]), "↔")
    endpoint = " ".join(part for part in (finding["host"], finding["endpoint"]) if part)
    field = " ".join(part for part in (finding["part"], finding["pointer"]) if part)
    return " · ".join(part for part in (f"{arrow} {endpoint}" if endpoint else "", field) if part)


def organisations(document: Document) -> dict[str, str]:
    """The name of each recipient: its organisation, else its domain, else its id."""
    return {r["id"]: r["organisation"] or r["domain"] or r["id"] for r in document["recipients"]}


def whose(finding: Row, names: dict[str, str], lang: str) -> str:
    """The recipient of a finding with its role; a finding about the whole scan has none."""
    if not finding["recipient"]:
        return Text("hele opname", "whole capture").get(lang)
    name = names.get(finding["recipient"], str(finding["recipient"]))
    return f"{name} ({label(ROLES, finding['role'], lang)})" if finding["role"] else name


def product(document: Document) -> str:
    """The product with its version, empty without a policy."""
    named = document["scan"]["product"]
    return " ".join(part for part in (named["name"], named["version"]) if part)


def capture_path(capture: str) -> list[str]:
    """The steps of a capture's name as a path that stays inside its folder, whatever the name holds."""
    return [step for step in re.split(r"[/\\]", capture) if step not in ("", ".", "..")] or ["capture"]


def by_id(rows: Iterable[Row]) -> dict[str, Row]:
    """Rows under their ids."""
    return {row["id"]: row for row in rows}
