"""The clock of kept traffic: what is too old goes, wherever it is, and nothing else does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scanner.errors import UsageError
from scanner.live.retention import FACTS, FOLDER, forget, kept, look_at_clock, remember, span, until

ROOT = Path(__file__).parents[2]
DAY = 86_400


def keep(results: Path, *ages: float, seconds: int = 14 * DAY, now: float = 1_800_000_000.0) -> Path:
    """A folder of results that keeps files of these ages in seconds."""
    folder = results / FOLDER
    folder.mkdir(parents=True)
    (folder / FACTS).write_text(json.dumps({"schema": "leerlek-kept/1", "seconds": seconds, "salt": ""}))
    (results / "leerlek.html").write_text("rapport")
    for number, age in enumerate(ages):
        path = folder / f"exchanges-{number:020d}.llk"
        path.write_bytes(b"LLK1")
        os.utime(path, (now - age, now - age))
    return results


@pytest.mark.parametrize(("text", "seconds"), [("12h", 43_200), ("14d", 14 * DAY), (" 4W ", 28 * DAY), ("1h", 3600)])
def test_spans(text: str, seconds: int) -> None:
    assert span(text) == seconds


@pytest.mark.parametrize("text", ["", "14", "d", "0d", "-1d", "1.5d", "14 d", "14m", "99999d", "14dd", "veertien"])
def test_no_spans(text: str) -> None:
    with pytest.raises(ValueError, match="such as 12h"):
        span(text)


def test_old_files_go_and_the_folder_with_the_last(tmp_path: Path) -> None:
    now = 1_800_000_000.0
    results = keep(tmp_path / "a", 15 * DAY, 13 * DAY, now=now)
    assert forget(results, now - 14 * DAY) == 1
    assert len(list((results / FOLDER).glob("*.llk"))) == 1
    assert forget(results, now - 14 * DAY) == 0
    assert forget(results, now) == 1
    assert [path.name for path in results.iterdir()] == ["leerlek.html"], "the report stays"


def test_the_clock_looks_at_all_folders_that_are_remembered(tmp_path: Path) -> None:
    now, memory = 1_800_000_000.0, tmp_path / "settings" / "kept"
    old, young, mixed = (keep(tmp_path / name, *ages, now=now) for name, ages in
                         (("oud", (15 * DAY,)), ("jong", (1.0,)), ("beide", (20 * DAY, 2 * DAY))))
    for results in (old, young, mixed, old, tmp_path / "weg"):
        remember(results, memory)
    assert kept(memory) == [old, young, mixed, tmp_path / "weg"]
    assert look_at_clock(now, memory) == [(old, 1), (mixed, 1)]
    assert kept(memory) == [young, mixed], "nothing is left to look at in the others"
    assert look_at_clock(now, memory) == []
    assert until(young) == now - 1 + 14 * DAY


def test_a_folder_that_was_given_another_time_keeps_its_own(tmp_path: Path) -> None:
    now, memory = 1_800_000_000.0, tmp_path / "kept"
    results = keep(tmp_path / "a", 2 * DAY, seconds=DAY, now=now)
    remember(results, memory)
    assert look_at_clock(now, memory) == [(results, 1)]


@pytest.mark.parametrize("content", [
    "", "{", "[]", '{"seconds": "x", "salt": ""}', '{"seconds": 1}', '{"seconds": 1, "salt": "zz"}',
])
def test_a_folder_whose_facts_are_damaged_is_left_alone(content: str, tmp_path: Path) -> None:
    results = keep(tmp_path / "a", 99 * DAY)
    (results / FOLDER / FACTS).write_text(content)
    with pytest.raises(UsageError, match="no traffic is kept"):
        until(results)
    memory = tmp_path / "kept"
    remember(results, memory)
    assert look_at_clock(1_900_000_000.0, memory) == []
    assert (results / FOLDER).exists()


def test_without_a_memory_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert look_at_clock(1.0, tmp_path / "none") == []
    (tmp_path / "bad").write_bytes(b"\xff\xfe")
    assert look_at_clock(1.0, tmp_path / "bad") == []


def test_every_start_of_leerlek_looks_at_the_clock_and_says_what_went(tmp_path: Path) -> None:
    results = keep(tmp_path / "les", 15 * DAY, now=time.time())
    environment = os.environ | {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    remember(results, tmp_path / "config" / "leerlek" / "kept")
    done = subprocess.run([sys.executable, "-m", "scanner", "schema", "--help"], cwd=ROOT, env=environment,
                          capture_output=True, text=True, check=True)
    assert f"{results}: kept traffic deleted, its time is over; files: 1" in done.stderr
    assert not (results / FOLDER).exists()
    assert (results / "leerlek.html").exists()
