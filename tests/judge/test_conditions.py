"""What conditions ask: decode steps, evidence, purposes, environment, codings, sureness; and ties over messages."""

from __future__ import annotations

from typing import Any

import pytest
from judge_builders import EXAMPLE, FILE, a_rule

from scanner.judge import CoverageSummary, Judge, load_policy
from scanner.judge.context import environment_of
from scanner.judge.examples import observation
from scanner.judge.policy import Policy

TO = "POST api.rekenen.example/v2/oefen/start"
ELSEWHERE = "POST api.rekenen.example/anders"


def fires(pattern: dict[str, Any], *exchanges: dict[str, Any], policy: Policy | None = None) -> int:
    """How many occurrences a pattern has."""
    judge = Judge([a_rule("EIGEN-001", pattern=pattern)], policy or load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation({"to": TO, **exchange}, order, (), FILE))
    found = judge.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}").findings
    return sum(finding.count for finding in found)


@pytest.mark.parametrize(("condition", "line", "expected"), [
    ({"steps": "base64"}, "body:/u id.login steps=base64", True),
    ({"steps": "base64"}, "body:/u id.login steps=json+base64", False),
    ({"steps": ["base64", "*>base64"]}, "body:/u id.login steps=json+base64", True),
    ({"steps": "*>base64"}, "body:/u id.login steps=base64+json", False),
    ({"steps": "*exif*"}, "body:/u id.login steps=multipart+exif", True),
    ({"not": {"steps": "*exif*"}}, "body:/u id.login steps=json", True),
    ({"any": [{"steps": "jwt"}, {"all": [{"steps": "hex"}]}]}, "body:/u id.login steps=hex", True),
    ({"evidence": "shape:template"}, "body:/u id.login evidence=key:u+shape:template", True),
    ({"evidence": ["context:*", "shape:x"]}, "body:/u id.login evidence=context:test-score", True),
    ({"evidence": "context:*"}, "body:/u id.login", False),
    ({"via": "$coding"}, "body:/u id.login via=rot13", True),
    ({"via": "$coding"}, "body:/u id.login via=sha256", False),
    ({"via": "$digest"}, "body:/u id.login via=sha256", True),
    ({"via": "$digest"}, "body:/u id.login via=xor", False),
    ({"via": "$digest"}, "body:/u id.login", False),
    ({"via": ["$digest", "xor"]}, "body:/u id.login via=xor", True),
    ({"confidence": {"at_least": 0.3, "at_most": 0.6}}, "body:/u id.login conf=0.5", True),
    ({"confidence": {"at_most": 0.6}}, "body:/u id.login conf=0.9", False),
    ({"confidence": 0.6}, "body:/u id.login conf=0.5", False),
    ({"sign_on": False}, "body:/u contact.email", True),
    ({"sign_on": True}, "body:/u id.account", True),
    ({"within_purpose": True}, "body:/u id.eckid", True),
    ({"within_purpose": False}, "body:/u demo.dob", True),
    ({"within_purpose": False}, "body:/u id.eckid", False),
])
def test_on_a_detection(condition: dict[str, Any], line: str, expected: bool) -> None:
    assert bool(fires({"find": condition}, {"request": [line]})) is expected


def test_equal_traits_with_other_steps_are_asked_each() -> None:
    lines = ["body:/u id.login steps=base64", "body:/u id.login steps=json", "body:/u id.login steps=base64"]
    assert fires({"find": {"category": "id.login", "steps": "base64"}}, *({"request": [line]} for line in lines)) == 2


@pytest.mark.parametrize(("to", "where", "expected"), [
    (TO, {"purpose": True}, True), (TO, {"purpose": "oefenen"}, True), (TO, {"purpose": ["storing"]}, False),
    (ELSEWHERE, {"purpose": False}, True), (ELSEWHERE, {"purpose": True}, False),
    ("POST crash.example/report", {"purpose": ["oefenen", "storing"]}, True),
    ("POST acc.rekenen.example/x", {"environment": "test"}, True),
    ("POST www.example.org/x", {"environment": ["production"]}, True),
    ("POST www.rekenen.example/x", {"environment": ["production", "test"]}, False),
])
def test_on_the_exchange(to: str, where: dict[str, Any], expected: bool) -> None:
    assert bool(fires({"where": where, "find": {"category": "id.login"}},
                      {"to": to, "request": ["body:/u id.login"]})) is expected


def test_an_endpoint_without_a_purpose_is_neither_within_nor_outside() -> None:
    for value in (True, False):
        assert not fires({"find": {"within_purpose": value}}, {"to": ELSEWHERE, "request": ["body:/u id.eckid"]})


def test_of_two_purposes_one_that_holds_it_is_enough() -> None:
    everything = load_policy(None)  # one purpose for all endpoints
    for value, expected in ((True, 1), (False, 0)):
        assert fires({"find": {"within_purpose": value}}, {"request": ["body:/u id.eckid"]},
                     policy=everything) == expected


@pytest.mark.parametrize(("host", "expected"), [
    ("acc.school.nl", "test"), ("rest-test.basispoort.nl", "test"), ("staging.api.school.nl", "test"),
    ("test2.leer.nl", "test"), ("acc.rekenen.example", "test"), ("api.sandbox.leer.co.uk", "test"),
    ("www.school.nl", "production"), ("toets.school.nl", "production"), ("contest.school.nl", "production"),
    ("testbeeld.nl", "production"), ("accounts.school.nl", "production"), ("www.example.org", "production"),
    ("www.rekenen.example", ""), ("localhost", ""), ("192.0.2.7", ""), ("2001:db8::1", ""), ("printer.local", ""),
    ("", ""),
])
def test_environment(host: str, expected: str) -> None:
    assert environment_of(host) == expected


# Ties over messages ------------------------------------------------------------------------------------------------

PSEUDONYM = {"session": "a", "request": ["body:/eckId id.eckid subject=~1"]}
SURNAME = {"session": "b", "request": ["body:/naam name.family subject=~1"]}
OTHERS = {"session": "b", "request": ["body:/naam name.family subject=~2"]}
AT_CRASH = {"to": "POST crash.example/report", "request": ["body:/naam name.family subject=~1"]}
NOBODY = {"session": "b", "request": ["body:/naam name.family subject="]}


@pytest.mark.parametrize(("same", "exchanges", "expected"), [
    ("session", [PSEUDONYM, SURNAME], 0), ("session", [PSEUDONYM, {**SURNAME, "session": "a"}], 1),
    ("recipient", [PSEUDONYM, SURNAME], 1), ("recipient", [SURNAME, PSEUDONYM], 1),
    ("recipient", [SURNAME, PSEUDONYM, SURNAME], 2),
    ("recipient", [PSEUDONYM, OTHERS], 0), ("recipient", [PSEUDONYM, NOBODY], 0),
    ("recipient", [PSEUDONYM, AT_CRASH], 0),
    ("scan", [PSEUDONYM, AT_CRASH], 1), ("scan", [PSEUDONYM, OTHERS], 0), ("scan", [AT_CRASH, PSEUDONYM, SURNAME], 2),
    ("recipient", [{"request": [*PSEUDONYM["request"], *SURNAME["request"]]}], 0),  # at once is another pattern
])
def test_ties_over_messages(same: str, exchanges: list[dict[str, Any]], expected: int) -> None:
    pattern = {"find": {"category": "name.family"}, "beside": [{"category": "id.eckid"}], "same": same}
    assert fires(pattern, *exchanges) == expected


@pytest.mark.parametrize(("count", "expected"), [
    ({"of": "subjects", "at_least": 2}, 3), ({"of": "subjects", "at_most": 2}, 0),
    ({"of": "subjects", "at_least": 2, "at_most": 3}, 3), ({"of": "values", "at_most": 3}, 3),
])
def test_counts(count: dict[str, Any], expected: int) -> None:
    lines = [f"body:/{n}/naam name.family subject=~{n}" for n in range(3)]
    assert fires({"find": {"category": "name.family"}, "count": count}, {"request": lines}) == expected


def test_detections_with_equal_traits_are_told_apart_by_their_steps() -> None:
    """The matcher remembers by traits, and the steps are one of them."""
    lines = ["body:/a/0 name.family steps=json", "body:/a/1 name.family steps=base64+json value=b"]
    for order in (lines, lines[::-1]):
        assert fires({"find": {"category": "name.family", "steps": "base64>json"}}, {"request": order}) == 1


def test_detections_with_equal_traits_are_told_apart_by_their_evidence() -> None:
    lines = ["body:/a/0 id.login evidence=key:u", "body:/a/1 id.login evidence=key:u+shape:template value=b"]
    for order in (lines, lines[::-1]):
        assert fires({"find": {"category": "id.login", "evidence": "shape:template"}}, {"request": order}) == 1
