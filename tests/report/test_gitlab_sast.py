"""GitLab's security report: the members that its schema knows, nothing of the capture that acts in Markdown."""

import re
import uuid
from pathlib import PurePosixPath
from typing import Any

import builders
import goldens
import orjson
import pytest
from jsonschema import Draft202012Validator

from scanner.report import render

TEXT = {"type": "string", "minLength": 1}
TOOL = {"type": "object", "required": ["id", "name", "version", "vendor"], "additionalProperties": False,
        "properties": {"id": TEXT, "name": TEXT, "version": TEXT,
                       "vendor": {"type": "object", "required": ["name"], "properties": {"name": TEXT}}}}
TIME = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"}
PLACE = {"file": TEXT, "start_line": {"type": "integer", "minimum": 1}, "end_line": {"type": "integer", "minimum": 1}}
REPORT = {
    "type": "object", "required": ["version", "scan", "vulnerabilities"], "additionalProperties": False,
    "properties": {
        "version": {"type": "string", "pattern": r"^15\.0\.[0-9]+$"},
        "scan": {
            "type": "object", "additionalProperties": False,
            "required": ["analyzer", "scanner", "type", "status", "start_time", "end_time"],
            "properties": {
                "analyzer": TOOL, "scanner": TOOL, "type": {"const": "sast"}, "status": {"const": "success"},
                "start_time": TIME, "end_time": TIME,
                "messages": {"type": "array", "items": {
                    "type": "object", "required": ["level", "value"], "additionalProperties": False,
                    "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": TEXT}}},
            },
        },
        "vulnerabilities": {"type": "array", "items": {
            "type": "object", "required": ["id", "identifiers", "location"], "additionalProperties": False,
            "properties": {
                "id": {"type": "string", "minLength": 1}, "name": {"type": "string", "maxLength": 255},
                "description": {"type": "string", "maxLength": 1048576},
                "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
                "solution": {"type": "string", "maxLength": 7000},
                "identifiers": {"type": "array", "minItems": 1, "items": {
                    "type": "object", "required": ["type", "name", "value"], "additionalProperties": False,
                    "properties": {"type": TEXT, "name": TEXT, "value": TEXT}}},
                "location": {"type": "object", "additionalProperties": False, "properties": PLACE},
                "tracking": {
                    "type": "object", "required": ["type", "items"], "additionalProperties": False,
                    "properties": {"type": {"const": "source"}, "items": {"type": "array", "minItems": 1, "items": {
                        "type": "object", "required": ["signatures"], "additionalProperties": False,
                        "properties": {**PLACE, "signatures": {"type": "array", "minItems": 1, "items": {
                            "type": "object", "required": ["algorithm", "value"], "additionalProperties": False,
                            "properties": {"algorithm": TEXT, "value": TEXT}}}}}}},
                },
            },
        }},
    },
}
"""The part of the published schema 15.0 that we write, without leave for anything else."""


def report(document: dict[str, Any], lang: str = "nl") -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(render(document, "gitlab-sast", lang))
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_the_platform_accepts_it(name: str, lang: str) -> None:
    document = getattr(builders, f"{name}_document")()
    for f in document["findings"]:
        f["exception"] = ""
    found = report(document, lang)
    Draft202012Validator(REPORT).validate(found)
    assert len(found["vulnerabilities"]) == len(document["findings"])
    ids = [each["id"] for each in found["vulnerabilities"]]
    assert len(set(ids)) == len(ids) and all(uuid.UUID(each) for each in ids)
    for each in found["vulnerabilities"]:
        path = PurePosixPath(each["location"]["file"])
        assert not path.is_absolute() and ".." not in path.parts


def test_markup_of_a_capture_stays_text() -> None:
    document = builders.hostile_document()
    for f in document["findings"]:
        f["exception"] = ""
    for each in report(document)["vulnerabilities"]:
        outside = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", each["description"])
        assert not re.search(r"(?<!\\)[<\[]|://", outside), outside


def test_coverage_that_is_limited_is_a_warning() -> None:
    messages = report(builders.empty_document(), "en")["scan"]["messages"]
    assert {"level": "warn", "value": "No traffic was read."} in messages


def test_suppressed_findings_are_left_out() -> None:
    document = builders.sample_document()
    assert len(report(document)["vulnerabilities"]) == len(document["findings"]) - 1, "one has an exception"


def test_golden(request: pytest.FixtureRequest) -> None:
    goldens.check(request, "result.gitlab-sast.json", render(builders.sample_document(), "gitlab-sast", "en"))
