"""Linkage: who is linked to whom, once per recipient and category, bounded."""

from typing import Any

import pytest

from scanner.judge import CoverageSummary, Judge, Judgement, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile
from scanner.model import Finding

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
FILE = YamlFile(EXAMPLE)
RULES = [rule for rule in load_rules() if rule.id.startswith("LNK")]


def judged(exchanges: list[dict[str, Any]]) -> Judgement:
    judge = Judge(RULES, load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    return judge.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}")


def at(host: str, line: str) -> dict[str, Any]:
    return {"to": f"POST {host}/x", "request": [line]}


def links(judgement: Judgement) -> list[Finding]:
    return [finding for finding in judgement.findings if finding.rule.startswith("LNK")]


def test_three_recipients_are_two_findings() -> None:
    line = "body:/d id.device value=u"
    found = links(judged([at("y.example", line), at("api.rekenen.example", line), at("x.example", line)]))
    assert sorted(f.recipient for f in found) == ["x.example", "y.example"]
    assert all("Voorbeeld Rekenen" in f.message.nl for f in found)


def test_many_pupils_are_one_finding() -> None:
    exchanges = []
    for number in range(4):
        line = f"body:/d id.device value=u{number} subject=leerling-{number}"
        exchanges += [at("api.rekenen.example", line), at("x.example", line)]
    (finding,) = links(judged(exchanges))
    assert finding.subjects == 4
    assert {"d2.0", "d8.0"} <= set(finding.occurrences)


def test_both_ends_are_evidence() -> None:
    line = "body:/d id.device value=u"
    (finding,) = links(judged([at("api.rekenen.example", line), at("x.example", line)]))
    assert set(finding.occurrences) == {"d1.0", "d2.0"}


def test_a_constant_of_the_product_links_nobody() -> None:
    exchanges = [{**at(host, "body:/d id.device value=build subject="), "actor_subject": pupil}
                 for pupil in ("leerling-01", "leerling-02") for host in ("api.rekenen.example", "x.example")]
    assert links(judged(exchanges)) == []


def test_identifiers_beyond_the_bound_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scanner.judge.linkage.sightings.MAX_VALUES", 2)
    judgement = judged([at("x.example", f"body:/d id.device value=u{number}") for number in range(5)])
    assert any("niet in de grenzen van het onderzoek pasten: 3" in reason.nl for reason in judgement.gate.reasons)
