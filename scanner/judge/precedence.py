"""One root cause, one finding: of the rules that one value breaks in one message, the first in order is reported.

Theory (rule catalogue §16.1). The same message, pointer and value is one root cause; rules that it also breaks stand
in ``also``. Rules about different facts do not compete: that a BSN was sent, that it went without encryption, that a
pupil could read the data of a class, and that two recipients can link it are four facts. A rule's ``fact`` says which.
Most places hold one value; who stands there depends on its traits alone and is looked up the second time.
Which rule goes first, and which speak for others over the whole scan, stands in ``order.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from scanner.model import Detection

from .context import Context
from .groups import Group, Groups
from .matching import Hit, Matched
from .order import FOLDS, Fold, rank
from .severity import Assessment, Assessor

MAX_MEMO = 50_000


class Ruled(NamedTuple):
    """A hit that stands, with its assessment and the rules that it speaks for."""

    hit: Hit
    assessment: Assessment
    also: frozenset[str]


class Precedence:
    """Decides which hits stand; remembers what it decided for equal circumstances."""

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor
        self._assessed: dict[tuple[object, ...], Assessment] = {}
        self._settled: dict[tuple[object, ...], list[tuple[Matched, Assessment, frozenset[str]]]] = {}

    def forget(self) -> None:
        """Drop what was remembered about contexts that are gone."""
        self._assessed.clear()
        self._settled.clear()

    def resolve(self, hits: Sequence[Hit], detections: Sequence[Detection], context: Context) -> list[Ruled]:
        """The hits of one message that stand, in the order of the detections."""
        by_fact: dict[tuple[str, str, str], list[Hit]] = {}
        for hit in hits:
            matched, index = hit
            d = detections[index]
            place = (matched.rule.fact, d.part, d.pointer)
            rivals = by_fact.get(place)
            if rivals is None:
                by_fact[place] = [hit]
            else:
                rivals.append(hit)
        ruled: list[Ruled] = []
        for rivals in by_fact.values():
            index = rivals[0].position
            if len(rivals) == 1 or all(hit.position == index for hit in rivals):
                for matched, assessment, also in self._settle(rivals, detections, context):
                    ruled.append(Ruled(Hit(matched, index), assessment, also))
            else:
                ruled += self._decide(rivals, detections, context)
        ruled.sort(key=lambda r: (r.hit.position, r.hit.matched.order))
        return ruled

    def _settle(self, rivals: list[Hit], detections: Sequence[Detection],
                context: Context) -> list[tuple[Matched, Assessment, frozenset[str]]]:
        """What stands of the hits of a single detection."""
        d = detections[rivals[0].position]
        key = (context, d.category, d.about, d.confidence, d.part, _contract(d, context), *map(_matched, rivals))
        found = self._settled.get(key)
        if found is None:
            if len(self._settled) >= MAX_MEMO:
                self._settled.clear()
            found = self._settled[key] = [
                (ruled.hit.matched, ruled.assessment, ruled.also) for ruled in self._decide(rivals, detections, context)
            ]
        return found

    def _decide(self, rivals: list[Hit], detections: Sequence[Detection], context: Context) -> list[Ruled]:
        """First in order stands and speaks for the other rules that hit what it overlaps; the next left, too."""
        touching = _touching({hit.position for hit in rivals}, detections)
        by_index: dict[int, list[Hit]] = defaultdict(list)
        for hit in rivals:
            by_index[hit.position].append(hit)
        judged = {hit: self._assess(hit.matched, detections[hit.position], context) for hit in rivals}
        absorbed: set[Hit] = set()
        standing: list[Ruled] = []

        def order(hit: Hit) -> tuple[int, int, bool, str, int]:
            return hit.matched.tier, -judged[hit].severity, *rank(hit.matched.rule.id), hit.position

        for hit in sorted(rivals, key=order):
            if hit in absorbed:
                continue
            others = [other for index in touching[hit.position] for other in by_index[index]
                      if other.matched.rule.id != hit.matched.rule.id]
            absorbed.update(others)
            standing.append(Ruled(hit, judged[hit], frozenset(other.matched.rule.id for other in others)))
        return standing

    def _assess(self, matched: Matched, d: Detection, context: Context) -> Assessment:
        key = (matched, context, d.category, d.about, d.confidence, d.part, _contract(d, context))
        found = self._assessed.get(key)
        if found is None:
            if len(self._assessed) >= MAX_MEMO:
                self._assessed.clear()
            found = self._assessed[key] = self._assessor.assess(matched.rule, matched.pattern, d, context)
        return found


_matched = itemgetter(0)


def _contract(d: Detection, context: Context) -> str:
    """What the place of a datum adds to its traits: it is practice in one message of an endpoint and not in another."""
    return context.exchanges.contract(d) if context.exchanges.named else ""


def _touching(indices: set[int], detections: Sequence[Detection]) -> dict[int, list[int]]:
    """For each detection at one pointer, those whose spans overlap its own; an unknown span overlaps everything."""
    spans = {i: detections[i].span if detections[i].span[0] < detections[i].span[1] else (-1, 1 << 62) for i in indices}
    found: dict[int, list[int]] = {index: [index] for index in indices}
    active: list[int] = []
    for index in sorted(indices, key=lambda i: (spans[i], i)):
        active = [other for other in active if spans[other][1] > spans[index][0]]
        for other in active:
            found[index].append(other)
            found[other].append(index)
        active.append(index)
    return found


def fold(groups: Groups) -> None:
    """Take out the findings of the whole scan that another one at the same recipient speaks for (``order.FOLDS``)."""
    for each in FOLDS:
        speakers: dict[str, list[Group]] = {}
        for group in groups:
            if each.speaker in {group.rule.id, *group.also}:
                speakers.setdefault(group.party.key, []).append(group)
        if speakers:
            groups.remove(lambda group, each=each, speakers=speakers:  # type: ignore[misc]
                          _is_told(group, each, speakers.get(group.party.key, [])))


def _is_told(group: Group, how: Fold, speakers: list[Group]) -> bool:
    if not speakers or group in speakers or not (
            (how.fact and group.rule.fact == how.fact) or (how.scope and group.rule.scope == how.scope)):
        return False
    named = set(group.categories)
    if how.categories:
        if not named <= {category for speaker in speakers for category in speaker.categories}:
            return False
        speakers = [speaker for speaker in speakers if named & set(speaker.categories)]
    for speaker in speakers:
        speaker.also.add(group.rule.id)
    return True
