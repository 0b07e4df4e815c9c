"""What a user does wrong, or a damaged capture, gives one clear line and exit code 2, or a coverage fact."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import command_line
import pytest
from click.testing import CliRunner
from command_line import Done

from scanner.cli.root import cli

ROOT = Path(__file__).parent.parent
LEAKING = ROOT / "fixtures" / "leaking"
POLICY = ROOT / "fixtures" / "policy.yaml"


def leerlek(*arguments: str | Path, cwd: Path = ROOT, stdin: bytes = b"") -> Done:
    return command_line.run(*arguments, cwd=cwd, stdin=stdin, env={"XDG_CONFIG_HOME": str(cwd), "NO_COLOR": "1"})


def process(*arguments: str | Path, cwd: Path, stdin: bytes = b"") -> Done:
    """The same in a process of its own, where a mistake of ours would be a traceback."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(cwd), "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "scanner", *map(str, arguments)], capture_output=True, cwd=cwd,
                          input=stdin, env=environment)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def refused(done: Done) -> str:
    """The one line of an error of use."""
    text = done.stderr
    assert done.returncode == 2, (done.returncode, text, done.stdout)
    assert "Traceback" not in text
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(("Usage:", "Try "))]
    assert len(lines) == 1, text
    return lines[0]


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    for run in (leerlek, process):
        assert "nothere.har" in refused(run("scan", tmp_path / "nothere.har", cwd=tmp_path))


def test_a_folder_without_captures(tmp_path: Path) -> None:
    write(tmp_path / "notes.txt", "boodschappen")
    line = refused(leerlek("scan", tmp_path, cwd=tmp_path))
    assert "HAR" in line
    assert "pcap" in line


def test_a_har_that_is_no_json(tmp_path: Path) -> None:
    assert refused(leerlek("scan", write(tmp_path / "a.har", "<html>no</html>"), cwd=tmp_path))
    assert refused(leerlek("scan", write(tmp_path / "b.har", '{"log": {"version": "1.2", "ent'), cwd=tmp_path))
    assert refused(leerlek("scan", write(tmp_path / "empty.har", ""), cwd=tmp_path))


def test_a_key_log_that_is_none(tmp_path: Path) -> None:
    wrong = write(tmp_path / "keys.log", "dit zijn geen sleutels\n")
    assert "key log" in refused(leerlek("scan", LEAKING / "session.pcapng", "--keylog", wrong))
    assert "key log" in refused(leerlek("scan", LEAKING / "session.pcapng", "--keylog", tmp_path / "no.log"))


def test_a_key_log_of_another_session_is_named_in_coverage(tmp_path: Path) -> None:
    capture = ROOT / "tests" / "captures" / "pcap" / "gen-h1-tls13-v6.pcap"
    other = write(tmp_path / "keys.log", f"CLIENT_RANDOM {'ab' * 32} {'cd' * 48}\n")
    done = leerlek("scan", capture, "--keylog", other, "--output", f"json={tmp_path / 'r.json'}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    notes = json.loads((tmp_path / "r.json").read_bytes())["coverage"]["notes"]
    assert any(note["gap"] == "tls.no-key" and note["bytes"] for note in notes)
    assert "niet ontsleuteld" in done.stdout


@pytest.mark.parametrize("kind", ["har", "mitm", "pcapng"])
def test_a_truncated_capture_is_read_up_to_the_cut(kind: str, tmp_path: Path) -> None:
    whole = (LEAKING / f"session.{kind}").read_bytes()
    cut = write(tmp_path / f"cut.{kind}", whole[: len(whole) * 3 // 4])
    done = leerlek("scan", cut, "--output", f"json={tmp_path / 'r.json'}", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads((tmp_path / "r.json").read_bytes())
    assert document["coverage"]["totals"]["exchanges"] > 5
    assert any(note["gap"] == "file.truncated" for note in document["coverage"]["notes"])


def test_one_bad_capture_among_good_ones_is_named(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.har", '{"log": {"version": "1.2"}}')
    done = leerlek("scan", bad, LEAKING / "session.har", "--output", f"json={tmp_path / 'r.json'}")
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "r.json").read_bytes())
    assert any(note["gap"] == "file.unreadable" for note in document["coverage"]["notes"])


@pytest.mark.parametrize(("content", "expected"), [
    ("schema: [", "policy.yaml:2"),
    ("- a list", "policy"),
    (POLICY.read_text(encoding="utf-8").replace("purposes:", "purpose:", 1) if POLICY.exists() else "", "purposes"),
    (POLICY.read_text(encoding="utf-8").replace("id.eckid", "id.ekcid", 1) if POLICY.exists() else "", "id.eckid"),
])
def test_a_policy_with_a_mistake(content: str, expected: str, tmp_path: Path) -> None:
    policy = write(tmp_path / "policy.yaml", content)
    line = refused(leerlek("scan", LEAKING / "session.har", "--policy", policy, cwd=tmp_path))
    assert "policy.yaml" in line
    assert expected in line


@pytest.mark.parametrize(("content", "expected"), [
    ("pupils: []", "subjects"),
    ("subjects:\n  - id: a\n    role: pupil\n    values: {name.givn: Sanne}", "name.given"),
    ("subjects:\n  - {id: a, role: pupil, values: {name.given: Sanne}}\n  - {id: a, role: pupil, values: {}}", "a"),
])
def test_a_subjects_file_with_a_mistake(content: str, expected: str, tmp_path: Path) -> None:
    subjects = write(tmp_path / "subjects.yaml", content)
    line = refused(leerlek("scan", LEAKING / "session.har", "--subjects", subjects, cwd=tmp_path))
    assert "subjects.yaml" in line
    assert expected in line


@pytest.mark.parametrize(("output", "expected"), [
    ("html", "FORMAT=FILE"), ("word=x.doc", "known are"), ("json=nofolder/x.json", "does not exist"),
    ("json=.", "folder"),
])
def test_an_output_that_cannot_be(output: str, expected: str, tmp_path: Path) -> None:
    assert expected in refused(leerlek("scan", LEAKING / "session.har", "--output", output, cwd=tmp_path))


def test_a_setting_that_does_not_exist(tmp_path: Path) -> None:
    write(tmp_path / "leerlek.toml", 'polcy = "x.yaml"\n')
    assert "did you mean 'policy'" in refused(leerlek("scan", LEAKING / "session.har", cwd=tmp_path))


def test_settings_come_from_the_file_and_flags_win(tmp_path: Path) -> None:
    write(tmp_path / "leerlek.toml", 'lang = "en"\nfail-on = "info"\n')
    done = leerlek("scan", LEAKING / "session.har", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert leerlek("scan", LEAKING / "session.har", "--fail-on", "nonsense", cwd=tmp_path).returncode == 2


def test_exit_codes(tmp_path: Path) -> None:
    leaking = process("scan", LEAKING / "session.har", "--policy", POLICY, "--fail-on", "hoog", "--quiet", cwd=tmp_path)
    assert leaking.returncode == 1
    lean = ROOT / "fixtures" / "lean" / "session.har"
    assert leerlek("scan", lean, "--policy", POLICY, "--fail-on", "laag", "--quiet", cwd=tmp_path).returncode == 0
    assert leerlek("scan", LEAKING / "session.har", "--quiet", cwd=tmp_path).returncode == 0


def test_standard_input(tmp_path: Path) -> None:
    done = process("scan", "-", "--output", f"json={tmp_path / 'r.json'}", cwd=tmp_path,
                   stdin=(LEAKING / "session.mitm").read_bytes())
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "r.json").read_bytes())["findings"]
    assert refused(leerlek("scan", "-", cwd=tmp_path, stdin=b""))


def test_a_report_of_something_that_is_no_result(tmp_path: Path) -> None:
    for name, content in (("a.json", "{}"), ("b.json", "no json"), ("c.json", '{"schema": "leerlek-result/99"}')):
        assert name in refused(leerlek("report", write(tmp_path / name, content), cwd=tmp_path))
    assert refused(leerlek("report", tmp_path / "nothere.json", cwd=tmp_path))


@pytest.mark.parametrize(("options", "says"), [
    (("--subjects", "er-niet.yaml"), "er-niet.yaml"), (("--policy", "er-niet.yaml"), "er-niet.yaml"),
    (("--scenario", "er-niet.yaml"), "er-niet.yaml"), (("--tracker-list", "er-niet.txt"), "er-niet.txt"),
    (("--retain", "14d"), "--keep-capture"), (("--passphrase",), "--keep-capture"),
    (("--keep-capture", "--retain", "14"), "14d"), (("--mode", "live"), "--decision"),
    (("--proxy-mode", "telepathie"), "wireguard"),
])
def test_the_proxy_says_so_before_it_begins(options: tuple[str, ...], says: str, tmp_path: Path,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    told = [str(CliRunner().invoke(cli, ["proxy", *options, "--lang", lang]).exception) for lang in ("nl", "en")]
    assert all(says in each and "\n" not in each for each in told) and told[0] != told[1]
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the system has no disk that is always full")
@pytest.mark.parametrize("command", [
    ["inspect", "--json", LEAKING], ["inspect", LEAKING], ["scan", LEAKING, "--lang", "en"], ["explain", "IDN-001"],
])
def test_output_without_room_is_one_line(command: list[str | Path], tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "scanner", *map(str, command)], stdout=full,
                              stderr=subprocess.PIPE, cwd=tmp_path, env=environment)
    assert "make room" in refused(Done(done.returncode, "", done.stderr.decode()))


def test_a_sanitized_capture_takes_the_place_of_no_device(tmp_path: Path) -> None:
    pipe = tmp_path / "pijp"
    os.mkfifo(pipe)
    assert "is no file" in refused(leerlek("sanitize", LEAKING, "-o", pipe))
    assert pipe.is_fifo()
