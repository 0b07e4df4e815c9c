"""What goes into a bundle, that it is what the scan was made with, and that nobody's data are in it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from bundle_builders import FIXTURES, HAR, POLICY, SUBJECTS
from jsonschema import Draft202012Validator
from report_readers import text_of

from scanner.bundle import Signer, Sources, make
from scanner.bundle.archive import unpack
from scanner.dossier import load_dossier
from scanner.errors import UsageError
from scanner.report import Additions
from scanner.report.json_ import render_json
from scanner.run import Options, scan

SCHEMA = Path(__file__).parents[2] / "scanner" / "schemas" / "bundle.schema.json"


def about(raw: bytes) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(unpack(raw)["bundle.json"])
    return read


def test_the_parts(signed: bytes, document: dict[str, Any]) -> None:
    files = unpack(signed)
    assert set(files) == {"README.txt", "SHA256SUMS", "SHA256SUMS.sig", "bundle.json", "policy/policy.yaml",
                          "report.nl.html", "result.json"}
    assert files["result.json"] == render_json(document)
    assert files["policy/policy.yaml"] == POLICY.read_bytes()
    assert b"<!doctype html>" in files["report.nl.html"][:100].lower()
    said = about(signed)
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(said)
    assert said["captures"][0]["sha256"] == hashlib.sha256(HAR.read_bytes()).hexdigest()
    assert said["made_by"]["packages"]["click"]
    assert {"id": "MIN-001"}.items() <= next(r for r in said["rules"] if r["id"] == "MIN-001").items()
    assert all(len(rule["sha256"]) == 64 for rule in said["rules"])
    assert said["not_included"][0]["role"] == "subjects"
    assert said["not_included"][0]["digest"] != hashlib.sha256(SUBJECTS.read_bytes()).hexdigest()


def test_equal_arguments_give_equal_bytes(signed: bytes, document: dict[str, Any], signer: Signer) -> None:
    assert make(document, Sources(policy=POLICY, subjects=SUBJECTS), (), "nl", signer) == signed


def test_formats_that_are_asked_for_go_in_once(document: dict[str, Any]) -> None:
    files = unpack(make(document, Sources(policy=POLICY), ("csv", "html", "csv-detections", "json", "junit"), "en",
                        None))
    assert {name for name in files if name.startswith("report")} == {
        "report.en.html", "report.en.csv", "report-csv-detections.en.csv", "report-junit.en.xml"}


def test_what_the_report_was_made_with_goes_in(document: dict[str, Any], tmp_path: Path) -> None:
    dossier, previous = tmp_path / "dossier.yaml", tmp_path / "earlier.json"
    dossier.write_text("schema: dossier/1\nparties: {client: School Voorbeeld}\n", "utf-8")
    previous.write_bytes(render_json(document))
    sources = Sources(policy=POLICY, dossier=dossier, previous=previous)
    additions = Additions(load_dossier(dossier), document)
    files = unpack(make(document, sources, (), "nl", None, additions))
    assert "School Voorbeeld" in files["report.nl.html"].decode()
    assert files["dossier/dossier.yaml"] == dossier.read_bytes()
    assert files["previous/earlier.json"] == previous.read_bytes()
    dossier.write_text("schema: dossier/1\nparties: {client: BSN 999990019}\n", "utf-8")
    with pytest.raises(UsageError, match=r"dossier\.yaml:2: holds personal data"):
        make(document, sources, (), "nl", None, additions)


def test_an_unsigned_bundle_says_so(unsigned: bytes) -> None:
    files = unpack(unsigned)
    assert "NOT signed" in files["README.txt"].decode()
    assert about(unsigned)["signature"] is None
    assert not [name for name in files if name.startswith("SHA256SUMS.")]


def test_no_planted_value_is_in_it(rich: bytes) -> None:
    subjects = yaml.safe_load(SUBJECTS.read_text("utf-8"))["subjects"]
    values = [str(value) for subject in subjects for category, given in subject["values"].items()
              for value in (given if isinstance(given, list) else [given])
              if len(str(value)) >= 5 and not category.startswith("edu.")]
    assert len(values) > 50
    for name, content in unpack(rich).items():
        kind = {"html": "html", "json": "json"}.get(name.rpartition(".")[2], "text")
        text = text_of(kind, content).casefold()
        assert not [value for value in values if value.casefold() in text], name


@pytest.mark.parametrize(("sources", "why"), [
    (Sources(), r"used the policy file 'policy.yaml' .* give that file with --policy"),
    (Sources(policy=SUBJECTS), "give that file with --policy"),
    (Sources(policy=POLICY, baseline=POLICY), "did not use this file"),
    (Sources(policy=POLICY, tracker_lists=(FIXTURES / "nowhere",)), "cannot be read"),
])
def test_only_the_files_of_the_scan_go_in(document: dict[str, Any], sources: Sources, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        make(document, sources, (), "nl", None)


def test_a_result_of_other_rules_is_refused(document: dict[str, Any]) -> None:
    other = json.loads(json.dumps(document))
    other["scan"]["settings"]["rules"]["sha256"] = "0" * 64
    with pytest.raises(UsageError, match="other rules"):
        make(other, Sources(policy=POLICY), (), "nl", None)
    del other["scan"]["settings"]["given"]
    with pytest.raises(UsageError, match="scan again"):
        make(other, Sources(policy=POLICY), (), "nl", None)


def rule_of_ones_own(folder: Path) -> Path:
    shipped = (FIXTURES.parent / "rules" / "min" / "MIN-001.yaml").read_text("utf-8")
    path = folder / "eigen regel.yaml"
    path.write_text(shipped.replace("id: MIN-001", "id: OWN-001"), encoding="utf-8")
    return path


def test_rules_lists_and_scenario_of_the_user_go_in(tmp_path: Path, key_file: Path) -> None:
    (tmp_path / "rules").mkdir()
    own = rule_of_ones_own(tmp_path / "rules")
    (tmp_path / "rules" / "eigen regel.examples.yaml").write_text("fires: []\n", encoding="utf-8")
    recipients = tmp_path / "recipients.yaml"
    recipients.write_text("recipients:\n  - {organisation: Crash, domains: [crash.example], role: subprocessor}\n",
                          encoding="utf-8")
    trackers = tmp_path / "trackers.txt"
    trackers.write_text("0.0.0.0 tel.example\n", encoding="utf-8")
    given = Options(rules=(tmp_path / "rules",), recipients=(recipients,), tracker_lists=(trackers,), key_file=key_file)
    document = scan([HAR], given)
    raw = make(document, Sources(rules=(tmp_path / "rules",), recipients=(recipients,), tracker_lists=(trackers,)), (),
               "nl", None)
    files = unpack(raw)
    assert files["rules/eigen-regel.yaml"] == own.read_bytes()
    assert "rules/eigen-regel.examples.yaml" not in files
    assert files["recipients/recipients.yaml"] == recipients.read_bytes()
    assert files["tracker-lists/trackers.txt"] == trackers.read_bytes()
    assert b"privacybijsluiter/1" in files["policy/built-in.yaml"]
    rules = {rule["id"]: rule for rule in about(raw)["rules"]}
    assert rules["OWN-001"]["file"] == "rules/eigen-regel.yaml"
    assert "file" not in rules["MIN-001"]
    own.write_text(own.read_text("utf-8") + "\n# changed after the scan\n", encoding="utf-8")
    with pytest.raises(UsageError, match="give that file with --rules"):
        make(document, Sources(rules=(tmp_path / "rules",), recipients=(recipients,), tracker_lists=(trackers,)), (),
             "nl", None)
