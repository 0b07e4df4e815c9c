"""Reads the public types from the native document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scanner.report import Document, open_findings

from .types import Capture, Coverage, Detection, Evidence, Finding, Flow, Gap, HostCoverage, Recipient, Words

_Row = Mapping[str, Any]


def findings(document: Document) -> tuple[Finding, ...]:
    """The findings, the worst first."""
    counting = {id(row) for row in open_findings(document)}
    return tuple(_finding(row, counts=id(row) in counting) for row in document["findings"])


def _finding(row: _Row, *, counts: bool) -> Finding:
    return Finding(
        id=row["id"], fingerprint=row["fingerprint"], rule=row["rule"], severity=row["severity"], status=row["status"],
        confidence=row["confidence"], recipient=row["recipient"], role=row["role"], host=row["host"],
        endpoint=row["endpoint"], direction=row["direction"], part=row["part"], pointer=row["pointer"],
        categories=tuple(row["categories"]), about=row["about"], count=row["count"], subjects=row["subjects"],
        occurrences=tuple(row["occurrences"]), first_seen=_time(row["first_seen"]), last_seen=_time(row["last_seen"]),
        also=tuple(row["also"]), steps=tuple(row.get("scenario_steps", ())), counts=counts,
        nl=_words(row["texts"]["nl"]), en=_words(row["texts"]["en"]),
    )


def _words(row: _Row) -> Words:
    return Words(row["title"], row["message"], row["why"], row["remediation"], tuple(row["basis"]),
                 tuple(row["severity_reasons"]))


def detections(document: Document) -> tuple[Detection, ...]:
    """The detections in the order of the captures."""
    return tuple(
        Detection(
            id=row["id"], category=row["category"], confidence=row["confidence"], recognizer=row["recognizer"],
            about=row["about"], subject=row["subject"], masked=row["masked"], fingerprint=row["fingerprint"],
            capture=row["capture"], exchange=row["exchange"], time=_time(row["time"]), method=row["method"],
            host=row["host"], port=row["port"], path=row["path"], endpoint=row["endpoint"], recipient=row["recipient"],
            direction=row["direction"], part=row["part"], pointer=row["pointer"], steps=tuple(row["steps"]),
            evidence=tuple(Evidence(each["code"], each["weight"]) for each in row["evidence"]),
        )
        for row in document["detections"])


def recipients(document: Document) -> tuple[Recipient, ...]:
    """All recipients, contacted or not."""
    return tuple(
        Recipient(row["id"], row["organisation"], row["role"], row["country"], row["declared"], row["tracker"],
                  tuple(row["hosts"]), row["exchanges"], row["body_bytes"])
        for row in document["recipients"])


def flows(document: Document) -> tuple[Flow, ...]:
    """The cells of the matrix that hold something."""
    return tuple(
        Flow(row["recipient"], row["category"], row["about"], row["declared"], row["count"], row["subjects"],
             tuple(row["directions"]), tuple(row["purposes"]))
        for row in document["flows"])


def coverage(document: Document) -> Coverage:
    """What was seen and what was not."""
    given = document["coverage"]
    numbers = ("exchanges", "body_bytes", "decoded_bytes", "unread_bytes", "undecrypted_bytes")
    reasons = given["gate"]["reasons"]
    return Coverage(
        given["gate"]["verdict"], tuple(text["nl"] for text in reasons), tuple(text["en"] for text in reasons),
        **{key: given["totals"][key] for key in numbers},
        hosts=tuple(HostCoverage(row["host"], **{key: row[key] for key in numbers}) for row in given["hosts"]),
        gaps=tuple(Gap(row["gap"], row["host"], row["capture"], row["bytes"], row["count"], row["detail"])
                   for row in given["notes"]),
    )


def captures(document: Document) -> tuple[Capture, ...]:
    """The captures in the order in which they were read."""
    return tuple(
        Capture(row["label"], row["kind"], row["bytes"], row["sha256"], row["exchanges"], _time(row["first"]),
                _time(row["last"]), row["note"])
        for row in document["scan"]["inputs"])


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
