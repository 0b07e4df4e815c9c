"""Occurrences whose weight depends on what the scan shows anywhere, before them or after: they wait until it ends.

Theory. Whether an answer without a cookie was open to anyone, or the recorder left the cookies out, shows in the other
exchanges of the capture; whether a host asks browsers to stay with HTTPS, in its other answers. A pattern says so with
``ever``. What is known already is not kept waiting. Bounded: what exceeds the bound is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from scanner.model import Detection, ExchangeFacts, Sign

from .context import Context
from .groups import Ref
from .matching import Matched
from .rule import Pattern
from .signs import Memory

MAX_WAITING = 20_000


@dataclass(frozen=True, slots=True)
class Late:
    """One occurrence that waits."""

    matched: Matched
    detection: Detection | None
    context: Context
    facts: ExchangeFacts
    ref: Ref | None
    also: frozenset[str]
    sign: Sign | None


@dataclass(slots=True)
class Latecomers:
    """All that wait, in the order of the scan."""

    waiting: list[Late] = field(default_factory=list)
    overflow: int = 0

    def keep(self, late: Late, memory: Memory) -> bool:
        """Whether an occurrence has to wait: its pattern asks for what was not shown so far."""
        ever = late.matched.pattern.ever
        if ever is None or memory.shows(ever.what, late.facts, late.context.party.key):
            return False
        if len(self.waiting) < MAX_WAITING:
            self.waiting.append(late)
        else:
            self.overflow += 1
        return True

    def ready(self, memories: list[Memory]) -> Iterator[tuple[Late, Pattern]]:
        """What waited, now that all is seen, with the pattern that says how grave it is; nothing waits any longer.

        ``memories`` are those of the desks.
        """
        waiting, self.waiting = self.waiting, []
        for late in waiting:
            pattern = late.matched.pattern
            assert pattern.ever is not None
            if memories[late.context.desk].shows(pattern.ever.what, late.facts, late.context.party.key):
                yield late, pattern
            elif pattern.ever.severity is not None:
                yield late, replace(pattern, severity=pattern.ever.severity, reason=pattern.ever.reason,
                                    at_most=pattern.ever.severity)
