"""Recipients files and tracker lists from the command line to the report."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from scanner.cli import main
from scanner.cli.root import cli

FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "own.yaml").write_text(
        "recipients:\n  - {organisation: Bezorging, domains: [cdn.example], class: cdn, role: own_controller}\n")
    (tmp_path / "list.txt").write_text("! Title: Onze lijst\n! Version: 2026-11\n||meetbaken.example^$third-party\n")
    (tmp_path / "key").write_text("00" * 32)
    return tmp_path


def _scan(files: Path, *options: str) -> dict[str, object]:
    result = CliRunner().invoke(cli, [
        "scan", str(FIXTURES / "leaking" / "session.har"), "--policy", str(FIXTURES / "policy.yaml"), "--quiet",
        "--key-file", str(files / "key"), "--output", f"json={files / 'out.json'}",
        "--output", f"html={files / 'out.html'}", *options], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    document: dict[str, object] = json.loads((files / "out.json").read_text())
    return document


def test_a_listed_host_is_a_tracker_and_the_report_names_the_list(files: Path) -> None:
    document = _scan(files, "--tracker-list", str(files / "list.txt"), "--recipients", str(files / "own.yaml"))
    party = {r["domain"]: r for r in document["recipients"]}["meetbaken.example"]  # type: ignore[attr-defined]
    assert (party["tracker"], party["source"], party["class"]) == (True, "list", "analytics")
    rules = {f["rule"] for f in document["findings"] if f["recipient"] == party["id"]}  # type: ignore[attr-defined]
    assert "TPT-004" in rules
    assert "TPT-001" not in rules
    looked_up = document["scan"]["settings"]["recipients"]  # type: ignore[index]
    assert looked_up["files"] == ["own.yaml"]
    lists = [(each["name"], each["date"], each["domains"]) for each in looked_up["lists"]]
    assert lists == [("Onze lijst", "2026-11", 1)]
    html = (files / "out.html").read_text()
    assert "trackerlijst Onze lijst, 2026-11 (1 domeinen)" in html
    assert "own.yaml" in html


def test_without_a_list_it_is_nobody(files: Path) -> None:
    document = _scan(files)
    party = {r["domain"]: r for r in document["recipients"]}["meetbaken.example"]  # type: ignore[attr-defined]
    assert (party["role"], party["source"]) == ("undeclared", "none")
    rules = {f["rule"] for f in document["findings"] if f["recipient"] == party["id"]}  # type: ignore[attr-defined]
    assert "TPT-001" in rules


def test_a_wrong_file_is_an_error_of_use(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "own.yaml").write_text("recipients:\n  - {organisation: X}\n")
    with pytest.raises(SystemExit) as ended:
        main(["scan", str(FIXTURES / "lean" / "session.har"), "--recipients", str(files / "own.yaml")])
    assert ended.value.code == 2
    assert "own.yaml:2" in capsys.readouterr().err
