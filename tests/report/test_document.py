"""The native result: schema, determinism, both languages."""

import random
from typing import Any

import builders
import pytest

from scanner.model import Gap, HostCoverage, Note, Severity, Text
from scanner.report import SCHEMA, render
from scanner.report.document import iso
from scanner.report.json_ import problems, schema

DESIGN_DETECTION_KEYS = {
    "id", "category", "confidence", "recognizer", "capture", "exchange", "time", "method", "host", "port", "path",
    "direction", "part", "pointer", "steps", "masked", "fingerprint", "subject", "about", "evidence",
}
DESIGN_FINDING_KEYS = {
    "id", "rule", "severity", "status", "recipient", "role", "endpoint", "pointer", "occurrences", "message", "basis",
    "remediation", "also",
}


@pytest.mark.parametrize(
    "document",
    [
        builders.sample_document(),
        builders.sample_document("en"),
        builders.quiet_document(),
        builders.empty_document(),
        builders.hostile_document(),
    ],
    ids=["sample", "english", "quiet", "empty", "hostile"],
)
def test_keeps_to_the_schema(document: dict[str, Any]) -> None:
    assert list(problems(document)) == []


def test_schema_is_itself_valid() -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.update(extra=1),
        lambda d: d["findings"][0].pop("rule"),
        lambda d: d["findings"][0].update(severity="severe"),
        lambda d: d["detections"][0].update(value="raw"),
        lambda d: d["coverage"]["totals"].update(body_bytes=-1),
        lambda d: d["coverage"].pop("gate"),
        lambda d: [row.update(time="2026-10-05") for row in d["detections"]],
    ],
)
def test_schema_refuses(spoil: Any) -> None:
    document = builders.sample_document()
    spoil(document)
    assert list(problems(document))


def test_has_the_keys_of_the_design() -> None:
    document = builders.sample_document()
    assert list(document) == ["schema", "tool", "scan", "coverage", "recipients", "detections", "findings", "flows",
                              "cookies", "cookies_left"]
    assert document["schema"] == SCHEMA
    assert set(document["detections"][0]) >= DESIGN_DETECTION_KEYS
    assert set(document["findings"][0]) >= DESIGN_FINDING_KEYS


def test_is_the_same_whatever_the_order_of_its_parts() -> None:
    first = render(builders.sample_document(), "json", "nl")
    shuffle = random.Random(4).sample
    detections, findings = builders.sample_detections(), builders.sample_findings()
    flows, recipients = builders.sample_flows(), builders.RECIPIENTS
    coverage = builders.sample_coverage()
    coverage["hosts"] = shuffle(coverage["hosts"], len(coverage["hosts"]))
    coverage["notes"] = shuffle(coverage["notes"], len(coverage["notes"]))
    again = builders.sample_document(
        detections=shuffle(detections, len(detections)),
        findings=shuffle(findings, len(findings)),
        flows=shuffle(flows, len(flows)),
        recipients=shuffle(recipients, len(recipients)),
        coverage=coverage,
    )
    assert render(again, "json", "nl") == first


def test_worst_findings_come_first() -> None:
    order = [Severity.parse(f["severity"]) for f in builders.sample_document()["findings"]]
    assert order == sorted(order, reverse=True)


def test_texts_follow_the_language_and_both_are_kept() -> None:
    nl, en = builders.sample_document("nl")["findings"][0], builders.sample_document("en")["findings"][0]
    assert nl["title"] == "BSN buiten wettelijke ontvanger"
    assert en["title"] == "BSN outside statutory recipient"
    assert nl["texts"] == en["texts"]
    assert nl["texts"]["nl"]["title"] == nl["title"]
    assert builders.sample_document("en")["detections"][0]["label"] == "surname"


def test_detection_names_its_recipient_by_host() -> None:
    document = builders.sample_document()
    assert {d["host"]: d["recipient"] for d in document["detections"]}["crash.example"] == "crash"


def test_totals_add_up() -> None:
    coverage = builders.sample_document()["coverage"]
    totals = coverage["totals"]
    assert totals["body_bytes"] == totals["decoded_bytes"] + totals["unread_bytes"]
    assert totals["undecrypted_connections"] == 6


def test_equal_notes_are_added_up() -> None:
    coverage = {
        **builders.sample_coverage(),
        "hosts": [HostCoverage("a.example")],
        "notes": [
            Note(Gap.TCP_GAP, "c", "a.example", 5, 1, time=9.0),
            Note(Gap.TCP_GAP, "c", "a.example", 7, 2, time=8.0),
        ],
    }
    notes = builders.sample_document(coverage=coverage)["coverage"]["notes"]
    assert [(n["bytes"], n["count"], n["first"]) for n in notes] == [(12, 3, "1970-01-01T00:00:08.000Z")]


def test_line_breaks_of_rule_texts_mean_nothing() -> None:
    finding = builders.finding(why=Text("een\n  twee\n", "one\n two\n"))
    assert builders.sample_document(findings=[finding])["findings"][0]["why"] == "een twee"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        (1e300, None),
        (-1e20, None),
        ("12", None),
        (1_791_184_462.1256, "2026-10-05T07:14:22.125Z"),
        (1, "1970-01-01T00:00:01.000Z"),
    ],
)
def test_times(seconds: object, text: str | None) -> None:
    assert iso(seconds) == text


def test_dataclasses_serve_as_well_as_mappings() -> None:
    from dataclasses import make_dataclass

    given = builders.sample_coverage()
    shaped = make_dataclass("Coverage", list(given))(**given)
    tool = make_dataclass("Tool", ["name", "version"])("Leerlek", "0.1.0")
    assert builders.sample_document(coverage=shaped, tool=tool) == builders.sample_document()
