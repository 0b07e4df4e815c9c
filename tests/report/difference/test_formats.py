"""What the formats of a comparison say to the programs that read them."""

from __future__ import annotations

import csv
import io
import json
from copy import deepcopy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import builders
import jsonschema
import openpyxl
import pytest
from report_readers import pages_of

from scanner.report.difference import compare, render

Document = dict[str, Any]
SARIF = Path(__file__).parents[1] / "schemas" / "sarif-schema-2.1.0.json"


@pytest.fixture(scope="module")
def old() -> Document:
    document = builders.sample_document()
    places = {(f["host"], f["endpoint"]) for f in document["findings"] if f["host"]}
    document["coverage"]["endpoints"] = [{"host": host, "endpoints": sorted({e for h, e in places if h == host})}
                                         for host in sorted({host for host, _ in places})]
    document["coverage"]["endpoints_complete"] = True
    return document


def new_of(old: Document, *, keep_endpoints: bool) -> Document:
    """Without MIN-001, with all else; the endpoints looked at or not."""
    new = deepcopy(old)
    new["findings"] = [f for f in new["findings"] if f["rule"] != "MIN-001"]
    new["detections"] = []
    if not keep_endpoints:
        new["coverage"]["endpoints"] = []
    return new


def cases(difference: Document, fail_on: str = "") -> dict[str, ET.Element]:
    root = ET.fromstring(render(difference, "junit", "en", fail_on))
    return {case.get("name", "").split(" ")[0]: case for case in root.iter("testcase")}


def test_junit_is_red_for_what_is_new_only(old: Document) -> None:
    back = compare(new_of(old, keep_endpoints=True), old)
    case = cases(back)["MIN-001"]
    assert case.find("failure") is not None
    assert "new" in (case.find("failure").text or "")  # type: ignore[union-attr]
    repaired = cases(compare(old, new_of(old, keep_endpoints=True)))["MIN-001"]
    assert [part.tag for part in repaired] == ["system-out"]
    assert "gone" in (repaired[0].text or "")


def test_junit_skips_what_nobody_looked_at(old: Document) -> None:
    difference = compare(old, new_of(old, keep_endpoints=False))
    found = cases(difference)
    assert found["MIN-001"].find("skipped") is not None
    assert "not called again" in found["Coverage:"].find("skipped").get("message", "")  # type: ignore[union-attr]
    assert not list(cases(compare(old, old))["Coverage:"])


def test_junit_keeps_to_the_threshold(old: Document) -> None:
    back = compare(new_of(old, keep_endpoints=True), old)
    worst = {f["severity"] for f in back["findings"]["new"]}
    assert "kritiek" not in worst
    assert cases(back, "kritiek")["MIN-001"].find("failure") is None
    assert cases(back, "info")["MIN-001"].find("failure") is not None


def test_sarif_keeps_to_the_official_schema_and_tells_gone_from_not_seen(old: Document) -> None:
    validator = jsonschema.Draft7Validator(json.loads(SARIF.read_text("utf-8")))
    for keep, state, kind in ((True, "absent", "fail"), (False, "unchanged", "open")):
        log = json.loads(render(compare(old, new_of(old, keep_endpoints=keep)), "sarif", "nl"))
        validator.validate(log)
        result = next(r for r in log["runs"][0]["results"] if r["ruleId"] == "MIN-001")
        assert (result["baselineState"], result["kind"]) == (state, kind)
        assert result["level"] == "none" if kind == "open" else result["level"] != "none"
    validator.validate(json.loads(render(compare(old, old), "sarif", "en")))
    hostile = compare(builders.quiet_document(), builders.hostile_document())
    validator.validate(json.loads(render(hostile, "sarif", "en")))


def test_the_spreadsheet_has_the_coverage_too(old: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(render(compare(old, new_of(old, keep_endpoints=False)), "xlsx", "en")))
    assert book.sheetnames == ["About this file", "Findings", "Data flows", "Recipients", "Coverage"]
    states = {row[0].value for row in book["Findings"].iter_rows(min_row=2)}
    assert states == {"not seen"}
    items = [row[0].value for row in book["Coverage"].iter_rows(min_row=2)]
    assert "endpoint not called again" in items


@pytest.mark.parametrize(("lang", "separator"), [("nl", ";"), ("en", ",")])
def test_the_table_of_coverage_has_both_scans(old: Document, lang: str, separator: str) -> None:
    text = render(compare(old, new_of(old, keep_endpoints=False)), "csv-coverage", lang).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    assert all(len(row) == 4 for row in rows)
    totals = {row[0]: row[2:] for row in rows if not row[1]}
    assert totals["exchanges" if lang == "en" else "berichten"] == [str(old["coverage"]["totals"]["exchanges"])] * 2


def test_paper_tells_where_nobody_looked(old: Document) -> None:
    difference = compare(old, new_of(old, keep_endpoints=False))
    text = " ".join("".join(pages_of(render(difference, "pdf", "nl"))).split())
    assert "Verschil tussen twee scans" in text
    assert "zegt niet dat de bevinding is opgelost" in text
    assert "niet opnieuw zijn benaderd" in text


def test_paper_is_cut_with_its_count(old: Document) -> None:
    from scanner.report.difference.page import sections

    difference = compare(old, new_of(old, keep_endpoints=False))
    assert "And 1 more; see the JSON file." in "".join(map(str, sections(
        difference, "en", len(difference["findings"]["unseen"]) - 1)))


def test_gitlab_gets_what_is_new_and_nothing_that_is_gone(old: Document) -> None:
    new = new_of(old, keep_endpoints=True)
    assert not [i for i in json.loads(render(compare(old, new), "gitlab", "en")) if i["check_name"] == "MIN-001"]
    issues = json.loads(render(compare(new, old), "gitlab", "nl"))
    issue = next(i for i in issues if i["check_name"] == "MIN-001")
    assert issue["description"].startswith("Nieuw") and issue["severity"] in {"critical", "major", "minor", "blocker"}
    assert set(issue["location"]) == {"path", "lines"} and not issue["location"]["path"].startswith(("/", "."))
    assert len({i["fingerprint"] for i in issues}) == len(issues)


def test_parquet_has_a_row_for_each_state(old: Document) -> None:
    from arro3.io import read_parquet

    difference = compare(old, new_of(old, keep_endpoints=True))
    table = read_parquet(io.BytesIO(render(difference, "parquet", "nl"))).read_all()
    columns = {name: table.column(name).to_pylist() for name in ("state", "rule", "count", "accepted", "categories")}
    rows = [(state, f["rule"], f["count"]) for state in ("new", "changed", "gone", "unseen")
            for f in difference["findings"][state]]
    assert sorted(zip(columns["state"], columns["rule"], columns["count"], strict=True)) == sorted(rows)
    assert ("gone", "MIN-001") in set(zip(columns["state"], columns["rule"], strict=True))
