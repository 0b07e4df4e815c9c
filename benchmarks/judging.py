"""Speed of judging alone: rules, policy, precedence, linkage and conclusion over detections that were made before.

The detections are those of the fixtures, blown up with other people in every copy, as decode and detect give them to
the judge. What is judged is checked before a clock counts: every rule that speaks of one copy speaks of all.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from scanner.capture import read_capture
from scanner.collector import sparing_collector
from scanner.detect import Sessions, load_subjects
from scanner.judge import CoverageSummary, Judge, Judgement, load_policy, load_rules
from scanner.model import Note, Observation
from scanner.pipeline import Examiner

ROOT = Path(__file__).parent.parent
POLICY = ROOT / "fixtures" / "policy.yaml"
SUBJECTS = ROOT / "fixtures" / "subjects.yaml"
WANTED = 100_000
"""Detections to judge."""
RUNS = 5


def observations(capture: Path, wanted: int = WANTED) -> list[Observation]:
    """What the judge gets of a capture, until there are so many detections."""
    subjects = load_subjects(SUBJECTS)
    examiner = Examiner(key=b"j" * 32, subjects=subjects, scan_static=False, ner="off")
    sessions = Sessions(subjects)
    found: list[Observation] = []
    total = 0
    for order, exchange in enumerate(read_capture(capture, "big", lambda _note: None), 1):
        examined = examiner.examine(exchange, order)
        assert not isinstance(examined, Note)
        found.append(sessions.apply(examined.detected.observation))
        total += len(found[-1].detections)
        if total >= wanted:
            break
    return found


def judged(seen: Iterable[Observation]) -> Judgement:
    """The judgement of all of it, under the policy of the fixtures."""
    judge = Judge(load_rules(), load_policy(POLICY), test_mode=True)
    for observation in seen:
        judge.observe(observation)
    return judge.conclude(CoverageSummary(), lambda order, index: f"{order}.{index}")


def measure(seen: Sequence[Observation], runs: int = RUNS) -> list[float]:
    """Seconds of processor of each run, loading of rules and policy included; other programs do not count in them."""
    first = {f.rule for f in judged(islice(seen, len(seen) // 10)).findings}
    missing = first - {f.rule for f in judged(seen).findings} - {"COV-003"}
    assert not missing, f"rules that speak of a part are silent on the whole: {sorted(missing)}"
    spent = []
    with sparing_collector():
        for _ in range(runs):
            started = time.process_time()
            judged(seen)
            spent.append(time.process_time() - started)
    return spent
