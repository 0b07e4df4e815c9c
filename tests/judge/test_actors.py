"""Rules that need to know who was logged in, and what is said when nobody knows."""

import pytest
from judge_builders import EXAMPLE, FILE, a_rule

from scanner.judge import CoverageSummary, Judge, load_policy, load_rules
from scanner.judge.actors import needs_actor
from scanner.judge.examples import observation
from scanner.judge.scenario import ScenarioSeen, Step, StepSeen

RULES = {rule.id: rule for rule in load_rules()}


@pytest.mark.parametrize(("rule_id", "needs"), [
    ("TPT-003", True), ("MIN-009", True), ("MIN-001", False), ("IDN-005", False), ("SEC-001", False)])
def test_which_rules_need_it(rule_id: str, needs: bool) -> None:
    assert needs_actor(RULES[rule_id]) is needs


@pytest.mark.parametrize(("keys", "needs"), [
    ({"pattern": {"where": {"any": [{"actor": "pupil"}, {"log": True}]}}}, True),
    ({"pattern": {"where": {"not": {"actor": ["teacher"]}}}}, True),
    ({"pattern": {"find": {"all": [{"category": "name.family"}, {"authorised": False}]}}}, True),
    ({"pattern": {"beside": [{"authorised": True}]}}, True),
    ({"pattern": {"count": {"of": "others", "at_least": 2}}}, True),
    ({"softened": {"authorised": True}}, True),
    ({"pattern": {"count": {"of": "subjects", "at_least": 2}}}, False),
    ({"pattern": {"where": {"path": "*/actor/*"}}}, False),
])
def test_where_the_question_stands(keys: dict, needs: bool) -> None:
    assert needs_actor(a_rule("MIN-003", **keys)) is needs


NOTHING = ScenarioSeen()


def gate(*exchanges: dict, scenario: ScenarioSeen = NOTHING, actor: str = "") -> tuple[list[str], list[str]]:
    """Reasons of the gate, and what COV-003 misses."""
    judge = Judge(load_rules(), load_policy(EXAMPLE), test_mode=False, actor=actor)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    found = judge.conclude(CoverageSummary(scenario=scenario), lambda order, index: "")
    return ([reason.nl for reason in found.gate.reasons],
            [f.message.nl for f in found.findings if f.rule == "COV-003"])


PAGE = {"to": "GET api.rekenen.example/v2/oefen/1", "session": "s"}


@pytest.mark.parametrize(("exchanges", "actor", "limited"), [
    ([PAGE], "", True),
    ([PAGE, PAGE], "pupil", False),  # told
    ([PAGE, {**PAGE, "actor": "pupil"}], "", False),  # some are known
    ([{**PAGE, "session": ""}], "", False),  # nobody was logged in
    ([{**PAGE, "to": "GET elders.example/"}], "", False),  # a session elsewhere is no session at the product
])
def test_unknown_actors_limit_the_conclusion(exchanges: list[dict], actor: str, limited: bool) -> None:
    reasons, _ = gate(*exchanges, actor=actor)
    said = [reason for reason in reasons if "wie was ingelogd" in reason]
    assert bool(said) is limited
    assert all("MIN-009" in reason or "nog" in reason for reason in said)


def test_the_scan_counts_who_was_logged_in() -> None:
    judge = Judge([], load_policy(EXAMPLE), test_mode=False)
    for order, actor in enumerate(["pupil", "pupil", "guardian", ""], 1):
        judge.observe(observation({**PAGE, "actor": actor, "client": str(order)}, order, (), FILE))
    seen = judge.conclude(CoverageSummary(), lambda order, index: "").scenario
    assert (seen.actors, seen.unknown) == ({"": 1, "parent": 1, "pupil": 2}, 1)


def planned(*steps: StepSeen) -> ScenarioSeen:
    return ScenarioSeen(planned=True, steps=steps)


@pytest.mark.parametrize(("scenario", "missing", "not_missing"), [
    (planned(StepSeen(Step("a"))), "stap a", "stap b"),
    (planned(StepSeen(Step("a"), exchanges=1)), "rol leraar", "stap a"),
    (planned(StepSeen(Step("a"), marked=True)), "rol leraar", "stap a"),
    (planned(StepSeen(Step("a", feature="storing"), exchanges=1)), "ontvanger crash", "doel storing"),
    (planned(StepSeen(Step("a", feature="storing"))), "doel storing", "doel oefenen"),
    (ScenarioSeen(), "ontvanger crash", "rol"),  # without a scenario nobody planned roles
])
def test_the_scenario_gap(scenario: ScenarioSeen, missing: str, not_missing: str) -> None:
    _, (message,) = gate({**PAGE, "actor": "pupil"}, scenario=scenario)
    assert missing in message
    assert not_missing not in message




@pytest.mark.parametrize(("exchange", "actor"), [
    ({"to": "GET meten.example/p", "referer": "www.rekenen.example"}, "pupil"),  # the page, another host of the site
    ({"to": "GET meten.example/p", "referer": "api.rekenen.example"}, "pupil"),
    ({"to": "GET meten.example/p", "referer": "elders.example"}, ""),
    ({"to": "GET meten.example/p", "referer": "www.rekenen.example", "client": "another"}, ""),
    ({"to": "GET meten.example/p", "referer": "www.rekenen.example", "capture": "leraar.har"}, ""),  # another browser
])
def test_what_a_page_causes_is_of_its_session(exchange: dict, actor: str) -> None:
    judge = Judge([], load_policy(EXAMPLE), test_mode=False)
    for order, each in enumerate([{**PAGE, "actor": "pupil", "client": ""}, {"client": "", **exchange}], 1):
        judge.observe(observation(each, order, (), FILE))
    seen = judge.conclude(CoverageSummary(), lambda order, index: "").scenario
    assert seen.actors == ({"pupil": 2} if actor else {"pupil": 1, "": 1})
