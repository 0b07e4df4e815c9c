"""Decode and detect in processes of their own: how many, and what a killed one costs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from scanner import processors, run
from scanner.model import Exchange
from scanner.pipeline import Pipeline
from scanner.report import render
from scanner.run import Options, scan

LEAKING = Path(__file__).parent.parent / "fixtures" / "leaking"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("11" * 32, encoding="ascii")
    return path


def test_killed_workers_lose_nothing(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system does when memory is short: what they had been given is read in the process that is left."""
    calm = scan([LEAKING / "session.har"], Options(key_file=key_file, jobs=1))
    killed: list[int] = []
    ask = Pipeline._ask

    def kill_after(self: Pipeline, chunk: list) -> object:  # type: ignore[type-arg]
        asked = ask(self, chunk)
        for pid in self._pool._processes or () if self._pool is not None else ():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            killed.append(pid)
        return asked

    monkeypatch.setattr(Pipeline, "_ask", kill_after)
    monkeypatch.setattr("scanner.pipeline.CHUNK_BYTES", 20_000)
    struck = scan([LEAKING / "session.har"], Options(key_file=key_file, jobs=2))
    assert killed
    assert render(struck, "json", "nl") == render(calm, "json", "nl")


@pytest.mark.skipif(sys.platform != "linux", reason="children are listed in /proc")
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path, key_file: Path) -> None:
    command = [sys.executable, "-m", "scanner", "scan", "--jobs", "2", "--quiet", "--key-file", str(key_file),
               f"--output=json={tmp_path / 'scan.json'}", str(LEAKING / "session.har")]
    scan_ = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    listed = Path(f"/proc/{scan_.pid}/task/{scan_.pid}/children")
    workers: list[int] = []
    while len(workers) < 2 and scan_.poll() is None:
        workers = [int(word) for word in listed.read_text().split()]
        time.sleep(0.01)
    assert len(workers) == 2
    time.sleep(0.5)  # they begin
    scan_.kill()
    scan_.wait()
    until = time.monotonic() + 20
    while any(_is_running(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in workers if _is_running(pid)]


def _is_running(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_workers_are_forked_before_anything_is_read(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else each would hold all that this process keeps of the capture by then."""
    begun: list[int] = []
    chunks = Pipeline._chunks

    def look(self: Pipeline, exchanges: Iterable[Exchange]) -> Iterator[list[tuple[Exchange, int]]]:
        def read() -> Iterator[Exchange]:
            begun.append(len(self._pool._processes or ()) if self._pool is not None else 0)
            yield from exchanges

        return chunks(self, read())

    monkeypatch.setattr(Pipeline, "_chunks", look)
    scan([LEAKING / "session.har"], Options(key_file=key_file, jobs=2))
    assert begun == [2]


@pytest.mark.parametrize(("size", "expected"), [(0, 1), (run._LARGE - 1, 1), (run._LARGE, 3)])
def test_only_large_captures_get_a_process_for_each_processor(
    size: int, expected: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "processors", lambda: 3)
    halves = [tmp_path / "a", tmp_path / "b"]
    for half, length in zip(halves, (size // 2, size - size // 2), strict=True):
        with half.open("wb") as file:
            file.truncate(length)
    assert run._jobs(halves) == expected


def test_no_more_processors_than_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {4}, raising=False)
    assert processors.processors() == 1
