"""The search: stages in order of likelihood, spread over processes, ended as soon as nothing is left to be found."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from operator import itemgetter
from typing import Literal, NamedTuple

from scanner.detect.hashing import NAMES, USUAL, hashing
from scanner.model import Category
from scanner.orphans import end_with_parent

from .spaces import Space
from .targets import HEAD, Target, Targets
from .words import Dictionary

Effort = Literal["quick", "usual", "all"]
RANKS: dict[Effort, int] = {"quick": 0, "usual": 1, "all": 2}
"""The highest rank (of form and algorithm together) that is searched."""
UNITS = 40
"""Batches of a task: a tenth of a second or so, so that progress moves and the end comes soon."""
_first_bytes = itemgetter(slice(0, HEAD))

Found = list[tuple[str, bytes, bytes]]
"""Algorithm, candidate, digest."""


class Stage(NamedTuple):
    """A space under some algorithms of one rank."""

    space: Space
    algorithms: tuple[str, ...]

    @property
    def hashes(self) -> int:
        """Digests that the stage makes."""
        return self.space.size * len(self.algorithms)


@dataclass(frozen=True, slots=True)
class Hit:
    """A target that was reversed; ``canonical`` is raw and stays in memory."""

    target: Target
    category: Category
    canonical: str
    algorithm: str
    form: str
    source: str
    seconds: float
    subject: str = ""

    def __repr__(self) -> str:
        return f"Hit({self.category.value} {self.algorithm} {self.form})"


@dataclass(slots=True)
class Search:
    """A search for all targets at once. ``hits`` runs it; the other fields say how far it came."""

    targets: Targets
    spaces: list[Space]
    dictionaries: Iterable[Dictionary] = ()
    effort: Effort = "usual"
    jobs: int = 1
    clock: Callable[[], float] = time.perf_counter
    stopped: bool = False
    """Set to end the search after the running tasks."""
    hashes: int = 0
    planned: int = 0
    seconds: float = 0.0

    def stages(self) -> list[Stage]:
        """What there is to do for the targets that are left, the likeliest first."""
        made: list[Stage] = []
        for rank in range(RANKS[self.effort] + 1):
            for space in self.spaces:
                algorithms = tuple(name for name in algorithms_for(self.targets) if _rank(name) == rank - space.rank)
                if algorithms:
                    made.append(Stage(space, algorithms))
        return made

    def hits(self, progress: Callable[[int], None] | None = None) -> Iterator[Hit]:
        """Run; yields what is reversed when it is. ``progress`` gets numbers of digests made."""
        started = self.clock()
        stages = self.stages()
        self.planned = sum(stage.hashes for stage in stages)
        try:
            yield from self._in_dictionaries(started)
            yield from self._in_numbers(stages, started, progress)
        finally:
            self.seconds = self.clock() - started

    def _in_numbers(
        self, stages: list[Stage], started: float, progress: Callable[[int], None] | None
    ) -> Iterator[Hit]:
        with ExitStack() as stack:
            pool = None
            if self.jobs > 1 and len(self.targets) and stages:
                arguments = (frozenset(self.targets.full), frozenset(self.targets.heads))
                pool = stack.enter_context(ProcessPoolExecutor(self.jobs, initializer=_start, initargs=arguments))
            for stage, made, found in self._run(pool, stages):
                self.hashes += made
                if progress is not None:
                    progress(made)
                for algorithm, candidate, digest in found:
                    for target in self.targets.take(digest):
                        yield Hit(target, stage.space.category, stage.space.canonical(candidate), algorithm,
                                  stage.space.form.name, "numbers", self.clock() - started)

    def _in_dictionaries(self, started: float) -> Iterator[Hit]:
        """The dictionaries: small, so they are searched here; what is known under every algorithm that fits."""
        fitting = algorithms_for(self.targets)
        full, heads = frozenset(self.targets.full), frozenset(self.targets.heads)
        for words in self.dictionaries if fitting else ():
            algorithms = [name for name in fitting if not words.listed or _rank(name) <= RANKS[self.effort] - 1]
            self.hashes += len(words.texts) * len(algorithms)
            for algorithm, candidate, digest in _matches(words.texts, algorithms, full, heads):
                word = words.word(candidate)
                for target in self.targets.take(digest):
                    yield Hit(target, word.category, word.canonical, algorithm, "as written", word.source,
                              self.clock() - started, word.subject)

    def _run(self, pool: ProcessPoolExecutor | None, stages: list[Stage]) -> Iterator[tuple[Stage, int, Found]]:
        tasks = self._tasks(stages)
        if pool is None:
            full, heads = frozenset(self.targets.full), frozenset(self.targets.heads)
            for stage, start, stop in tasks:
                yield (stage, *_search(stage, start, stop, full, heads))
            return
        waiting: list[tuple[Stage, Future[tuple[int, Found]]]] = []
        for stage, start, stop in tasks:
            waiting.append((stage, pool.submit(_search_here, stage, start, stop)))
            if len(waiting) > 2 * self.jobs:
                done, result = waiting.pop(0)
                yield (done, *result.result())
        for done, result in waiting:
            if self._ended():
                result.cancel()
            else:
                yield (done, *result.result())

    def _tasks(self, stages: list[Stage]) -> Iterator[tuple[Stage, int, int]]:
        count, fitting = -1, frozenset[str]()
        for stage in stages:
            for start in range(stage.space.start, stage.space.stop, UNITS):
                if self._ended():
                    return
                if count != len(self.targets):
                    count, fitting = len(self.targets), frozenset(algorithms_for(self.targets))
                left = tuple(name for name in stage.algorithms if name in fitting)
                if not left:
                    break
                yield stage._replace(algorithms=left), start, min(start + UNITS, stage.space.stop)

    def _ended(self) -> bool:
        return self.stopped or not len(self.targets)


def algorithms_for(targets: Targets) -> tuple[str, ...]:
    """The algorithms that can have made the targets: by length, and the four usual ones for digests that were cut."""
    lengths = targets.lengths
    versions = {digest[6] >> 4 for digest, each in targets.full.items() if each[0].kind == "uuid"}
    fitting = []
    for name, length in NAMES.items():
        if name.startswith("uuid"):
            if int(name[4]) in versions:
                fitting.append(name)
        elif length in lengths or (targets.heads and name in USUAL):
            fitting.append(name)
    return tuple(fitting)


def _rank(algorithm: str) -> int:
    return 0 if algorithm in USUAL else 1


def _search(
    stage: Stage, start: int, stop: int, full: frozenset[bytes], heads: frozenset[bytes]
) -> tuple[int, Found]:
    """Digests made, and those that match, of some batches of a stage."""
    made = 0
    found: Found = []
    for unit in range(start, stop):
        batch = stage.space.batch(unit)
        made += len(batch) * len(stage.algorithms)
        found += _matches(batch, stage.algorithms, full, heads)
    return made, found


def _matches(batch: list[bytes], algorithms: Iterable[str], full: frozenset[bytes], heads: frozenset[bytes]) -> Found:
    found: Found = []
    for name in algorithms:
        run = hashing(name)
        if heads and name in USUAL:
            made = list(run(batch))
            hit = not full.isdisjoint(made) or not heads.isdisjoint(map(_first_bytes, made))
        else:
            hit = not full.isdisjoint(run(batch))
        if hit:
            found += [(name, candidate, digest) for candidate, digest in zip(batch, run(batch), strict=True)
                      if digest in full or digest[:HEAD] in heads]
    return found


_targets: tuple[frozenset[bytes], frozenset[bytes]] = (frozenset(), frozenset())


def _start(full: frozenset[bytes], heads: frozenset[bytes]) -> None:
    global _targets
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the search
    _targets = full, heads


def _search_here(stage: Stage, start: int, stop: int) -> tuple[int, Found]:
    return _search(stage, start, stop, *_targets)
