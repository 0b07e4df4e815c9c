"""JUnit XML: accepted by the readers of CI servers, one case a rule, green only when looked for and not found."""

import copy
import json
from typing import Any
from xml.etree import ElementTree as ET

import builders
import goldens
import pytest

from scanner.report import render
from scanner.report.junit import MOST_PLACES

CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"properties", "testcase", "testsuite", "system-out", "system-err"},
    "properties": {"property"},
    "testcase": {"skipped", "error", "failure", "system-out", "system-err"},
}
ATTRIBUTES = {
    "testsuites": ({"name", "time", "tests", "failures", "errors"}, set()),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time", "timestamp", "hostname", "id", "package"},
                  {"name", "tests", "failures", "errors"}),
    "property": ({"name", "value"}, {"name", "value"}),
    "testcase": ({"name", "time", "classname", "group"}, {"name", "classname"}),
    "failure": ({"type", "message"}, set()),
    "skipped": ({"type", "message"}, set()),
}
"""What the xUnit plugin of Jenkins allows: (known, required) attributes of each element."""

DOCUMENTS = {name: getattr(builders, f"{name}_document")() for name in ("sample", "quiet", "empty", "hostile")}


def parsed(document: dict[str, Any], lang: str = "nl", fail_on: str = "") -> ET.Element:
    return ET.fromstring(render(document, "junit", lang, fail_on))


def cases(root: ET.Element) -> dict[str, ET.Element]:
    return {case.get("name", "").split()[0]: case for case in root.iter("testcase")}


def state(case: ET.Element) -> str:
    return next((child.tag for child in case if child.tag in ("failure", "skipped")), "passed")


def refused(element: ET.Element) -> list[str]:
    known, required = ATTRIBUTES.get(element.tag, (set(), set()))
    problems = [f"{element.tag}: attribute {name}" for name in set(element.attrib) - known]
    problems += [f"{element.tag}: no {name}" for name in required - set(element.attrib)]
    problems += [f"{element.tag}: child {child.tag}" for child in element
                 if child.tag not in CHILDREN.get(element.tag, set())]
    return problems + [problem for child in element for problem in refused(child)]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", DOCUMENTS)
def test_readers_accept_it(name: str, lang: str) -> None:
    root = parsed(DOCUMENTS[name], lang)
    assert root.tag == "testsuites"
    assert refused(root) == []
    for suite in root.iter("testsuite"):
        found = [state(case) for case in suite.iter("testcase")]
        assert int(suite.get("tests", "")) == len(found)
        assert int(suite.get("failures", "")) == found.count("failure")
        assert int(suite.get("skipped", "")) == found.count("skipped")
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(set(names)) == len(names), "a CI knows a case by its name"


def test_the_check_of_readers_can_fail() -> None:
    assert refused(ET.fromstring("<testsuites><testcase name='x' colour='red'/></testsuites>"))


def test_one_case_a_rule_also_for_rules_that_found_nothing() -> None:
    found = cases(parsed(DOCUMENTS["sample"]))
    assert set(found) == {rule["id"] for rule in builders.RULES}
    assert {name: state(case) for name, case in found.items()} == {
        "COV-001": "passed", "IDN-001": "failure", "IDN-005": "skipped", "MIN-001": "failure", "MIN-003": "failure",
        "SEC-001": "skipped", "TPT-004": "failure"}


@pytest.mark.parametrize(("fail_on", "failing"), [
    ("kritiek", {"IDN-001"}), ("hoog", {"IDN-001", "MIN-001", "TPT-004"}),
    ("midden", {"IDN-001", "MIN-001", "TPT-004", "MIN-003"}), ("", {"IDN-001", "MIN-001", "TPT-004", "MIN-003"}),
])
def test_only_findings_at_or_above_the_threshold_fail(fail_on: str, failing: set[str]) -> None:
    found = cases(parsed(DOCUMENTS["sample"], fail_on=fail_on))
    assert {name for name, case in found.items() if state(case) == "failure"} == failing
    below = found["MIN-003"].find("system-out")
    assert below is not None and "F-5eed01" in (below.text or ""), "what does not fail is told all the same"


def test_nothing_found_with_full_coverage_is_green() -> None:
    document = copy.deepcopy(DOCUMENTS["sample"])
    document["coverage"]["gate"] = {"verdict": "complete", "reasons": []}
    assert state(cases(parsed(document))["SEC-001"]) == "passed"


@pytest.mark.parametrize("how", ["exception", "baseline"])
def test_suppressed_findings_are_skipped_with_their_reason(how: str) -> None:
    document = copy.deepcopy(DOCUMENTS["sample"])
    for finding in document["findings"]:
        if finding["rule"] == "IDN-001":
            if how == "exception":
                finding["exception"] = "EX-9"
            else:
                finding["baseline"] = {"state": "accepted", "reason": "EX-9", "owner": "FG", "expires": "2026-12-01",
                                       "accepted_on": "2026-10-01", "note": {"nl": "", "en": ""}}
    case = cases(parsed(document))["IDN-001"]
    assert state(case) == "skipped"
    skipped = case.find("skipped")
    assert skipped is not None and "EX-9" in skipped.get("message", "")


def test_many_places_are_counted() -> None:
    document = copy.deepcopy(DOCUMENTS["sample"])
    one = next(f for f in document["findings"] if f["rule"] == "IDN-001")
    document["findings"] = [one | {"id": f"F-{i}"} for i in range(MOST_PLACES + 7)]
    failure = cases(parsed(document, "en"))["IDN-001"].find("failure")
    assert failure is not None and "and 7 more" in (failure.text or "")


def test_golden(request: pytest.FixtureRequest) -> None:
    goldens.check(request, "result.junit.xml", render(json.loads(json.dumps(DOCUMENTS["sample"])), "junit", "nl"))
