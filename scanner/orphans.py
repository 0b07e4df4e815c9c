"""Ends a worker process when the one that forked it is gone.

A worker of a pool waits for work on a pipe whose other end the workers hold as well, so that it would wait forever for
a parent that was killed, with all that it holds in memory.
"""

from __future__ import annotations

import os
import threading
from multiprocessing import connection, parent_process


def end_with_parent() -> None:
    """Watch the parent from a thread; call once in a process that ``multiprocessing`` started."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), name="watch-parent", daemon=True).start()


def _watch(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)  # there is nobody left to tell
