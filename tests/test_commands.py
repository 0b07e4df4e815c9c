"""The commands beside scan, as a user types them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pcap_builders
import pytest
from click.testing import CliRunner, Result
from har_builders import entry, har

from scanner.cli.root import COMMANDS, cli

ROOT = Path(__file__).parent.parent
LEAKING = ROOT / "fixtures" / "leaking"
POLICY, SUBJECTS = ROOT / "fixtures" / "policy.yaml", ROOT / "fixtures" / "subjects.yaml"


def run(*arguments: str | Path, stdin: str = "") -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scan")
    done = run("scan", LEAKING / "session.har", "--policy", POLICY, "--subjects", SUBJECTS,
               "--key-file", folder / "key", "--quiet", "--output", f"json={folder / 'r.json'}")
    assert done.exit_code == 0
    return folder / "r.json"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output


def test_inspect_as_json_lines_ends_with_coverage() -> None:
    rows = [json.loads(line) for line in run("inspect", "--json", LEAKING / "session.pcapng").output.splitlines()]
    assert {row["kind"] for row in rows} == {"http/1", "http/2", "ws", "coverage"}
    assert rows[-1]["kind"] == "coverage"
    assert rows[-1]["exchanges"] == sum(row["kind"].startswith("http/") for row in rows) == 67
    first = rows[0]
    assert {"method", "host", "path", "status", "req_len", "req_sha256", "resp_len", "resp_sha256"} <= set(first)


def test_inspect_gives_the_same_bodies_for_the_same_session() -> None:
    def bodies(kind: str) -> list[tuple[object, ...]]:
        rows = [json.loads(line) for line in run("inspect", "--json", LEAKING / f"session.{kind}").output.splitlines()]
        return sorted((row["method"], row["host"], row["path"], row["status"], row["req_sha256"], row["resp_sha256"])
                      for row in rows if row["kind"].startswith("http/"))

    assert bodies("mitm") == bodies("pcapng")


def test_inspect_for_people_shows_no_query_and_no_ids() -> None:
    output = run("inspect", LEAKING / "session.har").output
    assert "67 exchanges" in output
    assert "?" not in output
    assert "wachtwoord" not in output


def test_inspect_for_people_shows_no_method_that_nobody_registered(tmp_path: Path) -> None:
    head = b"PLUIMGRAAF /x HTTP/1.1\r\nHost: a.example\r\n\r\n"
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    capture = tmp_path / "c.warc"
    record = (b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: http://a.example/x\r\nWARC-Record-ID: <urn:%s>\r\n"
              b"WARC-Concurrent-To: <urn:request>\r\nContent-Type: application/http;msgtype=%s\r\n"
              b"Content-Length: %d\r\n\r\n%s\r\n\r\n")
    capture.write_bytes(b"".join(record % (kind, kind, kind, len(data), data)
                                 for kind, data in ((b"request", head), (b"response", answer))))
    shown = run("inspect", capture).output
    assert "OTHER" in shown and "PLUIMGRAAF" not in shown


def test_inspect_says_per_host_what_was_read_and_what_would_help(tmp_path: Path) -> None:
    output = run("inspect", LEAKING / "session.pcapng").output
    assert "67 exchanges and 8 WebSocket messages with 8 hosts" in output
    assert re.search(r"api\.rekenbaas\.example +\d+ +[\d,]+ +[\d,]+\n", output)
    assert "8 WebSocket messages: 4 sent, 4 received" in output
    assert output.endswith("Everything in the capture was read.\n")
    talk = pcap_builders.Talk(server=("198.51.100.53", 53)).open()
    question = pcap_builders.dns_question("meten.example")
    talk.send(True, len(question).to_bytes(2, "big") + question).close()
    capture = tmp_path / "naam.pcap"
    capture.write_bytes(pcap_builders.pcap(talk.frames()))
    output = run("inspect", capture).output
    assert "No exchanges were read." in output
    assert "meten.example: name looked up (DNS)" in output
    capture.write_bytes(pcap_builders.pcap(pcap_builders.Talk().open().send(True, b"\x07" * 50).close().frames()))
    output = run("inspect", capture).output
    assert "Not read, or not in full\n  other protocol" in output
    assert "→ Ask the vendor" in output


def test_inspect_names_a_session_without_secrets_with_server_bytes_and_time() -> None:
    capture = Path(__file__).parent / "captures" / "pcap" / "gen-h1-tls12-aes128.pcap"
    last = json.loads(run("inspect", "--json", capture).output.splitlines()[-1])
    note = last["notes"][0]
    assert note["gap"] == "tls.no-key" and note["host"] and note["bytes"] == last["undecrypted_bytes"] > 1000
    assert re.fullmatch(r"2026-[0-9-]{5}T[0-9:]{8}\.[0-9]{3}Z", note["first"])
    assert f"{note['first'][:10]} {note['first'][11:19]} UTC)" in run("inspect", capture).output


def test_inspect_goes_on_after_an_unreadable_capture(tmp_path: Path) -> None:
    (tmp_path / "a.har").write_bytes(b'{"log":{"entries":{}}}')
    output = run("inspect", tmp_path / "a.har", LEAKING / "session.har").output
    assert "67 exchanges" in output
    assert "capture unreadable" in output


def test_text_masks_what_it_finds(tmp_path: Path) -> None:
    done = run("text", "--key-file", tmp_path / "key", "--lang", "en", stdin="BSN 999990019\nniets\n06 12345678\n")
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [(line[0], line[1]) for line in lines] == [("1:5", "id.bsn"), ("3:1", "contact.phone")]
    assert "999990019" not in done.output
    assert run("text", "--key-file", tmp_path / "key", stdin="een gewone zin\n").stdout == ""


def test_report_makes_the_other_language(scanned: Path, tmp_path: Path) -> None:
    done = run("report", scanned, "--lang", "en", "--output", f"html={tmp_path / 'r.html'}")
    assert done.exit_code == 0
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert 'lang="en"' in page
    assert "BSN outside a statutory recipient" in page
    assert "IDN-001" in run("report", scanned).output


def test_explain_a_finding_and_a_rule(scanned: Path) -> None:
    name = json.loads(scanned.read_bytes())["findings"][0]["id"]
    done = run("explain", name, "--result", scanned, "--lang", "en")
    assert done.output.startswith(name)
    for word in ("Where:", "Severity:", "Why:", "Possibly at odds with:", "Enough would be:", "Advice:",
                 "Ask the recipient:", "Evidence:"):
        assert word in done.output
    assert run("explain", "idn-001").output.startswith("IDN-001")


def test_rules_are_listed_shown_and_tested() -> None:
    listed = run("rules", "list").output.splitlines()
    assert len(listed) >= 22
    assert any(line.startswith("COV-005") for line in listed)
    assert "art. 87" in run("rules", "show", "IDN-001").output
    assert "SEC-003" not in run("rules", "list").output
    everything = run("rules", "list", "--all", "--lang", "en").output
    assert "SEC-003" in everything
    assert "not decided; it needs: " in everything
    assert "Niet te beslissen; nodig: " in run("rules", "show", "SEC-003").output
    assert "SEC-003 is not decided" in run("rules", "test", "SEC-003").output
    assert run("rules", "test", "IDN-001", "MIN-001").output.endswith("2 rules, 0 failures\n")


def test_a_rule_of_the_user_is_loaded_and_its_failure_told(tmp_path: Path) -> None:
    rule = (ROOT / "rules" / "idn" / "IDN-001.yaml").read_text(encoding="utf-8")
    examples = (ROOT / "rules" / "idn" / "IDN-001.examples.yaml").read_text(encoding="utf-8")
    (tmp_path / "IDN-901.yaml").write_text(rule.replace("IDN-001", "IDN-901"), encoding="utf-8")
    swapped = re.sub(r"^(fire|silent):", lambda found: "silent:" if found[1] == "fire" else "fire:", examples,
                     flags=re.MULTILINE)
    (tmp_path / "IDN-901.examples.yaml").write_text(swapped.replace("IDN-001", "IDN-901"), encoding="utf-8")
    assert "IDN-901" in run("rules", "list", "--rules", tmp_path).output
    done = run("rules", "test", "IDN-901", "--rules", tmp_path)
    assert done.exit_code == 1
    assert "IDN-901" in done.output


def test_policy_check_says_what_is_declared() -> None:
    done = run("policy", "check", POLICY)
    assert done.exit_code == 0
    assert "Rekenbaas" in done.output
    assert "id.eckid" in done.output


@pytest.mark.parametrize("name", ["result", "rule", "policy"])
def test_schemas_are_published(name: str) -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(json.loads(run("schema", name).output))


def test_the_result_keeps_to_the_published_schema(scanned: Path) -> None:
    import jsonschema

    schema = json.loads(run("schema", "result").output)
    jsonschema.Draft202012Validator(schema).validate(json.loads(scanned.read_bytes()))


def test_addon_path_is_a_file() -> None:
    assert Path(run("addon-path").output.strip()).is_file()


def test_the_listing_of_a_capture_shows_no_account(tmp_path: Path) -> None:
    account = "kim.kanarie:Kanarie2015!"
    capture = har(tmp_path / "c.har", [entry(f"https://{account}@api.leer.example/x", answer={}, headers={
        "Host": f"{account}@api.leer.example"})])
    said = CliRunner().invoke(cli, ["inspect", str(capture)]).output
    assert "api.leer.example/x" in said
    assert "kim" not in said and "2015" not in said
