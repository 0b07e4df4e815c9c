"""Scanning a bundle's captures again: the same findings, or exactly what differs and why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bundle_builders import FIXTURES, HAR, LEAKING, POLICY, SUBJECTS

from scanner.bundle import Again, Sources, make, rescan
from scanner.bundle.archive import unpack
from scanner.bundle.rescan import Compared, compare
from scanner.errors import UsageError
from scanner.run import Options, scan


def again(raw: bytes, document: dict[str, Any], given: Again) -> Compared:
    files = unpack(raw)
    return rescan(files, json.loads(files["bundle.json"]), document, given)


def causes(compared: Compared) -> str:
    return "; ".join(text.en for text in compared.causes)


def test_the_same_captures_and_files_give_the_same_bytes(rich: bytes, rich_document: dict[str, Any], key_file: Path,
                                                         tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    capture = tmp_path / "renamed.har"
    capture.write_bytes(LEAKING.read_bytes())
    monkeypatch.chdir(tmp_path)
    compared = again(rich, rich_document, Again((capture,), subjects=SUBJECTS, key_file=key_file))
    assert compared.agrees
    assert compared.identical
    assert not compared.causes
    assert compared.same == len(rich_document["findings"]) > 50


def test_under_another_key_values_are_compared_by_their_order(rich: bytes, rich_document: dict[str, Any], tmp_path: Path
                                                              ) -> None:
    compared = again(rich, rich_document, Again((LEAKING,), subjects=SUBJECTS, key_file=tmp_path / "key"))
    assert compared.agrees
    assert compared.by_order
    assert not compared.identical
    assert "another key" in causes(compared)


def test_without_the_test_accounts_it_says_so(signed: bytes, document: dict[str, Any], key_file: Path) -> None:
    compared = again(signed, document, Again((HAR,), key_file=key_file))
    assert not compared.agrees
    assert causes(compared) == "the scan had test accounts; give them with --subjects"


def test_other_test_accounts(signed: bytes, document: dict[str, Any], key_file: Path, tmp_path: Path) -> None:
    fewer = tmp_path / "accounts.yaml"
    fewer.write_text("subjects:\n  - {id: leerling-09, role: pupil, values: {name.given: Wytske}}\n", encoding="utf-8")
    compared = again(signed, document, Again((HAR,), subjects=fewer, key_file=key_file))
    assert "another file of test accounts" in causes(compared)
    other_key = again(signed, document, Again((HAR,), subjects=fewer, key_file=tmp_path / "key"))
    assert "another number of test accounts" in causes(other_key)


def test_a_capture_that_has_changed(rich: bytes, rich_document: dict[str, Any], key_file: Path, tmp_path: Path) -> None:
    har = json.loads(LEAKING.read_bytes())
    har["log"]["entries"] = har["log"]["entries"][:-5]
    capture = tmp_path / "shorter.har"
    capture.write_text(json.dumps(har), encoding="utf-8")
    compared = again(rich, rich_document, Again((capture,), subjects=SUBJECTS, key_file=key_file))
    assert not compared.agrees
    assert "session.har (SHA-256" in causes(compared)
    assert "shorter.har (SHA-256" in causes(compared)
    assert {each.state for each in compared.differences} & {"missing", "changed"}
    assert "detections" in {text.en for text in compared.sections}


def test_captures_in_another_order_are_put_in_order(key_file: Path) -> None:
    captures = [FIXTURES / "lean" / f"session.{kind}" for kind in ("mitm", "har")]
    options = Options(key_file=key_file)
    document = scan(captures, options)
    raw = make(document, Sources(), (), "nl", None)
    compared = again(raw, document, Again(tuple(reversed(captures)), key_file=key_file))
    assert compared.identical


def test_another_version_and_other_packages_are_told(signed: bytes, document: dict[str, Any], key_file: Path) -> None:
    files = unpack(signed)
    about = json.loads(files["bundle.json"])
    about["made_by"]["packages"]["lxml"] = "1.0"
    older = document | {"tool": {"name": "Leerlek", "version": "0.0.9"}}
    compared = rescan(files, about, older, Again((HAR,), subjects=SUBJECTS, key_file=key_file))
    assert "another version of Leerlek: 0.0.9" in causes(compared)
    assert "lxml 1.0 →" in causes(compared)
    assert compared.agrees
    assert not compared.identical


def test_other_rules_are_told_by_their_ids(signed: bytes, document: dict[str, Any], key_file: Path) -> None:
    older = json.loads(json.dumps(document))
    rules = older["scan"]["settings"]["rules"]
    rules["sha256"] = "0" * 64
    rules["evaluated"] = [rule | {"version": 99} if rule["id"] == "MIN-001" else rule for rule in rules["evaluated"]]
    compared = again(signed, older, Again((HAR,), subjects=SUBJECTS, key_file=key_file))
    assert "other rules: MIN-001 99 → " in causes(compared)


def test_settings_of_the_scan_are_those_of_the_second(options: Options, tmp_path: Path) -> None:
    given = replace(options, lang="en", actor="pupil", max_body=5000, scan_static=True, ner="off", mode="test",
                    subjects=None)
    document = scan([HAR], given)
    raw = make(document, Sources(policy=POLICY), (), "en", None)
    compared = again(raw, document, Again((HAR,), key_file=options.key_file))
    assert compared.identical, compared.sections


def test_a_difference_that_nothing_explains_is_shown(rich_document: dict[str, Any]) -> None:
    other = json.loads(json.dumps(rich_document))
    other["findings"][0]["severity"] = "hoog" if other["findings"][0]["severity"] == "info" else "info"
    other["findings"][0]["message"] = "something else"
    dropped = other["findings"].pop()
    compared = compare(rich_document, other)
    assert [each.state for each in compared.differences] == ["missing", "changed"]
    assert compared.differences[0].finding["id"] == dropped["id"]
    assert compared.differences[1].members == ("message", "severity")
    assert not compared.causes


@pytest.mark.parametrize("swap", [False, True])
def test_equal_values_must_stay_equal_under_another_key(rich_document: dict[str, Any], swap: bool) -> None:
    """A fingerprint that stands for two values, or two for one, is a difference under any key."""
    other = json.loads(json.dumps(rich_document))
    other["scan"]["settings"]["key_id"] = "0" * 16
    values = {row["fingerprint"]: row["fingerprint"][::-1] for row in other["detections"]}
    if swap:
        first, second = list(values)[:2]
        values[first] = values[second]
    for row in other["detections"]:
        row["fingerprint"] = values[row["fingerprint"]]
    assert compare(rich_document, other).agrees is not swap


def test_no_capture_at_all_is_a_mistake(signed: bytes, document: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        again(signed, document, Again((tmp_path / "nowhere.har",)))


def test_the_signed_annex_is_asked_for_and_gives_the_same_again(
    options: Options, tmp_path: Path
) -> None:
    annex = tmp_path / "bijlage.pdf"
    annex.write_bytes(b"%PDF ondertekend")
    document = scan([HAR], replace(options, annex=annex))
    assert "TRA-005" in {finding["rule"] for finding in document["findings"]}
    raw = make(document, Sources(policy=POLICY), (), "en", None)
    assert b"%PDF" not in raw and "bijlage.pdf" not in json.dumps(document)
    given = Again((HAR,), subjects=SUBJECTS, key_file=options.key_file)
    assert again(raw, document, replace(given, annex=annex)).identical
    without = again(raw, document, given)
    assert not without.agrees
    assert "the scan had the signed annex; give them with --annex" in causes(without)
