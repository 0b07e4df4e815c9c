"""A progress line on the terminal while captures are read; silent elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 200
"""Exchanges between two updates."""


@contextmanager
def progress_bar(quiet: bool) -> Iterator[Callable[[str, int], None] | None]:
    """Give a progress callback, or None when standard error is no terminal or ``quiet`` asks for silence."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("…") as status:

        def update(label: str, count: int) -> None:
            if count % EVERY == 0:
                name = "".join(c if c.isprintable() else "?" for c in label).replace("[", "(")
                status.update(f"{name}: {count}")

        yield update
