"""Combinations over several messages: what should not come together arrives in pieces.

Theory. What ties the pieces is a session (all that one recipient can join, see ``visits``), or the data subject: at one
recipient, or over all of them. Detections that a pattern looks for wait until every partner was seen in another message
with the same tie; then they count, and so do later ones; the order makes no difference. Bounded: ties are forgotten
oldest first, and few occurrences wait for each.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from scanner.model import Detection, ExchangeFacts

from .context import Context
from .matching import Matched
from .visits import MAX_WAITING, Progress, Visit, Visits
from .visits import Waiting as Waiting

MAX_SUBJECTS = 5000


class Sessions:
    """What each session, or each data subject, has shown of each pattern."""

    def __init__(self) -> None:
        self._subjects: OrderedDict[tuple[int, str, str], Progress] = OrderedDict()
        self._visits = Visits()
        self._visit: Visit | None = None

    def enter(self, detections: Sequence[Detection], facts: ExchangeFacts, context: Context) -> list[Waiting]:
        """Find the visit of an exchange, before its messages are seen; what is complete because it joins two."""
        self._visit = self._visits.find(detections, facts, context)
        if self._visit is None:
            return []
        return [one for progress in self._visit.progress.values() if progress.waiting and progress.complete
                for one in progress.ready()]

    def see(self, matched: Matched, found: Sequence[int], partners: Sequence[Sequence[int]],
            detections: Sequence[Detection], facts: ExchangeFacts, context: Context) -> list[Waiting]:
        """Enter one message of the exchange; the occurrences that are complete now."""
        same = matched.pattern.same
        if same == "session":
            if self._visit is None:
                return []
            progress = self._visit.progress.setdefault(matched.order, Progress([False] * len(partners)))
            return _advance(progress, matched, found, partners, detections, facts, context)
        ready: list[Waiting] = []
        for subject in dict.fromkeys(detections[index].subject for each in (found, *partners) for index in each):
            if subject:
                own = [[i for i in each if detections[i].subject == subject] for each in (found, *partners)]
                progress = self._of((matched.order, context.party.key if same == "recipient" else "", subject),
                                    len(partners))
                ready += _advance(progress, matched, own[0], own[1:], detections, facts, context)
        return ready

    def _of(self, key: tuple[int, str, str], partners: int) -> Progress:
        progress = self._subjects.get(key)
        if progress is None:
            if len(self._subjects) >= MAX_SUBJECTS:
                self._subjects.popitem(last=False)
            progress = self._subjects[key] = Progress([False] * partners)
        return progress


def _advance(progress: Progress, matched: Matched, found: Sequence[int], partners: Sequence[Sequence[int]],
             detections: Sequence[Detection], facts: ExchangeFacts, context: Context) -> list[Waiting]:
    """Enter what a message adds to a pattern; what is complete now."""
    met = [bool(indices) for indices in partners]
    # All at once in one message is another rule's business.
    fresh = [] if all(met) else [
        Waiting(matched, detections[index], context, facts, (facts.order, index)) for index in found]
    for indices in partners:
        if len(progress.persons) < MAX_WAITING:
            progress.persons.update(detections[index].subject for index in indices)
    progress.met = [before or now for before, now in zip(progress.met, met, strict=True)]
    if not progress.complete:
        progress.wait(fresh)
        return []
    progress.waiting += fresh
    return progress.ready()
