"""The page for school IT: its walk from nothing to the report is walked, and what it shows and gives is there."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scanner.live.sheet import DEVICES
from scanner.report.gaps import GAPS
from scripts.klas_walk import LARGEST, PAGE, blocks, policies

ROOT = Path(__file__).parents[1]
TEXT = PAGE.read_text("utf-8")


def possible() -> bool:
    if os.geteuid() or not all(map(shutil.which, ("unshare", "ip", "chromium", "certutil", "curl"))):
        return False
    return subprocess.run(["unshare", "--net", "--mount", "true"], capture_output=True, check=False).returncode == 0


def test_what_is_to_be_run() -> None:
    commands = [text for heading in ("Vooraf", "Beginnen") for language, _, text in blocks(heading) if language == "sh"]
    assert len(commands) == 2
    assert commands[0].split("\n")[-2:] == ["leerlek --version", ""]
    assert commands[1] == "leerlek proxy --subjects accounts.yaml\n", "nothing that a new user does not have yet"


def test_the_accounts_are_a_file_that_the_reader_takes(tmp_path: Path) -> None:
    from scanner.detect import load_subjects

    (name, text), = [(file, text) for _, file, text in blocks("Vooraf") if file]
    assert name == "accounts.yaml" and yaml.safe_load(text)
    (tmp_path / name).write_text(text, "utf-8")
    load_subjects(tmp_path / name)


def test_pictures_are_there_and_small() -> None:
    named = re.findall(r"!\[([^\]]+)\]\(([^)]+\.png)\)", TEXT)
    assert 4 <= len(named) <= 8
    for words, file in named:
        assert len(words) > 10, "a picture says what it shows"
        assert 1_000 < (PAGE.parent / file).stat().st_size <= LARGEST
    assert {file for _, file in named} == {f"klas/{path.name}" for path in (PAGE.parent / "klas").iterdir()}


def test_the_policies_are_json_and_name_the_proxy() -> None:
    assert set(policies()) == {"chromium", "firefox"}
    for policy in policies().values():
        assert "ADRES:POORT" in json.dumps(policy)


def test_words_of_the_dashboard_are_those_it_shows() -> None:
    from scanner.live.dashboard.texts import WORDS

    labels = " ".join(text.label.nl for text in GAPS.values())
    for words in re.findall(r'dashboard: "([^"]+)"', TEXT):
        assert words in labels, words
    for button in ("stop", "connect", "report"):
        assert WORDS[button].nl in TEXT, button
    for device in DEVICES.values():
        assert device.name.nl.split()[0] in TEXT


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.skipif(not possible(), reason="needs root, unshare, ip, chromium, certutil and curl")
def test_the_walk(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "leerlek").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m scanner "$@"\n')
    (tmp_path / "bin" / "leerlek").chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "scripts.klas_walk", str(tmp_path / "leerlek")], cwd=ROOT, capture_output=True,
        text=True, timeout=400, check=False,
        env=os.environ | {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path),
                          "XDG_CONFIG_HOME": str(tmp_path / "config"), "PYTHONPATH": str(ROOT)})
    terminal = (tmp_path / "leerlek" / "terminal.txt").read_text("utf-8")
    assert done.returncode == 0, done.stderr + terminal
    results = Path(done.stdout.strip())
    document = json.loads((results / "leerlek.json").read_bytes())
    assert len(document["findings"]) > 50
    hosts = {each["host"] for each in document["coverage"]["hosts"]}
    assert hosts >= {"www.rekenbaas.example", "api.rekenbaas.example"}
    assert [note["host"] for note in document["coverage"]["notes"] if note["gap"] == "tls.no-certificate"] == [
        "cdn.example"]
    assert [step["title"] for step in document["scan"]["scenario"]["steps"]] == ["Inloggen als leerling", "Oefenen"]
    assert "192.168.1.20, poort 8080" in terminal and "vertrouwt het certificaat nog niet" in terminal
    assert "LET OP: er lijkt een echte persoon" in terminal, "the class is not among the accounts of the page"
    assert (results / "leerlek.html").stat().st_size > 10_000
    assert not (results / "unfinished").exists()
