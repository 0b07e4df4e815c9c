"""Sets how often the cyclic garbage collector runs while very many objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (50_000, 20, 50)
"""How many new objects the collector of a scanning process waits for."""


@contextmanager
def sparing_collector() -> Iterator[None]:
    """Let the cyclic collector run seldom while a scan makes millions of objects that hold no cycles.

    With the interpreter's own thresholds it walks everything the scan keeps, again and again: a fifth of the time.
    What there is by now is left out, unwalked: it is code, and hardly any garbage. What a program froze before it asked
    for a scan stays frozen: unfreezing would undo that too.
    """
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    if not frozen:
        gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        if not frozen:
            gc.freeze()  # sets the counts back too: else the next object would set off a walk over everything
            gc.unfreeze()
        gc.set_threshold(*thresholds)
