"""One root cause, one finding: of the rules that one value breaks in one message, the first in order is reported.

Theory (rule catalogue §16.1). The same message, pointer and value is one root cause; rules that it also breaks stand
in ``also``. Rules about different facts do not compete: that a BSN was sent, that it went without encryption, that a
pupil could read the data of a class, and that two recipients can link it are four facts. A rule's ``fact`` says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner.model import Detection

from .matching import Hit
from .rule import tier
from .severity import Assessment


@dataclass(frozen=True, slots=True)
class Ruled:
    """A hit that stands, with its assessment and the rules that it speaks for."""

    hit: Hit
    assessment: Assessment
    also: frozenset[str]


def resolve(hits: Sequence[Hit], detections: Sequence[Detection],
            assess: Callable[[Hit], Assessment]) -> list[Ruled]:
    """The hits of one message that stand, in the order of the detections."""
    by_fact: dict[tuple[str, str, str], list[Hit]] = defaultdict(list)
    for hit in hits:
        d = detections[hit.index]
        by_fact[hit.matched.rule.fact, d.part, d.pointer].append(hit)
    ruled: list[Ruled] = []
    for rivals in by_fact.values():
        if len(rivals) == 1:
            ruled.append(Ruled(rivals[0], assess(rivals[0]), frozenset()))
        else:
            ruled.extend(_decide(rivals, detections, assess))
    ruled.sort(key=lambda r: (r.hit.index, r.hit.matched.order))
    return ruled


def _decide(rivals: list[Hit], detections: Sequence[Detection], assess: Callable[[Hit], Assessment]) -> list[Ruled]:
    """First in order stands and speaks for the other rules that hit what it overlaps; the next that is left, too."""
    touching = _touching({hit.index for hit in rivals}, detections)
    by_index: dict[int, list[Hit]] = defaultdict(list)
    for hit in rivals:
        by_index[hit.index].append(hit)
    judged = {hit: assess(hit) for hit in rivals}
    absorbed: set[Hit] = set()
    standing: list[Ruled] = []
    for hit in sorted(rivals, key=lambda h: (tier(h.matched.rule.id), -judged[h].severity, h.matched.rule.id, h.index)):
        if hit in absorbed:
            continue
        others = [other for index in touching[hit.index] for other in by_index[index]
                  if other.matched.rule.id != hit.matched.rule.id]
        absorbed.update(others)
        standing.append(Ruled(hit, judged[hit], frozenset(other.matched.rule.id for other in others)))
    return standing


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
