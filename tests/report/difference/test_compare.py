"""The difference between two scans: gone is not the same as not seen."""

from __future__ import annotations

import io
import zipfile
from copy import deepcopy
from html import unescape
from typing import Any

import builders
import jsonschema
import pytest
from arro3.io import read_parquet
from report_readers import pages_of, text_of

from scanner.report import load_document, render
from scanner.report.difference import FORMATS, compare, counting
from scanner.report.html.shell import shell
from scanner.report.json_ import inert_tree

Document = dict[str, Any]
PACKED = frozenset(("pdf", "docx", "xlsx", "parquet"))


@pytest.fixture
def old() -> Document:
    document = builders.sample_document()
    places = {(f["host"], f["endpoint"]) for f in document["findings"] if f["host"]}
    document["coverage"]["endpoints"] = [{"host": host, "endpoints": sorted({e for h, e in places if h == host})}
                                         for host in sorted({host for host, _ in places})]
    document["coverage"]["endpoints_complete"] = True
    return document


def first(document: Document, rule: str) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in document["findings"] if f["rule"] == rule)
    return found


def states(difference: Document) -> dict[str, int]:
    return {key: len(value) if isinstance(value, list) else value for key, value in difference["findings"].items()}


def without(document: Document, rule: str) -> Document:
    new = deepcopy(document)
    new["findings"] = [f for f in new["findings"] if f["rule"] != rule]
    new["detections"] = []
    return new


def test_a_scan_does_not_differ_from_itself(old: Document) -> None:
    difference = compare(old, deepcopy(old))
    assert states(difference) == {"new": 0, "gone": 0, "unseen": 0, "changed": 0, "same": len(old["findings"])}
    assert not difference["remarks"]
    assert not any(difference["flows"].values())
    assert not any(difference["recipients"].values())
    assert not difference["coverage"]["hosts"]
    assert not counting(difference)


def test_what_disappeared_where_the_scan_looked_is_gone(old: Document) -> None:
    difference = compare(old, without(old, "MIN-001"))
    assert {f["rule"] for f in difference["findings"]["gone"]} == {"MIN-001"}
    assert not difference["findings"]["unseen"]


def test_what_disappeared_with_its_endpoint_was_not_seen(old: Document) -> None:
    new = without(old, "MIN-001")
    f = first(old, "MIN-001")
    for row in new["coverage"]["endpoints"]:
        row["endpoints"] = [e for e in row["endpoints"] if (row["host"], e) != (f["host"], f["endpoint"])]
    difference = compare(old, new)
    assert [(f["rule"], f["why"]) for f in difference["findings"]["unseen"]] == [("MIN-001", "endpoint")]
    assert difference["coverage"]["endpoints"]["unseen"] == 1


def test_what_disappeared_with_its_host_was_not_seen(old: Document) -> None:
    new = without(old, "MIN-001")
    host = first(old, "MIN-001")["host"]
    for row in new["coverage"]["hosts"]:
        if row["host"] == host:
            row["exchanges"] = 0
    difference = compare(old, new)
    assert {f["why"] for f in difference["findings"]["unseen"]} == {"host"}
    assert {h["state"] for h in difference["coverage"]["hosts"]} == {"unseen"}


def test_what_disappeared_where_bodies_were_not_read_was_not_seen(old: Document) -> None:
    new = without(old, "MIN-001")
    for row in new["coverage"]["hosts"]:
        row["undecrypted_bytes"] = row["body_bytes"] + 1000
    assert {f["why"] for f in compare(old, new)["findings"]["unseen"]} == {"unread"}


def test_what_disappeared_with_its_rule_was_not_seen(old: Document) -> None:
    new = without(old, "MIN-001")
    rules = new["scan"]["settings"]["rules"]
    rules["evaluated"] = [rule for rule in rules["evaluated"] if rule["id"] != "MIN-001"]
    rules["sha256"] = "0" * 64
    difference = compare(old, new)
    assert {f["why"] for f in difference["findings"]["unseen"]} == {"rule"}
    assert any("regels" in text["nl"] for text in difference["remarks"])


def test_a_result_without_endpoints_says_so(old: Document) -> None:
    new = without(old, "MIN-001")
    del new["coverage"]["endpoints"]
    difference = compare(old, new)
    assert not difference["findings"]["gone"]
    assert any("eindpunten" in text["nl"] for text in difference["remarks"])


def test_new_findings_count_and_say_whether_their_place_is_new(old: Document) -> None:
    new = deepcopy(old)
    same_place = deepcopy(first(old, "MIN-001")) | {"fingerprint": "a" * 32, "rule": "MIN-003", "id": "MIN-003-a"}
    elsewhere = same_place | {"fingerprint": "b" * 32, "endpoint": "GET /nieuw", "id": "MIN-003-b"}
    new["findings"] += [same_place, elsewhere]
    difference = compare(old, new)
    assert {f["id"]: f["place_is_new"] for f in difference["findings"]["new"]} == {
        "MIN-003-a": False, "MIN-003-b": True}
    assert len(counting(difference)) == 2


@pytest.mark.parametrize(("changes", "worse"), [
    ({"severity": "kritiek"}, True), ({"severity": "laag"}, False), ({"status": "gedekt"}, False),
    ({"categories": ["id.eckid", "name.family", "special.health"]}, True), ({"categories": ["id.eckid"]}, False),
])
def test_changed_findings(old: Document, changes: dict[str, Any], worse: bool) -> None:
    new = deepcopy(old)
    first(new, "MIN-001").update(changes)
    difference = compare(old, new)
    changed = difference["findings"]["changed"]
    assert [(f["rule"], f["worse"], [c["field"] for c in f["changes"]]) for f in changed] == [
        ("MIN-001", worse, list(changes))]
    assert bool(counting(difference)) is worse


def test_more_of_the_same_is_no_change(old: Document) -> None:
    new = deepcopy(old)
    first(new, "MIN-001").update(count=900, subjects=30, last_seen=None, occurrences=[])
    assert states(compare(old, new))["changed"] == 0


def test_a_recipient_that_a_policy_named_is_the_same_place(old: Document) -> None:
    new = deepcopy(old)
    first(new, "MIN-001").update(fingerprint="c" * 32, id="MIN-001-c", recipient="leverancier")
    difference = compare(old, new)
    assert not difference["findings"]["new"]
    assert [c["field"] for c in difference["findings"]["changed"][0]["changes"]] == ["recipient"]


def test_what_the_baseline_accepts_does_not_count(old: Document) -> None:
    mark = {"state": "accepted", "reason": "r", "owner": "o", "accepted_on": "", "expires": "",
            "note": {"nl": "", "en": ""}}
    new = deepcopy(old)
    new["findings"].append(deepcopy(first(old, "MIN-001")) | {
        "fingerprint": "d" * 32, "id": "X", "endpoint": "GET /x", "baseline": mark})
    assert len(compare(old, new)["findings"]["new"]) == 1
    assert not counting(compare(old, new))
    # and what it accepts no longer, does
    assert len(counting(compare(new, deepcopy(new) | {"findings": [
        {key: value for key, value in f.items() if key != "baseline"} for f in new["findings"]]}))) == 1


def test_flows_recipients_and_settings(old: Document) -> None:
    new = deepcopy(old)
    flow = new["flows"].pop(0)
    new["flows"].append(dict(new["flows"][0], category="media.image"))
    new["recipients"][0]["country"] = "BR"
    for party in new["recipients"]:
        party["exchanges"] = 1
    old["scan"]["settings"]["key_id"], new["scan"]["settings"]["key_id"] = "a", "b"
    difference = compare(old, new)
    assert [f["category"] for f in difference["flows"]["gone"]] == [flow["category"]]
    assert [f["category"] for f in difference["flows"]["new"]] == ["media.image"]
    assert [c["field"] for r in difference["recipients"]["changed"] for c in r["changes"]] == ["country"]
    assert any("sleutel" in text["nl"] for text in difference["remarks"])
    for party in new["recipients"]:
        party["exchanges"] = 0
    assert [f["category"] for f in compare(old, new)["flows"]["unseen"]] == [flow["category"]]


def some_difference(old: Document) -> Document:
    new = without(old, "MIN-001")
    new["findings"].append(deepcopy(first(old, "MIN-001")) | {"fingerprint": "e" * 32, "endpoint": "GET /nieuw"})
    for f in new["findings"]:
        if f["rule"] == "TPT-004":
            f["severity"] = "info"
    return compare(old, new)


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_format_is_made_in_both_languages(old: Document, fmt: str, lang: str) -> None:
    difference = some_difference(old)
    content = FORMATS[fmt](difference, lang)
    assert content == FORMATS[fmt](difference, lang)
    text = content.decode("utf-8-sig") if fmt not in PACKED else text_of(fmt, content)
    if fmt != "csv-coverage":
        assert first(old, "MIN-001")["rule"] in text
    if fmt not in {"json", "csv", "csv-coverage", "junit", "sarif", "xlsx", "parquet", "gitlab"}:
        assert ("Niet gezien" in text or "niet gezien" in text) is (lang == "nl")
    for canary in ("999990019", "sanne@school.example"):
        assert canary not in text
    if fmt not in {"json", *PACKED}:
        assert not [char for char in text if not char.isprintable() and char not in "\r\n\u2060"]


def shown(fmt: str, content: bytes) -> str:
    """The text of a packed format, without what is packed or a picture."""
    if fmt == "parquet":
        table = read_parquet(io.BytesIO(content)).read_all()
        return "\n".join(str(cell) for name in table.column_names for cell in table.column(name).to_pylist())
    if fmt == "pdf":
        return "".join(pages_of(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("fmt", FORMATS)
def test_a_hostile_result_stays_inert(fmt: str) -> None:
    document = inert_tree(builders.hostile_document())
    changed = deepcopy(document)
    changed["findings"] = []
    content = FORMATS[fmt](compare(changed, document), "nl")
    text = shown(fmt, content) if fmt in PACKED else content.decode("utf-8-sig")
    assert "\x1b" not in text
    if fmt in {"html", "markdown", "junit"}:
        assert "<script" not in text
        assert "<img" not in text


def test_it_keeps_to_the_published_schema(old: Document) -> None:
    import json
    from importlib.resources import files

    schema = json.loads(files("scanner.schemas").joinpath("diff.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for difference in (some_difference(old), compare(builders.empty_document(), old),
                       compare(builders.hostile_document(), builders.quiet_document())):
        validator.validate(json.loads(FORMATS["json"](difference, "nl")))


def test_a_page_without_script_allows_none() -> None:
    page = unescape(shell("titel", "nl", "x").decode())
    assert "script-src 'none'" in page
    assert "<script" not in page


def test_documents_with_a_baseline_keep_to_the_schema(old: Document, tmp_path: Any) -> None:
    mark = {"state": "changed", "reason": "r", "owner": "o", "accepted_on": "2026-09-01", "expires": "2026-12-01",
            "note": {"nl": "was", "en": "was"}}
    for f in old["findings"]:
        f["baseline"] = dict(mark)
    old["findings"][0]["baseline"]["state"] = "accepted"
    entry = {"id": "MIN-001-x", "rule": "MIN-001", "owner": "o", "expires": "2026-12-01"}
    old["scan"]["baseline"] = {"name": "b.yaml", "sha256": "0" * 64, "entries": 3, "states": dict.fromkeys(
        ("new", "known", "accepted", "changed", "expired"), 1), "expired": [entry], "gone": [entry], "unseen": []}
    path = tmp_path / "r.json"
    path.write_bytes(render(old, "json", "nl"))
    document = load_document(path)
    for fmt, word in (("text", "geaccepteerd in de baseline (o, t/m 1 december 2026): r"),
                      ("html", "Geaccepteerd in de baseline"), ("csv", "geaccepteerd in de baseline (o")):
        assert word in " ".join(render(document, fmt, "nl").decode("utf-8-sig").split())
    assert "kan uit de baseline: MIN-001-x" in render(document, "text", "nl").decode()
    assert "can leave the baseline: MIN-001-x" in render(document, "html", "en").decode()


def test_sarif_tells_state_and_suppression(old: Document) -> None:
    import json

    mark = {"state": "new", "reason": "", "owner": "", "accepted_on": "", "expires": "", "note": {"nl": "", "en": ""}}
    for f in old["findings"][1:]:
        f["baseline"] = mark
    old["findings"][0]["baseline"] = mark | {"state": "accepted", "reason": "tot release 6", "owner": "J. Beheer",
                                             "expires": "2026-12-01"}
    results = json.loads(render(old, "sarif", "nl"))["runs"][0]["results"]
    assert [r["baselineState"] for r in results] == ["unchanged"] + ["new"] * (len(results) - 1)
    assert "tot release 6" in results[0]["suppressions"][-1]["justification"]
    assert not any("suppressions" in r for r, f in zip(results[1:], old["findings"][1:], strict=True)
                   if not f["exception"])
    for r in json.loads(render(builders.sample_document(), "sarif", "nl"))["runs"][0]["results"]:
        assert "baselineState" not in r
