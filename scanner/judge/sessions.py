"""Combinations over a session: a recipient gets in several messages what it should not get together.

Theory. A session at one recipient is one login (cookie, token). Detections that a pattern looks for wait until every
partner was seen in the same session in another message; then they count, and so do later ones. Bounded: sessions are
forgotten oldest first, and few occurrences wait per session.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.model import Detection, ExchangeFacts

from .context import Context
from .groups import Ref
from .matching import Matched

MAX_SESSIONS = 5000
MAX_WAITING = 100


@dataclass(frozen=True, slots=True)
class Waiting:
    """A found detection that lacks a partner so far."""

    matched: Matched
    detection: Detection
    context: Context
    facts: ExchangeFacts
    ref: Ref


@dataclass(slots=True)
class _State:
    met: list[bool]
    persons: set[str] = field(default_factory=set)
    waiting: list[Waiting] = field(default_factory=list)


class Sessions:
    """What each session has shown of each pattern."""

    def __init__(self) -> None:
        self._states: OrderedDict[tuple[int, str, str], _State] = OrderedDict()

    def see(self, matched: Matched, found: Sequence[int], partners: Sequence[Sequence[int]],
            detections: Sequence[Detection], facts: ExchangeFacts, context: Context) -> list[Waiting]:
        """Enter one message; the occurrences that are complete now."""
        met = [bool(indices) for indices in partners]
        if not facts.session:
            return []
        key = (matched.order, context.party.key, facts.session)
        state = self._states.get(key)
        if state is None:
            if len(self._states) >= MAX_SESSIONS:
                self._states.popitem(last=False)
            state = self._states[key] = _State([False] * len(met))
        # All at once in one message is another rule's business.
        fresh = [] if all(met) else [
            Waiting(matched, detections[index], context, facts, (facts.order, index)) for index in found]
        for indices in partners:
            if len(state.persons) < MAX_WAITING:
                state.persons.update(detections[index].subject for index in indices)
        state.met = [before or now for before, now in zip(state.met, met, strict=True)]
        if all(state.met):
            ready = [*state.waiting, *fresh]
            state.waiting = []
            return [one for one in ready if _may_be_one(one.detection.subject, state.persons)]
        state.waiting.extend(fresh[:max(0, MAX_WAITING - len(state.waiting))])
        return []


def _may_be_one(subject: str, persons: set[str]) -> bool:
    """Whether a datum can be about one of the persons: known test persons are told apart, others are not."""
    if not subject or subject[0] == "~" or not all(person and person[0] != "~" for person in persons):
        return True
    return subject in persons
