"""Decode and detect in processes of their own: how many, and what a killed one costs."""

from __future__ import annotations

import os
import signal
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
