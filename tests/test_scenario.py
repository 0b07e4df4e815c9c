"""A scenario from file or marks to the report: who acted, what was seen in which step, what was not done."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pcap_builders
import pytest
from click.testing import CliRunner, Result

from scanner.cli.root import cli
from scanner.errors import UsageError
from scanner.report import render
from scanner.run import Options, scan

MARKER = "http://marker.leerlek.invalid/"
ROSTER = json.dumps({"leerlingen": [
    {"id": n, "roepnaam": name, "achternaam": "Kanarie", "resultaat": 7} for n, name in
    enumerate(("Sanne", "Mohammed", "Fleur", "Daan", "Emma", "Lucas", "Julia"))]})


def entry(second: int, url: str, body: str = "", cookie: str = "") -> dict[str, Any]:
    headers = [{"name": "Cookie", "value": f"PHPSESSID={cookie}"}] if cookie else []
    return {
        "startedDateTime": f"2026-10-05T07:14:{second:02}.000Z", "time": 5,
        "request": {"method": "GET", "url": url, "httpVersion": "HTTP/1.1", "headers": headers, "cookies": [],
                    "queryString": [], "headersSize": -1, "bodySize": 0},
        "response": {"status": 200 if body else 0, "statusText": "", "httpVersion": "HTTP/1.1", "headers": [],
                     "cookies": [], "redirectURL": "", "headersSize": -1, "bodySize": len(body),
                     "content": {"size": len(body), "mimeType": "application/json", "text": body}},
        "cache": {}, "timings": {"send": 0, "wait": 5, "receive": 0},
    }


def har(path: Path, *entries: dict[str, Any]) -> Path:
    path.write_text(json.dumps({"log": {"version": "1.2", "creator": {"name": "t", "version": "1"},
                                        "entries": list(entries)}}), "utf-8")
    return path


def session(path: Path) -> Path:
    """Somebody sees the class list before and after a pupil is said to have logged in."""
    page = "https://les.example/api/klas/3"
    return har(
        path, entry(1, page, ROSTER, "a" * 24),
        entry(10, f"{MARKER}?step=klas&actor=leerling&subject=leerling-01&title=De%20klas%20bekijken"),
        entry(11, "https://marker.leerlek.invalid/favicon.ico"),
        entry(12, page, ROSTER, "b" * 24), entry(20, f"{MARKER}?end=klas"), entry(30, page, ROSTER, "c" * 24),
    )


@pytest.fixture
def options(tmp_path: Path):
    def make(**changes: Any) -> Options:
        return Options(key_file=tmp_path / "key", ner="off", **changes)

    return make


def by_rule(document: dict[str, Any], rule: str) -> list[dict[str, Any]]:
    return [f for f in document["findings"] if f["rule"] == rule]


def test_a_mark_makes_role_rules_work(tmp_path: Path, options) -> None:
    document = scan([session(tmp_path / "les.har")], options())
    (step,) = document["scan"]["scenario"]["steps"]
    assert (step["id"], step["title"], step["actor"], step["subject"]) == \
        ("klas", "De klas bekijken", "pupil", "leerling-01")
    assert (step["exchanges"], step["executed"], step["marked"]) == (1, True, True)
    (roster,) = by_rule(document, "MIN-009")
    assert roster["scenario_steps"] == ["klas"]
    assert roster["count"] >= 7
    assert step["findings"] == sum("klas" in f["scenario_steps"] for f in document["findings"])
    scenario = document["scan"]["scenario"]
    assert (scenario["outside"], scenario["marks"], scenario["actors"]) == (2, 3, {"": 2, "pupil": 1})
    assert {d["scenario_step"] for d in document["detections"]} == {"", "klas"}


def test_a_mark_is_no_recipient_no_traffic_and_no_finding(tmp_path: Path, options) -> None:
    document = scan([session(tmp_path / "les.har")], options())
    assert {r["domain"] or r["id"] for r in document["recipients"]} == {"les.example"}
    assert [h["host"] for h in document["coverage"]["hosts"]] == ["les.example"]
    assert document["coverage"]["totals"]["exchanges"] == 3
    assert [each["exchanges"] for each in document["scan"]["inputs"]] == [3]
    assert "leerlek.invalid" not in json.dumps(document)


def test_the_user_goes_before_the_mark(tmp_path: Path, options) -> None:
    document = scan([session(tmp_path / "les.har")], options(actor="teacher"))
    assert by_rule(document, "MIN-009") == []
    assert document["scan"]["scenario"]["actors"] == {"teacher": 3}


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_number_of_processes_makes_no_difference(tmp_path: Path, options, jobs: int) -> None:
    path = session(tmp_path / "les.har")
    assert render(scan([path], options(jobs=jobs)), "json", "nl") == render(scan([path], options()), "json", "nl")


def test_marks_in_packets_come_after_what_they_speak_of(tmp_path: Path, options) -> None:
    """The reader yields connection by connection, and look-ups when the file ends; the result is in order."""
    start = pcap_builders.START
    talk = pcap_builders.Talk().open()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(ROSTER)}\r\n\r\n"
    for moment in (1, 21, 41):
        talk.time = start + moment
        talk.send(True, pcap_builders.GET).send(False, (head + ROSTER).encode())
    talk.close()
    frames = talk.frames() + [
        (start + moment, pcap_builders.ethernet(lookup(name)))
        for moment, name in ((10, "klas.leerling.marker.leerlek.invalid"),
                             (30, "nakijken.leraar.marker.leerlek.invalid"))]
    path = tmp_path / "les.pcap"
    path.write_bytes(pcap_builders.pcap(sorted(frames)))
    document = scan([path], options())
    scenario = document["scan"]["scenario"]
    assert [(s["id"], s["actor"], s["exchanges"]) for s in scenario["steps"]] == \
        [("klas", "pupil", 1), ("nakijken", "teacher", 1)]
    assert (scenario["outside"], scenario["marks"]) == (1, 2)
    assert document["coverage"]["totals"]["exchanges"] == 3
    assert [h["host"] for h in document["coverage"]["hosts"]] == ["les.example"]


def lookup(name: str) -> bytes:
    from scapy.layers.inet import IP, UDP
    from scapy.packet import Raw

    return bytes(IP(src="192.0.2.10", dst="192.0.2.53") / UDP(sport=5000, dport=53)
                 / Raw(pcap_builders.dns_question(name)))


SCENARIO = """\
schema: scenario/1
title: Les
steps:
  - {id: begin, actor: leraar, start: 2026-10-05T07:14:00Z, end: 2026-10-05T07:14:05Z, expected: [demo.dob, name.given]}
  - {id: klas, title: <b>Klas</b>, actor: leerling}
  - {id: ouder, actor: ouder}
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], catch_exceptions=False)


def test_the_file_and_the_report(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(SCENARIO, "utf-8")
    done = run("scan", session(tmp_path / "les.har"), "--scenario", scenario, "--key-file", tmp_path / "key",
               "--ner", "off", "-o", f"html={tmp_path / 'r.html'}", "-o", f"json={tmp_path / 'r.json'}")
    assert done.exit_code == 0, done.output
    assert "2. klas (leerling): berichten: 1" in done.output
    assert "3. ouder (ouder of voogd): niet uitgevoerd" in done.output
    assert "expected" not in done.output
    assert "verwacht en niet gezien: geboortedatum" in done.output
    document = json.loads((tmp_path / "r.json").read_bytes())
    assert document["scan"]["scenario"]["sha256"]
    (gap,) = by_rule(document, "COV-003")
    assert "stap ouder" in gap["message"]
    assert "stap klas" not in gap["message"]
    page = (tmp_path / "r.html").read_text("utf-8")
    assert "Testscenario" in page
    assert "&lt;b&gt;Klas" in page
    assert "nee: geen verkeer" in page
    assert "Berichten, verdeeld naar wie was ingelogd: leerling 1, leraar 1, onbekend 1." in page
    assert "deels niet getoetst: gebruiker onbekend" in page


def test_check_says_what_the_file_plans(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(SCENARIO, "utf-8")
    done = run("scenario", "check", scenario)
    assert done.exit_code == 0
    assert "1. begin (teacher; 2026-10-05 07:14:00Z – 2026-10-05 07:14:05Z)" in done.output
    assert "2. klas (pupil; mark klas)" in done.output
    scenario.write_text(SCENARIO.replace("ouder}", "oudre}"), "utf-8")
    with pytest.raises(UsageError, match="did you mean 'ouder'"):
        run("scenario", "check", scenario)


def test_a_scenario_that_is_missing_or_wrong_stops_the_scan(tmp_path: Path) -> None:
    capture = session(tmp_path / "les.har")
    for text, says in ((None, "no such file"), ("steps: 3", r"scenario\.yaml:1")):
        scenario = tmp_path / "scenario.yaml"
        if text:
            scenario.write_text(text, "utf-8")
        with pytest.raises(UsageError, match=says):
            run("scan", capture, "--scenario", scenario, "--key-file", tmp_path / "key")
