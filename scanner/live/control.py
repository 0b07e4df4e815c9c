"""What those who watch ask of the proxy: a mark in the timeline, pause, go on, stop.

Theory. Each request is a small file that appears whole in a folder and that the proxy takes away, so nothing is lost
when one side is killed and neither waits for the other. A pause outlives the proxy: it is a file too.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlencode

from scanner.judge.markers import HOST
from scanner.judge.scenario import ACTORS
from scanner.model import Exchange

from .convert import CAPTURE

Deed = Literal["mark", "pause", "resume", "stop"]
MAX_TITLE = 120
_LARGEST = 4096
_PAUSED = "paused"
_STOPPING = "stopping"
_PATTERN = "[0-9]*.json"


@dataclass(frozen=True, slots=True)
class Command:
    """One request. ``title`` and ``actor`` are those of the step that a mark begins; an empty title ends the step."""

    do: Deed
    title: str = ""
    actor: str = ""

    @classmethod
    def parse(cls, data: object) -> Command:
        """Read a request from JSON. Raises ``ValueError`` that says what is wrong."""
        if not isinstance(data, dict) or data.get("do") not in get_args(Deed):
            raise ValueError(f"do: one of {', '.join(get_args(Deed))}")
        title, actor = data.get("title", ""), data.get("actor", "")
        if not isinstance(title, str) or len(title) > MAX_TITLE or not title.isprintable():
            raise ValueError(f"title: at most {MAX_TITLE} printable characters")
        if not isinstance(actor, str) or (actor and actor not in ACTORS):
            raise ValueError(f"actor: one of {', '.join(ACTORS)}")
        return cls(cast(Deed, data["do"]), title.strip(), actor)


class Control:
    """The folder in which requests are left; both sides use it."""

    def __init__(self, unfinished: Path) -> None:
        self._folder = unfinished / "requests"
        self._paused = unfinished / _PAUSED
        self._stopping = unfinished / _STOPPING

    def ask(self, command: Command) -> None:
        """Leave a request. Raises ``OSError`` when the session has ended or the disk is full."""
        self._folder.mkdir(exist_ok=True)
        name = f"{time.time_ns():020d}-{os.getpid()}.json"
        draft = self._folder / f".{name}"
        draft.write_text(json.dumps(asdict(command)), encoding="utf-8")
        draft.replace(self._folder / name)

    def take(self) -> list[Command]:
        """The requests that are there, oldest first; they are gone afterwards. What is no request is dropped."""
        if not self._folder.is_dir():
            return []
        commands: list[Command] = []
        for path in sorted(self._folder.glob(_PATTERN)):
            try:
                text = path.read_bytes()[:_LARGEST]
                path.unlink()
                commands.append(Command.parse(json.loads(text)))
            except (OSError, ValueError):
                continue
        return commands

    def begin(self) -> None:
        """A proxy begins."""
        self._stopping.unlink(missing_ok=True)

    def stop(self) -> None:
        """The proxy was told to stop: if it is killed before the report is there, no other takes its place."""
        with suppress(OSError):
            self._stopping.touch()

    @property
    def stopping(self) -> bool:
        """Whether a proxy was told to stop and has not finished."""
        return self._stopping.exists()

    @property
    def paused(self) -> bool:
        """Whether traffic passes unread for now."""
        return self._paused.exists()

    def pause(self, *, on: bool) -> None:
        """Remember that traffic passes unread, or that it no longer does."""
        if on:
            self._paused.touch()
        else:
            self._paused.unlink(missing_ok=True)


def mark(command: Command, now: float) -> Exchange:
    """The exchange that stands for a mark, as if a tester's browser had made it; its step is called after the time."""
    step = time.strftime("stap-%H%M%S", time.localtime(now))
    told = {"step": step, "title": command.title, "actor": command.actor} if command.title else {"end": "1"}
    target = "/?" + urlencode({name: value for name, value in told.items() if value})
    return Exchange(f"mark-{step}", CAPTURE, "http/1.1", "GET", "http", HOST, 80, target, 204, now)
