"""What is said of the room on the disk: once, again when half of it is gone, and when there is none."""

from __future__ import annotations

from typing import cast

import pytest

from scanner.live.disk_watch import DiskWatch
from scanner.live.news import News
from scanner.live.recording import Recorder
from scanner.live.room import Level

MB = 1_000_000


class Told(News):
    """Keeps the names of what is told."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def tell(self, name: str, level: int = 0, **values: object) -> None:
        """Keep the name; that the words exist is seen by making them."""
        self.text(name, **values)
        self.names.append(name)


class Looked:
    """A recorder that finds what it is given."""

    def __init__(self, found: tuple[Level, int, int]) -> None:
        self.found = found

    def look(self) -> tuple[Level, int, int]:
        """The level, the room in bytes, what was dropped."""
        return self.found


@pytest.mark.parametrize(("looks", "told"), [
    ([("enough", 900 * MB, 0)], []),
    ([("scarce", 400 * MB, 0), ("scarce", 390 * MB, 0), ("scarce", 199 * MB, 0)], ["scarce", "scarce"]),
    ([("full", 10 * MB, 0), ("full", 9 * MB, 3)], ["full"]),
    ([("full", 10 * MB, 0), ("scarce", 90 * MB, 3)], ["full", "room", "counted"]),
    ([("full", 10 * MB, 0), ("enough", 900 * MB, 0)], ["full", "room"]),
])
def test_what_is_said(looks: list[tuple[Level, int, int]], told: list[str]) -> None:
    news = Told()
    watch = DiskWatch(news)
    for found in looks:
        watch.look(cast(Recorder, Looked(found)))
    assert news.names == told
