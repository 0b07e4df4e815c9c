"""Bars on the terminal for long work: how much is done, how fast, how long still; silent elsewhere.

Theory. A bar draws itself when it is told something, no more often than the eye follows, and never from a thread:
processes are forked beside it. Time left is what the share done so far took, for the share that is left; it is shown
when there is enough of both to mean anything.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 0.1
"""Seconds between two drawings."""
_SOON = 1.0
"""Seconds before a time left is guessed."""

Update = Callable[[str, float, str], None]
"""Takes what is worked on, the share that is done (0 to 1), and the rate in words."""


@contextmanager
def bar(*, quiet: bool = False, ticking: bool = False) -> Iterator[Update | None]:
    """Give a way to move the bar, or None when standard error is no terminal or ``quiet`` asks for silence.

    ``ticking`` shows the time that went by, drawn from a thread: for work that says nothing until it is done, and
    forks no process.
    """
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rate]}"),
               *([TimeElapsedColumn()] if ticking else []), TextColumn("{task.fields[left]}"))
    shown = Progress(*columns, console=Console(stderr=True), auto_refresh=ticking, transient=True)
    started = time.monotonic()
    drawn, ended = 0.0, False
    with shown:
        task = shown.add_task("…", total=1.0, rate="", left="")

        def update(what: str, share: float, rate: str) -> None:
            nonlocal drawn, ended
            now = time.monotonic()
            if now - drawn < EVERY and (share < 1.0 or ended):
                return
            drawn, ended = now, share >= 1.0
            shown.update(task, description=plain(what), completed=share, rate=rate, left=left(now - started, share),
                         refresh=True)

        yield update


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int, float], None] | None]:
    """A bar for captures that are read: takes the name of one, its exchanges so far, and the share of all bytes."""
    with bar(quiet=quiet) as update:
        if update is None:
            yield None
            return
        started = time.monotonic()
        before: dict[str, int] = {}

        def read(label: str, count: int, share: float) -> None:
            before[label] = count
            exchanges = sum(before.values())
            rate = exchanges / max(0.001, time.monotonic() - started)
            update(label, share, f"{exchanges} · {rate:,.0f}/s")

        yield read


def left(elapsed: float, share: float) -> str:
    """The time that is left, as ``0:42`` or ``1:02:03``; empty when nobody can tell: too early, or the file was taken
    into memory whole and the work on it goes on."""
    if elapsed < _SOON or not 0.01 <= share < 0.999:
        return ""
    seconds = round(elapsed * (1 - share) / share)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def plain(text: str) -> str:
    """A name of a file as a terminal may show it: nothing in it acts or is markup."""
    safe = "".join(char if char.isprintable() else "?" for char in text).replace("[", "(")
    return safe if len(safe) <= 40 else f"…{safe[-39:]}"
