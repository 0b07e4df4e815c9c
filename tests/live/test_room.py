"""Room on the disk: levels, a count that outlives a kill, and who may begin or end a session."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scanner.live import room
from scanner.live.room import AGAIN, FLOOR, SCARCE, TALLY, Level, Tally, claim, level, read, settling


@pytest.mark.parametrize(("free", "before", "now"), [
    (SCARCE, "enough", "enough"), (SCARCE - 1, "enough", "scarce"), (FLOOR, "scarce", "scarce"),
    (FLOOR - 1, "scarce", "full"), (0, "enough", "full"), (FLOOR, "full", "full"), (AGAIN - 1, "full", "full"),
    (AGAIN, "full", "scarce"), (SCARCE, "full", "enough"),
])
def test_levels(free: int, before: Level, now: Level) -> None:
    assert level(free, before) == now


def test_the_count_outlives_who_counted(tmp_path: Path) -> None:
    killed = Tally(tmp_path)
    killed.add(1, 100)
    killed.add(2, 50)
    assert read(tmp_path) == (3, 150, False)
    again = Tally(tmp_path)
    assert (again.exchanges, again.bytes) == (3, 150)
    again.end()
    assert read(tmp_path) == (3, 150, True)
    again.clear()
    assert read(tmp_path) == (0, 0, False)
    killed.close()
    again.close()


def test_counting_takes_no_more_room(tmp_path: Path) -> None:
    tally = Tally(tmp_path)
    size = (tmp_path / TALLY).stat().st_size
    tally.add(10**9, 10**15)
    tally.close()
    assert (tmp_path / TALLY).stat().st_size == size


def test_no_tally_is_a_count_of_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "absent") == (0, 0, False)
    (tmp_path / TALLY).write_bytes(b"cut")
    assert read(tmp_path) == (0, 0, False)
    assert room.free(tmp_path / "absent") == 0 < room.free(tmp_path)


def test_one_proxy_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAUSE", 0)
    held = claim(tmp_path)
    with pytest.raises(BlockingIOError):
        claim(tmp_path)
    os.close(held)
    os.close(claim(tmp_path))


def test_settling_ends_with_its_block(tmp_path: Path) -> None:
    with settling(tmp_path):
        pass
    with settling(tmp_path):
        pass
