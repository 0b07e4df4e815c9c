"""mitmdump as ``leerlek proxy`` runs it: what it answers to its arguments, and how it ends."""

from __future__ import annotations

import subprocess
import sys

import pytest


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "scanner.live.mitmdump", *arguments], capture_output=True, text=True,
                          timeout=120, check=False)


@pytest.mark.parametrize(("arguments", "status", "word"), [
    (("--version",), 0, "Mitmproxy"),
    (("--mode", "no-such-mode"), 1, "no-such-mode"),
    (("--no-such-option",), 1, "no-such-option"),
])
def test_it_answers_as_mitmdump_does(arguments: tuple[str, ...], status: int, word: str) -> None:
    done = _run(*arguments)
    assert done.returncode == status and word in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
