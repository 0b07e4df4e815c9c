"""What was freed goes back to the system, whatever C library there is."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from scanner import heap

HOLES = """
import sys
from pathlib import Path
from scanner.heap import give_back


def own() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous"))


blocks = [bytes(60_000) for _ in range(1000)]
between = blocks[::100]  # what stays, so that the heap cannot shrink
del blocks
before = own()
give_back()
print(before - own())
"""


@pytest.mark.skipif(sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="glibc alone")
def test_holes_are_given_back() -> None:
    found = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 40_000  # kilobytes, of 59,400


def test_without_such_a_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: object) -> object:
        raise OSError

    heap._trim.cache_clear()
    monkeypatch.setattr(ctypes, "CDLL", none)
    heap.give_back()
    heap._trim.cache_clear()
