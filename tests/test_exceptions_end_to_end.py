"""Exceptions of the policy from the command line: what they cover stays in every report and does not count."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from har_builders import entry, har

from scanner.cli.root import cli

FORMATS = ("json", "sarif", "junit", "gitlab", "markdown", "csv", "html", "text")
REASON = "twaalf leerlingen nog zonder ECK iD"
POLICY: dict[str, Any] = {
    "schema": "privacybijsluiter/1", "document": {"version": "1", "date": "2026-08-01"},
    "vendor": {"name": "Voorbeeld Lezen B.V."}, "product": {"name": "Leesbaas"}, "role": "verwerker",
    "pseudonym": {"expected": "eckid"},
    "purposes": [{"id": "lezen", "nl": "Lezen", "data_subjects": ["leerling"],
                  "categories": ["id.eckid", "name.given", "edu.result"]}],
    "recipients": [{"id": "leesbaas", "organisation": "Voorbeeld Lezen B.V.", "role": "vendor",
                    "domains": ["*.leesbaas.example"], "purposes": ["lezen"]}],
}


class Desk:
    """A folder with a capture, in which one file after another is made and scanned."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.policy = POLICY
        (folder / "key").write_text("55" * 32, encoding="ascii")
        self.capture = har(folder / "les.har", [
            entry("https://api.leesbaas.example/les/1", method="POST", headers={"Cookie": "sid=3f2a9c1e77aa4b0d9a51"},
                  post={"leerlingnummer": "2034567", "leerling": "k1"}, answer={"goed": True},
                  answer_headers={"Set-Cookie": "sid=3f2a9c1e77aa4b0d9a51; Path=/"}),
        ])

    def scan(self, *exceptions: dict[str, Any], fail_on: str = "info", name: str = "uit",
             formats: tuple[str, ...] = ("json",)) -> tuple[int, dict[str, Any]]:
        """Exit code and result; the reports stand beside it."""
        policy = self.folder / f"{name}.policy.yaml"
        policy.write_text(yaml.safe_dump(self.policy | {"exceptions": list(exceptions)}), "utf-8")
        outputs = [option for each in formats for option in ("--output", f"{each}={self.folder / name}.{each}")]
        done = CliRunner().invoke(cli, [
            "scan", str(self.capture), "--policy", str(policy), "--quiet", "--fail-on", fail_on,
            "--key-file", str(self.folder / "key"), *outputs], catch_exceptions=False)
        document: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_bytes())
        return done.exit_code, document

    def read(self, form: str, name: str = "uit") -> str:
        return (self.folder / f"{name}.{form}").read_text("utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def approved(rule: str, expires: str = "2026-12-31", **more: str) -> dict[str, Any]:
    return {"id": f"EX-{rule}", "rule": rule, "recipient": "leesbaas", "justification": REASON,
            "approved_by": "FG bestuur X", "approved_on": "2026-08-15", "expires": expires, **more}


def rules(document: dict[str, Any]) -> set[str]:
    return {f["rule"] for f in document["findings"]}


def test_what_is_covered_does_not_count_and_stays_everywhere(desk: Desk) -> None:
    code, before = desk.scan()
    assert code == 1
    found = rules(before)
    assert {"IDN-010", "SES-004"} <= found
    code, document = desk.scan(*(approved(rule) for rule in found - {"COV-003", "COV-004"}), formats=FORMATS)
    assert rules(document) == found, "nothing vanishes"
    covered = [f for f in document["findings"] if not f["rule"].startswith("COV")]
    assert {f["approval"]["state"] for f in covered} == {"covers"}
    assert {f["status"] for f in covered} == {"gedekt"}
    assert code == 0 or any(f["rule"].startswith("COV") for f in document["findings"])
    for form in FORMATS:
        last = "2026-12-31" if form == "json" else "31 december 2026"
        for word in ("EX-IDN-010", REASON, "FG bestuur X", last):
            assert word in " ".join(desk.read(form).split()), (form, word)
    results = json.loads(desk.read("sarif"))["runs"][0]["results"]
    assert all("suppressions" in r for r in results if not r["ruleId"].startswith("COV"))
    assert "<failure" not in desk.read("junit")
    assert {i["severity"] for i in json.loads(desk.read("gitlab"))} == {"info"}


def test_the_last_day_counts_and_the_next_does_not(desk: Desk) -> None:
    def of(document: dict[str, Any]) -> list[tuple[str, str]]:
        return [(f["rule"], f["approval"]["state"]) for f in document["findings"] if "approval" in f]

    code, document = desk.scan(approved("IDN-010", "2026-10-05"), fail_on="laag")
    assert of(document) == [("IDN-010", "covers")]
    code, document = desk.scan(approved("IDN-010", "2026-10-04"), fail_on="midden", formats=FORMATS)
    assert of(document) == [("POL-003", "expired")]
    assert code == 1
    for form in FORMATS:
        last = "2026-10-04" if form == "json" else "4 oktober 2026"
        told = " ".join(desk.read(form).split())
        assert "EX-IDN-010" in told and last in told, form
    assert not any("suppressions" in r for r in json.loads(desk.read("sarif"))["runs"][0]["results"])
    assert '<failure type="POL-003"' in desk.read("junit")
    assert not any("Telt niet mee" in i["description"] for i in json.loads(desk.read("gitlab")))


@pytest.mark.parametrize(("exception", "rule", "state"), [
    (approved("IDN-010", part="url.query"), "POL-003", "exceeded"),
    (approved("IDN-010", category="id.leerlingnummer", part="body.json"), "IDN-010", "covers"),
    (approved("IDN-010", category="name.full"), "IDN-010", None),
    (approved("SES-004"), "SES-004", "covers"),
    (approved("SES-004", part="cookie.*"), "SES-004", "covers"),
    (approved("SES-004", part="body"), "POL-003", "exceeded"),
    (approved("SES-004", category="id.cookie"), "SES-004", None),
    (approved("SES-004", "2026-09-01"), "POL-003", "expired"),
])
def test_limits_of_an_exception(desk: Desk, exception: dict[str, Any], rule: str, state: str | None) -> None:
    _, document = desk.scan(exception)
    told = {(f["rule"], f["approval"]["state"] if "approval" in f else None) for f in document["findings"]
            if f["rule"] in {exception["rule"], "POL-003"}}
    assert told == {(rule, state)}


def test_findings_of_the_whole_scan_have_exceptions_too(desk: Desk) -> None:
    account = "b7d0a1c2-1f5e-4c33-8f0e-9a8b7c6d5e4f"
    eckid = "https://ketenid.nl/201703/" + "0f1e2d3c" * 16
    desk.capture = har(desk.folder / "twee.har", [
        entry("https://api.leesbaas.example/les", method="POST", post={"account_id": account, "eckId": eckid}),
        entry("https://volgen.example/c", method="POST", post={"account_id": account}, second=1)])
    _, before = desk.scan()
    (linked,) = [f for f in before["findings"] if f["rule"] == "LNK-001"]
    assert linked["recipient"] == "volgen.example"
    named = {"id": "volgen", "organisation": "Volgen", "role": "subprocessor", "domains": ["volgen.example"],
             "purposes": ["lezen"]}
    desk.policy = POLICY | {"recipients": [*POLICY["recipients"], named]}
    _, document = desk.scan(approved("LNK-001") | {"recipient": "volgen"})
    _, late = desk.scan(approved("LNK-001", "2026-10-01") | {"recipient": "volgen"})
    (linked,) = [f for f in document["findings"] if f["rule"] == "LNK-001"]
    assert (linked["exception"], linked["approval"]["state"], linked["status"]) == ("EX-LNK-001", "covers", "gedekt")
    (lapsed,) = [f for f in late["findings"] if f["rule"] == "POL-003"]
    assert lapsed["also"] == ["LNK-001"] and "LNK-001" in lapsed["texts"]["nl"]["message"]


def test_a_comparison_counts_alike(desk: Desk) -> None:
    desk.scan(name="oud")
    capture = har(desk.folder / "meer.har", [
        entry("https://api.leesbaas.example/nieuw", method="POST", post={"leerlingnummer": "2034567"})])
    old, desk.capture = desk.capture, capture
    excepted = [approved(rule) for rule in ("IDN-010", "POL-001", "SEC-004", "RET-003", "SES-004")]
    desk.scan(*excepted, name="gedekt")
    desk.scan(name="open")
    desk.capture = old

    def compared(name: str) -> int:
        return CliRunner().invoke(cli, ["diff", *(str(desk.folder / f"{each}.json") for each in ("oud", name)),
                                        "--quiet", "--fail-on", "laag", "-o", f"sarif={desk.folder / 'diff.sarif'}",
                                        "-o", f"markdown={desk.folder / 'diff.md'}"], catch_exceptions=False).exit_code

    assert compared("open") == 1
    assert compared("gedekt") == 0
    (told, *_) = [r["suppressions"][0]["justification"]
                  for r in json.loads((desk.folder / "diff.sarif").read_text("utf-8"))["runs"][0]["results"]
                  if r["baselineState"] == "new"]
    for said in (told, (desk.folder / "diff.md").read_text("utf-8")):
        assert REASON in said and "FG bestuur X" in said and "31 december 2026" in said
