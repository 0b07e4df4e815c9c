"""Two captures of one scenario, each with its own test pupil: what differs between them and what is the same.

Theory. A value at one place (host, endpoint, part, pointer) that stays the same through one capture and is another one
through the other belongs to the pupil, or to the pupil's browser. One that is the same through both is a constant of
the product, however much it looks like an identifier. Places that hold several values in one capture (lists, numbers of
requests) tell neither. Where places disagree, differing wins: a pupil's number may stand in a list that all can see.

The captures are read twice: ``PairIndex`` collects, bounded, in the first pass; ``Pair`` rewrites detections by their
fingerprints in the second, before anything is judged. Values of the subjects file are certain already, and ids of a
device are equal when both pupils used the same one: these are never taken for constants.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scanner.errors import UsageError
from scanner.model import Category, Detection, Evidence, Observation

from .loose import Told

MAX_PLACES = 100_000
MAX_VALUES = 500_000
LEAST_EXCHANGES = 2
"""Exchanges of one capture that a value must stand in before staying the same means something."""

_COMPARED = frozenset({Category.ACCOUNT, Category.LOGIN, Category.LEERLINGNUMMER, Category.COOKIE, Category.TOKEN,
                       Category.DEVICE, Category.ADVERTISING, Category.ECKID})  # fmt: skip
_MAY_BE_CONSTANT = _COMPARED - {Category.DEVICE, Category.ADVERTISING, Category.ECKID}
_RAISED = 0.3
_MOST = 0.95
_CONSTANT = 0.4
_CANDIDATE = 0.65

Place = tuple[str, str, str, str, str]


class _Held:
    """What a place held in each of the two captures: the first value, and whether there were others."""

    __slots__ = ("first", "several")

    def __init__(self) -> None:
        self.first: list[str] = ["", ""]
        self.several = [False, False]

    def add(self, pupil: int, fingerprint: str) -> None:
        if not self.first[pupil]:
            self.first[pupil] = fingerprint
        elif self.first[pupil] != fingerprint:
            self.several[pupil] = True

    @property
    def both(self) -> bool:
        """Whether each capture had one value there, and no other."""
        return bool(self.first[0] and self.first[1]) and not any(self.several)


class PairIndex:
    """The first pass: collects what stood where. Pupils are numbered 0 and 1, in the order of the captures."""

    def __init__(self) -> None:
        self._places: dict[Place, _Held] = {}
        self._seen: tuple[dict[str, tuple[int, int]], dict[str, tuple[int, int]]] = ({}, {})
        """Per pupil: fingerprint → the last exchange it was seen in, and in how many."""
        self._actors: tuple[set[str], set[str]] = (set(), set())
        self.overflow = 0

    def add(self, pupil: int, observation: Observation, loose: Iterable[Detection]) -> None:
        """Take in one exchange of a pupil's capture."""
        facts = observation.facts
        if facts.actor_subject and facts.actor_subject[0] != "~" and facts.actor in {"pupil", ""}:
            self._actors[pupil].add(facts.actor_subject)
        for d in (*observation.detections, *loose):
            if not d.fingerprint or (d.confidence and d.category not in _COMPARED):
                continue
            place = (facts.host, facts.endpoint, d.direction, d.part, d.template)
            held = self._places.get(place)
            if held is None:
                if len(self._places) >= MAX_PLACES:
                    self.overflow += 1
                    continue
                held = self._places[place] = _Held()
            held.add(pupil, d.fingerprint)
            self._count(pupil, d.fingerprint, facts.order)

    def _count(self, pupil: int, fingerprint: str, order: int) -> None:
        seen = self._seen[pupil]
        last, count = seen.get(fingerprint, (-1, 0))
        if last != order:
            if not count and len(seen) >= MAX_VALUES:
                self.overflow += 1
            else:
                seen[fingerprint] = (order, count + 1)

    def compare(self) -> Pair:
        """What the two captures tell. ``UsageError`` when they are not of one pupil each."""
        for number, actors in enumerate(self._actors, 1):
            if len(actors) > 1:
                raise UsageError(f"--pair: capture {number} holds sessions of {len(actors)} test persons; "
                                 "record the scenario with one pupil in each capture")
        if self._actors[0] and self._actors[0] == self._actors[1]:
            raise UsageError("--pair: both captures are of the same test person; record the scenario with two pupils")
        differs: set[str] = set()
        equal: set[str] = set()
        for held in self._places.values():
            if held.both:
                one, other = held.first
                if one == other:
                    equal.add(one)
                elif self._is_lasting(0, one) and self._is_lasting(1, other):
                    differs |= {one, other}
        return Pair(frozenset(differs), frozenset(equal - differs), self.overflow)

    def _is_lasting(self, pupil: int, fingerprint: str) -> bool:
        return self._seen[pupil].get(fingerprint, (0, 0))[1] >= LEAST_EXCHANGES


@dataclass(frozen=True, slots=True)
class Pair:
    """The second pass: fingerprints of what is a pupil's own, and of constants."""

    differs: frozenset[str]
    equal: frozenset[str]
    overflow: int = 0

    def judged(self, observation: Observation, loose: Iterable[Detection]) -> tuple[Observation, list[Detection]]:
        """The observation as the comparison sees it, and the loose values that it says nothing of."""
        detections = [self._settled(d) for d in observation.detections]
        left: list[Detection] = []
        told: Told | None = None
        for draft in loose:
            if draft.fingerprint in self.differs:
                told = told or Told(detections)
                if not told.about(draft):
                    detections.append(_candidate(draft))
            elif draft.fingerprint not in self.equal:
                left.append(draft)
        return Observation(observation.facts, tuple(detections)), left

    def _settled(self, d: Detection) -> Detection:
        if d.category in _COMPARED and d.fingerprint in self.differs:
            confidence = max(d.confidence, min(_MOST, round(d.confidence + _RAISED, 2)))
            return replace(d, confidence=confidence,
                           evidence=(*d.evidence, Evidence("pair:differs", round(confidence - d.confidence, 2))))
        if d.category in _MAY_BE_CONSTANT and d.fingerprint in self.equal and not _is_known(d):
            confidence = min(d.confidence, _CONSTANT)
            return replace(d, confidence=confidence,
                           evidence=(*d.evidence, Evidence("pair:equal", round(confidence - d.confidence, 2))))
        return d


def _candidate(draft: Detection) -> Detection:
    """A loose value that each pupil has one of: the cookie it is, else an account id."""
    category = Category.COOKIE if draft.part.startswith("cookie.") else Category.ACCOUNT
    return replace(draft, category=category, confidence=_CANDIDATE, recognizer="pair",
                   evidence=(Evidence("pair:differs", _CANDIDATE),))


def _is_known(d: Detection) -> bool:
    """Whether the value itself is one of the subjects file."""
    return any(evidence.code.startswith(("subject:", "digest:", "encoding:")) for evidence in d.evidence)
