"""Runs things in turns and tells how long they took and how much memory they needed: medians with their spread."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
ENVIRONMENT["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
"""Of the processes that are timed: an installed program has its bytecode beside it, and is found from anywhere."""


_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Watched:
    """Memory of a process and its children together, in megabytes, shared pages counted once; 0 when not watched."""

    anonymous: float
    """The most that no file stands behind."""
    resident: float
    """The most at once, mapped files included."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process took."""

    seconds: float
    megabytes: float
    """The most that was resident at once, mapped files included."""
    watched: Watched


def process(command: Sequence[str], output: Path | None = None, *, folder: Path = ROOT, watch: bool = False) -> Spent:
    """Run a command that must succeed in a folder; its output goes to a file or nowhere."""
    started = time.perf_counter()
    with open(output or os.devnull, "wb") as file, open(os.devnull, "wb") as errors:  # noqa: PTH123
        running = subprocess.Popen(command, stdout=file, stderr=errors, cwd=folder, env=ENVIRONMENT)
        watcher = _Watcher(running.pid) if watch else None
        _, status, usage = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    spent = time.perf_counter() - started
    if running.returncode:
        raise SystemExit(f"{command[0]} ended with {running.returncode}")
    return Spent(spent, usage.ru_maxrss / 1024, watcher.stop() if watcher is not None else Watched(0.0, 0.0))


class _Watcher:
    """Looks at the memory of a process and its children while they run, shared pages counted once (Linux)."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._anonymous = self._proportional = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._done.wait(_LOOK_SECONDS):
            seen = [_memory(pid) for pid in (self._pid, *_children(self._pid))]
            self._anonymous = max(self._anonymous, sum(one.get("Pss_Anon", 0) for one in seen))
            self._proportional = max(self._proportional, sum(one.get("Pss", 0) for one in seen))

    def stop(self) -> Watched:
        """The most that was seen."""
        self._done.set()
        self._thread.join()
        return Watched(self._anonymous / 1024, self._proportional / 1024)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _memory(pid: int) -> dict[str, int]:
    """Kilobytes by what they are, as the kernel sums them; nothing of a process that has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return {}
    return {words[0].rstrip(":"): int(words[1]) for line in lines if (words := line.split())[-1] == "kB"}


def once(action: Callable[[], object]) -> float:
    """Seconds of one run."""
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def heading(text: str) -> None:
    """A section of the output."""
    print(f"\n{text}", flush=True)


def median(values: Sequence[float], digits: int = 2) -> str:
    """``median (lowest–highest)``."""
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"
