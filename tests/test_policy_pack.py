"""The pack POL, drift and several products end to end, on the sessions that real software recorded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scanner.report.acceptance import Acceptance, accept
from scanner.run import Options, scan

FIXTURES = Path(__file__).parent.parent / "fixtures"
POLICY, SUBJECTS = FIXTURES / "policy.yaml", FIXTURES / "subjects.yaml"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text("44" * 32, encoding="ascii")
    return path


@cache
def scanned(variant: str, kind: str, key: Path, policy: Path = POLICY, baseline: Path | None = None) -> dict[str, Any]:
    return scan([FIXTURES / variant / f"session.{kind}"],
                Options(policy=policy, subjects=SUBJECTS, key_file=key, baseline=baseline))


def of(document: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [f for f in document["findings"] if f["rule"] == rule]


def changed(tmp_path: Path, change: Any) -> Path:
    data: Any = yaml.safe_load(POLICY.read_text("utf-8"))
    for name in ("date", "valid_until"):
        data["document"][name] = str(data["document"][name])
    data["pseudonym"]["since"] = str(data["pseudonym"]["since"])
    change(data)
    path = tmp_path / "policy.yaml"
    path.write_text(yaml.safe_dump(data), "utf-8")
    return path


def test_undeclared_data_at_a_declared_recipient(key: Path) -> None:
    assert {f["recipient"] for f in of(scanned("leaking", "har", key), "POL-001")} >= {"rekenbaas", "crash"}
    assert not of(scanned("lean", "har", key), "POL-001")


def test_a_purpose_that_does_not_need_the_datum(key: Path, tmp_path: Path) -> None:
    def change(data: Any) -> None:
        practice = next(p for p in data["purposes"] if p["id"] == "oefenen")
        practice["match"] = ["lrs.rekenbaas.example/*"]
        data["purposes"].append({"id": "hulp", "nl": "Vragen van gebruikers", "data_subjects": ["leerling", "leraar"],
                                 "categories": ["text.free"], "match": ["api.rekenbaas.example/v2/resultaten*"]})
        next(r for r in data["recipients"] if r["id"] == "rekenbaas")["purposes"].append("hulp")

    found = of(scanned("lean", "har", key, changed(tmp_path, change)), "POL-002")
    assert found
    assert {f["host"] for f in found} == {"api.rekenbaas.example"}
    assert all("/v2/resultaten" in f["endpoint"] for f in found)
    assert "edu.result" in {category for f in found for category in f["categories"]}
    assert not of(scanned("lean", "har", key), "POL-002")


def test_an_exception_that_expired(key: Path, tmp_path: Path) -> None:
    def change(data: Any, expires: str = "2026-10-01") -> None:
        data["exceptions"] = [{"id": "EX-1", "rule": "IDN-010", "recipient": "rekenbaas",
                               "category": "id.leerlingnummer", "justification": "nog zonder ECK iD",
                               "approved_by": "FG", "approved_on": "2026-01-01", "expires": expires}]

    found = of(scanned("leaking", "har", key, changed(tmp_path, change)), "POL-003")
    assert found
    assert all("IDN-010" in f["also"] and f["exception"] == "EX-1" for f in found)
    (tmp_path / "valid").mkdir()
    valid = changed(tmp_path / "valid", lambda data: change(data, "2026-12-31"))
    document = scanned("leaking", "har", key, valid)
    elsewhere = {f["recipient"] for f in of(document, "POL-003")}
    assert elsewhere, "the number goes to others too, for whom the exception does not hold"
    assert "rekenbaas" not in elsewhere
    assert any(f["exception"] == "EX-1" and f["status"] == "gedekt" for f in of(document, "IDN-010"))


def test_drift_since_the_lean_release(key: Path, tmp_path: Path) -> None:
    baseline = tmp_path / "baseline.yaml"
    baseline.write_text(accept([scanned("lean", "har", key)], Acceptance("r", "o")).text, "utf-8")
    document = scanned("leaking", "har", key, POLICY, baseline)
    drift = of(document, "POL-004")
    at_vendor = {f["texts"]["nl"]["message"] for f in drift if f["recipient"] == "rekenbaas"}
    assert any("burgerservicenummer" in message for message in at_vendor)
    assert not any("roepnaam" in message or "voornaam" in message for message in at_vendor), "was there before"
    assert {f["severity"] for f in drift if "burgerservicenummer" in f["texts"]["nl"]["message"]} == {"kritiek"}
    (newcomer,) = [f for f in drift if f["recipient"] == "meetbaken.example"]
    assert "de ontvanger zelf" in newcomer["texts"]["nl"]["message"]
    assert newcomer["severity"] == "kritiek", "that of the worst rule which it breaks"
    # And the other way round nobody is new: less than before is no drift.
    baseline.write_text(accept([scanned("leaking", "har", key)], Acceptance("r", "o")).text, "utf-8")
    less = scan([FIXTURES / "lean" / "session.har"],
                Options(policy=POLICY, subjects=SUBJECTS, key_file=key, baseline=baseline))
    assert not [f for f in of(less, "POL-004") if "de ontvanger zelf" in f["texts"]["nl"]["message"]]


def test_what_is_declared_and_never_used(key: Path, tmp_path: Path) -> None:
    def change(data: Any) -> None:
        next(p for p in data["purposes"] if p["id"] == "oefenen")["categories"].append({"code": "media.av"})
        next(r for r in data["recipients"] if r["id"] == "rekenbaas")["categories"].append("media.av")

    policy = changed(tmp_path, change)
    first = scanned("lean", "mitm", key, policy)
    assert not of(first, "POL-005"), "one scan says too little"
    baseline = tmp_path / "baseline.yaml"
    baseline.write_text(accept([first], Acceptance("r", "o")).text, "utf-8")
    second = scanned("lean", "mitm", key, policy, baseline)
    (found,) = [f for f in of(second, "POL-005") if f["recipient"] == "rekenbaas"]
    assert "geluid of video" in found["texts"]["nl"]["message"]
    assert "resultaat" not in found["texts"]["nl"]["message"]
    assert found["severity"] == "info"
