"""The baseline file that is written from results: readable by the judge, stable, and without raw values."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import builders
import pytest
import yaml

from scanner.judge import load_baseline
from scanner.report.acceptance import Acceptance, accept

GIVEN = Acceptance("bekend: \"release 6\"", "J. Beheer")


def document_of(name: str) -> dict[str, Any]:
    """A sample result with fingerprints as a scan makes them."""
    document: dict[str, Any] = getattr(builders, f"{name}_document")()
    for f in document["findings"]:
        f["fingerprint"] = hashlib.sha256(f["fingerprint"].encode()).hexdigest()[:32]
    return document


def test_the_judge_reads_what_is_written(tmp_path: Path) -> None:
    document = document_of("sample")
    written = accept([document], GIVEN)
    path = tmp_path / "b.yaml"
    path.write_text(written.text, encoding="utf-8")
    baseline = load_baseline(path)
    accepted = {entry.fingerprint for entry in baseline.accepted}
    left_out = {f["fingerprint"] for f in document["findings"] if f["rule"] in {"IDN-001", "SEC-001"}}
    assert written.accepted == len(accepted) > 0
    assert left_out
    assert not accepted & left_out
    assert baseline.known == left_out
    assert {entry.reason for entry in baseline.accepted} == {"bekend: \"release 6\""}
    assert baseline.scans == 1
    assert {r.id for r in baseline.recipients} >= {"rekenen", "crash"}
    assert accept([document], GIVEN).text == written.text


def test_the_term_is_half_a_year_from_the_captures_unless_given() -> None:
    document = document_of("sample")
    last = date.fromisoformat(document["scan"]["period"]["last"][:10])
    entry = yaml.safe_load(accept([document], GIVEN).text)["accepted"][0]
    assert entry["accepted_on"] == str(last)
    assert (date.fromisoformat(entry["expires"]) - last).days == 182
    given = Acceptance("r", "o", date(2027, 1, 2))
    assert yaml.safe_load(accept([document], given).text)["accepted"][0]["expires"] == "2027-01-02"


def test_only_what_was_chosen_is_accepted_and_the_rest_is_known() -> None:
    document = document_of("sample")
    chosen = next(f for f in document["findings"] if f["rule"] == "MIN-001")
    data = yaml.safe_load(accept([document], Acceptance("r", "o", only=frozenset({chosen["id"]}))).text)
    assert [entry["id"] for entry in data["accepted"]] == [chosen["id"]]
    assert len(data["known"]) == len({f["fingerprint"] for f in document["findings"]}) - 1


def test_reasons_of_an_earlier_baseline_are_kept() -> None:
    document = document_of("sample")
    f = next(f for f in document["findings"] if f["rule"] == "MIN-001")
    f["baseline"] = {"state": "accepted", "reason": "oude reden", "owner": "A", "accepted_on": "2026-09-01",
                     "expires": "2026-12-01", "note": {"nl": "", "en": ""}}
    written = accept([document], GIVEN)
    entry = next(e for e in yaml.safe_load(written.text)["accepted"] if e["fingerprint"] == f["fingerprint"])
    assert (entry["reason"], entry["owner"], entry["expires"]) == ("oude reden", "A", "2026-12-01")
    assert written.kept == 1
    f["baseline"]["state"] = "expired"
    entry = next(e for e in yaml.safe_load(accept([document], GIVEN).text)["accepted"]
                 if e["fingerprint"] == f["fingerprint"])
    assert entry["reason"] == GIVEN.reason


def test_several_scans_are_one_baseline() -> None:
    first = document_of("sample")
    second = deepcopy(first)
    extra = deepcopy(first["flows"][0]) | {"category": "media.image", "about": "guardian"}
    second["flows"].append(extra)
    data = yaml.safe_load(accept([first, second], GIVEN).text)
    assert data["seen"]["scans"] == 2
    assert len(data["accepted"]) == len(yaml.safe_load(accept([first], GIVEN).text)["accepted"])
    seen = {r["id"]: r["categories"] for r in data["seen"]["recipients"]}
    assert "parent.media.image" in seen[extra["recipient"]]


@pytest.mark.parametrize("name", ["quiet", "empty", "hostile"])
def test_any_result_gives_a_file_that_can_be_read(name: str, tmp_path: Path) -> None:
    document = document_of(name)
    document["scan"]["period"]["last"] = document["scan"]["period"]["last"] or "2026-10-05T00:00:00.000Z"
    written = accept([document], GIVEN)
    assert all(char.isprintable() or char == "\n" for char in written.text)
    path = tmp_path / "b.yaml"
    path.write_text(written.text, encoding="utf-8")
    data = yaml.safe_load(written.text)
    assert set(data) <= {"schema", "product", "accepted", "known", "seen"}
    if name != "hostile":  # whose rule ids are not those of rules
        load_baseline(path)
