"""The packs TPT and KID on what Chromium, rrweb and FingerprintJS really sent (``captures/record_third_parties.py``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pcap_builders as build
import pytest

from scanner.run import Options, scan

ROOT = Path(__file__).parent.parent
FLOWS = Path(__file__).parent / "captures" / "flows"
POLICY = ROOT / "rules" / "policies" / "voorbeeld.yaml"


def findings(capture: Path, key: Path, policy: Path | None = POLICY) -> dict[tuple[str, str, str], dict[str, Any]]:
    """By rule, host and path; the path is empty where the recipient is the place."""
    document = scan([capture], Options(policy=policy, key_file=key))
    return {(f["rule"], f["host"], f["endpoint"]): f for f in document["findings"]}


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("key") / "key"


@pytest.fixture(scope="module")
def parties(key: Path) -> dict[tuple[str, str, str], dict[str, Any]]:
    return findings(FLOWS / "third-parties.mitm", key)


@pytest.fixture(scope="module")
def children(key: Path) -> dict[tuple[str, str, str], dict[str, Any]]:
    return findings(FLOWS / "children.mitm", key)


@pytest.mark.parametrize(("rule", "host", "severity"), [
    ("TPT-007", "www.rekenen.example", "hoog"),  # a tag manager's script under the product's own name
    ("TPT-007", "stats.rekenen.example", "hoog"),  # and its protocol
    ("TPT-008", "www.youtube.com", "hoog"),
    ("TPT-010", "api.openai.com", "hoog"),
    ("TPT-011", "api.hubapi.com", "hoog"),
    ("TPT-012", "browser.events.data.msn.com", "hoog"),
    ("TPT-002", "fonts.googleapis.com", "laag"),
    ("TPT-002", "o1.ingest.sentry.io", "midden"),  # after the pupil was known
    ("TPT-002", "static.whatsapp.net", "laag"),  # a logo is contact, and no consumer service
])
def test_parties(parties: dict[tuple[str, str, str], dict[str, Any]], rule: str, host: str, severity: str) -> None:
    assert [f["severity"] for (r, h, _), f in parties.items() if (r, h) == (rule, host)] == [severity]


def test_one_root_cause_is_one_finding(parties: dict[tuple[str, str, str], dict[str, Any]]) -> None:
    """Who got data, or is told by what it is, is not told again as an undeclared recipient or a contact."""
    told = {host for rule, host, _ in parties if rule in {"TPT-010", "TPT-011", "TPT-012", "TPT-008"}}
    assert len(told) == 4
    assert not [k for k in parties if k[0] in {"TPT-001", "TPT-002"} and k[1] in told]
    for host in ("api.openai.com", "api.hubapi.com", "browser.events.data.msn.com"):
        assert {"TPT-001", "TPT-002"} <= set().union(*(f["also"] for (_, h, _), f in parties.items() if h == host))


def test_a_question_of_the_browser_before_a_request_is_no_finding(
        parties: dict[tuple[str, str, str], dict[str, Any]]) -> None:
    assert not [k for k in parties if k[0].startswith("TPT") and k[2].startswith("OPTIONS")]


def test_what_the_browser_does_by_itself_is_no_finding(parties: dict[tuple[str, str, str], dict[str, Any]],
                                                       children: dict[tuple[str, str, str], dict[str, Any]]) -> None:
    background = {"update.googleapis.com", "content-autofill.googleapis.com", "clients2.google.com"}
    assert not [k for k in (*parties, *children) if k[1] in background]


@pytest.mark.parametrize(("rule", "endpoint", "severity"), [
    ("KID-002", "POST /api/plaats", "hoog"),
    ("KID-003", "POST /apparaat", "hoog"),  # what FingerprintJS collects
    ("KID-004", "POST /rec", "kritiek"),  # rrweb, with the text on the screen
    ("KID-005", "POST /api/typen", "midden"),
    ("KID-006", "POST /api/aandacht", "kritiek"),
    ("KID-007", "GET /api/voortgang", "hoog"),
    ("KID-008", "GET /api/ranglijst", "hoog"),
])
def test_children(children: dict[tuple[str, str, str], dict[str, Any]], rule: str, endpoint: str,
                  severity: str) -> None:
    assert [f["severity"] for (r, _, e), f in children.items() if (r, e) == (rule, endpoint)] == [severity]


@pytest.mark.parametrize("endpoint", ["POST /api/bord", "POST /api/spel", "POST /api/gevoel", "POST /api/fout"])
def test_what_looks_like_it_is_silent(children: dict[tuple[str, str, str], dict[str, Any]], endpoint: str) -> None:
    """A whiteboard, game controls, a smiley with a count of clicks, an error report with browser and screen."""
    assert not [k for k in children if k[0].startswith("KID") and k[2] == endpoint]


def test_each_rule_tells_once(children: dict[tuple[str, str, str], dict[str, Any]]) -> None:
    rules = [rule for rule, _, _ in children if rule.startswith("KID")]
    assert sorted(rules) == [f"KID-00{n}" for n in range(2, 9)]


def test_the_clean_session_breaks_none_of_them(key: Path) -> None:
    declared = findings(ROOT / "fixtures" / "lean" / "session.har", key, ROOT / "fixtures" / "policy.yaml")
    assert {f["severity"] for f in declared.values()} <= {"info"}
    undeclared = findings(ROOT / "fixtures" / "lean" / "session.har", key, None)
    assert not [rule for rule, _, _ in undeclared if rule.startswith(("TPT", "KID"))]


def test_a_name_that_leads_to_a_tracker(tmp_path: Path, key: Path) -> None:
    """A packet capture in which the product's own name is an alias of a tracker's, and one that is no tracker's."""
    def label(name: str) -> bytes:
        return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".")) + b"\0"

    def answer(name: str, alias: str) -> bytes:
        asked, target = build.dns_question(name), label(alias)
        record = b"\xc0\x0c\0\5\0\1\0\0\1\0" + len(target).to_bytes(2, "big") + target
        return asked[:2] + b"\x81\x80\0\1\0\1\0\0\0\0" + asked[12:] + record

    talk = build.Talk(server=("198.51.100.7", 80)).open()
    talk.send(True, b"GET /oefenen HTTP/1.1\r\nHost: www.rekenen.example\r\n\r\n")
    talk.send(False, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").close()
    frames = list(talk.frames())
    for name, alias in (("stats.rekenen.example", "rekenen.sc.omtrdc.net"),
                        ("cdn.rekenen.example", "d1.cloudfront.net")):
        data = answer(name, alias)
        packet = b"".join(n.to_bytes(2, "big") for n in (53, 40000, 8 + len(data), 0)) + data
        head = b"\x45\0" + (20 + len(packet)).to_bytes(2, "big") + b"\0\0\0\0\x40\x11\0\0"
        frames.append((1.79e9, build.ethernet(head + bytes([198, 51, 100, 53]) + bytes([192, 0, 2, 1]) + packet)))
    capture = tmp_path / "dns.pcap"
    capture.write_bytes(build.pcap(frames))
    found = findings(capture, key)
    assert [host for rule, host, _ in found if rule == "TPT-007"] == ["stats.rekenen.example"]
    assert json.dumps(list(found.values())).count("omtrdc") == 0
