"""What a vendor still returns: bounds, and what counts as sent. The examples of RET-005 show the rest."""

import pytest

from scanner.judge import CoverageSummary, Judge, load_policy, load_rules, returned
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile
from scanner.model import Finding

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
RULE = [rule for rule in load_rules() if rule.id == "RET-005"]


def findings(*exchanges: dict[str, object]) -> list[Finding]:
    judge = Judge(RULE, load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), YamlFile(EXAMPLE)))
    return judge.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}").findings


ME = {"to": "GET api.rekenen.example/mij", "response": ["body:/achternaam name.family value=a"]}


def test_message_names_the_day() -> None:
    (finding,) = findings(ME)
    assert "1 augustus 2021" in finding.message.nl
    assert finding.occurrences == ("d1.0",)


def test_sent_to_another_party_is_not_sent() -> None:
    assert findings({"to": "POST crash.example/x", "request": ["body:/n name.family value=a"]}, ME)


@pytest.mark.parametrize("line", [
    "header.location:/naam name.family",  # the address of the page itself
    "body:/naam name.family conf=0.5", "body:/p/3 name.family about=unknown", "body:/naam name.family about=guardian",
])
def test_what_does_not_count(line: str) -> None:
    assert findings(ME | {"response": [line]}) == []


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returned, "MAX_WAITING", 1)
    assert sum(f.count for f in findings(ME, ME)) == 1
