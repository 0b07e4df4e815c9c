"""The comparison with the truth of captures: what it calls found, missed, extra, different, and explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from export_builders import BODY, burp, burp_item

from benchmarks import parity
from benchmarks.parity_truth import Row, Truth, truth_of

GET = Row("http/1", "GET", "les.example", "/a", 200, "s", "r")
PING = Row("ws", "c2s", None, "/a", 9, None, "p")


@pytest.mark.parametrize(("theirs", "ours", "counts"), [
    ([GET], [GET], {}),
    ([GET, GET], [GET], {"missed": 1}),
    ([GET], [GET, GET], {"extra": 1}),
    ([GET], [GET._replace(received="x")], {"body": 1}),
    ([GET._replace(received=None, host=None, kind="http/?")], [GET], {}),  # not known is not different
    ([GET._replace(status=None, received=None)], [GET], {"more": 1}),
    ([GET._replace(status=500)], [GET], {"other": 1}),
    ([GET._replace(host="meten.example")], [GET], {"other": 1}),
    ([GET._replace(path="/b")], [GET], {"missed": 1, "extra": 1}),
    ([GET, GET._replace(received="x")], [GET._replace(received="x"), GET], {}),  # equal ones are paired first
    ([GET], [GET, PING], {}),  # a truth without control frames says nothing of them
    ([GET, PING], [GET, PING._replace(method="s2c")], {"missed": 1, "extra": 1}),
])
def test_rows_are_paired(theirs: list[Row], ours: list[Row], counts: dict[str, int]) -> None:
    truth = Truth("test", theirs, controls=PING in theirs)
    assert parity.compare("x", truth, ours).counts == counts


def test_a_capture_with_its_truth_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "les.xml").write_bytes(burp(burp_item()))
    row = {"kind": "http/1", "method": "POST", "host": "les.example", "path": "/api/leerling?groep=6", "status": 200,
           "req_len": len(BODY), "req_sha256": None, "resp_sha256": None, "agree": True}
    beside = tmp_path / "les.xml.truth.jsonl"
    beside.write_text("\n".join(map(json.dumps, [{"kind": "meta", "truth": "server log"}, row])))
    assert parity.main([str(tmp_path)]) == 0
    assert "1 of 1 exchanges" in capsys.readouterr().out
    beside.write_text("\n".join(map(json.dumps, [{"kind": "meta", "truth": "server log"}, row, row])))
    assert parity.main([str(tmp_path)]) == 1
    reasons = tmp_path / "reasons.yaml"
    reasons.write_text("- captures: [les.xml]\n  missed: 1\n  reason: twice in the log\n")
    assert parity.main([str(tmp_path), "--reasons", str(reasons)]) == 0
    reasons.write_text("- captures: [les.xml]\n  missed: 2\n  reason: thrice in the log\n")
    assert parity.main([str(tmp_path), "--reasons", str(reasons)]) == 1  # a reason that no longer fits


@pytest.mark.parametrize("name", ["har/insomnia.har", "flows/error_log.mitm"])
def test_hars_and_dumps_have_their_own_truth(name: str) -> None:
    path = Path(__file__).parent / "captures" / name
    assert truth_of(path).rows
    assert parity.compare_file(path).counts == {}


@pytest.mark.tshark
def test_tshark_gives_the_truth_of_packets(tmp_path: Path) -> None:
    path = Path(__file__).parent / "captures" / "pcap" / "gen-h2c-prior-curl.pcap"
    (tmp_path / "a.pcap").write_bytes(path.read_bytes())
    outcome = parity.compare_file(tmp_path / "a.pcap")
    assert (outcome.source, outcome.expected, outcome.found, outcome.counts) == ("tshark", 4, 4, {})


def test_every_reason_is_whole() -> None:
    for reason in parity.load_reasons(parity.REASONS).values():
        assert len(reason["reason"]) > 40
        assert reason.keys() & set(parity.KINDS)
