"""One exchange through decode and detect, and the scan that collects what comes out for the judge.

Theory. ``Examiner`` is pure per exchange, so it can run in any process; ``Pipeline`` holds everything that must
be known across exchanges (sessions, digests, coverage, the judge) and lives in one process. A file scan, a
directory and the live proxy all feed the same ``Pipeline``; order of feeding is order in the results.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from scanner.collector import THRESHOLDS
from scanner.coverage import UNDECRYPTED, CoverageLedger
from scanner.decode import Decoded, Decoder
from scanner.detect import (
    Detected,
    Detector,
    DigestIndex,
    EchoIndex,
    Identifier,
    Pair,
    PairIndex,
    Sessions,
    Sightings,
    Subjects,
)
from scanner.heap import give_back
from scanner.judge import CoverageSummary, Judge, Judgement, Steps
from scanner.kept import DetectionStore, Kept
from scanner.model import Category, Exchange, ExchangeFacts, Gap, Note, Observation, sent_by_fields
from scanner.orphans import end_with_parent

CHUNK_BYTES = 1 << 20
"""Exchanges go to worker processes in chunks of about this many body bytes."""

BATCH, BATCH_BYTES = 256, 1 << 20
"""Exchanges, and bytes of what they were decoded to, that wait for each other to be read by the names model."""


@sent_by_fields
@dataclass(frozen=True, slots=True)
class Examined:
    """What decode and detect made of one exchange."""

    detected: Detected
    notes: tuple[Note, ...]
    body_bytes: int
    decoded_bytes: int
    head_bytes: int
    plain_bytes: int


class Examiner:
    """Decodes an exchange and detects in it; a failure of a stage is a coverage fact, not the end of the scan."""

    def __init__(self, *, key: bytes, subjects: Subjects | None, scan_static: bool, ner: str = "leerlek") -> None:
        self._decoder = Decoder()
        self._detector = Detector(key=key, subjects=subjects, scan_static=scan_static, ner=ner)

    def examine(self, exchange: Exchange, order: int) -> Examined | Note:
        """The result of both stages, or the note that says which error class stopped them."""
        return next(self.examine_all([(exchange, order)]))

    def examine_all(self, exchanges: Iterable[tuple[Exchange, int]]) -> Iterator[Examined | Note]:
        """The results of a stream of exchanges with their order in the scan, a few behind what was taken from it.

        The names model reads the texts of some exchanges together in a quarter of the time.
        """
        batch: list[tuple[Exchange, int, Decoded | Note, list[Note]]] = []
        size = 0
        for exchange, order in exchanges:
            notes: list[Note] = []
            decoded = self._decode(exchange, notes)
            batch.append((exchange, order, decoded, notes))
            size += 0 if isinstance(decoded, Note) else decoded.plain_bytes
            if len(batch) == BATCH or size >= BATCH_BYTES:
                yield from self._detect(batch)
                batch, size = [], 0
        yield from self._detect(batch)

    def _decode(self, exchange: Exchange, notes: list[Note]) -> Decoded | Note:
        try:
            return self._decoder.decode(exchange, notes.append)
        except Exception as error:  # noqa: BLE001  stage boundary: hostile content must not end a scan of others
            return _failed(exchange, error)

    def _detect(self, batch: list[tuple[Exchange, int, Decoded | Note, list[Note]]]) -> Iterator[Examined | Note]:
        self._detector.expect([decoded for _, _, decoded, _ in batch if not isinstance(decoded, Note)])
        for exchange, order, decoded, notes in batch:
            if isinstance(decoded, Note):
                yield decoded
                continue
            try:
                detected = self._detector.detect(exchange, decoded, order)
            except Exception as error:  # noqa: BLE001  as above
                yield _failed(exchange, error)
                continue
            yield Examined(detected, tuple(notes), decoded.body_bytes, decoded.decoded_bytes, decoded.head_bytes,
                           decoded.plain_bytes)

    def sighted(self, exchange: Exchange) -> tuple[Decoded, Sightings]:
        """The fields of one exchange and the raw values that were detected in them; nothing of it may leave memory."""
        decoded = self._decoder.decode(exchange, lambda note: None)
        self._detector.expect([decoded])
        return decoded, self._detector.sightings(exchange, decoded)

    def of_host(self, host: str, capture: str, order: int, time: float) -> ExchangeFacts | None:
        """The facts of a host whose traffic was not read, where its name alone says something; else None."""
        return self._detector.of_host(host, capture, order, time)


def _failed(exchange: Exchange, error: Exception) -> Note:
    size = len(exchange.request_body.data) + len(exchange.response_body.data)
    size += sum(len(message.data) for message in exchange.websocket)
    return Note(Gap.STAGE_FAILED, exchange.capture, exchange.host, size, 1, type(error).__name__, time=exchange.time)


IDENTIFIERS = 150_000
"""Distinct identifiers that are kept to be hashed at the end of a scan."""
DIGESTS = 50_000
"""Digest-looking values that are kept to be compared with them."""

_examiner: Examiner | None = None
_of_parent: tuple[dict[str, Any], Examiner] | None = None
"""The settings and the examiner of the pipeline that made workers last: who is forked has them, and shares memory."""


def _start_worker(settings: dict[str, Any]) -> None:
    global _examiner
    end_with_parent()
    held, examiner = _of_parent or (None, None)
    _examiner = examiner if held is settings and examiner is not None else Examiner(**settings)
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def _begun() -> None:
    """Nothing, for a first task."""


def _examine_chunk(chunk: list[tuple[Exchange, int]]) -> list[Examined | Note]:
    assert _examiner is not None
    try:
        return list(_examiner.examine_all(chunk))
    finally:
        give_back()


class Pipeline:
    """Feeds exchanges through decode, detect and judge, and keeps what the report needs."""

    def __init__(self, *, judge: Judge, key: bytes, subjects: Subjects | None, scan_static: bool = False,
                 jobs: int = 1, ner: str = "leerlek", steps: Steps | None = None,
                 pair: Pair | PairIndex | None = None) -> None:
        """``pair``: two captures are compared, in a first pass (an index) or a second one (what it gave)."""
        self._examiner_settings: dict[str, Any] = {
            "key": key, "subjects": subjects, "scan_static": scan_static, "ner": ner,
        }
        self._examiner = Examiner(**self._examiner_settings)
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._judge = judge
        self._planted = _planted(subjects)
        self._sessions = Sessions(subjects)
        self.steps = steps or Steps()
        self._digests = DigestIndex(key=key, limit=DIGESTS, identifiers=IDENTIFIERS)
        self._echoes = EchoIndex()
        self._pair = pair
        self.pupil = 0
        """Which of the two captures of a pair is fed."""
        self._order = 0
        self.coverage = CoverageLedger()
        self.store = DetectionStore()
        self.plain_bytes = 0

    def note(self, note: Note) -> None:
        """Enter a fact of a capture reader: one of coverage, unless it is about a mark of the scenario."""
        if not self.steps.note(note):
            self.coverage.note(note)

    def feed(self, exchange: Exchange) -> Observation | None:
        """One exchange, now, in this process (the live proxy); the observation, or None when a stage failed."""
        return self.collect(exchange, self._examiner.examine(exchange, self.next_order()))

    def feed_all(self, exchanges: Iterable[Exchange]) -> Iterator[Exchange]:
        """Feed a stream; yields each exchange when it has been judged, for progress."""
        if self._jobs == 1:
            taken: deque[Exchange] = deque()
            for outcome in self._examiner.examine_all(self._numbered(exchanges, taken)):
                exchange = taken.popleft()
                self.collect(exchange, outcome)
                yield exchange
            return
        # Before anything is read: what a process holds when another is forked from it, that one holds as well.
        with suppress(BrokenProcessPool):
            self._workers().submit(_begun)
        chunks = self._chunks(exchanges)
        # A few chunks ahead of the workers: enough to keep them busy, few enough to bound memory.
        waiting = deque((chunk, self._ask(chunk)) for chunk in islice(chunks, self._jobs * 2))
        while waiting:
            chunk, asked = waiting.popleft()
            give_back()
            examined = self._answer(chunk, asked)
            for following in islice(chunks, 1):
                waiting.append((following, self._ask(following)))
            for (exchange, _), outcome in zip(chunk, examined, strict=True):
                self.collect(exchange, outcome)
                yield exchange

    def _ask(self, chunk: list[tuple[Exchange, int]]) -> Future[list[Examined | Note]] | None:
        """Give a chunk to the workers; None when one of them was killed, which ends them all."""
        try:
            return self._workers().submit(_examine_chunk, chunk)
        except BrokenProcessPool:
            return None

    def _workers(self) -> ProcessPoolExecutor:
        """The processes that decode and detect; forked when they are first given anything."""
        global _of_parent
        if self._pool is None:
            _of_parent = self._examiner_settings, self._examiner
            self._pool = ProcessPoolExecutor(self._jobs, initializer=_start_worker, initargs=(self._examiner_settings,))
        return self._pool

    def _answer(
        self, chunk: list[tuple[Exchange, int]], asked: Future[list[Examined | Note]] | None
    ) -> list[Examined | Note]:
        """What the workers made of a chunk; where they are gone, for want of memory say, this process does it."""
        if asked is not None:
            with suppress(BrokenProcessPool):
                return asked.result()
        return list(self._examiner.examine_all(chunk))

    def close(self) -> None:
        """End the processes that decode and detect; nothing can be fed after it."""
        global _of_parent
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            if _of_parent is not None and _of_parent[1] is self._examiner:
                _of_parent = None

    def finish(self) -> tuple[Judgement, list[Kept]]:
        """Resolve digests and echoes, close the books, judge; call once."""
        for late in (*self._digests.resolve(), *self._echoes.resolve()):
            order = self.next_order()
            if isinstance(self._pair, Pair):
                late, _ = self._pair.judged(late, ())
            observation = self._attribute(late)
            self._judge.observe(replace(observation, facts=replace(observation.facts, order=order)), again=True)
            self.store.add(observation, seen_as=order)
        self._observe_unread_hosts()
        kept, ids = self.store.number()
        judgement = self._judge.conclude(
            CoverageSummary(self.coverage.hosts, self.coverage.notes, self._planted, self.steps.seen()),
            lambda order, index: ids.get((order, index), ""),
        )
        findings = [replace(f, occurrences=tuple(o for o in f.occurrences if o)) for f in judgement.findings]
        return replace(judgement, findings=findings), kept

    def _observe_unread_hosts(self) -> None:
        """Let the judge see the names of hosts that were only looked up, or whose traffic stayed closed."""
        read = {account.host for account in self.coverage.hosts if account.exchanges}
        for note in self.coverage.notes:
            if note.host and note.host not in read and (note.gap in UNDECRYPTED or note.gap is Gap.DNS_LOOKUP):
                read.add(note.host)
                facts = self._examiner.of_host(note.host, note.capture, self._order + 1, note.time)
                if facts is not None:
                    self.next_order()
                    self._judge.observe_host(facts)

    @property
    def identifiers(self) -> Iterable[Identifier]:
        """Identifiers that were seen in clear; raw values, for the redactor alone."""
        return self._digests.identifiers

    @property
    def limits(self) -> dict[str, int]:
        """What the bounds of the scan left out, by what it was."""
        return {
            "digests_not_matched": self._digests.dropped_candidates,
            "identifiers_not_matched": self._digests.dropped_identifiers,
            "loose_values_not_matched": self._echoes.dropped,
            **({"pair_differs": len(self._pair.differs), "pair_equal": len(self._pair.equal),
                "pair_not_compared": self._pair.overflow} if isinstance(self._pair, Pair) else {}),
        }

    def next_order(self) -> int:
        """The position in the scan of the next exchange."""
        self._order += 1
        return self._order

    def _numbered(self, exchanges: Iterable[Exchange], taken: deque[Exchange]) -> Iterator[tuple[Exchange, int]]:
        for exchange in exchanges:
            taken.append(exchange)
            yield exchange, self.next_order()

    def _chunks(self, exchanges: Iterable[Exchange]) -> Iterator[list[tuple[Exchange, int]]]:
        chunk: list[tuple[Exchange, int]] = []
        size = 0
        for exchange in exchanges:
            chunk.append((exchange, self.next_order()))
            size += len(exchange.request_body.data) + len(exchange.response_body.data) + 1000
            if size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk

    def collect(self, exchange: Exchange, outcome: Examined | Note) -> Observation | None:
        """Enter what became of one exchange; in the order in which ``next_order`` numbered them."""
        if self.steps.is_mark(exchange):
            return None
        step = self.steps.of(exchange)
        if isinstance(outcome, Note):
            self.coverage.exchange(exchange, outcome.bytes, 0, 0, [outcome])
            return None
        self.plain_bytes += outcome.plain_bytes
        self.coverage.exchange(exchange, outcome.body_bytes, outcome.decoded_bytes, outcome.head_bytes, outcome.notes)
        detected = outcome.detected
        if step is not None:
            seen = detected.observation
            detected = replace(detected, observation=replace(seen, facts=replace(seen.facts, step=step.id)))
        if isinstance(self._pair, Pair):
            judged, loose = self._pair.judged(detected.observation, detected.loose)
            detected = replace(detected, observation=judged, loose=loose)
        self._digests.add(detected)
        self._echoes.add(detected)
        observation = self._attribute(detected.observation)
        if isinstance(self._pair, PairIndex):
            self._pair.add(self.pupil, observation, detected.loose)
        self.steps.show(observation)
        self._judge.observe(observation)
        self.store.add(observation)
        return observation


    def _attribute(self, observation: Observation) -> Observation:
        """The observation with who was logged in: as the scenario says, else as the session shows."""
        step = self.steps.named(observation.facts.step)
        if step is None:
            return self._sessions.apply(observation)
        return self._sessions.apply(observation, step.actor, step.subject)


def _planted(subjects: Subjects | None) -> dict[str, frozenset[Category]]:
    """Per test account, the categories of its values: what a scenario could have made visible."""
    if subjects is None:
        return {}
    return {subject.id: frozenset(category for category, _ in subject.values) for subject in subjects.all}
