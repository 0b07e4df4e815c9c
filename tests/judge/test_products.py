"""Several products in one scan: each exchange under its own policy, and what belongs to none under nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.errors import UsageError
from scanner.judge import CoverageSummary, Judge, Judgement, Policy, load_policies, load_rules, together
from scanner.judge.examples import observation
from scanner.judge.files import rules_folder
from scanner.judge.products import Products, told_apart
from scanner.judge.yamlfile import YamlFile
from scanner.model import Severity, Status

EXAMPLE = rules_folder() / "policies" / "voorbeeld.yaml"
FILE = YamlFile(EXAMPLE)
RULES = load_rules()
ECK = "body:/eckId id.eckid"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Rekenbaas (the example) and Leesbaas, which may have surnames and works with a pairwise id."""
    (tmp_path / "rekenbaas.yaml").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    data: Any = yaml.safe_load(EXAMPLE.read_text("utf-8"))
    data["document"] = {"version": "1.0", "date": "2026-08-01"}
    data["product"] = {"name": "Leesbaas", "version": "2"}
    data["vendor"] = {"name": "Voorbeeld Lezen B.V."}
    data["pseudonym"] = {"expected": "pairwise"}
    data["sso"] = {"attributes": ["uid"]}
    data["authorised_roles"] = {}
    data["exceptions"] = []
    data["purposes"] = [
        {"id": "oefenen", "nl": "Lezen", "data_subjects": ["leerling"], "match": ["gedeeld.example/lezen/*"],
         "categories": ["id.account", "name.given", "name.family", "edu.result"]},
        {"id": "beeld", "nl": "Beelden", "data_subjects": [], "categories": []},
    ]
    data["recipients"] = [
        {"id": "lezen", "organisation": "Voorbeeld Lezen B.V.", "role": "vendor", "purposes": ["oefenen"],
         "domains": ["*.lezen.example", "gedeeld.example"]},
        {"id": "crash", "organisation": "Crash Inc.", "role": "subprocessor", "domains": ["beelden.example"],
         "purposes": ["beeld"]},
    ]
    (tmp_path / "leesbaas.yaml").write_text(yaml.safe_dump(data), "utf-8")
    return tmp_path


def policies(folder: Path) -> list[Policy]:
    return [policy for _, policy in load_policies(folder)]


def judge(exchanges: Sequence[dict[str, Any]], given: Policy | Sequence[Policy]) -> Judgement:
    made = Judge(RULES, given, test_mode=False)
    for order, exchange in enumerate(exchanges, 1):
        made.observe(observation(exchange, order, (), FILE))
    return made.conclude(CoverageSummary(), lambda order, index: f"d{order}.{index}")


def above_info(judgement: Judgement) -> list[tuple[str, str, str]]:
    return sorted((f.rule, f.product, f.recipient) for f in judgement.findings if f.severity > Severity.INFO)


SURNAME = ["body:/uid id.account", "body:/achternaam name.family"]


def test_a_folder_holds_a_policy_for_each_product(folder: Path) -> None:
    assert [policy.product for policy in policies(folder)] == ["Leesbaas", "Rekenbaas"]
    whole = together(policies(folder))
    assert (whole.product, whole.builtin) == ("Leesbaas, Rekenbaas", False)
    single = load_policies(EXAMPLE)
    assert together([single[0][1]]) is single[0][1]
    assert load_policies(None)[0][1].builtin


def test_a_mistake_names_its_file(folder: Path) -> None:
    path = folder / "leesbaas.yaml"
    path.write_text(path.read_text("utf-8").replace("role: vendor", "role: vendr"), "utf-8")
    with pytest.raises(UsageError, match=r"leesbaas\.yaml:\d+: recipients\[0\]\.role"):
        load_policies(folder)


def test_ids_are_told_apart(folder: Path) -> None:
    lezen, rekenen = told_apart(policies(folder))
    assert [r.id for r in lezen.recipients] == ["lezen", "leesbaas:crash"]
    assert [r.id for r in rekenen.recipients] == ["rekenen", "rekenbaas:crash"]
    assert [p.id for p in lezen.purposes] == ["leesbaas:oefenen", "beeld"]
    assert rekenen.exceptions[0].recipient == "rekenen"
    assert rekenen.covers(rekenen.recipients[0]) == policies(folder)[1].covers(policies(folder)[1].recipients[0])


@pytest.mark.parametrize(("exchange", "product"), [
    ({"to": "POST api.lezen.example/v1"}, 0),
    ({"to": "POST api.rekenen.example/v1"}, 1),
    ({"to": "POST gedeeld.example/lezen/1"}, 0),
    ({"to": "GET crash.example/report", "referer": "www.rekenen.example"}, 1),
    ({"to": "GET crash.example/report", "referer": "www.lezen.example"}, 0),  # who called it answers for it
    ({"to": "GET beelden.example/x"}, 0),
    ({"to": "GET elders.example/x", "initiator": "www.rekenen.example"}, 1),
    ({"to": "GET elders.example/x"}, 2),
    ({"to": "GET api.rekenen.example/x", "referer": "www.lezen.example"}, 1),  # a link to another product
])
def test_which_product_an_exchange_belongs_to(exchange: dict[str, Any], product: int, folder: Path) -> None:
    assert Products(told_apart(policies(folder))).of(observation(exchange, 1, (), FILE).facts) == product


def test_each_is_judged_under_its_own_policy(folder: Path) -> None:
    found = judge([{"to": "POST api.lezen.example/v1", "request": SURNAME},
                   {"to": "POST api.rekenen.example/v2/oefen/1", "request": [ECK, "body:/achternaam name.family"]}],
                  policies(folder))
    by_product = {f.product: f for f in found.findings if f.rule == "MIN-001"}
    assert by_product["Leesbaas"].status is Status.COVERED
    assert by_product["Rekenbaas"].severity is Severity.HOOG
    assert [(p.name, p.exchanges) for p in found.products] == [("Leesbaas", 1), ("Rekenbaas", 1), ("", 0)]
    assert {flow.recipient: flow.declared for flow in found.flows if flow.category == "name.family"} == {
        "lezen": True, "rekenen": False}


def test_the_declaration_of_one_product_covers_nothing_of_the_other(folder: Path) -> None:
    from_lezen = {"to": "POST crash.example/report", "referer": "www.lezen.example", "request": ["body:/x edu.result"]}
    from_rekenen = from_lezen | {"referer": "www.rekenen.example"}
    assert ("TPT-001", "Leesbaas", "crash.example") in above_info(judge([from_lezen], policies(folder)))
    assert {party for _, _, party in above_info(judge([from_rekenen], policies(folder)))} == {"rekenbaas:crash"}


def test_what_belongs_to_no_product_is_declared_by_nobody(folder: Path) -> None:
    found = judge([{"to": "POST elders.example/x", "request": ["body:/naam name.given"]}], policies(folder))
    assert above_info(found) == [("TPT-001", "", "elders.example")]
    assert [(p.name, p.exchanges) for p in found.products][-1] == ("", 1)


def test_identifiers_are_joined_over_products(folder: Path) -> None:
    shared = "body:/apparaat id.device value=apparaat"
    found = judge([{"to": "POST api.lezen.example/v1", "request": [shared]},
                   {"to": "POST api.rekenen.example/v1", "request": [shared]}], policies(folder))
    assert any(f.rule == "LNK-001" or "LNK-001" in f.also for f in found.findings)


def test_one_policy_alone_is_judged_as_ever() -> None:
    exchange = {"to": "POST api.rekenen.example/v2/oefen/1", "request": [ECK, "body:/achternaam name.family"]}
    policy = load_policies(EXAMPLE)[0][1]
    alone, listed = judge([exchange], policy), judge([exchange], [policy])
    assert alone.findings == listed.findings
    assert not alone.products
    assert {f.product for f in alone.findings} == {""}


def test_unexercised_parts_of_all_products_are_told(folder: Path) -> None:
    found = judge([{"to": "POST api.lezen.example/v1", "request": ["body:/n name.given"]}], policies(folder))
    (gap,) = [f for f in found.findings if f.rule == "COV-003"]
    assert "rekenen" in gap.message.nl
    assert "leesbaas:crash" in gap.message.nl


def test_the_result_says_which(folder: Path, tmp_path: Path) -> None:
    import json

    from scanner.report import load_document, render
    from scanner.run import Options, scan

    har = Path(__file__).parent.parent.parent / "fixtures" / "leaking" / "session.har"
    own = Path(__file__).parent.parent.parent / "fixtures" / "policy.yaml"
    (folder / "own.yaml").write_text(own.read_text("utf-8"), "utf-8")
    (folder / "rekenbaas.yaml").unlink()
    document = scan([har], Options(policy=folder, key_file=tmp_path / "key"))
    assert [p["name"] for p in document["scan"]["products"]] == ["Leesbaas", "Rekenbaas", ""]
    assert document["scan"]["products"][1]["exchanges"] > 40
    assert {f.get("product", "") for f in document["findings"]} >= {"Rekenbaas"}
    path = tmp_path / "r.json"
    path.write_bytes(render(document, "json", "nl"))
    load_document(path)
    page = render(document, "html", "nl").decode()
    assert "Voorbeeld Lezen B.V." in page
    assert json.loads(path.read_bytes())["scan"]["product"]["name"] == "Leesbaas, Rekenbaas"
