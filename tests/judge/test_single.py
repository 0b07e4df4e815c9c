"""One message judged by itself: the same as in a scan where one message can decide, silent where it cannot."""

from collections.abc import Sequence
from typing import Any

import pytest

from scanner.judge import Judge, MessageJudge, decidable, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.yamlfile import YamlFile
from scanner.model import Category, Severity, Status

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
FILE = YamlFile(EXAMPLE)
RULES = load_rules()
POLICY = load_policy(EXAMPLE)
ALONE = MessageJudge(RULES, POLICY, test_mode=False)


def seen(exchange: dict[str, Any], order: int = 1) -> Any:
    return observation(exchange, order, (), FILE)


def requests() -> Sequence[tuple[str, dict[str, Any]]]:
    """Single exchanges of the examples of all rules that one message can break."""
    found = []
    for rule in decidable(RULES):
        assert rule.examples is not None
        file = YamlFile(rule.examples)
        for example in (*file.data["fire"], *file.data["silent"]):
            exchanges = example.get("exchanges", [])
            if len(exchanges) == 1 and not {"policy", "declare", "exceptions", "baseline"} & example.keys():
                found.append((rule.id, {key: value for key, value in exchanges[0].items() if key != "response"}))
    return found


def test_it_says_what_a_scan_says_when_it_has_seen_that_message() -> None:
    judge = Judge(RULES, POLICY, test_mode=False)
    told = 0
    for order, (rule, exchange) in enumerate(requests(), 1):
        one = seen(exchange, order)
        judge.observe(one)
        scan = {(each.rule, each.recipient) for each in judge.progress()}
        alone = ALONE.judge(one)
        told += len(alone)
        for each in alone:  # a lapsed exception makes POL-003 of a finding, and changes nothing about blocking it
            assert scan & {(each.rule, each.recipient), ("POL-003", each.recipient)}, (rule, each)
    assert told > 100


def test_a_bsn_to_a_crash_service() -> None:
    found = ALONE.judge(seen({"to": "POST crash.example/report", "request": ["body:/user/bsn id.bsn"]}))
    first = found[0]
    assert (first.rule, first.severity, first.status) == ("IDN-001", Severity.KRITIEK, Status.OPEN)
    assert (first.category, first.part, first.pointer) == (Category.BSN, "body", "/user/bsn")
    assert first.recipient == "crash" and first.title.nl and "999990019" not in repr(found)


def test_it_remembers_nothing_between_messages() -> None:
    one = seen({"to": "POST crash.example/report", "request": ["body:/user/bsn id.bsn"]})
    assert ALONE.judge(one) == ALONE.judge(one)
    ping = {"to": "GET crash.example/ping"}
    assert ALONE.judge(seen(ping, 2)) == ALONE.judge(seen(ping, 3))


def test_the_answer_of_a_server_is_not_the_request() -> None:
    exchange = {"to": "GET crash.example/report", "response": ["body:/user/bsn id.bsn"]}
    assert not [broken for broken in ALONE.judge(seen(exchange)) if broken.category is Category.BSN]
    assert [broken for broken in ALONE.judge(seen(exchange), "response") if broken.category is Category.BSN]


def test_what_needs_more_than_one_message_takes_no_part() -> None:
    ids = set(ALONE.rules)
    assert not ids & {"LNK-001", "POL-004", "IDN-011", "COV-001", "COV-005"}  # engines of the whole scan, and its pack
    assert {"IDN-001", "MIN-003", "SES-001"} <= ids
    for rule in decidable(RULES):
        assert all(pattern.ever is None and pattern.same not in {"session", "recipient", "scan"}
                   and "earlier" not in repr(pattern.where) for pattern in rule.match)


@pytest.mark.parametrize("host", ["rekenbaas.example", "crash.example"])
def test_unsure_is_to_be_assessed(host: str) -> None:
    found = ALONE.judge(seen({"to": f"POST {host}/a", "request": ["body:/x name.family conf=0.5"]}))
    assert all(broken.status is not Status.OPEN for broken in found if broken.category is Category.NAME_FAMILY)


def test_a_listener_hears_what_each_exchange_adds() -> None:
    judge = Judge(RULES, POLICY, test_mode=False)
    heard: list[Any] = []
    judge.listener = heard.append
    judge.observe(seen({"to": "POST crash.example/report", "request": ["body:/user/bsn id.bsn"]}))
    judge.observe(seen({"to": "GET crash.example/ping"}, 2))
    judge.observe(seen({"to": "POST crash.example/report", "request": ["body:/user/bsn id.bsn"]}, 3))
    told = [each for each in heard if each.rule == "IDN-001"]
    assert len(told) == 2 and len({each.exchange for each in told}) == 2
    assert (told[0].category, told[0].direction, told[0].pointer) == (Category.BSN, "request", "/user/bsn")
