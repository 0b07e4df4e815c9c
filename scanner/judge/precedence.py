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
            continue
        for cluster in _overlapping(rivals, detections):
            ruled.extend(_decide(cluster, assess))
    ruled.sort(key=lambda r: (r.hit.index, r.hit.matched.order))
    return ruled


def _decide(cluster: list[Hit], assess: Callable[[Hit], Assessment]) -> list[Ruled]:
    found = [(hit, assess(hit)) for hit in cluster]
    rules = {hit.matched.rule.id for hit in cluster}
    if len(rules) == 1:
        return [Ruled(hit, assessment, frozenset()) for hit, assessment in found]
    worst: dict[str, int] = {}
    for hit, assessment in found:
        name = hit.matched.rule.id
        worst[name] = max(worst.get(name, 0), assessment.severity)
    winner = min(rules, key=lambda name: (tier(name), -worst[name], name))
    return [Ruled(hit, assessment, frozenset(rules - {winner})) for hit, assessment in found
            if hit.matched.rule.id == winner]


def _overlapping(hits: list[Hit], detections: Sequence[Detection]) -> list[list[Hit]]:
    """Hits at one pointer, split into clusters whose spans overlap; an unknown span overlaps everything."""
    spans = {hit.index: detections[hit.index].span for hit in hits}
    if any(start >= end for start, end in spans.values()):
        return [hits]
    clusters: list[list[Hit]] = []
    reach = -1
    for hit in sorted(hits, key=lambda h: spans[h.index]):
        start, end = spans[hit.index]
        if start >= reach or not clusters:
            clusters.append([])
        clusters[-1].append(hit)
        reach = max(reach, end)
    return clusters
