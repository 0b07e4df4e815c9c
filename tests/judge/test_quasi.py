"""Combinations of data about one pupil: told once, by the rarest, and bounded."""

from __future__ import annotations

from typing import Any

import pytest

from scanner.judge import CoverageSummary, Judge, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile
from scanner.model import Finding

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
FILE = YamlFile(EXAMPLE)
RULES = [rule for rule in load_rules() if rule.id == "MIN-007"]


def findings(*exchanges: dict[str, Any]) -> list[Finding]:
    judge = Judge(RULES, load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    return judge.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}").findings


def sent(*lines: str, **more: str) -> dict[str, Any]:
    return {"to": "POST api.rekenen.example/v2/profiel", "request": list(lines), **more}


def test_the_message_tells_the_group_size_in_both_languages() -> None:
    (finding,) = findings(sent("body:/geb demo.dob", "body:/pc addr.postcode"))
    assert "k = 1,001:" in finding.message.nl
    assert "k = 1.001:" in finding.message.en
    assert set(finding.categories) == {"demo.dob", "addr.postcode"}


def test_a_rarer_combination_later_is_told_too() -> None:
    found = findings(
        sent("body:/geb demo.dob", "body:/brin edu.school", session="s1"),
        sent("body:/pc addr.postcode", session="s1"),
        sent("body:/pc addr.postcode", session="s1"),
    )
    assert [finding.severity.code for finding in found] == ["hoog", "midden"]
    assert found[0].occurrences == ("d1.0", "d2.0")


def test_thirty_pupils_are_one_finding_of_thirty() -> None:
    lines = [f"body:/{n}/{key} {category} subject=~{n} value={n}" for n in range(30)
             for key, category in (("geb", "demo.dob"), ("pc", "addr.postcode"))]
    (finding,) = findings({"to": "GET api.rekenen.example/v2/klas", "response": lines})
    assert finding.subjects == 30


def test_persons_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.judge.quasi.MAX_PERSONS", 2)
    exchanges = [sent(f"body:/geb demo.dob subject=~{n} value={n}", session="s") for n in range(5)]
    assert findings(*exchanges, sent("body:/pc addr.postcode subject=~0", session="s")) == []
