"""The catalogue's chapter on evaluation, table by table: who goes first, what is never lowered, the sum, folds."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge_builders import EXAMPLE, FILE, a_rule

from scanner.judge import CoverageSummary, Judge, Rule, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.exceptions import Exceptions
from scanner.judge.order import FIRST, FOLDS, MANY_SUBJECTS, NEVER_SOFTENED, NOT_DECLARED, SURE, ernst, tier
from scanner.judge.policy import Policy
from scanner.judge.rule import Pattern
from scanner.judge.severity import RAISES
from scanner.model import Finding, Severity, Status

INFO, LAAG, MIDDEN, HOOG, KRITIEK = Severity
RULES = {rule.id: rule for rule in load_rules()}

def findings(rules: list[Rule], *exchanges: dict[str, Any], policy: Policy | None = None) -> list[Finding]:
    judge = Judge(rules, policy or load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    return judge.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}").findings


SURNAME = {"to": "POST api.rekenen.example/v2/oefen/1", "request": ["body:/achternaam name.family"]}

# Who goes first (catalogue §16.1) ---------------------------------------------------------------------------------

ORDER = ["IDN-001", "IDN-002", "SPC-001", "TPT-004", "KID-007", "MIN-003", "LNK-006", "TPT-001", "SES-001", "RET-001",
         "TRA-001", "POL-001"]
"""One rule of each step of the catalogue's order, first wins."""


@pytest.mark.parametrize(("first", "second"), list(pairwise(ORDER)))
@pytest.mark.parametrize("bases", [("info", "kritiek"), ("kritiek", "info")])
def test_the_rule_that_goes_first_is_reported_whatever_the_ernst(first: str, second: str,
                                                                 bases: tuple[str, str]) -> None:
    rules = [a_rule(second, base=bases[1]), a_rule(first, base=bases[0])]
    (finding,) = findings(rules, SURNAME)
    assert (finding.rule, finding.also) == (first, (second,))


@pytest.mark.parametrize("rule_id", sorted(NEVER_SOFTENED))
def test_the_five_go_before_everything(rule_id: str) -> None:
    assert all(tier(rule_id) < tier(other) for other in RULES if other not in NEVER_SOFTENED)


def test_the_five_are_those_of_the_catalogue() -> None:
    assert {"IDN-001", "IDN-004", "SPC-007", "SEC-001", "SES-002"} == NEVER_SOFTENED


def test_what_else_is_not_lowered_is_nothing_that_a_declaration_speaks_of() -> None:
    kept = {rule.id for rule in RULES.values() if rule.softened is False and not rule.id.startswith("COV-")}
    assert kept | {"SEC-003"} == NEVER_SOFTENED | set(NOT_DECLARED)


def test_all_stand_in_one_line_each() -> None:
    named = [name for line in FIRST for name in line]
    assert len(named) == len(set(named))
    assert {rule.id.partition("-")[0] for rule in RULES.values()} <= set(named)


def test_a_pack_of_the_user_stands_with_min() -> None:
    assert tier("EIGEN-001") == tier("MIN-001")


@pytest.mark.parametrize(("bases", "reported"), [
    (("midden", "hoog"), "MIN-004"),  # the worse first
    (("midden", "midden"), "MIN-003"),  # then the lower id
])
def test_within_a_step(bases: tuple[str, str], reported: str) -> None:
    rules = [a_rule("MIN-003", base=bases[0]), a_rule("MIN-004", base=bases[1])]
    (finding,) = findings(rules, SURNAME)
    assert finding.rule == reported


def test_at_the_same_ernst_a_rule_about_a_kind_of_place_goes_before_a_lower_id() -> None:
    for base, reported in (("midden", "MIN-012"), ("hoog", "MIN-003")):
        (finding,) = findings([a_rule("MIN-003", base=base), a_rule("MIN-012", base="midden")], SURNAME)
        assert finding.rule == reported


def test_different_facts_are_different_findings() -> None:
    rules = [a_rule("IDN-001"), a_rule("POL-001"), a_rule("SEC-001", fact="transport", place="message")]
    assert [(f.rule, f.also) for f in findings(rules, SURNAME)] == [("IDN-001", ("POL-001",)), ("SEC-001", ())]


# Findings that speak for others over the whole scan (§13, §16.1) ---------------------------------------------------

TRACKED = {"to": "POST www.google-analytics.com/g/collect", "actor": "pupil", "session": "s",
           "referer": "app.rekenen.example", "request": ["body:/uid id.account"]}


def test_a_beacon_speaks_for_the_contact() -> None:
    (finding,) = findings([RULES["TPT-003"], RULES["TPT-004"]], TRACKED)
    assert (finding.rule, finding.also) == ("TPT-004", ("TPT-003",))


def test_without_a_beacon_the_contact_stands() -> None:
    (finding,) = findings([RULES["TPT-003"], RULES["TPT-004"]], {**TRACKED, "request": []})
    assert finding.rule == "TPT-003"


ECK = "body:/eckId id.eckid"
MAIL = "body:/mail contact.email"


@pytest.mark.parametrize(("exchanges", "expected"), [
    ([[ECK, MAIL]], ["MIN-001"]),
    ([[ECK], [MAIL]], ["LNK-005"]),
    ([[ECK, MAIL], [ECK], [MAIL]], ["MIN-001"]),  # it has both in one message already
    ([[ECK, MAIL], [ECK], ["body:/tel contact.phone"]], ["LNK-005", "MIN-001"]),  # the phone number only in instalments
])
def test_one_message_speaks_for_instalments(exchanges: list[list[str]], expected: list[str]) -> None:
    found = findings([RULES["MIN-001"], RULES["LNK-005"]], *(
        {"to": f"POST api.rekenen.example/{n}", "session": "s", "request": fields}
        for n, fields in enumerate(exchanges)))
    assert sorted({f.rule for f in found}) == expected


def test_folds_name_rules_that_exist() -> None:
    assert {each.speaker for each in FOLDS} <= set(RULES)


# The sum of ernst (§0) ---------------------------------------------------------------------------------------------

SUMS: list[tuple[Severity, int, dict[str, Any], Severity]] = [
    (MIDDEN, 0, {}, MIDDEN),
    (MIDDEN, 1, {}, HOOG),
    (MIDDEN, 2, {}, KRITIEK),
    (HOOG, 4, {}, KRITIEK),  # not above kritiek
    (MIDDEN, 3, {"at_most": MIDDEN}, MIDDEN),
    (KRITIEK, 0, {"declared": True}, MIDDEN),
    (HOOG, 0, {"declared": True}, LAAG),
    (HOOG, 1, {"declared": True}, MIDDEN),  # up first, then down
    (KRITIEK, 3, {"declared": True}, MIDDEN),  # what exceeds kritiek does not count
    (MIDDEN, 0, {"declared": True}, LAAG),  # not below laag
    (LAAG, 0, {"declared": True}, LAAG),
    (INFO, 0, {"declared": True}, INFO),  # nor lifted to it
    (KRITIEK, 0, {"unsure": True}, MIDDEN),
    (LAAG, 0, {"unsure": True}, LAAG),
    (LAAG, 2, {"unsure": True}, MIDDEN),
    (KRITIEK, 1, {"declared": True, "unsure": True}, MIDDEN),
    (HOOG, 0, {"declared": True, "unsure": True}, LAAG),
]


@pytest.mark.parametrize(("base", "up", "how", "expected"), SUMS)
def test_the_sum(base: Severity, up: int, how: dict[str, Any], expected: Severity) -> None:
    assert ernst(base, up, **how) is expected


@given(st.sampled_from(Severity), st.integers(0, 6), st.sampled_from(Severity), st.booleans(), st.booleans())
def test_declaring_never_raises_and_never_hides(base: Severity, up: int, at_most: Severity, declared: bool,
                                                unsure: bool) -> None:
    plain = ernst(base, up, at_most=at_most)
    found = ernst(base, up, at_most=at_most, declared=declared, unsure=unsure)
    assert found <= plain
    assert found >= min(plain, LAAG)
    assert plain - found <= 2 or unsure


CIRCUMSTANCES: list[tuple[str, dict[str, Any], str]] = [
    ("recipient", {"to": "POST x.example/v2/y"}, "niet in de privacybijsluiter"),
    ("recipient", {"to": "POST www.google-analytics.com/y"}, "tracker"),
    ("category", {}, "niet genoemd"),
    ("plaintext", {"to": "POST http://api.rekenen.example/v2/y"}, "onversleuteld"),
    ("exposed", {"request": ["url.query:n name.family"]}, "URL"),
    ("exposed", {"to": "POST api.rekenen.example/log"}, "logging"),
    ("special", {"request": ["body:/x special.health"]}, "bijzonder"),
    ("scale", {"request": [f"body:/{n}/x name.family subject=l{n}" for n in range(MANY_SUBJECTS + 1)]}, "meer dan 25"),
]


@pytest.mark.parametrize(("name", "changes", "says"), CIRCUMSTANCES)
def test_each_circumstance_is_one_step(name: str, changes: dict[str, Any], says: str) -> None:
    pattern = {"find": {"category": ["name.family", "special.health"]}}
    exchange = {**SURNAME, **changes}
    for raises, steps in (([], 0), ([name], 1)):
        found = findings([a_rule("MIN-003", pattern=pattern, **{"raise": raises})], exchange)
        assert {f.severity - MIDDEN for f in found} == {steps}
        assert all(any(says in reason.nl for reason in f.severity_reasons) is bool(steps) for f in found)


def test_every_circumstance_is_tested() -> None:
    assert {name for name, _, _ in CIRCUMSTANCES} == set(RAISES)


FIRST_NAME = {"to": "POST api.rekenen.example/v2/oefen/1", "request": ["body:/roepnaam name.given"]}
"""Declared for this recipient in the example policy."""


def first_name(rule_id: str, **keys: Any) -> Rule:
    return a_rule(rule_id, pattern={"find": {"category": "name.given"}}, **keys)


@pytest.mark.parametrize("rule_id", ["MIN-003", "IDN-002", "POL-001", "EIGEN-001"])
def test_declared_is_two_steps_lower_and_stays(rule_id: str) -> None:
    (finding,) = findings([first_name(rule_id, base="kritiek")], FIRST_NAME)
    assert (finding.severity, finding.status) == (MIDDEN, Status.COVERED)
    assert any("noodzaak te toetsen" in reason.nl for reason in finding.severity_reasons)


@pytest.mark.parametrize("rule_id", sorted(NEVER_SOFTENED))
@pytest.mark.parametrize("softened", [True, False, {"category": "name.given"}])
def test_the_five_are_never_lowered_whatever_their_file_says(rule_id: str, softened: Any) -> None:
    (finding,) = findings([first_name(rule_id, base="kritiek", softened=softened)], FIRST_NAME)
    assert (finding.severity, finding.status) == (KRITIEK, Status.OPEN)


@pytest.mark.parametrize(("rule_id", "status"), [
    *((rule_id, Status.OPEN) for rule_id in sorted(NEVER_SOFTENED)), ("IDN-010", Status.COVERED),
])
def test_the_five_admit_no_exception(rule_id: str, status: Status) -> None:
    """Not even one that reached the judge past the check of the policy file."""
    policy = load_policy(EXAMPLE)
    policy = replace(policy, exceptions=tuple(replace(e, rule=rule_id) for e in policy.exceptions))
    number = {"to": "POST api.rekenen.example/v2/x", "request": ["body:/nummer id.leerlingnummer"]}
    (finding,) = findings([a_rule(rule_id, pattern={"find": {"category": "id.leerlingnummer"}})], number, policy=policy)
    assert (finding.rule, finding.status) == (rule_id, status)
    assert Exceptions(policy)


def test_many_subjects_raise_what_is_declared_before_it_is_lowered() -> None:
    """hoog, one up, two down: midden; without the many it would be laag."""
    rule = first_name("MIN-003", base="hoog", **{"raise": ["scale"]})
    names = [f"body:/{n}/roepnaam name.given subject=l{n}" for n in range(MANY_SUBJECTS + 1)]
    for request, severity in ((names, MIDDEN), (names[:-1], LAAG)):
        (finding,) = findings([rule], {**FIRST_NAME, "request": request})
        assert (finding.severity, finding.status) == (severity, Status.COVERED)


def test_many_subjects_do_not_pass_the_bound_of_a_pattern() -> None:
    """A contracted exchange of a whole school stays midden (§16.8)."""
    rule = a_rule("MIN-001", base="hoog", **{"raise": ["scale"]})
    bounded = replace(rule, match=(Pattern(find={"category": "name.family"}, severity=MIDDEN, at_most=MIDDEN),))
    names = {**SURNAME, "request": [f"body:/{n}/x name.family subject=l{n}" for n in range(MANY_SUBJECTS + 1)]}
    assert [f.severity for f in findings([bounded], names)] == [MIDDEN]
    assert [f.severity for f in findings([rule], names)] == [KRITIEK]


@pytest.mark.parametrize(("confidence", "severity", "status"), [
    (SURE, KRITIEK, Status.OPEN), (SURE - 0.01, MIDDEN, Status.TO_ASSESS)])
def test_what_is_not_sure_stops_at_midden(confidence: float, severity: Severity, status: Status) -> None:
    exchange = {**SURNAME, "request": [f"body:/x name.family conf={confidence}"]}
    (finding,) = findings([a_rule("MIN-003", base="kritiek")], exchange)
    assert (finding.severity, finding.status) == (severity, status)


# Nowhere else ------------------------------------------------------------------------------------------------------


def test_no_other_module_of_the_judge_names_a_rule() -> None:
    """A special case by id would be found here or nowhere."""
    import ast

    for file in sorted((Path(__file__).parent.parent.parent / "scanner" / "judge").glob("*.py")):
        if file.name == "order.py":
            continue
        tree = ast.parse(file.read_text("utf-8"))
        constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        assert not constants & set(RULES), f"{file.name} names rules"
