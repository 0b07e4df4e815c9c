"""GitLab Code Quality: what the merge request widget reads, nothing twice, no path out of the repository."""

import copy
from pathlib import PurePosixPath
from typing import Any

import builders
import goldens
import orjson
import pytest
from jsonschema import Draft202012Validator

from scanner.report import render
from scanner.report.gitlab import SEVERITIES

ISSUE = {
    "type": "object",
    "required": ["description", "check_name", "fingerprint", "severity", "location"],
    "properties": {
        "type": {"const": "issue"},
        "description": {"type": "string", "minLength": 1, "maxLength": 1000},
        "check_name": {"type": "string", "minLength": 1},
        "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
        "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
        "categories": {"type": "array", "items": {"const": "Security"}},
        "location": {
            "type": "object", "required": ["path", "lines"], "additionalProperties": False,
            "properties": {"path": {"type": "string", "minLength": 1},
                           "lines": {"type": "object", "required": ["begin"],
                                     "properties": {"begin": {"type": "integer", "minimum": 1}}}},
        },
    },
    "additionalProperties": False,
}
"""The members that the platform documents, and no other."""


def issues(document: dict[str, Any], lang: str = "nl") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(render(document, "gitlab", lang))
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_the_platform_accepts_it(name: str, lang: str) -> None:
    found = issues(getattr(builders, f"{name}_document")(), lang)
    Draft202012Validator({"type": "array", "items": ISSUE}).validate(found)
    assert len({issue["fingerprint"] for issue in found}) == len(found)
    for issue in found:
        path = PurePosixPath(issue["location"]["path"])
        assert not path.is_absolute() and ".." not in path.parts


def test_an_issue_points_at_the_entry_of_the_capture() -> None:
    first = issues(builders.sample_document())[0]
    assert (first["check_name"], first["severity"]) == ("IDN-001", "blocker")
    assert first["location"] == {"path": "opnames/les1.har", "lines": {"begin": 9120}}


def test_covered_findings_are_told_with_the_reason() -> None:
    document = builders.sample_document()
    (covered,) = [i for i in issues(document) if i["description"].startswith("Telt niet mee")]
    assert covered["severity"] == "info"
    for word in ("EX-1", "FG bestuur X", "31 december 2026", "nog geen ECK iD voor deze groep"):
        assert word in covered["description"]
    assert len(issues(document)) == len(document["findings"])
    order = list(SEVERITIES.values())
    ranks = [order.index(i["severity"]) for i in issues(document)]
    assert ranks == sorted(ranks)


def test_a_fingerprint_does_not_depend_on_texts_or_order() -> None:
    document = builders.sample_document()
    other = copy.deepcopy(document)
    other["findings"].reverse()
    assert {i["fingerprint"] for i in issues(document)} == {i["fingerprint"] for i in issues(other, "en")}


@pytest.mark.parametrize("label", ["../../etc/passwd", "/abs/les.har", "C:\\opnames\\les.har", "..", ""])
def test_a_capture_name_stays_inside(label: str) -> None:
    document = copy.deepcopy(builders.sample_document())
    for d in document["detections"]:
        d["capture"] = label
    for issue in issues(document):
        assert not issue["location"]["path"].startswith(("/", ".."))
        assert issue["location"]["path"]


def test_golden(request: pytest.FixtureRequest) -> None:
    goldens.check(request, "result.gitlab.json", render(builders.sample_document(), "gitlab", "en"))
