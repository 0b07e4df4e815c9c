"""Waits for other processes in tests that start real ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def until(true: Callable[[], Any], what: str) -> Any:
    """Wait a minute for processes that tell nothing but by what can be seen; what was seen."""
    for _ in range(1200):
        found = true()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come")
