"""The section on protection: only where it was asked for, in both languages, inert."""

from __future__ import annotations

import copy
from typing import Any

import builders
import pytest

from scanner.report import render

ROW = {"deed": "blocked", "host": "meten.example", "recipient": "m", "rule": "IDN-001",
       "title": {"nl": "BSN hier", "en": "BSN here"}, "severity": "kritiek", "category": "id.bsn", "part": "body",
       "pointer": "/bsn", "masked": "*********", "why": "", "count": 3}
KEPT = ROW | {"deed": "kept", "rule": "", "title": None, "severity": None, "why": "signed"}
DONE = {"deed": "blocked", "host": "meten.example", "recipient": "m", "organisation": "Meten", "reason": "", "count": 3,
        "bytes": 9, "first": "2026-10-05T07:00:00.000Z", "last": None}
PASSED = DONE | {"deed": "passed", "reason": "slow", "organisation": ""}
GIVEN = {"asked": {"block": "hoog", "block_for": ["meten.example"], "pseudonymise": ["profiel.example"]},
         "requests": [DONE, PASSED], "rows": [ROW, KEPT], "rows_left": 4}


@pytest.fixture
def document() -> dict[str, Any]:
    return builders.sample_document()


@pytest.fixture
def protected(document: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(document) | {"protection": copy.deepcopy(GIVEN)}


def test_a_scan_without_protection_has_no_section(document: dict[str, Any]) -> None:
    assert b'id="bescherming"' not in render(document, "html", "nl")


@pytest.mark.parametrize(("lang", "words"), [
    ("nl", ("Bescherming", "tegengehouden", "BSN hier", "beoordelen duurde te lang", "ondertekend", "En nog 4")),
    ("en", ("Protection", "blocked", "BSN here", "judging took too long", "signed", "And 4 more")),
])
def test_it_says_what_was_done_and_why(protected: dict[str, Any], lang: str, words: tuple[str, ...]) -> None:
    page = render(protected, "html", lang).decode()
    assert all(word in page for word in words) and 'id="bescherming"' in page and 'href="#bescherming"' in page


def test_hostile_names_are_text(protected: dict[str, Any]) -> None:
    evil = "<script>alert(1)</script>"
    for name in ("host", "part", "pointer", "masked"):
        protected["protection"]["rows"][0][name] = evil
    protected["protection"]["requests"][0]["organisation"] = evil
    protected["protection"]["asked"]["block_for"] = [evil]
    assert evil.encode() not in render(protected, "html", "nl")


def test_the_schema_knows_it(protected: dict[str, Any]) -> None:
    import json
    from pathlib import Path

    from jsonschema import Draft202012Validator

    schema = json.loads((Path(__file__).parents[2] / "scanner" / "schemas" / "result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(protected)
