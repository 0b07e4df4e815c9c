"""Captures from standard input: kept in memory where the system can, never as a file that outlives the process."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def capture_paths(arguments: Sequence[str]) -> Iterator[list[Path]]:
    """The arguments as paths; ``-`` becomes a path that reads what standard input held."""
    with ExitStack() as stack:
        yield [stack.enter_context(_stdin()) if argument == "-" else Path(argument) for argument in arguments]


@contextmanager
def _stdin() -> Iterator[Path]:
    import shutil
    import tempfile

    if hasattr(os, "memfd_create"):
        with os.fdopen(os.memfd_create("capture"), "wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.flush()
            yield Path(f"/proc/self/fd/{file.fileno()}")
        return
    # Readable by this user alone and removed at the end; readers need a path to map.
    with tempfile.NamedTemporaryFile(prefix="leerlek-", suffix=".capture") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
        file.flush()
        yield Path(file.name)
