"""The promise of ``leerlek sanitize``: none of the values is left, the findings are the same; on real recordings."""

from __future__ import annotations

import json
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from leak_search import found_in

from scanner.cli.root import cli
from scanner.run import Options, scan
from scanner.sanitize import Settings, sanitize

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
POLICY, SUBJECTS = FIXTURES / "policy.yaml", FIXTURES / "subjects.yaml"
KEY = "22" * 32


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "key"
    path.write_text(KEY, encoding="ascii")
    return path


def planted() -> list[str]:
    """Every value of every test account that is long enough to be found by chance only rarely."""
    people = yaml.safe_load(SUBJECTS.read_text("utf-8"))["subjects"]
    return sorted({str(value) for person in people for code, values in person["values"].items()
                   for value in (values if isinstance(values, list) else [values])
                   if len(str(value)) >= 5 and code != "edu.group"})


def findings(document: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """The findings of a scan by rule and place, with their numbers."""
    place = ("rule", "severity", "recipient", "endpoint", "direction", "part", "pointer")
    return Counter({tuple(f[each] for each in place): f["count"] for f in document["findings"]})


@pytest.mark.parametrize(("source", "out"), [
    ("leaking/session.har", "o.har"),
    ("leaking/session.pcapng", "o.pcapng"),
    pytest.param("leaking/session.mitm", "o.mitm", marks=pytest.mark.long),
    pytest.param("lean/session.har", "o.har", marks=pytest.mark.long),
    pytest.param("lean/session.mitm", "o.mitm", marks=pytest.mark.long),
    pytest.param("lean/session.pcapng", "o.pcapng", marks=pytest.mark.long),
    pytest.param("leaking/session.har", "o.pcapng", marks=pytest.mark.long),
    pytest.param("leaking/session.pcapng", "o.har", marks=pytest.mark.long),
    pytest.param("leaking/session.mitm", "o.pcap", marks=pytest.mark.long),
    pytest.param("leaking/session.pcapng", "o.flows", marks=pytest.mark.long),
])  # fmt: skip
def test_a_recording_keeps_its_findings_and_none_of_its_values(
    source: str, out: str, tmp_path: Path, key_file: Path
) -> None:
    capture, result, fakes = FIXTURES / source, tmp_path / out, tmp_path / "fakes.yaml"
    settings = Settings(subjects=SUBJECTS, subjects_out=fakes, key_file=key_file, check=False)
    summary = sanitize([capture], result, settings)
    assert summary.exchanges >= 60
    assert not summary.unread and not summary.left_out
    assert found_in([result.read_bytes()], planted()) == set()
    before = scan([capture], Options(policy=POLICY, subjects=SUBJECTS, key_file=key_file))
    after = scan([result], Options(policy=POLICY, subjects=fakes, key_file=key_file))
    old, new = findings(before), findings(after)
    if capture.suffix[1:4] == result.suffix[1:4]:
        assert old == new
    # Packets are read connection by connection: a finding at many places may then be shown at another one of them.
    assert {(place[0], place[2]) for place in old} == {(place[0], place[2]) for place in new}
    assert Counter((d["category"], d["part"], d["template"]) for d in before["detections"]) == Counter(
        (d["category"], d["part"], d["template"]) for d in after["detections"])
    people = yaml.safe_load(fakes.read_text("utf-8"))["subjects"]
    assert len(people) == 29 and found_in([fakes.read_bytes()], planted()) == set()


def test_the_search_finds_what_is_there() -> None:
    assert len(found_in([(FIXTURES / "leaking" / "session.har").read_bytes()], planted())) > 60


@pytest.mark.slow
def test_without_subjects_what_was_detected_is_gone_all_the_same(tmp_path: Path, key_file: Path) -> None:
    result = tmp_path / "o.har"
    summary = sanitize([FIXTURES / "leaking" / "session.har"], result, Settings(key_file=key_file))
    assert summary.verdict is not None and not summary.verdict.left
    assert not summary.verdict.gone and not summary.verdict.new
    people = yaml.safe_load(SUBJECTS.read_text("utf-8"))["subjects"][:8]
    told = [str(person["values"][code]) for person in people for code in ("name.full", "id.bsn", "id.eckid")]
    assert found_in([result.read_bytes()], told) == set()


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(cli, ["sanitize", *map(str, arguments)], catch_exceptions=True)


def small(path: Path) -> Path:
    """A HAR of one exchange."""
    body = {"leerling": {"voornaam": "Fleur", "achternaam": "Zandgrond", "bsn": "999990019"}}
    entry = {"startedDateTime": "2026-10-05T09:00:00Z", "time": 1, "timings": {}, "cache": {},
             "comment": "van Fleur Zandgrond", "pageref": "Rapport van Fleur Zandgrond",
             "request": {"method": "GET", "url": "https://api.leer.example/v1/ik?naam=Fleur+Zandgrond",
                         "httpVersion": "HTTP/1.1",
                         "headers": [{"name": "Cookie", "value": "sessie=0a1b2c3d4e5f60718293a4b5c6d7e8f9"}],
                         "queryString": [{"name": "naam", "value": "Fleur Zandgrond"}],
                         "cookies": [{"name": "sessie", "value": "0a1b2c3d4e5f60718293a4b5c6d7e8f9"}]},
             "response": {"status": 200, "httpVersion": "HTTP/1.1", "headers": [], "cookies": [],
                          "content": {"mimeType": "application/json", "size": 9, "text": json.dumps(body)}}}
    pages = [{"id": "Rapport van Fleur Zandgrond", "title": "Fleur Zandgrond", "startedDateTime": ""}]
    path.write_text(json.dumps({"log": {"version": "1.2", "pages": pages, "entries": [entry]}}), "utf-8")
    return path


def test_the_command_writes_a_checked_file_and_says_what_it_did(tmp_path: Path, key_file: Path) -> None:
    capture, result = small(tmp_path / "c.har"), tmp_path / "o.har"
    done = run(capture, "-o", result, "--key-file", key_file)
    assert done.exit_code == 0, done.output
    assert "id.bsn" in done.output and "none of the values found in it" in done.output
    assert "Fleur" not in done.output and "999990019" not in done.output
    text = result.read_text("utf-8").casefold()
    assert "fleur" not in text and "zandgrond" not in text and "999990019" not in text
    assert "0a1b2c3d4e5f60718293a4b5c6d7e8f9" not in text
    assert KEY not in text
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]
    assert stat.S_IMODE(result.stat().st_mode) & 0o600 == 0o600


def test_one_key_gives_one_file_and_another_key_another(tmp_path: Path, key_file: Path) -> None:
    capture = small(tmp_path / "c.har")
    other = tmp_path / "other"
    other.write_text("33" * 32, "ascii")
    for name, key in (("1", key_file), ("2", key_file), ("3", other)):
        assert run(capture, "-o", tmp_path / f"{name}.har", "--key-file", key, "--no-check").exit_code == 0
    a, b, c = ((tmp_path / f"{name}.har").read_bytes() for name in "123")
    assert a == b != c


def test_the_input_is_never_overwritten(tmp_path: Path, key_file: Path) -> None:
    capture = small(tmp_path / "c.har")
    before = capture.read_bytes()
    link = tmp_path / "link.har"
    link.symlink_to(capture)
    for target in (capture, link):
        done = run(capture, "-o", target, "--key-file", key_file)
        assert done.exit_code != 0 and "input" in str(done.exception)
    assert capture.read_bytes() == before
    done = run(capture, "-o", key_file, "--key-file", key_file)
    assert done.exit_code != 0 and key_file.read_text() == KEY


@pytest.mark.parametrize(("arguments", "says"), [
    (("nowhere.har", "-o", "o.har"), "no such file"),
    (("c.har", "-o", "nowhere/o.har"), "does not exist"),
    (("c.har", "-o", "."), "folder"),
    (("c.har", "-o", "o.har", "--subjects-out", "f.yaml"), "--subjects"),
])  # fmt: skip
def test_wrong_use_is_named(arguments: tuple[str, ...], says: str, tmp_path: Path, key_file: Path,
                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    small(tmp_path / "c.har")
    done = run(*arguments, "--key-file", key_file)
    assert done.exit_code != 0 and says in str(done.exception)
    assert not (tmp_path / "o.har").exists()


def test_nothing_half_written_is_left_when_the_run_ends_early(tmp_path: Path, key_file: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    from scanner.sanitize.write.har import HarWriter

    def broken(self: HarWriter) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(HarWriter, "close", broken)
    capture = small(tmp_path / "c.har")
    done = run(capture, "-o", tmp_path / "o.har", "--key-file", key_file)
    assert done.exit_code != 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["c.har"]
