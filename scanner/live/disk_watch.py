"""Says how much room the disk has before there is none, each time that half of it is gone, and when there is none."""

from __future__ import annotations

import logging

from .news import News
from .recording import Recorder
from .room import FLOOR, Level


class DiskWatch:
    """What was said of the room of one session."""

    def __init__(self, news: News) -> None:
        self._news = news
        self._level: Level = "enough"
        self._halved = 0
        """Bytes of room below which it is said again."""

    def look(self, recorder: Recorder) -> None:
        """Look how a recorder stands, and say what changed."""
        level, room, dropped = recorder.look()
        before, self._level = self._level, level
        if level == "scarce" and (before == "enough" or room < self._halved):
            self._halved = room // 2
            self._news.tell("scarce", logging.WARNING, free=room // 1_000_000, floor=FLOOR // 1_000_000)
        elif level == "full" and before != "full":
            self._news.tell("full", logging.ERROR, free=room // 1_000_000)
        elif before == "full" and level != "full":
            self._halved = room // 2
            self._news.tell("room", logging.WARNING, free=room // 1_000_000)
            if dropped:
                self._news.tell("counted", logging.WARNING, count=dropped)
