"""The detector: decoded fields in, detections out; the one loop that every byte of traffic goes through.

Theory. Traffic repeats its shapes, not its values. So per leaf the loop does as little as it can: read the plan of
the key path (made once), and for a key without meaning ask one combined pattern whether any recognizer could fire.
Nearly all leaves end there. What a value under a plan gave is kept for the next equal value; detections, with their
pointers and subjects, are made for hits alone, after the whole exchange has been seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scanner.model import (
    Category,
    Detection,
    Exchange,
    ExchangeFacts,
    Field,
    KeyPath,
    Observation,
    Origin,
    SievedField,
    sent_by_fields,
)

from .answers import answers
from .endpoints import address_of, is_public
from .facts import FactsMaker, is_tracker
from .fingerprint import Fingerprinter
from .grids.texts import holds_rows
from .judging import ValueJudge
from .key_rule import KeyRule
from .known import KnownValues
from .labels import labelled_meanings
from .late import Candidate, Identifier
from .loose import MIN_BITS, SHORTEST, SURE, Told, is_loose, is_watched
from .loose import MOST as MOST_LOOSE
from .outcome import HASHED_TOO, IDENTITY, Outcome
from .places import Places
from .plan import SHORT, Plan, Planner
from .recognizers import PersonRecognizer, ToldRecognizer, text_recognizers
from .record import NAME_PARTS, Hit, Settled, new_hit
from .records import Records
from .sent_files import sent
from .sightings import Sighting, Sightings, sighted
from .subjects import Subjects
from .tables import cells
from .tabular import add_tables

if TYPE_CHECKING:
    from scanner.decode import Decoded

_CACHE_VALUES = 60_000
_SHORT_VALUE = 200
_LONG_VALUE = 2000
"""Values of headers are sent again and again, so longer ones are kept too."""
_SAME_TEXT = frozenset({"json", "xml", "form", "url", "html", "graphql", "percent"})
"""Decode steps after which the outer value holds the same characters as the inner ones."""
_OPENING = frozenset("{[<")
"""How a value begins that stands before what it was decoded to."""
_OBJECTS = ("body", "ws", "url.query")
"""Parts whose fields stand under the names of an object."""
_REPEATED = ("header", "cookie")
"""Parts that are sent, and shown, again and again: the decoder gives the very fields of the last time."""
_NOTHING: tuple[Outcome, ...] = ()
_ELEMENTS = 32
"""Numbers of a biometric vector that are reported; the hundreds after them say nothing more."""
_MOST_REMEMBERED = 5_000
"""Loose values whose fingerprints are remembered: cookies come with every request."""

Shown = tuple[str, tuple[str, ...], tuple[tuple[int, int], ...]]
"""What all detections of one origin share: part, names and spans of the decode steps."""


@sent_by_fields
@dataclass(slots=True)
class Detected:
    """What was detected in one exchange; candidates and identifiers are raw and never leave memory.

    ``loose`` are drafts of detections, masked and fingerprinted as these are, of values that only other exchanges can
    make one.
    """

    observation: Observation
    digests: list[Candidate] = field(default_factory=list, repr=False)
    identifiers: list[Identifier] = field(default_factory=list, repr=False)
    loose: list[Detection] = field(default_factory=list)


class Detector:
    """Detects in exchanges, one by one; holds caches, no state that changes a result."""

    def __init__(
        self, *, key: bytes, subjects: Subjects | None = None, scan_static: bool = False,
        ner: str = PersonRecognizer.default,
    ) -> None:
        """``ner`` is the model for names in prose: ``leerlek``, ``off`` or an installed spaCy pipeline.

        Raises ``UsageError`` when it is not installed.
        """
        recognizers = text_recognizers(ner)
        self._models = [each for each in recognizers if isinstance(each, PersonRecognizer | ToldRecognizer)]
        self._fingerprinter = Fingerprinter(key)
        self._known = KnownValues(subjects) if subjects is not None and len(subjects) else None
        self._judge = ValueJudge(self._fingerprinter, self._known, recognizers)
        self._planner = Planner(self._judge)
        self._facts = FactsMaker(self._fingerprinter, self._known, self._planner)
        self._scan_static = scan_static
        self._places = Places(self._judge)
        self._kept = 0
        self._loose: dict[str, Outcome] = {}

    def expect(self, batch: Sequence[Decoded]) -> None:
        """What ``detect`` will be asked for next, so that the models can read the texts of all together."""
        texts = [
            leaf.value for decoded in batch for leaf in decoded.fields
            if leaf.__class__ is not SievedField and " " in leaf.value and not leaf.origin.static
            and (leaf.path.plan.__class__ is not Plan or leaf.path.plan.rule.searched)
        ]  # fmt: skip
        for model in self._models:
            model.expect(texts)

    def detect(self, exchange: Exchange, decoded: Decoded, order: int) -> Detected:
        """Everything personal in one exchange. Pure: what was seen before changes nothing but the speed."""
        records = Records(self._fingerprinter, f"{exchange.capture}\0{exchange.id}", address=address_of(exchange),
                          public=lambda: is_public(exchange))
        roles: list[tuple[Field, Plan]] = []
        marked: list[tuple[Field, Plan]] = []
        loose: list[tuple[Field, Plan]] = []
        segments = self._collect(decoded.fields, records, roles, marked, loose, target=exchange.target,
                                 tracker=is_tracker(exchange))
        settled = records.settle(decoded.fields)
        facts = self._facts.make(exchange, order, segments, settled, roles, marked)
        detected = Detected(Observation(facts))
        detections: list[Detection] = []
        parts: dict[int, Shown] = {}
        seen: set[tuple[Category, str]] = set()
        for item in settled:
            outcome = item.hit.outcome
            detections.append(self._detection(item, parts))
            if not outcome.via and item.confidence >= 0.6 and (
                outcome.category in IDENTITY or (outcome.category in HASHED_TOO and outcome.bits >= MIN_BITS)
            ):
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
        if drafts := self._drafts(loose, parts):
            told = Told(detections)
            detected.loose = [draft for draft in drafts if not told.about(draft)]
        self._trim()
        return detected

    def sightings(self, exchange: Exchange, decoded: Decoded) -> Sightings:
        """The raw values of one exchange, for who has to replace them; nothing of it may leave the process."""
        records = Records(self._fingerprinter, f"{exchange.capture}\0{exchange.id}", address=address_of(exchange),
                          public=lambda: is_public(exchange))
        loose: list[tuple[Field, Plan]] = []
        self._collect(decoded.fields, records, [], [], loose, target=exchange.target, tracker=is_tracker(exchange))
        places: dict[tuple[int, tuple[int, ...], int], list[Field]] = {}
        for leaf in decoded.fields:
            places.setdefault((id(leaf.path), leaf.indices, id(leaf.origin)), []).append(leaf)
        found: list[Sighting] = []
        for item in records.settle(decoded.fields):
            found += sighted(item.hit, item.confidence, places)
        tokens = [one for hit in records.candidates for one in sighted(hit, 0.0, places)]
        self._trim()
        return Sightings(found, tokens, [leaf for leaf, _ in loose[:MOST_LOOSE]
                                         if is_loose(leaf.value.strip(), leaf.path.key, leaf.origin.part)])

    def of_host(self, host: str, capture: str, order: int, time: float) -> ExchangeFacts | None:
        """The facts of a host whose traffic was not read, where its name alone says something; else None."""
        return self._facts.of_host(host, capture, order, time)

    def _collect(
        self, leaves: list[Field], records: Records, roles: list[tuple[Field, Plan]],
        marked: list[tuple[Field, Plan]], loose: list[tuple[Field, Plan]], *, target: str, tracker: bool,
    ) -> dict[int, str]:
        """The loop. Files hits with ``records``; returns the category of each path segment that held one."""
        planner, owner = self._planner.plan, self._planner
        judge, place = self._judge.judge, self._places.rule
        known, add = self._known, records.add
        segments: dict[int, str] = {}
        pairs: list[tuple[Field, Plan]] = []
        asked: list[tuple[Field, Plan]] = []
        files: list[tuple[Field, Plan]] = []
        announced: set[tuple[int, tuple[int, ...], int]] = set()
        last: Origin | None = None
        special = static = repeated = page = watched = tabular = plain = False
        text_alone = self._places.text
        before = ""
        kept = 0
        held = SievedField
        for following, leaf in enumerate(leaves, 1):
            if leaf.__class__ is held:
                continue  # most leaves end here
            value, path, indices, origin = leaf
            if origin is last:
                repeated = False
            else:
                last = origin
                static = origin.static and not self._scan_static
                steps = origin.steps
                special = (not steps and not origin.part.startswith(_OBJECTS)) or (
                    bool(steps) and steps[-1].name == "url"
                )
                before = ""
                page = origin.format == "html"
                watched = is_watched(origin) and len(loose) < MOST_LOOSE
                plain = not (static or special or page)
                repeated = following > 1 and _holds(leaf, leaves[following - 2]) and "ketenid" not in value
            if plain and (plan := path.plan) is not None and plan.owner is owner:  # type: ignore[attr-defined]
                # Under a plain key, equal to one that was judged before and yielded nothing.
                seen = plan.seen  # type: ignore[attr-defined]
                if seen is not None and seen.get(value) == _NOTHING:
                    if len(value) < SHORTEST or (not holds_rows(value) and not is_loose(value, "", "")):
                        plan.rule.sieve.values.add(value)  # type: ignore[attr-defined]
                        continue
                    if not watched:
                        continue
            if value[0] in _OPENING and following < len(leaves) and not repeated:
                inner = leaves[following]
                repeated = inner.origin is not origin and _holds(leaf, inner)
            plan = path.plan
            if plan is None or plan.owner is not owner:  # type: ignore[attr-defined]
                plan = planner(path)
            assert plan.__class__ is Plan
            if static:
                if plan.marks:
                    marked.append((leaf, plan))
                if known is not None:
                    for outcome in judge(plan.rule, value, static=True):
                        add(new_hit(Hit, (outcome, plan, indices, origin)))
                continue
            if special:
                rule, before = place(leaf, plan, before)
            else:
                rule = plan.rule
            if page and rule.free_text and path.is_index:
                rule = text_alone  # a paragraph; "text" is the decoder's name for it, nobody's key
            if plan.kind == SHORT and rule is plan.rule:
                rule = self._short(plan, tracker=tracker)
            if repeated and not rule.keyed:
                continue  # what it holds was decoded and read by itself
            outcomes = rule.cache.get(value)
            if outcomes is None:
                outcomes = judge(rule, value)
                if len(value) <= (_LONG_VALUE if special else _SHORT_VALUE):
                    kept += 1
                    rule.cache[value] = outcomes
            if outcomes:
                if outcomes[0].category is Category.BIOMETRIC and path.is_index and indices[-1] >= _ELEMENTS:
                    continue
                for outcome in outcomes:
                    add(new_hit(Hit, (outcome, plan, indices, origin)))
                if before and origin.part == "url.path" and indices and not outcomes[0].token:
                    segments[indices[0]] = outcomes[0].category.value
            if watched and len(value) >= SHORTEST and not (outcomes and _is_told(outcomes)):
                loose.append((leaf, plan))
            if plan.rare:
                if plan.wide:
                    pairs.append((leaf, plan))
                    tabular = tabular or plan.tabular
                if plan.asks:
                    asked.append((leaf, plan))
                if plan.key_outcomes:
                    self._announce(leaf, plan, records, announced)
                if plan.asked_for is not None and origin.part == "url.query":
                    for outcome in judge(self._judge.rule(plan.asked_for), value):
                        add(new_hit(Hit, (outcome, plan, indices, origin)))
                if plan.is_file:
                    files.append((leaf, plan))
                if plan.is_role:
                    roles.append((leaf, plan))
                if plan.marks:
                    marked.append((leaf, plan))
        for leaf, plan, file in sent(files, target):
            add(Hit(self._judge.sent(file, plan.meaning, leaf.value), plan, leaf.indices, leaf.origin))
        placed: set[tuple[int, tuple[int, ...], int]] = set()
        if tabular and len(pairs) > 1:
            for leaf, plan, meaning in cells(pairs, owner.meaning):
                placed.add((id(leaf.path), leaf.indices, id(leaf.origin)))
                for outcome in judge(self._judge.rule(meaning), leaf.value):
                    add(Hit(outcome, plan, leaf.indices, leaf.origin))
        for leaf, plan, meaning in (*labelled_meanings(pairs), *(
                answers(asked, leaves, owner.meaning) if len(asked) > 1 else ())):
            if (place_of := (id(leaf.path), leaf.indices, id(leaf.origin))) in placed:
                continue
            placed.add(place_of)
            for outcome in judge(self._judge.rule(meaning), leaf.value):
                add(Hit(outcome, plan, leaf.indices, leaf.origin))
        self._kept += kept
        add_tables(leaves, records, self._judge, self._planner.meaning, scan_static=self._scan_static)
        return segments

    def _short(self, plan: Plan, *, tracker: bool) -> KeyRule:
        """A key of two or three letters, which means something to a tracker; elsewhere it may be a name at most."""
        if not tracker and plan.meaning.category in NAME_PARTS:
            return self._judge.rule(plan.meaning._replace(strength="loose"))
        return self._judge.rule(plan.meaning._replace(strength="direct")) if tracker else self._places.text

    def _drafts(self, loose: list[tuple[Field, Plan]], origins: dict[int, Shown]) -> list[Detection]:
        """What values without a meaning would be, should another exchange show that they are identifiers."""
        drafts: list[Detection] = []
        for (value, path, indices, origin), plan in loose[:MOST_LOOSE]:
            text = value.strip()
            if is_loose(text, path.key, origin.part):
                outcome = self._loose.get(value)
                if outcome is None:
                    if len(self._loose) >= _MOST_REMEMBERED:
                        self._loose.clear()
                    outcome = self._loose[value] = Outcome(
                        Category.COOKIE, 0.0, "loose", text, text, self._fingerprinter, (), end=len(value))
                drafts.append(self._detection(Settled(Hit(outcome, plan, indices, origin), 0.0, (), "", ""), origins))
        return drafts

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

    def _detection(self, settled: Settled, origins: dict[int, Shown]) -> Detection:
        outcome, plan, indices, origin = settled.hit
        last = outcome.last
        if last is not None and last[0] is origin and last[1] is plan and last[2] == settled[1:] and last[3] == indices:
            return last[4]
        shown = origins.get(id(origin))
        if shown is None:
            steps = origin.steps
            shown = origins[id(origin)] = (
                self._shown_part(origin.part), tuple(step.name for step in steps),
                tuple((step.start, step.end) for step in steps),
            )  # fmt: skip
        part, step_names, spans = shown
        made = Detection(
            outcome.category, settled.confidence, outcome.recognizer, origin.direction, part, plan.pointer(indices),
            plan.template, outcome.masked, outcome.fingerprint, step_names, spans, settled.subject, settled.record,
            outcome.about, outcome.via, outcome.bits, outcome.key, settled.evidence, (outcome.start, outcome.end),
            origin.message, outcome.words,
        )  # fmt: skip
        if origin.part.startswith(_REPEATED):
            outcome.last = (origin, plan, settled[1:], indices, made)
        return made

    def _shown_part(self, part: str) -> str:
        family, dot, name = part.partition(".")
        return f"{family}.{self._planner.token(name)}" if dot and family in {"header", "cookie"} else part

    def _trim(self) -> None:
        """Keep the caches within bounds; what is dropped is worked out again."""
        if self._kept > _CACHE_VALUES:
            self._kept = 0
            self._judge.forget()


def _is_told(outcomes: tuple[Outcome, ...]) -> bool:
    """Whether a value is known to be something; what may be a digest is not, yet."""
    return any(not outcome.token and outcome.alone >= SURE for outcome in outcomes)


def _holds(leaf: Field, inner: Field) -> bool:
    """Whether a leaf is the text that the one beside it was decoded from."""
    _, path, indices, origin = leaf
    depth = len(origin.steps)
    if inner.indices[:len(indices)] != indices:
        return False  # another element of the same list
    steps = inner.origin.steps
    if len(steps) <= depth or steps[depth].name not in _SAME_TEXT or inner.origin.part != origin.part:
        return False
    node: KeyPath | None = inner.path
    while node is not None and node.depth > path.depth:
        node = node.parent
    return node is path
