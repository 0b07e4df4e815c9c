"""Runs the command line within the process of the tests: the same commands, without a second for each new process.

What only a process shows (exit codes for a shell, what it loads, signals, another order of hashes) is tested with one.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from scanner.cli import main

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Done:
    """What ``subprocess.run`` would say of a process."""

    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | Path, cwd: Path = ROOT, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    """``leerlek`` with these arguments, in a folder, with more variables of the environment.

    An exception that would end a process with a traceback comes out of this function.
    """
    given, out, err = (io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", write_through=True)
                       for data in (stdin, b"", b""))
    code: int | str | None = 0
    with (patch.object(sys, "stdin", given), patch.object(sys, "stdout", out), patch.object(sys, "stderr", err),
          patch.dict(os.environ, env or {}), chdir(cwd)):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code
    assert code is None or isinstance(code, int)
    texts = [stream.detach().getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]
    return Done(code or 0, *texts)
