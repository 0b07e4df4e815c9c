"""Lets a process that ``leerlek proxy`` started end in good order when that is gone, by kill -9 say.

Theory. The parent holds one end of a pipe and never writes; when it ends, however it does, the other end says so.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

VARIABLE = "LEERLEK_PARENT"
"""Holds the number of the descriptor in a process that follows its parent."""


def follow_parent(loop: asyncio.AbstractEventLoop, end: Callable[[], object]) -> None:
    """Call ``end`` when the parent is gone; nothing happens in a process that was started otherwise."""
    number = os.environ.pop(VARIABLE, "")
    if not (number.isascii() and number.isdigit()):
        return
    pipe = int(number)

    def gone() -> None:
        loop.remove_reader(pipe)
        end()

    loop.add_reader(pipe, gone)
