"""``--pair`` on two recordings of one scenario by real clients: what it confirms, drops and newly finds."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from har_builders import entry, har

from scanner.cli.root import cli
from scanner.run import Options, scan

FIXTURES = Path(__file__).parent.parent / "fixtures"
TWO = [FIXTURES / "pair" / f"leerling-0{number}.har" for number in (1, 2)]
TRACKER = "stats.meetbaken.example"


def calls(path: Path) -> Counter[tuple[str, str]]:
    """Methods and addresses of a HAR, numbers of pupils generalised."""
    entries = json.loads(path.read_bytes())["log"]["entries"]
    return Counter((e["request"]["method"], "".join("9" if c.isdigit() else c for c in
                                                    e["request"]["url"].partition("?")[0])) for e in entries)


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text("44" * 32, encoding="ascii")
    return path


@pytest.fixture(scope="module")
def apart(key_file: Path) -> dict[str, Any]:
    return scan(TWO, Options(policy=FIXTURES / "policy.yaml", key_file=key_file))


@pytest.fixture(scope="module")
def compared(key_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The same through the command line."""
    out = tmp_path_factory.mktemp("out") / "pair.json"
    done = CliRunner().invoke(cli, [
        "scan", *map(str, TWO), "--pair", "--policy", str(FIXTURES / "policy.yaml"), "--key-file", str(key_file),
        "--quiet", "--output", f"json={out}"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    document: dict[str, Any] = json.loads(out.read_bytes())
    return document


def at(document: dict[str, Any], host: str, pointer: str) -> set[tuple[str, float, str]]:
    """Category, confidence and recognizer of what was detected at a pointer of a host."""
    return {(d["category"], d["confidence"], d["recognizer"]) for d in document["detections"]
            if d["host"] == host and d["pointer"] == pointer}


def findings(document: dict[str, Any]) -> set[tuple[str, str, str, str]]:
    return {(f["rule"], f["endpoint"], f["part"], f["pointer"]) for f in document["findings"]}


def test_the_recordings_are_of_one_scenario() -> None:
    assert calls(TWO[0]) == calls(TWO[1])
    assert sum(calls(TWO[0]).values()) >= 35


@pytest.mark.parametrize(("host", "pointer", "before", "after"), [
    ("api.rekenbaas.example", "/access_token/sub", 0.7, 0.95),
    (TRACKER, "/uid", 0.7, 0.95),
    (TRACKER, "/up.account", 0.7, 0.95),
    ("www.rekenbaas.example", "/SAMLResponse/Response/Assertion/AttributeStatement/uid", 0.7, 0.95),
])
def test_it_confirms_identifiers(apart: dict[str, Any], compared: dict[str, Any], host: str, pointer: str,
                                 before: float, after: float) -> None:
    assert {confidence for _, confidence, _ in at(apart, host, pointer)} == {before}
    assert {confidence for _, confidence, _ in at(compared, host, pointer)} == {after}


def test_it_finds_what_nothing_else_recognises(apart: dict[str, Any], compared: dict[str, Any]) -> None:
    for pointer in ("/s", "/kijkt"):
        assert at(apart, TRACKER, pointer) == set()
        assert at(compared, TRACKER, pointer) == {("id.account", 0.65, "pair")}
    assert findings(compared) - findings(apart) == {
        ("LNK-004", "GET /film", "header.location", "/location/s"), ("TPT-001", "GET /film", "url.query", "")}


def test_it_drops_constants_of_the_product(apart: dict[str, Any], compared: dict[str, Any]) -> None:
    for pointer in ("/user_id", "/cid"):
        assert {confidence for _, confidence, _ in at(apart, TRACKER, pointer)} == {0.95}
        assert {confidence for _, confidence, _ in at(compared, TRACKER, pointer)} == {0.4}
    assert findings(apart) - findings(compared) == {
        ("LNK-003", "GET /g/collect", "url.query", "/cid"), ("TPT-001", "GET /film", "body", "/script")}


def test_one_value_counts_once(compared: dict[str, Any]) -> None:
    """A piece of an ECK iD, a value that its neighbours made sure and a cookie that holds a profile are known."""
    new = {d["pointer"] for d in compared["detections"] if d["recognizer"] == "pair"}
    assert new == {"/s", "/kijkt", "/location/s", "/laatste"}
    places = Counter((d["capture"], d["exchange"], d["direction"], d["part"], d["pointer"], d["fingerprint"])
                     for d in compared["detections"] if d["category"].startswith("id."))
    assert max(places.values()) == 1


def test_known_pupils_stay_known(key_file: Path) -> None:
    document = scan(TWO, Options(policy=FIXTURES / "policy.yaml", subjects=FIXTURES / "subjects.yaml", pair=True,
                                 key_file=key_file))
    known = [d for d in document["detections"] if d["category"] in {"id.eckid", "id.leerlingnummer", "id.account"}
             and d["recognizer"] == "known_subject"]
    assert known and {d["confidence"] for d in known} == {1.0}
    assert "LNK-004" in {f["rule"] for f in document["findings"]}
    said = json.dumps(document, ensure_ascii=False)
    for person in yaml.safe_load((FIXTURES / "subjects.yaml").read_text("utf-8"))["subjects"][:2]:
        for code in ("id.account", "id.leerlingnummer", "name.family", "id.login"):
            assert person["values"][code] not in said


def test_a_synchronised_cookie_is_found_in_a_pair_too(tmp_path: Path, key_file: Path) -> None:
    def visit(name: str, visitor: str) -> Path:
        cookies = {"Cookie": f"vz={visitor}"}
        return har(tmp_path / name, [
            entry("https://www.leren.example/start", headers=cookies, answer="<p>Dag</p>"),
            entry("https://www.leren.example/les", headers=cookies, answer="<p>Les</p>", second=1),
            entry(f"https://sync.adverteren.example/match?p={visitor}", second=2),
            entry(f"https://sync.adverteren.example/match?p={visitor}", second=3)])

    two = [visit("a.har", "3f2a9c1e-77aa-4b0d-9a51-0c6d1f2e3a4b"),
           visit("b.har", "b7d0a1c2-1f5e-4c33-8f0e-9a8b7c6d5e4f")]
    for pair in (False, True):
        document = scan(two, Options(key_file=key_file, pair=pair))
        assert ("LNK-003", "GET /match", "url.query", "/p") in findings(document), pair
