"""Tells the exchanges of a scan to the steps of its scenario, by marks in the traffic and by time.

Theory. A mark holds from its moment until the next mark of the same capture; a step with times in the file holds
within them (without an end: until the next step begins). A mark goes before times: it was made by the device, not by a
clock on the wall. Readers do not always yield exchanges in the order of time (packets come connection by connection),
so a mark can turn up after exchanges that it speaks of: ``outran`` then says so, and the scan is run again knowing its
marks.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from scanner.model import Category, Exchange, Note, Observation

from .markers import Mark, is_marker_host, mark_of, mark_of_note
from .scenario import Scenario, ScenarioSeen, Step, StepSeen

MAX_MARKS = 10_000
MAX_STEPS = 1000


@dataclass(slots=True)
class _Tally:
    exchanges: int = 0
    first: float = 0.0
    last: float = 0.0
    marked: bool = False
    shown: set[Category] = field(default_factory=set)


class Steps:
    """The steps of one scan. Exchanges and notes come in the order of the scan."""

    def __init__(self, scenario: Scenario | None = None, marks: Iterable[Mark] = (),
                 is_ordinary: Callable[[str], bool] = bool) -> None:
        """``is_ordinary`` says of words in a mark that nobody is named in them: a mark is traffic, and reports show
        steps. A step of the scenario file is the user's own word."""
        self._is_ordinary = is_ordinary
        self._hidden: dict[str, str] = {}
        self._scenario = scenario
        self._steps: dict[str, Step] = {step.id: step for step in scenario.steps} if scenario else {}
        self._by_marker = {step.marker: step.id for step in self._steps.values()}
        self._tallies: dict[str, _Tally] = {step: _Tally() for step in self._steps}
        self._timed = _timed(self._steps.values())
        self._marks: dict[str, list[tuple[float, int, str]]] = {}
        self._latest: dict[str, float] = {}
        self._outside = 0
        self._told: set[Mark] = set()
        self._seen_marks = 0
        self.marks: list[Mark] = []
        self.outran = False
        for mark in marks:
            self._enter(mark)
            self._told.add(mark)

    def note(self, note: Note) -> bool:
        """Whether a fact of a reader is about a mark, and so no fact of coverage."""
        if not is_marker_host(note.host):
            return False
        mark = mark_of_note(note)
        if mark is not None:
            self._seen_marks += 1
            self._meet(mark)
        return True

    def is_mark(self, exchange: Exchange) -> bool:
        """Enter the mark that an exchange is or carries; true when it is nothing else and must not be examined."""
        mark = mark_of(exchange)
        own = is_marker_host(exchange.host)
        self._seen_marks += own
        if mark is not None:
            self._meet(mark)
        return own

    def of(self, exchange: Exchange) -> Step | None:
        """The step that an exchange belongs to; call once for each, it is counted."""
        if not self._steps and not self._marks:
            self._latest[exchange.capture] = max(self._latest.get(exchange.capture, 0.0), exchange.time)
            self._outside += 1
            return None
        name = self._by_marks(exchange)
        if name is None:
            name = self._by_time(exchange)
        self._latest[exchange.capture] = max(self._latest.get(exchange.capture, 0.0), exchange.time)
        if not name:
            self._outside += 1
            return None
        tally = self._tallies[name]
        tally.exchanges += 1
        if exchange.time:
            tally.first = min(tally.first or exchange.time, exchange.time)
            tally.last = max(tally.last, exchange.time)
        return self._steps[name]

    def named(self, step: str) -> Step | None:
        """The step with an id."""
        return self._steps.get(step)

    def show(self, observation: Observation) -> None:
        """What an exchange of a step showed."""
        step = self._steps.get(observation.facts.step)
        if step is not None and step.expected:
            self._tallies[step.id].shown.update(detection.category for detection in observation.detections)

    def seen(self) -> ScenarioSeen:
        """The steps with what the captures hold of them, in the order of the file, then as they were marked."""
        given = self._scenario
        return ScenarioSeen(
            title=given.title if given else "", sha256=given.sha256 if given else "", planned=given is not None,
            steps=tuple(_step_seen(step, self._tallies[step.id]) for step in self._steps.values()),
            outside=self._outside, marks=self._seen_marks,
        )

    def _meet(self, mark: Mark) -> None:
        if mark in self._told:
            return
        if mark.step and self._at(mark.capture, mark.time) == self._named(mark.step):
            return  # a header that says on every request what is known
        if mark.time and self._latest.get(mark.capture, 0.0) >= mark.time:
            self.outran = True
        self._told.add(mark)
        self._enter(mark)

    def _enter(self, mark: Mark) -> None:
        if len(self.marks) >= MAX_MARKS:
            return
        name = self._named(mark.step)
        if name:
            step = self._steps.get(name)
            if step is None:
                if len(self._steps) >= MAX_STEPS:
                    return
                step = Step(name)
                self._tallies[name] = _Tally()
            self._steps[name] = replace(step, title=step.title or self._shown(mark.title),
                                        actor=step.actor or mark.actor,
                                        subject=step.subject or self._shown(mark.subject))
            self._tallies[name].marked = True
        self.marks.append(mark)
        insort(self._marks.setdefault(mark.capture, []), (mark.time, len(self.marks), name))

    def _named(self, step: str) -> str:
        """The id of the step that a mark speaks of: of the file, as marked, or a number for what may name somebody."""
        own = self._by_marker.get(step, step if step in self._steps else "")
        if own or not step or self._is_ordinary(step):
            return own or step
        return self._hidden.setdefault(step, f"stap-{len(self._hidden) + 1}")

    def _shown(self, text: str) -> str:
        return text if self._is_ordinary(text) else ""

    def _by_marks(self, exchange: Exchange) -> str | None:
        """The step of the last mark before an exchange; empty after an end, None before the first."""
        name = self._at(exchange.capture, exchange.time)
        step = self._steps.get(name) if name else None
        return "" if step is not None and step.end and exchange.time > step.end else name

    def _at(self, capture: str, time: float) -> str | None:
        marks = self._marks.get(capture)
        if not marks:
            return None
        if not time:
            return marks[-1][2]
        at = bisect_right(marks, (time, MAX_MARKS + 1, ""))
        return marks[at - 1][2] if at else None

    def _by_time(self, exchange: Exchange) -> str:
        client = exchange.client.host if exchange.client else ""
        for start, end, step in self._timed if exchange.time else ():
            if start <= exchange.time <= end and (not step.client or step.client == client):
                return step.id
        return ""


def _timed(steps: Iterable[Step]) -> Sequence[tuple[float, float, Step]]:
    """Steps with a start, the latest first, each with the moment it ends."""
    timed = sorted((step for step in steps if step.start), key=lambda step: step.start)
    rows: list[tuple[float, float, Step]] = []
    for number, step in enumerate(timed):
        following = next((other.start for other in timed[number + 1:]
                          if not other.client or not step.client or other.client == step.client), float("inf"))
        rows.append((step.start, step.end or following, step))
    return rows[::-1]


def _step_seen(step: Step, tally: _Tally) -> StepSeen:
    missing = [category for category in step.expected if category not in tally.shown]
    return StepSeen(step, tally.exchanges, tally.first, tally.last, tally.marked, tuple(missing))
