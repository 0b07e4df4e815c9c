"""Combinations over several messages: what should not come together arrives in pieces.

Theory. What ties the pieces is a session (one login at one recipient, by cookie or token), or the data subject: at one
recipient, or over all of them. Detections that a pattern looks for wait until every partner was seen in another message
with the same tie; then they count, and so do later ones. Bounded: ties are forgotten oldest first, and few occurrences
wait for each.
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
    """What each session, or each data subject, has shown of each pattern."""

    def __init__(self) -> None:
        self._states: OrderedDict[tuple[int, str, str], _State] = OrderedDict()

    def see(self, matched: Matched, found: Sequence[int], partners: Sequence[Sequence[int]],
            detections: Sequence[Detection], facts: ExchangeFacts, context: Context) -> list[Waiting]:
        """Enter one message; the occurrences that are complete now."""
        same = matched.pattern.same
        if same == "session":
            key = (matched.order, context.party.key, facts.session)
            return self._enter(key, matched, found, partners, detections, facts, context) if facts.session else []
        ready: list[Waiting] = []
        for subject in dict.fromkeys(detections[index].subject for each in (found, *partners) for index in each):
            if subject:
                own = [[i for i in each if detections[i].subject == subject] for each in (found, *partners)]
                key = (matched.order, context.party.key if same == "recipient" else "", subject)
                ready += self._enter(key, matched, own[0], own[1:], detections, facts, context)
        return ready

    def _enter(self, key: tuple[int, str, str], matched: Matched, found: Sequence[int],
               partners: Sequence[Sequence[int]], detections: Sequence[Detection], facts: ExchangeFacts,
               context: Context) -> list[Waiting]:
        met = [bool(indices) for indices in partners]
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
