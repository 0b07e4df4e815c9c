"""What waits for the end of the scan: before, after, elsewhere, and the bound. SEC-001 and SEC-004 have examples."""

import pytest
from judge_builders import EXAMPLE, FILE

from scanner.judge import CoverageSummary, Judge, load_policy, load_rules, waiting
from scanner.judge.examples import observation
from scanner.model import Severity

RULE = [rule for rule in load_rules() if rule.id == "SEC-004"]
OPEN = {"to": "GET api.rekenen.example/export", "signs": ["auth.none direction=request detail=recorder"],
        "response": ["body:/0/naam name.full"]}
PROOF = {"to": "GET api.rekenen.example/mij", "signs": ["auth.present direction=request"]}


def judged(*exchanges: dict[str, object]) -> list[Severity]:
    judge = Judge(RULE, load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    found = judge.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}")
    if found.gate.reasons and any("grenzen" in reason.nl for reason in found.gate.reasons):
        return []
    return [finding.severity for finding in found.findings]


@pytest.mark.parametrize(("exchanges", "severity"), [
    ([OPEN], Severity.MIDDEN),
    ([OPEN, PROOF], Severity.KRITIEK),
    ([PROOF, OPEN], Severity.KRITIEK),
    ([OPEN, {**PROOF, "capture": "other.har"}], Severity.MIDDEN),
    ([OPEN, {**OPEN, "capture": "other.har"}, {**PROOF, "capture": "other.har"}], Severity.KRITIEK),
])
def test_what_decides(exchanges: list[dict[str, object]], severity: Severity) -> None:
    assert judged(*exchanges) == [severity]


def test_what_exceeds_the_bound_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MAX_WAITING", 0)
    assert judged(OPEN) == []
