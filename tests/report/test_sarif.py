"""SARIF: valid by the official schema, and within what GitHub code scanning accepts."""

import copy
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builders
import pytest

from scanner.report import render

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text("utf-8"))

DOCUMENTS = {
    "sample": builders.sample_document(),
    "quiet": builders.quiet_document(),
    "empty": builders.empty_document(),
    "hostile": builders.hostile_document(),
}


def sarif(document: dict[str, Any], lang: str = "nl") -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(document, "sarif", lang))
    return log


def refused_by_github(log: dict[str, Any]) -> Iterator[str]:
    """What the platform demands beyond the schema; each violation makes it refuse the file or drop the result."""
    if not log.get("$schema") or log.get("version") != "2.1.0":
        yield "$schema and version"
    if len(gzip.compress(json.dumps(log).encode())) > 10_000_000:
        yield "larger than 10 MB gzipped"
    for run in log["runs"]:
        driver = run["tool"]["driver"]
        if not driver.get("name"):
            yield "driver name"
        yield from (f"rule {r['id']}: {p}" for r in driver["rules"] for p in _rule_problems(r))
        if not re.fullmatch(r"[^/]+(/[^/]+)+", run["automationDetails"]["id"]):
            yield "automationDetails.id is no category/run"
        if len(run["results"]) > 25_000 or len(driver["rules"]) > 25_000:
            yield "too many results or rules"
        for result in run["results"]:
            yield from (f"result {result['ruleId']}: {p}" for p in _result_problems(result, driver["rules"]))
        hashes = [r["partialFingerprints"].get("primaryLocationLineHash") for r in run["results"]]
        if len(set(hashes)) != len(hashes):
            yield "two results with one line hash are shown as one"


def _rule_problems(rule: dict[str, Any]) -> Iterator[str]:
    for key in ("shortDescription", "fullDescription", "help"):
        if not rule.get(key, {}).get("text"):
            yield f"no {key}.text"
    properties = rule["properties"]
    if properties.get("precision") not in ("very-high", "high", "medium", "low"):
        yield "precision"
    severity = properties.get("security-severity")
    if not isinstance(severity, str) or not 0.1 <= float(severity) <= 10.0:
        yield "security-severity"
    if "security" not in properties.get("tags", []) or len(properties["tags"]) > 20:
        yield "tags"
    if len(rule["shortDescription"]["text"]) > 1024 or len(rule["fullDescription"]["text"]) > 1024:
        yield "description too long"


def _result_problems(result: dict[str, Any], rules: list[dict[str, Any]]) -> Iterator[str]:
    if not result["message"].get("text"):
        yield "no message"
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        yield "ruleIndex points at another rule"
    if not 1 <= len(result["locations"]) <= 10:
        yield "number of locations"
    for location in result["locations"]:
        physical = location.get("physicalLocation", {})
        uri = physical.get("artifactLocation", {}).get("uri", "")
        if not uri or "://" in uri or uri.startswith(("/", ".")) or "\\" in uri or ".." in uri.split("/") or ":" in uri:
            yield f"artifact uri {uri[:40]}"
        region = physical.get("region", {})
        if any(region.get(key, 0) < 1 for key in ("startLine", "startColumn", "endLine", "endColumn")):
            yield "region"
    if not result["partialFingerprints"].get("primaryLocationLineHash"):
        yield "no primaryLocationLineHash"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_is_valid_by_the_official_schema(name: str, lang: str) -> None:
    from jsonschema import Draft4Validator

    errors = [
        f"{list(e.absolute_path)}: {e.message[:80]}"
        for e in Draft4Validator(SCHEMA).iter_errors(sarif(DOCUMENTS[name], lang))
    ]
    assert errors == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_is_accepted_by_github(name: str) -> None:
    assert list(refused_by_github(sarif(DOCUMENTS[name]))) == []


def test_the_checker_itself_refuses() -> None:
    log = sarif(DOCUMENTS["sample"])
    del log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "https://a.example/x"
    del log["runs"][0]["tool"]["driver"]["rules"][0]["help"]
    assert len(list(refused_by_github(log))) >= 4


def test_all_rules_are_listed_and_an_empty_run_is_written() -> None:
    run = sarif(DOCUMENTS["quiet"])["runs"][0]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(r["id"] for r in builders.RULES)
    assert run["results"] == []
    assert run["invocations"][0]["toolExecutionNotifications"]


def test_a_result_stands_at_the_line_of_its_entry() -> None:
    run = sarif(DOCUMENTS["sample"])["runs"][0]
    result = next(r for r in run["results"] if r["ruleId"] == "MIN-001")
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "opnames/les1.har", "uriBaseId": "SRCROOT", "index": 0}
    assert physical["region"]["startLine"] == 4211
    assert [place["name"] for place in result["locations"][0]["logicalLocations"]] == [
        "api.rekenen.example",
        "POST /v2/oefen/resultaat",
        "body",
        "/leerling/achternaam",
    ]
    assert [location["physicalLocation"]["region"]["startLine"] for location in result["locations"]] == [4211, 6003]


def test_request_is_shown_without_values() -> None:
    run = sarif(DOCUMENTS["sample"])["runs"][0]
    request = next(r for r in run["results"] if r["ruleId"] == "MIN-001")["webRequest"]
    assert request == {
        "method": "POST",
        "target": "/v2/oefen/resultaat",
        "headers": {"content-type": "", "cookie": "", "user-agent": ""},
    }


def test_only_an_exception_that_covers_is_a_suppression() -> None:
    results = sarif(DOCUMENTS["sample"])["runs"][0]["results"]
    assert [r["suppressions"][0]["justification"] for r in results if "suppressions" in r] == [
        "onder uitzondering EX-1 (FG bestuur X, t/m 31 december 2026): nog geen ECK iD voor deze groep"]
    lapsed = copy.deepcopy(DOCUMENTS["sample"])
    for finding in lapsed["findings"]:
        if "approval" in finding:
            finding["approval"]["state"] = "expired"
    assert not any("suppressions" in r for r in sarif(lapsed)["runs"][0]["results"])


def test_the_fingerprint_survives_a_new_recording() -> None:
    again = builders.sample_document(findings=[builders.finding(id="F-other", count=99, first_seen=9.0)])
    first = next(r for r in sarif(DOCUMENTS["sample"])["runs"][0]["results"] if r["ruleId"] == "MIN-001")
    assert sarif(again)["runs"][0]["results"][0]["partialFingerprints"] == first["partialFingerprints"]


def test_coverage_comes_as_notifications() -> None:
    notes = sarif(DOCUMENTS["sample"], "en")["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert "tls.no-key" in [n.get("descriptor", {}).get("id") for n in notes]
    assert any("not decrypted" in n["message"]["text"] for n in notes)


def test_a_failure_is_an_error_and_the_run_no_success() -> None:
    from scanner.model import Gap, Note

    coverage = {
        **builders.sample_coverage(),
        "notes": [Note(Gap.STAGE_FAILED, "a.har", "a.example", 5, 1, "ValueError")],
    }
    invocation = sarif(builders.sample_document(coverage=coverage))["runs"][0]["invocations"][0]
    assert not invocation["executionSuccessful"]
    assert [n["level"] for n in invocation["toolExecutionNotifications"]] == ["note", "error"]


def test_a_name_in_a_message_makes_no_link_and_no_placeholder() -> None:
    text = render(DOCUMENTS["hostile"], "sarif", "nl").decode()
    messages = [r["message"]["text"] for r in json.loads(text)["runs"][0]["results"]]
    assert not [m for m in messages if "](" in m or re.search(r"\{\d+\}", m)]


@pytest.mark.long
def test_more_results_than_the_platform_takes_are_counted() -> None:
    document = builders.sample_document()
    document["findings"] = [
        {**document["findings"][0], "id": f"F-{n}", "fingerprint": f"{n:08x}", "occurrences": []} for n in range(25_003)
    ]
    run = sarif(document)["runs"][0]
    assert len(run["results"]) == 25_000
    assert any(n["message"]["text"].startswith("3 ") for n in run["invocations"][0]["toolExecutionNotifications"])
