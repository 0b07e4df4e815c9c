"""From captures to proofs: places, masks, odds; and no raw value anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scanner import proving as module
from scanner.cli.root import cli
from scanner.detect import parse_subjects
from scanner.detect.proof import numbers
from scanner.errors import UsageError
from scanner.proving import Collected, Proving, Settings, add_lines, collect

BSN = "999990019"
KEY = b"k" * 32
SMALL = tuple(replace(space, start=space.stop - 2) for space in numbers())
"""The last two batches of each space."""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def har(folder: Path, *bodies: object, target: str = "/v2/koppel") -> Path:
    headers = [{"name": "Content-Type", "value": "application/json"}]
    entries = [{
        "startedDateTime": "2026-10-05T07:14:22.000Z", "time": 1, "cache": {},
        "timings": {"send": 0, "wait": 1, "receive": 0},
        "request": {"method": "POST", "url": f"https://stats.example{target}", "httpVersion": "HTTP/1.1",
                    "headers": headers, "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 1,
                    "postData": {"mimeType": "application/json", "text": json.dumps(body)}},
        "response": {"status": 204, "statusText": "", "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
                     "content": {"size": 0, "mimeType": ""}, "redirectURL": "", "headersSize": -1, "bodySize": 0},
    } for body in bodies]
    path = folder / "les.har"
    log = {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": entries}
    path.write_text(json.dumps({"log": log}))
    return path


def prove(collected: Collected, subjects: object = None, **settings: Any) -> dict[str, Any]:
    known = parse_subjects(subjects) if subjects is not None else None
    proving = Proving(collected, Settings(spaces=SMALL, **settings), KEY, known)
    list(proving.run())
    return proving.document()


def test_a_digest_in_a_capture(tmp_path: Path) -> None:
    target = f"/v2/koppel/{sha256(BSN)}?k=1"
    capture = har(tmp_path, {"uid": sha256(BSN), "les": 4}, {"uid": sha256(BSN)}, target=target)
    document = prove(collect([capture], KEY, None))
    (proof,) = document["proofs"]
    assert (proof["rule"], proof["category"], proof["algorithm"]) == ("IDN-004", "id.bsn", "sha256")
    assert proof["form"] == "9 digits"
    assert (proof["encoding"], proof["bits"], proof["chance"], proof["source"]) == ("hex", 256, 0.0, "numbers")
    assert proof["masked"] == "*********"
    places = {(each["exchange"], each["direction"], each["part"], each["pointer"]) for each in proof["occurrences"]}
    assert {("entry-1", "request", "body", "/uid"), ("entry-2", "request", "body", "/uid")} <= places
    assert any(each[2] == "url.path" for each in places)
    assert proof["count"] == len(proof["occurrences"]) == 4
    assert document["identifiers"] == {
        "searched": 1, "in_identifying_fields": 1, "reversed": 1, "left_out": 0, "no_digest": 0,
    }  # fmt: skip
    assert document["search"]["complete"]
    assert document["inputs"][0]["exchanges"] == 2
    text = json.dumps(document)
    assert BSN not in text
    assert sha256(BSN)[:12] not in text, "the digest is the number"


def test_fingerprints_are_those_of_a_scan(tmp_path: Path) -> None:
    from scanner.run import Options, scan

    capture = har(tmp_path, {"bsn": BSN}, {"uid": sha256(BSN)})
    (tmp_path / "key").write_text("6b" * 32)
    document = scan([capture], Options(key_file=tmp_path / "key"))
    seen = {each["fingerprint"] for each in document["detections"] if each["category"] == "id.bsn"}
    (proof,) = prove(collect([capture], KEY, None))["proofs"]
    assert {proof["fingerprint"]} == seen
    assert proof["source"] == "capture"


def test_the_subjects_file_is_a_dictionary(tmp_path: Path) -> None:
    subjects = {"subjects": [{"id": "leerling-01", "values": {"contact.email": "sanne@school.example"}}]}
    capture = har(tmp_path, {"em": sha256("sanne@school.example")})
    (proof,) = prove(collect([capture], KEY, None), subjects)["proofs"]
    assert (proof["rule"], proof["category"], proof["subject"], proof["source"]) == (
        "IDN-005", "contact.email", "leerling-01", "subjects")
    assert "sanne" not in json.dumps(proof)


def test_given_digests() -> None:
    collected = Collected()
    add_lines(collected, ["", sha256(BSN), "  " + base64.b64encode(hashlib.sha1(BSN.encode()).digest()).decode(),
                          "geen hash", "x" * 5000, sha256("zomaar")])
    document = prove(collected)
    assert sorted((each["algorithm"], each["encoding"], each["occurrences"]) for each in document["proofs"]) == [
        ("sha1", "base64", []), ("sha256", "hex", [])]
    assert document["identifiers"]["searched"] == 3
    assert document["identifiers"]["reversed"] == document["identifiers"]["no_digest"] == 2


def test_the_odds_of_a_cut_digest() -> None:
    collected = Collected()
    add_lines(collected, [sha256(BSN)[:10]])
    (proof,) = prove(collected, effort="quick")["proofs"]
    assert proof["bits"] == 40
    assert 0 < proof["chance"] < 1e-3


def test_numbers_of_which_one_in_eleven_passes(tmp_path: Path) -> None:
    orders = [sha256(str(999_990_000 + n)) for n in range(44)]
    document = prove(collect([har(tmp_path, *({"orderKey": order} for order in orders))], KEY, None), effort="quick")
    assert len(document["proofs"]) == 4
    assert document["proofs"][0]["same_place"] == {"identifiers": 44, "reversed": 4}


def test_salts() -> None:
    collected = Collected()
    add_lines(collected, [sha256("20DP" + BSN)])
    small = tuple(replace(space, start=space.stop - 2) for space in numbers(("20DP",)))
    proving = Proving(collected, Settings(spaces=small), KEY, None)
    assert [each["form"] for each in proving.run()] == ["salt before"]
    for wrong in ("", "a\0b"):
        with pytest.raises(UsageError, match="--salt"):
            Proving(collected, Settings(salts=(wrong,)), KEY, None)


def test_what_breaks_a_stage_does_not_end_the_search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object) -> None:
        raise ValueError

    monkeypatch.setattr(module.OpaqueDetector, "opaque", broken)
    assert prove(collect([har(tmp_path, {"uid": sha256(BSN)})], KEY, None))["proofs"] == []


# The command


def run(*arguments: str | Path, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, ["prove-hash", *map(str, arguments)], input=stdin)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "numbers", lambda _salts: list(SMALL))


@pytest.mark.usefixtures("small")
def test_the_command(tmp_path: Path) -> None:
    capture, key = har(tmp_path, {"uid": sha256(BSN)}), tmp_path / "key"
    done = run(capture, "--yes-test-data", "--key-file", key, "--jobs", "1", "--lang", "en")
    assert done.exit_code == 1, "something was reversed"
    assert "reversed in" in done.stdout
    assert "POST stats.example/v2/koppel  body /uid" in done.stdout
    assert "1 of 1 opaque identifiers reversed" in done.stdout
    assert "test persons" in done.stderr
    assert BSN not in done.output
    assert sha256(BSN)[:10] not in done.output
    assert "teruggerekend in" in run(capture, "--yes-test-data", "--key-file", key, "--jobs", "1").stdout


@pytest.mark.usefixtures("small")
def test_digests_on_standard_input_and_json(tmp_path: Path) -> None:
    done = run("--digests", "-", "--yes-test-data", "--json", "--key-file", tmp_path / "key", "--jobs", "1",
               stdin=f"{sha256('zomaar')}\n{hashlib.md5(BSN.encode()).hexdigest()}\n")
    assert done.exit_code == 1
    document = json.loads(done.stdout)
    assert document["schema"] == "leerlek-proof/1"
    assert [each["algorithm"] for each in document["proofs"]] == ["md5"]
    nothing = run("--digests", "-", "--yes-test-data", "--key-file", tmp_path / "key", "--jobs", "1", stdin="geen\n")
    assert nothing.exit_code == 0
    assert "1 regels zijn geen hash" in nothing.stdout


def test_it_asks_first(tmp_path: Path) -> None:
    capture = har(tmp_path, {"uid": sha256(BSN)})
    done = run(capture, "--key-file", tmp_path / "key")
    assert isinstance(done.exception, UsageError)
    assert "--yes-test-data" in str(done.exception)
    assert not (tmp_path / "key").exists(), "nothing was begun"
    assert isinstance(run("--digests", "-", stdin=sha256(BSN)).exception, UsageError)
    assert isinstance(run("--yes-test-data").exception, UsageError)
    assert isinstance(run("-", "--digests", "-", "--yes-test-data").exception, UsageError)
    assert isinstance(run("--digests", tmp_path / "nothing", "--yes-test-data").exception, UsageError)


@pytest.mark.usefixtures("small")
def test_stopped_by_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.detect.proof import Search

    def interrupted(*_arguments: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(Search, "_in_numbers", interrupted)
    done = run("--digests", "-", "--yes-test-data", "--key-file", tmp_path / "key", "--lang", "en", stdin=sha256("x"))
    assert done.exit_code == 2
    assert "Stopped before the end" in done.stdout
