"""Builds rules and judges exchanges in the notation of the examples."""

from __future__ import annotations

from typing import Any

from scanner.judge import Rule
from scanner.judge.files import rules_folder
from scanner.judge.loading import make_rule
from scanner.judge.yamlfile import YamlFile

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
"""The policy of the examples."""
FILE = YamlFile(EXAMPLE)
"""Where mistakes in the notation would be said to be."""
TEXT = {"nl": "Waargenomen bij {recipient}.", "en": "Observed at {recipient}."}


def a_rule(rule_id: str, **keys: Any) -> Rule:
    """A rule that any surname breaks; ``keys`` are those of the file, ``pattern`` those of its one pattern."""
    return make_rule({
        "id": rule_id, "version": 1, "pack": "x", "title": TEXT, "scope": "message", "message": TEXT, "why": TEXT,
        "remediation": TEXT, "false_positives": TEXT, "basis": [],
        "severity": {"base": keys.pop("base", "midden"), "reason": TEXT},
        "match": [{"find": {"category": "name.family"}, **keys.pop("pattern", {})}], **keys,
    })
