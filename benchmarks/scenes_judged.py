"""Judges the scenes: per rule, how many were reported and how many of the findings are right."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.scenes import Scene, har
from scanner.capture import read_capture
from scanner.detect import Sessions, load_subjects
from scanner.judge import CoverageSummary, Judge, load_policy, load_rules
from scanner.model import Finding, Note, Severity
from scanner.pipeline import Examiner

FIXTURES = Path(__file__).parent.parent / "fixtures"


@dataclass(slots=True)
class Told:
    """What a scan says of a scene above info, beside what must and may be said."""

    scene: Scene
    findings: list[Finding]
    missed: list[str] = field(default_factory=list)
    wrong: list[Finding] = field(default_factory=list)


def judged(scenes: Iterable[Scene]) -> list[Told]:
    """Each scene judged by itself, under the policy of the fixtures, with the test accounts."""
    subjects = load_subjects(FIXTURES / "subjects.yaml")
    examiner = Examiner(key=b"j" * 32, subjects=subjects, scan_static=False, ner="off")
    rules = load_rules()
    policies = {True: load_policy(FIXTURES / "policy.yaml"), False: load_policy(None)}
    found: list[Told] = []
    with tempfile.TemporaryDirectory(prefix="leerlek-scenes-") as folder:
        capture = Path(folder) / "scene.har"
        for scene in scenes:
            capture.write_text(har(scene), "utf-8")
            sessions = Sessions(subjects)
            judge = Judge(rules, policies[scene.policy], test_mode=True, actor=scene.actor)
            for order, exchange in enumerate(read_capture(capture, "scene.har", lambda _note: None), 1):
                examined = examiner.examine(exchange, order)
                assert not isinstance(examined, Note)
                judge.observe(sessions.apply(examined.detected.observation))
            done = judge.conclude(CoverageSummary(), lambda order, index: f"{order}.{index}")
            found.append(_compared(scene, [f for f in done.findings if f.severity > Severity.INFO]))
    return found


def _compared(scene: Scene, findings: list[Finding]) -> Told:
    allowed = {rule: severity or "kritiek" for rule, severity in (*scene.may.items(), *scene.must.items())}
    return Told(scene, findings, [rule for rule, severity in scene.must.items() if not any(
        (f.rule == rule and f.severity.code == severity) or (not severity and rule in (f.rule, *f.also))
        for f in findings)], [f for f in findings if f.rule not in allowed
                              or f.severity > Severity.parse(allowed[f.rule])])
