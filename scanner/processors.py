"""How many processors this process may use."""

from __future__ import annotations

import os


def processors() -> int:
    """The processors that the system gives this process; a container or ``taskset`` may allow fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
