"""What each exchange added to findings, for interfaces that show exchanges: masked, once, only if asked."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from scanner.detect import Key
from scanner.live import worker as module
from scanner.live.spool import SpoolWriter
from scanner.live.worker import BY_FLOW, UNFINISHED, Worker
from scanner.model import Body, Category, Cause, Exchange, Protected, Protecting, Severity
from scanner.run import Options

KEY = Key(b"k" * 32, "file")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(module, "tell", told.append)
    return told


def exchange(number: int, content: object) -> Exchange:
    body = json.dumps(content).encode()
    return Exchange(f"flow-{number}", "live", "http/1.1", "POST", "https", "leer.example", 443, f"/klas/{number}", 200,
                    1.7e9 + number, (("content-type", "application/json"),), Body(body, len(body)))


def scan(folder: Path, *records: Any) -> dict[str, Any]:
    (folder / UNFINISHED).mkdir()
    spool = SpoolWriter(folder / UNFINISHED, KEY.bytes)
    for each in records:
        spool.put(each)
    spool.finish()
    return Worker(folder, Options(), KEY).work(threading.Event())


PEOPLE = (exchange(1, {"bsn": "999990019"}), exchange(2, {"som": "3x4"}), exchange(3, {"achternaam": "Pluimgraaf"}))


def test_flows_are_told_when_that_is_asked_for(tmp_path: Path, told: list[dict[str, Any]],
                                               monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BY_FLOW, "1")
    scan(tmp_path, *PEOPLE)
    flows = {event["id"]: event["findings"] for event in told if event["event"] == "flow"}
    assert set(flows) == {"flow-1", "flow-3"}
    bsn = next(found for found in flows["flow-1"] if found["rule"] == "IDN-001")
    assert (bsn["severity"], bsn["category"], bsn["direction"], bsn["pointer"]) == (4, "id.bsn", "request", "/bsn")
    assert "999990019" not in json.dumps(told) and "Pluimgraaf" not in json.dumps(told)


def test_nobody_is_told_otherwise(tmp_path: Path, told: list[dict[str, Any]]) -> None:
    scan(tmp_path, *PEOPLE)
    assert not [event for event in told if event["event"] == "flow"]


def test_protection_is_in_the_result_and_pseudonyms_are_nobodys(tmp_path: Path, told: list[dict[str, Any]]) -> None:
    from scanner.detect.fingerprint import Fingerprinter

    fake = Fingerprinter(KEY.bytes).value(Category.BSN, "999990019")
    cause = Cause(Category.BSN, "body", "/bsn", "*********")
    document = scan(
        tmp_path, Protecting(Severity.HOOG, (), ("leer.example",)),
        Protected("pseudonymised", "leer.example", 1.7e9, 0, "leer.example", "Leer", (cause,), fakes=frozenset({fake})),
        exchange(1, {"bsn": "999990019"}), exchange(2, {"bsn": "999990020"}))
    assert document["protection"]["requests"][0]["count"] == 1
    assert document["protection"]["rows"][0]["category"] == "id.bsn"
    assert [d["path"] for d in document["detections"] if d["category"] == "id.bsn"] == ["/klas/{id}"]
    assert "999990019" not in json.dumps(document)


def test_a_scan_without_protection_says_nothing_of_it(tmp_path: Path, told: list[dict[str, Any]]) -> None:
    assert "protection" not in scan(tmp_path, PEOPLE[0])
