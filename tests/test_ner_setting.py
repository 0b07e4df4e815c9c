"""The setting that chooses what finds names in prose: option, environment, settings file; and its error."""

from __future__ import annotations

import json
from pathlib import Path

import command_line
import pytest
from command_line import Done

ROOT = Path(__file__).parent.parent
HAR = ROOT / "fixtures" / "leaking" / "session.har"
TEXT = b"hoi ik ben yassin en ik kom morgen\n"


def leerlek(folder: Path, *arguments: str | Path, stdin: bytes = b"", **more: str) -> Done:
    return command_line.run(*arguments, "--key-file", folder / "key", stdin=stdin, cwd=folder,
                            env={"NO_COLOR": "1", **more})


def test_text_finds_a_name_in_lower_case(tmp_path: Path) -> None:
    assert "name.given" in leerlek(tmp_path, "text", stdin=TEXT).stdout


def test_the_option_turns_it_off(tmp_path: Path) -> None:
    assert leerlek(tmp_path, "text", "--ner", "off", stdin=TEXT).stdout == ""


def test_the_environment_turns_it_off(tmp_path: Path) -> None:
    assert leerlek(tmp_path, "text", stdin=TEXT, LEERLEK_TEXT_NER="off").stdout == ""


def test_the_settings_file_turns_it_off(tmp_path: Path) -> None:
    (tmp_path / "leerlek.toml").write_text('ner = "off"\n', encoding="utf-8")
    assert leerlek(tmp_path, "text", stdin=TEXT).stdout == ""
    assert "name.given" in leerlek(tmp_path, "text", "--ner", "leerlek", stdin=TEXT).stdout


@pytest.mark.parametrize("arguments", [("scan", HAR, "--quiet"), ("text",)])
def test_a_pipeline_that_is_not_installed_is_one_line(tmp_path: Path, arguments: tuple[str | Path, ...]) -> None:
    done = leerlek(tmp_path, *arguments, "--ner", "nl_core_news_xx", stdin=TEXT)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 1 and "nl_core_news_xx" in lines[0] and "not installed" in lines[0]


@pytest.mark.parametrize(("setting", "found"), [("leerlek", True), ("off", False)])
def test_a_scan_names_its_model_and_uses_it(tmp_path: Path, setting: str, found: bool) -> None:
    done = leerlek(tmp_path, "scan", HAR, "--quiet", "--ner", setting, "--output", f"json={tmp_path / 'r.json'}")
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "r.json").read_bytes())
    assert document["scan"]["settings"]["ner"] == setting
    by_model = [each for each in document["detections"]
                if any(evidence["code"] == "model:person" for evidence in each["evidence"])]
    assert bool(by_model) is found
