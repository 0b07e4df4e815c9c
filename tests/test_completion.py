"""Shell completion: what is suggested, asked through the protocol of each shell and through a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import builders
import pytest
from click.shell_completion import BashComplete, CompletionItem

from scanner.cli.root import cli
from scanner.report.json_ import render_json

ROOT = Path(__file__).parents[1]


def suggested(*words: str) -> list[CompletionItem]:
    *before, incomplete = words
    return BashComplete(cli, {}, "leerlek", "_LEERLEK_COMPLETE").get_completions(before, incomplete)


def values(*words: str) -> list[str]:
    return [item.value for item in suggested(*words)]


@pytest.fixture
def result(tmp_path: Path) -> str:
    path = tmp_path / "scan.json"
    path.write_bytes(render_json(builders.sample_document()))
    return str(path)


@pytest.mark.parametrize(("words", "expected"), [
    (("ver",), ["verify"]),
    (("scan", "x.har", "--fail-on", ""), ["info", "laag", "midden", "hoog", "kritiek"]),
    (("ci", "--fail-on", "ho"), ["hoog"]),
    (("diff", "a", "b", "--fail-on", "k"), ["kritiek"]),
    (("scan", "--output", "ht"), ["html=leerlek.html"]),
    (("diff", "a", "b", "-o", "csv"), ["csv=leerlek.csv", "csv-coverage=leerlek.csv"]),
    (("report", "x", "--include", "pd"), ["pdf"]),
    (("scan", "--actor", "t"), ["teacher"]),
    (("scan", "--lang", ""), ["nl", "en"]),
    (("rules", "show", "min-00"), [f"MIN-00{n}" for n in range(1, 10)]),
    (("rules", "test", "MIN-001", "IDN-001"), ["IDN-001"]),
    (("schema", "bu"), ["bundle"]),
    (("completion", ""), ["bash", "zsh", "fish"]),
    (("rules", "show", "XYZ"), []),
    (("explain", "IDN-001"), ["IDN-001"]),
])
def test_suggestions(words: tuple[str, ...], expected: list[str]) -> None:
    assert values(*words) == expected


@pytest.mark.parametrize("words", [("scan", "--policy", "x"), ("scan", "x"), ("verify", ""), ("scan", "-o", "html=re")])
def test_files_are_left_to_the_shell(words: tuple[str, ...]) -> None:
    assert {item.type for item in suggested(*words)} == {"file"}


def test_ids_of_a_result_on_the_line(result: str) -> None:
    assert values("explain", "--result", result, "min-001") == ["MIN-001"]
    ids = [f["id"] for f in builders.sample_document()["findings"]]
    assert values("explain", "--result", result, "F-") == ids
    assert values("baseline", result, "--only", "MIN") == values("letter", result, "MIN")
    roles = {item.value: item.help for item in suggested("letter", result, "--recipient", "")}
    assert set(roles) == {r["id"] for r in builders.sample_document()["recipients"]}
    assert any((text or "").startswith("vendor") for text in roles.values())


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"findings": []}', b"\xff" * 10])
def test_what_is_no_result_gives_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "scan.json"
    path.write_bytes(content)
    assert values("letter", str(path), "") == []
    assert values("letter", str(path), "--recipient", "") == []


def test_a_hostile_result_does_not_act_in_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "scan.json"
    path.write_bytes(b'{"findings": [{"id": "MIN-001\\u001b[31m\\nplain,rm", "title": "x\\u0007"}]}')
    found = suggested("explain", "--result", str(path), "MIN")
    assert found
    assert all(char.isprintable() for item in found for char in item.value + (item.help or ""))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(shell: str) -> None:
    done = subprocess.run([sys.executable, "-m", "scanner", "completion", shell], capture_output=True, text=True,
                          cwd=ROOT, check=True)
    assert f"_LEERLEK_COMPLETE={shell}_complete" in done.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_a_real_bash_completes(tmp_path: Path) -> None:
    program = tmp_path / "leerlek"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} -m scanner \"$@\"\n", encoding="ascii")
    program.chmod(0o755)
    script = ('eval "$(leerlek completion bash)"; COMP_WORDS=(leerlek scan x --fail-on mi); COMP_CWORD=4; '
              '_leerlek_completion leerlek; echo "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True,
                          env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)})
    assert done.stdout.split() == ["midden"]
