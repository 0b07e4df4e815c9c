"""The detector: decoded fields in, detections out; the one loop that every byte of traffic goes through.

Theory. Traffic repeats its shapes, not its values. So per leaf the loop does as little as it can: read the plan of
the key path (made once), and for a key without meaning ask one combined pattern whether any recognizer could fire.
Nearly all leaves end there. What a value under a plan gave is kept for the next equal value; detections, with their
pointers and subjects, are made for hits alone, after the whole exchange has been seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import cast

from scanner.decode import Decoded
from scanner.model import Category, Detection, Exchange, Field, Observation, Origin

from .facts import FactsMaker, is_tracker
from .fingerprint import Fingerprinter
from .headers import meaning_of_cookie, meaning_of_header
from .judging import ValueJudge
from .known import KnownValues
from .labels import labelled_meanings
from .late import Candidate, Identifier
from .meaning import Meaning
from .outcome import IDENTITY, Outcome
from .plan import KEYED, QUIET, Plan, Planner
from .records import Hit, Records, Settled
from .segments import meaning_of_segment
from .subjects import Subjects

_CACHE_VALUES = 60_000
_PLAN_VALUES = 256
_SHORT_VALUE = 200
_TEXT = Meaning(None, "context", "unknown", "")
_NOTHING: tuple[Outcome, ...] = ()


class _Draft:
    """A detection under construction.

    It has the slots of ``Detection`` and becomes one: a frozen dataclass sets its twenty fields through
    ``object.__setattr__``, which takes five times as long and was a tenth of the whole scan.
    """

    __slots__ = tuple(each.name for each in fields(Detection))

    def __init__(
        self, outcome: Outcome, settled: Settled, origin: Origin, part: str, pointer: str, template: str,
        steps: tuple[str, ...], spans: tuple[tuple[int, int], ...],
    ) -> None:
        self.category = outcome.category
        self.confidence = settled.confidence
        self.recognizer = outcome.recognizer
        self.direction = origin.direction
        self.part = part
        self.pointer = pointer
        self.template = template
        self.masked = outcome.masked
        self.fingerprint = outcome.fingerprint
        self.steps = steps
        self.spans = spans
        self.subject = settled.subject
        self.record = settled.record
        self.about = outcome.about
        self.via = outcome.via
        self.bits = outcome.bits
        self.key = outcome.key
        self.evidence = settled.evidence
        self.span = (outcome.start, outcome.end)
        self.message = origin.message


@dataclass(slots=True)
class Detected:
    """What was detected in one exchange; candidates and identifiers are raw and never leave memory."""

    observation: Observation
    digests: list[Candidate] = field(default_factory=list, repr=False)
    identifiers: list[Identifier] = field(default_factory=list, repr=False)


class Detector:
    """Detects in exchanges, one by one; holds caches, no state that changes a result."""

    def __init__(self, *, key: bytes, subjects: Subjects | None = None, scan_static: bool = False) -> None:
        self._fingerprinter = Fingerprinter(key)
        self._known = KnownValues(subjects) if subjects is not None and len(subjects) else None
        self._judge = ValueJudge(self._fingerprinter, self._known)
        self._planner = Planner(self._judge)
        self._facts = FactsMaker(self._fingerprinter, self._known, self._planner)
        self._scan_static = scan_static
        self._quiet: set[str] = set()
        self._loud: dict[str, tuple[Outcome, ...]] = {}
        self._filled: list[Plan] = []
        self._meanings: dict[tuple[Meaning, bool, str], tuple[Outcome, ...]] = {}

    def detect(self, exchange: Exchange, decoded: Decoded, order: int) -> Detected:
        """Everything personal in one exchange. Pure: what was seen before changes nothing but the speed."""
        records = Records(self._fingerprinter, f"{exchange.capture}\0{exchange.id}")
        roles: list[tuple[Field, Plan]] = []
        segments = self._collect(decoded.fields, records, roles, tracker=is_tracker(exchange))
        settled = list(records.settle())
        facts = self._facts.make(exchange, order, segments, settled, roles)
        detected = Detected(Observation(facts))
        detections: list[Detection] = []
        parts: dict[str, str] = {}
        seen: set[tuple[Category, str]] = set()
        for item in settled:
            outcome = item.hit.outcome
            detections.append(self._detection(item, parts))
            if outcome.category in IDENTITY and not outcome.via and item.confidence >= 0.6:
                identity = (outcome.category, outcome.canonical)
                if identity not in seen:
                    seen.add(identity)
                    about = outcome.about
                    detected.identifiers.append(
                        Identifier(outcome.category, outcome.canonical, outcome.value, item.subject, about)
                    )
        for hit in records.candidates:
            settled_as = Settled(hit, 0.0, (), "", "")
            detected.digests.append(Candidate(hit.outcome.token, self._detection(settled_as, parts)))
        detected.observation = Observation(facts, tuple(detections))
        self._trim()
        return detected

    def _collect(
        self, leaves: list[Field], records: Records, roles: list[tuple[Field, Plan]], *, tracker: bool
    ) -> dict[int, str]:
        """The loop. Files hits with ``records``; returns the category of each path segment that held one."""
        planner, owner = self._planner.plan, self._planner
        quiet, loud, may_matter, judge = self._quiet, self._loud, self._judge.may_matter, self._judge.judge
        known, add = self._known, records.add
        segments: dict[int, str] = {}
        pairs: list[tuple[Field, Plan]] = []
        announced: set[tuple[int, tuple[int, ...], int]] = set()
        last: Origin | None = None
        special = static = False
        before = ""
        for leaf in leaves:
            value, path, indices, origin = leaf
            if origin is not last:
                last = origin
                static = origin.static and not self._scan_static
                special = static or not origin.part.startswith(("body", "ws", "url.query"))
                special = special or bool(origin.steps and origin.steps[-1].name == "url")
                before = ""
            plan = path.plan
            if plan is None or plan.owner is not owner:  # type: ignore[attr-defined]
                plan = planner(path)
            assert plan.__class__ is Plan
            if special:
                if static and known is None:
                    continue
                outcomes, segment = self._special(leaf, plan, before, static=static, tracker=tracker)
                before = segment
                if outcomes and origin.part == "url.path" and not origin.steps and indices:
                    segments[indices[0]] = outcomes[0].category.value
            elif plan.kind == QUIET:
                if value in quiet:
                    outcomes = _NOTHING
                elif known is None and len(value) < 22 and not may_matter(value):
                    if len(value) > 3:
                        quiet.add(value)
                    outcomes = _NOTHING
                else:
                    found = loud.get(value)
                    if found is None:
                        found = judge(plan.rule, value)
                        if not found and len(value) <= _SHORT_VALUE:
                            quiet.add(value)
                    outcomes = found
            elif plan.kind == KEYED:
                found = plan.cache.get(value)
                if found is None:
                    found = judge(plan.rule, value)
                    if len(value) <= _SHORT_VALUE:
                        self._remember(plan, value, found)
                outcomes = found
                if plan.wide:
                    pairs.append((leaf, plan))
            else:
                outcomes = self._short(plan, value, tracker=tracker)
            if plan.key_outcomes and not static:
                self._announce(leaf, plan, records, announced)
            if outcomes:
                for outcome in outcomes:
                    add(Hit(outcome, plan, indices, origin))
            if plan.is_upload and origin.direction == "request" and not static:
                for outcome in self._judge.upload(plan.meaning, value):
                    add(Hit(outcome, plan, indices, origin))
            if plan.is_role:
                roles.append((leaf, plan))
        for leaf, plan, meaning in labelled_meanings(pairs):
            for outcome in judge(self._judge.rule(meaning), leaf.value):
                add(Hit(outcome, plan, leaf.indices, leaf.origin))
        return segments

    def _special(
        self, leaf: Field, plan: Plan, before: str, *, static: bool, tracker: bool
    ) -> tuple[tuple[Outcome, ...], str]:
        """Fields outside bodies and queries: static content, headers, cookies, paths; also the segment for the next."""
        value, path, _, origin = leaf
        if static:
            return self._judge.judge(self._judge.rule(_TEXT), value, static=True), ""
        part, segment = origin.part, ""
        nested = bool(origin.steps) and origin.steps[-1].name != "url"
        if path.is_index and (part == "url.path" or not nested):
            meaning = meaning_of_segment(before, value) or _TEXT
            segment = value
        elif nested:
            meaning = plan.meaning
        elif part.startswith("cookie."):
            meaning = meaning_of_cookie(part[7:], plan.meaning)
        elif part.startswith("header.") and not origin.steps:
            meaning = meaning_of_header(part[7:], value, plan.meaning)
        else:
            meaning = plan.meaning
        if meaning.strength == "short":
            return self._short(plan, value, tracker=tracker), segment
        key = (meaning, bool(segment), value)
        found = self._meanings.get(key)
        if found is None:
            found = self._judge.judge(self._judge.rule(meaning), value)
            if segment:
                found = tuple([each for each in found if each.recognizer != "ip"])  # a version in a path
            if len(value) <= 2000:
                self._meanings[key] = found
        return found, segment

    def _short(self, plan: Plan, value: str, *, tracker: bool) -> tuple[Outcome, ...]:
        """A key of two or three letters, which means something to a tracker and nothing anywhere else."""
        meaning = plan.meaning._replace(strength="direct") if tracker else _TEXT
        return self._judge.judge(self._judge.rule(meaning), value)

    @staticmethod
    def _announce(
        leaf: Field, plan: Plan, records: Records, announced: set[tuple[int, tuple[int, ...], int]]
    ) -> None:
        """Report keys on the way to a leaf that are data themselves, once an object."""
        for node, depth, outcomes in plan.key_outcomes:
            place = (id(node), leaf.indices[:depth], id(leaf.origin))
            if place in announced:
                continue
            announced.add(place)
            key_plan = node.plan
            assert isinstance(key_plan, Plan)
            for outcome in outcomes:
                records.add(Hit(outcome, key_plan, leaf.indices[:depth], leaf.origin))

    def _detection(self, settled: Settled, parts: dict[str, str]) -> Detection:
        hit = settled.hit
        outcome, plan, origin = hit.outcome, hit.plan, hit.origin
        part = parts.get(origin.part)
        if part is None:
            part = parts[origin.part] = self._shown_part(origin.part)
        steps = origin.steps
        draft = _Draft(
            outcome, settled, origin, part, plan.pointer(hit.indices), plan.template,
            tuple([step.name for step in steps]) if steps else (),
            tuple([(step.start, step.end) for step in steps]) if steps else (),
        )  # fmt: skip
        draft.__class__ = Detection  # type: ignore[assignment]
        return cast(Detection, draft)

    def _shown_part(self, part: str) -> str:
        family, dot, name = part.partition(".")
        return f"{family}.{self._planner.token(name)}" if dot and family in {"header", "cookie"} else part

    def _remember(self, plan: Plan, value: str, found: tuple[Outcome, ...]) -> None:
        cache = plan.cache
        if not cache:
            self._filled.append(plan)
        elif len(cache) >= _PLAN_VALUES:
            cache.clear()
        cache[value] = found

    def _trim(self) -> None:
        """Keep the caches within bounds; what is dropped is worked out again."""
        if len(self._quiet) > _CACHE_VALUES:
            self._quiet.clear()
        if len(self._loud) > _CACHE_VALUES:
            self._loud.clear()
        if len(self._meanings) > 5_000:
            self._meanings.clear()
        if len(self._filled) > 2_000:
            for plan in self._filled:
                plan.cache.clear()
            self._filled.clear()


@lru_cache(maxsize=4)
def _text_judge(key: bytes, subjects: Subjects | None) -> ValueJudge:
    return ValueJudge(Fingerprinter(key), KnownValues(subjects) if subjects is not None else None)


def detect_text(text: str, *, key: bytes, subjects: Subjects | None = None) -> Iterator[Outcome]:
    """What is personal in a plain text, for the command line."""
    judge = _text_judge(key, subjects)
    yield from (outcome for outcome in judge.judge(judge.rule(_TEXT), text) if not outcome.token)
