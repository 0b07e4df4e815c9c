"""The subject graph: who holds what about how many persons, and which two can join what of whom."""

from __future__ import annotations

from typing import Any

from scanner.judge import CoverageSummary, Judge, load_policy, load_rules
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.linkage import LinkageGraph
from scanner.judge.yamlfile import YamlFile

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
FILE = YamlFile(EXAMPLE)
RULES = [rule for rule in load_rules() if rule.id.startswith("LNK")]


def graph(*exchanges: dict[str, Any]) -> LinkageGraph:
    judge = Judge(RULES, load_policy(EXAMPLE), test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        judge.observe(observation(exchange, order, (), FILE))
    return judge.conclude(CoverageSummary(), lambda order, index: "").linkage


def at(host: str, *lines: str, **more: str) -> dict[str, Any]:
    return {"to": f"POST {host}/x", "request": list(lines), **more}


def test_a_recipient_holds_profiles() -> None:
    found = graph(
        at("x.example", "body:/a id.account subject=~1", "body:/n name.family subject=~1"),
        at("x.example", "body:/a id.account subject=~2", "body:/n name.family subject=~2"),
        at("x.example", "body:/a id.account subject=~3"),
    )
    (holder,) = found.holders
    assert (holder.recipient, holder.subjects) == ("x.example", 3)
    assert [(tuple(c.value for c in p.categories), p.subjects) for p in holder.profiles] == [
        (("name.family", "id.account"), 2), (("id.account",), 1)]
    assert found.joins == ()


def test_two_recipients_can_join_what_they_hold_of_the_same_pupils() -> None:
    found = graph(
        at("api.rekenen.example", "body:/a id.account value=u1 bits=128 subject=~1", "body:/n name.family subject=~1"),
        at("api.rekenen.example", "body:/a id.account value=u2 bits=128 subject=~2", "body:/b demo.dob subject=~2"),
        at("api.rekenen.example", "body:/a id.account value=u3 bits=128 subject=~3", "body:/s addr.street subject=~3"),
        at("x.example", "body:/i id.account value=u1 bits=128 subject=~8", "body:/r edu.result subject=~8"),
        at("x.example", "body:/i id.account value=u2 bits=128 subject=~9 via=sha256", "body:/l loc.geo subject=~9"),
    )
    (join,) = found.joins
    assert (join.recipients, join.subjects) == (("rekenen", "x.example"), 2)
    assert [(by.category.value, by.form, by.values, by.subjects, by.declared) for by in join.by] == [
        ("id.account", "digest", 1, 1, False), ("id.account", "equal", 1, 1, False)]
    assert [[c.value for c in held] for held in join.categories] == [
        ["name.family", "demo.dob", "id.account"], ["id.account", "edu.result", "loc.geo"]]


def test_identifiers_in_a_chain_are_one_pupil() -> None:
    found = graph(
        at("a.example", "body:/a id.account value=u1 bits=128 subject=~1"),
        at("a.example", "body:/d id.device value=d1 subject=~2"),
        at("b.example", "body:/a id.account value=u1 bits=128 subject=~3", "body:/d id.device value=d1 subject=~3"),
    )
    (join,) = found.joins
    assert join.subjects == 1
    assert {by.category.value: by.subjects for by in join.by} == {"id.account": 1, "id.device": 1}


def test_a_declared_chain_is_in_the_graph_and_marked() -> None:
    exchanges = [at(host, "body:/eckId id.eckid") for host in ("api.rekenen.example", "crash.example")]
    (join,) = graph(*exchanges).joins
    assert [by.declared for by in join.by] == [False]


def test_what_nobody_can_join() -> None:
    assert graph(
        at("api.rekenen.example", "body:/a id.account value=u1 bits=128 subject=~1"),
        at("static.rekenen.example", "body:/a id.account value=u1 bits=128 subject=~1"),  # the same organisation
        at("x.example", "body:/a id.account value=7 bits=3 subject=~1"),  # a small number
        at("y.example", "body:/a id.account value=7 bits=3 subject=~1"),
    ).joins == ()


def test_a_constant_of_the_product_joins_nobody() -> None:
    exchanges = [at(host, "body:/d id.device value=build subject=", actor_subject=pupil)
                 for pupil in ("leerling-01", "leerling-02") for host in ("a.example", "b.example")]
    assert graph(*exchanges).joins == ()


def test_a_teacher_is_no_pupil_of_a_recipient() -> None:
    assert graph(at("x.example", "body:/n name.family subject=docent-01 about=teacher")).holders == ()
