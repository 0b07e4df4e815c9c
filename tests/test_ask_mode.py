"""The question at the start of a live scan: asked at a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


def at_a_terminal(tmp_path: Path, answers: list[str], *options: str) -> str:
    """What is seen at a terminal until the last answer is given and taken; the port is no port, so nothing starts."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "scanner", "proxy", "--listen-host", "192.0.2.250", *options], cwd=tmp_path,
        stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LEERLEK_KEY_FILE": str(tmp_path / "key"), "COLUMNS": "200"})
    os.close(theirs)
    seen, end = "", time.monotonic() + 60
    waiting = list(answers)
    while time.monotonic() < end:
        if not select.select([ours], [], [], 0.1)[0]:
            continue
        try:
            more = os.read(ours, 4096).decode("utf-8", "replace")
        except OSError:
            break
        if not more:
            break
        seen += more
        if waiting and seen.rstrip(" ").endswith(":"):
            os.write(ours, f"{waiting.pop(0)}\n".encode())
            seen += "«"
    os.close(ours)
    assert process.wait(60) == 2, "there is no such address here"
    assert not waiting, seen
    return seen


@pytest.mark.parametrize(("answers", "options", "words"), [
    ([""], ("--lang", "en"), "fictitious test accounts only"),
    pytest.param(["2", "besluit 12-10-2026"], (), "Waar staat het besluit", marks=pytest.mark.long),
    (["besluit 12-10-2026"], ("--mode", "live"), "Waar staat het besluit"),
    ([], ("--mode", "test"), "geen adres van deze computer"),
])
def test_at_a_terminal(answers: list[str], options: tuple[str, ...], words: str, tmp_path: Path) -> None:
    seen = at_a_terminal(tmp_path, answers, *options)
    assert words in seen
    assert seen.count("«") == len(answers)
    assert ("no address of" if "en" in options else "geen adres van") in seen, "and then it goes on"


def test_elsewhere_it_is_a_test(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "scanner", "proxy", "--listen-host", "192.0.2.250"], cwd=tmp_path,
                          capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
                          env={**os.environ, "PYTHONPATH": str(ROOT), "LEERLEK_KEY_FILE": str(tmp_path / "key")})
    assert done.returncode == 2 and "ingelogd" not in done.stderr and "geen adres" in done.stderr
