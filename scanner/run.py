"""The whole line on one screen: capture → decode → detect → judge → report."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from scanner.collector import sparing_collector
from scanner.errors import InputError, UsageError
from scanner.inputs import labelled, read_keylog
from scanner.model import Exchange, Gap, Note
from scanner.pipeline import Pipeline
from scanner.processors import processors
from scanner.protection import ProtectionLedger
from scanner.standins import StandIns

if TYPE_CHECKING:
    from scanner.detect import Key, Pair, PairIndex, Subjects
    from scanner.judge import Mark, Policy

Document = dict[str, Any]
"""The native result, ``leerlek-result/1`` (``scanner/schemas/result.schema.json``)."""

Progress = Callable[[str, int, float], None]
"""Called with the capture's label, the number of its exchanges read so far, and the share of all bytes (0 to 1)."""

_LARGE = 16 << 20
"""Bytes of captures from which processes of their own for decode and detect are worth their start."""


@dataclass(frozen=True, slots=True)
class Options:
    """Settings of a scan; the defaults are those of the command line."""

    policy: Path | None = None
    annex: Path | None = None
    """The signed annex; its checksum is compared with the one in the policy (rule TRA-005)."""
    baseline: Path | None = None
    subjects: Path | None = None
    rules: tuple[Path, ...] = ()
    recipients: tuple[Path, ...] = ()
    """Files of the user that say who runs which domain."""
    tracker_lists: tuple[Path, ...] = ()
    keylog: Path | None = None
    key_file: Path | None = None
    lang: Literal["nl", "en"] = "nl"
    mode: Literal["auto", "test", "live"] = "auto"
    """``test`` with fictitious accounts, ``live`` with real ones; ``auto`` is test when subjects are given."""
    decision: str = ""
    """Where the school decided on a scan of real people, for the report."""
    actor: str = ""
    scenario: Path | None = None
    pair: bool = False
    """The two captures are of one scenario with two test pupils: tell what is theirs from constants of the product."""
    scan_static: bool = False
    jobs: int | None = None
    """Processes that decode and detect; by default one, and for large captures one for each processor."""
    max_body: int = 64 << 20
    ner: str = "leerlek"
    """What finds names in prose: ``leerlek``, ``off``, or the name of an installed spaCy pipeline."""
    hosts: tuple[str, ...] = ()
    """Hosts of a test that stand for hosts of the product: ``127.0.0.1:8000=api.rekenen.example``."""

    @property
    def test_mode(self) -> bool:
        """Whether only fictitious persons are expected (rule COV-005)."""
        return self.mode == "test" or (self.mode == "auto" and self.subjects is not None)


@dataclass(frozen=True, slots=True)
class Input:
    """One capture of a scan, as the result names it."""

    label: str
    kind: str
    bytes: int
    sha256: str
    exchanges: int = 0
    first: float = 0.0
    last: float = 0.0
    note: str = ""


def scan(captures: Iterable[Path], options: Options = Options(), progress: Progress | None = None,
         labels: Mapping[Path, str] | None = None) -> Document:
    """Scan captures (files, or folders that hold them) and return the native result.

    ``labels`` are the names of captures in the result; without one a capture is called by its path from here.
    Raises ``UsageError`` when a file of the user is missing or wrong, ``InputError`` when no capture can be read;
    one unreadable capture among several is named in the result's coverage instead.
    """
    from scanner.capture import find_captures
    from scanner.detect import PairIndex

    paths = find_captures(captures)
    if options.jobs is None:
        options = replace(options, jobs=_jobs(paths))
    index = PairIndex() if options.pair else None
    if index is not None and len(paths) != 2:
        raise UsageError(f"--pair compares two captures, one of each test pupil; there are {len(paths)}")
    named = [(path, (labels or {}).get(path, label)) for path, label in labelled(paths)]
    with sparing_collector(), ExitStack() as open_runs:
        run = open_runs.enter_context(closing(Run(options, pair=index)))
        _read(run, named, progress)
        outran = run.pipeline.steps.outran  # marks of the scenario stood after what they speak of: now they are known
        if outran or index is not None:
            pair = index.compare() if index is not None else None
            run.close()
            run = open_runs.enter_context(closing(
                Run(options, run.pipeline.steps.marks if outran else (), run.key, pair)))
            _read(run, named, progress)
        return run.finish()


def _placed(exchanges: Iterable[Exchange], shares: deque[float]) -> Iterator[Exchange]:
    """The exchanges; how far the file was read at each goes to ``shares``, since many are under way at once."""
    from scanner.capture import share_read

    for exchange in exchanges:
        shares.append(share_read())
        yield exchange


def _read(run: Run, captures: list[tuple[Path, str]], progress: Progress | None) -> None:
    from scanner.capture import read_capture

    keylog = read_keylog(run.options.keylog)
    failures = 0
    done, whole = 0, sum(path.stat().st_size for path, _ in captures) or 1
    for number, (path, label) in enumerate(captures):
        source = run.open(path, label)
        run.pipeline.pupil = number
        try:
            exchanges = read_capture(path, label, run.stand_ins.noting(run.pipeline.note), keylog, run.options.max_body)
            shares: deque[float] = deque()
            placed = map(run.stand_ins.rename, _placed(exchanges, shares))
            for count, exchange in enumerate(run.pipeline.feed_all(placed), 1):
                source.saw(exchange)
                share = shares.popleft()
                if progress is not None:
                    progress(label, count, (done + source.bytes * share) / whole)
        except InputError as error:
            failures += 1
            if failures == len(captures):
                raise
            source.fail(str(error))
            run.pipeline.note(Note(Gap.FILE_UNREADABLE, label, bytes=source.bytes, detail=error.detail))
        done += source.bytes


class Run:
    """One scan from its settings to its result: what a file scan and the live addon have in common."""

    def __init__(self, options: Options, marks: Iterable[Mark] = (), key: Key | None = None,
                 pair: Pair | PairIndex | None = None, subjects: Subjects | None = None) -> None:
        """``key`` is that of the fingerprints, ``subjects`` the test accounts, when they were read before. Raises
        ``UsageError`` for wrong files."""
        from scanner.detect import load_or_create_key, load_subjects
        from scanner.judge import (
            Judge,
            Steps,
            load_baseline,
            load_directory,
            load_policies,
            load_rules,
            load_scenario,
            together,
        )

        self.options = options
        self.stand_ins = StandIns.of(options.hosts)
        self.subjects = subjects or (load_subjects(options.subjects) if options.subjects else None)
        self.rules = load_rules(options.rules)
        self.policies = load_policies(options.policy, {rule.id for rule in self.rules})
        if options.annex is not None:
            self.policies = [(path, _beside_annex(policy, options.annex)) for path, policy in self.policies]
        self.policy = together([policy for _, policy in self.policies])
        known = self.subjects.roles if self.subjects is not None else None
        self.scenario = load_scenario(options.scenario, known) if options.scenario else None
        self.key = key or load_or_create_key(options.key_file)
        self.sources: list[Source] = []
        self.protection = ProtectionLedger()
        self.directory = load_directory(options.recipients, options.tracker_lists)
        baseline = load_baseline(options.baseline) if options.baseline else None
        self.judge = Judge(self.rules, [policy for _, policy in self.policies], test_mode=options.test_mode,
                           actor=options.actor, directory=self.directory, baseline=baseline)
        self.pipeline = Pipeline(judge=self.judge, key=self.key.bytes, subjects=self.subjects,
                                 scan_static=options.scan_static, jobs=options.jobs or 1, ner=options.ner,
                                 steps=Steps(self.scenario, marks, self._names_nobody), pair=pair)

    def _names_nobody(self, text: str) -> bool:
        """Whether words of a mark may be shown: ordinary ones, and the ids of the test accounts."""
        from scanner.detect import ordinary_text

        return (self.subjects is not None and text in self.subjects.roles) or ordinary_text(text)

    def open(self, path: Path, label: str) -> Source:
        """Register a capture file; its digest makes the evidence traceable."""
        from scanner.capture import sniff

        source = Source(label, sniff(path) or "unknown", path.stat().st_size, _sha256(path))
        self.sources.append(source)
        return source

    def close(self) -> None:
        """End the processes that decode and detect."""
        self.pipeline.close()

    def finish(self) -> Document:
        """Judge what was fed and build the result."""
        from scanner.result import build

        judgement, kept = self.pipeline.finish()
        return build(self, judgement, kept)


def _beside_annex(policy: Policy, annex: Path) -> Policy:
    """The policy, with whether the signed annex is the one that it names."""
    try:
        differs = policy.annex_sha256 != _sha256(annex)
    except OSError as error:
        raise UsageError(f"--annex: {annex}: {error.strerror or 'cannot be read'}") from None
    if not policy.annex_sha256:
        raise UsageError("--annex needs a policy with document.annex_sha256, the checksum of the signed annex")
    return replace(policy, annex_differs=differs)


class Source:
    """Adds up what was read of one capture."""

    def __init__(self, label: str, kind: str, size: int, sha256: str) -> None:
        self.label, self.kind, self.bytes, self.sha256 = label, kind, size, sha256
        self.exchanges = 0
        self.first = self.last = 0.0
        self.note = ""

    def saw(self, exchange: Exchange) -> None:
        """Count an exchange, unless it is a mark of the tester, and widen the capture's period."""
        from scanner.judge import is_marker_host

        self.exchanges += not is_marker_host(exchange.host)
        if exchange.time:
            self.first = min(self.first or exchange.time, exchange.time)
            self.last = max(self.last, exchange.time)

    def fail(self, reason: str) -> None:
        """Record why the capture could not be read at all."""
        self.note = reason

    @property
    def facts(self) -> Input:
        """The frozen form for the result."""
        return Input(self.label, self.kind, self.bytes, self.sha256, self.exchanges, self.first, self.last, self.note)


def _jobs(paths: list[Path]) -> int:
    """One process for each processor where the captures repay their start."""
    return processors() if sum(path.stat().st_size for path in paths) >= _LARGE else 1


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
