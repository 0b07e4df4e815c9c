"""The judged truth: how it compares, that its exchanges are what they say, and the claims that rest on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import contracted, judged
from benchmarks.scenes_judged import judged as judged_scenes
from benchmarks.scenes_told import scenes
from fixtures import leaks
from scanner.capture import read_capture
from scanner.judge import load_policy, load_rules

CASES = [*contracted.clean(), *contracted.contracted(), *contracted.beyond()]
TRUTH = judged.Truth.load()


def finding(**changes: Any) -> dict[str, Any]:
    base = {"id": "IDN-001-x", "rule": "IDN-001", "also": [], "host": "api.rekenbaas.example",
            "endpoint": "GET /v2/leerlingen", "direction": "response", "part": "body", "pointer": "/leerlingen/*/bsn",
            "categories": ["id.bsn"], "severity": "kritiek"}
    return base | changes


LEAK = next(leak for leak in leaks.load() if leak.id == "roster-bsn")


@pytest.mark.parametrize(("changes", "there"), [
    ({}, True),
    ({"pointer": "/leerlingen/*", "categories": ["id.bsn", "name.family"]}, True),  # its object
    ({"part": "", "pointer": "", "categories": []}, True),  # its message
    ({"pointer": "/leerlingen/7/bsn"}, True),
    ({"pointer": "/leerlingen/*/naam"}, False),
    ({"pointer": "/leerlingen/*/bsn/x"}, False),  # beyond it
    ({"categories": ["name.full"]}, False),
    ({"direction": "request"}, False),
    ({"part": "url.query"}, False),
    ({"host": "www.rekenbaas.example"}, False),
    ({"endpoint": "GET /v2/leerlingen/{id}"}, False),
    ({"endpoint": "POST /v2/leerlingen"}, False),
])
def test_where_a_finding_meets_a_leak(changes: dict[str, Any], there: bool) -> None:
    assert judged.is_at(finding(**changes), LEAK) is there


@pytest.mark.parametrize(("changes", "right"), [
    ({}, True),
    ({"rule": "SEC-004"}, None),  # claims more than that the value is there
    ({"rule": "MIN-009"}, None),
    ({"pointer": "/elders"}, None),
    ({"rule": "MIN-009", "endpoint": "GET /v2/chat", "part": "ws", "pointer": "", "categories": ["contact.phone"]},
     True),
])
def test_what_the_truth_says(changes: dict[str, Any], right: bool | None) -> None:
    assert TRUTH.says(finding(**changes)) is right


def test_scores() -> None:
    truth = judged.Truth([LEAK], [], [{
        "rule": "MIN-003", "at": "a.example GET /", "direction": "request", "part": "body", "pointer": "/n",
        "right": False, "why": "invented"}])
    wrong = finding(rule="MIN-003", host="a.example", endpoint="GET /", direction="request", pointer="/n")
    scores, unlabelled, missed = judged.leaking([finding(), wrong, finding(rule="RET-001")], truth)
    assert (scores["IDN-001"].planted, scores["IDN-001"].reported, scores["IDN-001"].right) == (1, 1, 1)
    assert (scores["MIN-003"].right, scores["MIN-003"].wrong) == (0, 1)
    assert [f["rule"] for f in unlabelled] == ["RET-001"]
    assert missed == []
    assert judged.leaking([wrong], truth)[2] == [LEAK]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_exchange_is_readable_and_its_policy_valid(case: contracted.Case, tmp_path: Path) -> None:
    capture, policy = tmp_path / "c.har", tmp_path / "p.yaml"
    capture.write_text(contracted.har(case), "utf-8")
    policy.write_text(contracted.policy(case), "utf-8")
    (exchange,) = read_capture(capture, "c", lambda note: pytest.fail(str(note)))
    assert exchange.request_body.data.decode() == case.sent
    assert exchange.response_body.data.decode() == case.answer
    (recipient,) = load_policy(policy).recipients
    assert recipient.domains == (exchange.host,)
    for text in (case.sent, case.answer):
        if text.startswith("<"):
            from lxml import etree

            etree.fromstring(text.encode())
        elif text:
            json.loads(text)


@pytest.mark.parametrize("case", [*contracted.clean(), *contracted.contracted()], ids=lambda case: case.name)
def test_the_pseudonym_rule_is_silent_or_soft_where_a_standard_puts_the_name(case: contracted.Case,
                                                                             tmp_path: Path) -> None:
    found = [f for f in judged.scan_case(case, tmp_path, known=True)["findings"] if f["rule"] == "MIN-001"]
    assert {f["severity"] for f in found} <= ({"info", "laag", "midden"} if case.must else set())


@pytest.mark.slow
def test_the_lean_session_says_nothing_above_info(tmp_path: Path) -> None:
    assert [judged.above_info(judged.scan_fixture("lean", kind, tmp_path)) for kind in judged.RECORDINGS] == [[]] * 3


# Scenes ------------------------------------------------------------------------------------------------------------


def test_the_scenes_have_nearly_every_rule_that_one_capture_can_break() -> None:
    """Left out: what takes a baseline, an exception, DNS, a transfer tool, coverage, digests or files; the recorded
    session and the packs' own tests have those."""
    known = {rule.id for rule in load_rules() if not rule.id.startswith("COV-")}
    told = {rule for scene in scenes() for rule in scene.must}
    assert known - told == {
        "IDN-004", "IDN-005", "IDN-011", "LNK-002", "LNK-003", "MIN-003", "MIN-004", "MIN-007", "MIN-012", "POL-002",
        "POL-003", "POL-004", "POL-005", "SES-005", "TPT-005", "TPT-006", "TPT-007"}
    assert len([scene for scene in scenes() if not scene.must]) >= 30


@pytest.mark.slow
def test_scenes_are_told_as_they_are() -> None:
    told = judged_scenes(scenes())
    assert [(each.scene.name, each.missed) for each in told if each.missed] == []
    wrong = {(each.scene.name, f.rule) for each in told for f in each.wrong}
    assert wrong == {("a story with names", "MIN-003")}  # a surname in a story that a test pupil has, too
