"""Judged truth: per rule, which planted leaks it reports and which of its findings are right; part of ``make eval``.

Three sets. The *leaking* session has its planted leaks in ``fixtures/leaks.yaml``: a leak counts as reported when a
finding at its place is of its rule or names that in ``also``. A finding is right when a leak of its rule was planted
there; when it is about a value (IDN, MIN, SPC, POL, TPT) and one of its kind stands there; or when
``fixtures/judged.yaml`` says so, after a look into the platform's code. The *lean* session must give nothing above
info. The exchanges of the chain (``contracted.py``) and the scenes (``scenes_told.py``) say themselves what may be said
of them; a scene that no rule may miss makes ``make eval`` fail.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import contracted
from benchmarks.scenes_judged import judged
from benchmarks.scenes_told import scenes
from fixtures import leaks
from fixtures.leaks import Leak
from scanner.model import Severity
from scanner.run import Options, scan

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
RECORDINGS = ("har", "mitm", "pcapng")
Finding = dict[str, Any]


@dataclass(slots=True)
class Score:
    """What one rule is worth on one set."""

    planted: int = 0
    reported: int = 0
    right: int = 0
    wrong: int = 0


ABOUT_VALUES = ("IDN", "MIN", "SPC", "POL", "TPT")
"""Packs whose rules say that a value is at a place; other packs claim more."""
CLAIMS_MORE = frozenset({"MIN-009", "MIN-010", "MIN-014", "IDN-011", "SPC-009", "TPT-003"})


class Truth:
    """Planted leaks, and what a look into the platform says of what they do not explain."""

    def __init__(self, planted: list[Leak], facts: list[dict[str, Any]], labels: list[dict[str, Any]]) -> None:
        self.planted = planted
        self._facts = facts
        self._labels = labels

    @classmethod
    def load(cls) -> Truth:
        """``fixtures/leaks.yaml`` and ``fixtures/judged.yaml``."""
        import yaml

        told = yaml.safe_load((FIXTURES / "judged.yaml").read_text("utf-8"))
        return cls(leaks.load(), told["facts"], told["findings"])

    def says(self, f: Finding) -> bool | None:
        """Whether a finding is right; None when nobody looked at it yet."""
        for label in self._labels:
            if label["rule"] == f["rule"] and _same_place(f, label):
                return bool(label["right"])
        there = [leak for leak in self.planted if is_at(f, leak)]
        if any(f["rule"] in (leak.rule, leak.first_pack) for leak in there):
            return True
        if not f["rule"].startswith(ABOUT_VALUES) or f["rule"] in CLAIMS_MORE:
            return None
        if there or any(_same_place(f, fact) and _same_kind(f, fact["category"]) for fact in self._facts):
            return True
        return None


def main() -> int:
    """Print the three tables; 1 when the clean set speaks above info, or a finding has no label."""
    with tempfile.TemporaryDirectory(prefix="leerlek-judged-") as name:
        folder = Path(name)
        loud = print_lean(folder)
        unlabelled = print_leaking(folder)
        print_chain(folder)
        wrong = print_scenes()
    return 1 if loud or unlabelled or wrong else 0


def print_lean(folder: Path) -> int:
    """Findings above info on the session that keeps to its policy."""
    print("\nLean session: findings above info")
    total = 0
    for kind in RECORDINGS:
        found = above_info(scan_fixture("lean", kind, folder))
        total += len(found)
        print(f"  {kind:7} {len(found)}  {', '.join(f['id'] for f in found)}".rstrip())
    return total


def print_leaking(folder: Path) -> list[Finding]:
    """Per rule: planted leaks that it reports, and how many of its findings are right; those that nobody labelled."""
    scores, unlabelled, missed = leaking(above_info(scan_fixture("leaking", "mitm", folder)), Truth.load())
    total = Score()
    print("\nLeaking session: recall of planted leaks and precision of findings above info, by rule")
    for rule in sorted(scores):
        score = scores[rule]
        for key in ("planted", "reported", "right", "wrong"):
            setattr(total, key, getattr(total, key) + getattr(score, key))
        print(f"  {rule}  {_share(score.reported, score.planted)}  {_share(score.right, score.right + score.wrong)}")
    print(f"  all      {_share(total.reported, total.planted)}  {_share(total.right, total.right + total.wrong)}")
    for leak in missed:
        print(f"  missed: {leak.id} ({leak.rule}) at {leak.host}{leak.path} {leak.part}{leak.pointer}")
    for f in unlabelled:
        print(f"  not labelled: {f['id']} at {f['host']} {f['endpoint']} {f['direction']} {f['part']} {f['pointer']}")
    return unlabelled


def print_chain(folder: Path) -> None:
    """What is said of exchanges under a standard, and whether that is right."""
    print("\nExchanges of the chain: what is said above info, with and without a subjects file")
    wrong = missed = 0
    for title, cases in (("clean", contracted.clean()), ("contracted", contracted.contracted()),
                         ("beyond", contracted.beyond())):
        for case in cases:
            both = [above_info(scan_case(case, folder, known=known)) for known in (True, False)]
            found = [f for findings in both for f in findings]
            false = [f for f in found if not _allowed(case, f)]
            lacking = [rule for findings in both for rule in case.must
                       if rule not in {name for f in findings for name in (f["rule"], *f["also"])}]
            wrong, missed = wrong + len(false), missed + len(lacking)
            said = ", ".join(sorted({f"{f['rule']} {f['severity']}" for f in found}))
            print(f"  {title:10} {case.name:44} {said or 'nothing'}"
                  + (f"  WRONG: {', '.join(f['rule'] for f in false)}" if false else "")
                  + (f"  MISSED: {', '.join(lacking)}" if lacking else ""))
    print(f"  wrong {wrong}, missed {missed}")


def print_scenes() -> int:
    """Per rule what the scenes say of it; how often a scene is told otherwise than its label."""
    told = judged(scenes())
    scores: dict[str, Score] = {}
    for each in told:
        for rule in each.scene.must:
            score = scores.setdefault(rule, Score())
            score.planted += 1
            score.reported += rule not in each.missed
        for finding in each.findings:
            score = scores.setdefault(finding.rule, Score())
            score.wrong += finding in each.wrong
            score.right += finding not in each.wrong
    quiet = [each for each in told if not each.scene.must]
    print(f"\nScenes: {len(told) - len(quiet)} with a leak, {len(quiet)} look-alikes; recall and precision by rule")
    for rule in sorted(scores):
        score = scores[rule]
        print(f"  {rule}  {_share(score.reported, score.planted)}  {_share(score.right, score.right + score.wrong)}")
    for each in told:
        if each.missed or each.wrong:
            wrong = ", ".join(f"{f.rule} {f.severity.code}" for f in each.wrong)
            print(f"  {each.scene.name}: missed {', '.join(each.missed) or 'nothing'}; wrong {wrong or 'nothing'}")
    print(f"  wrong {sum(len(each.wrong) for each in told)}, missed {sum(len(each.missed) for each in told)}")
    return sum(bool(each.missed) for each in told)


def leaking(found: list[Finding], truth: Truth) -> tuple[dict[str, Score], list[Finding], list[Leak]]:
    """Scores by rule, findings without a label, leaks that nothing reports."""
    scores: dict[str, Score] = {}
    missed: list[Leak] = []
    for leak in truth.planted:
        score = scores.setdefault(leak.rule, Score())
        score.planted += 1
        if any(leak.rule in {f["rule"], *f["also"]} for f in found if is_at(f, leak)) or any(
                leak.rule == f["rule"] and is_in_message(f, leak) for f in found):
            score.reported += 1
        else:
            missed.append(leak)
    unlabelled: list[Finding] = []
    for f in found:
        score = scores.setdefault(f["rule"], Score())
        right = truth.says(f)
        if right is None:
            unlabelled.append(f)
        elif right:
            score.right += 1
        else:
            score.wrong += 1
    return scores, unlabelled, missed


def scan_fixture(session: str, kind: str, folder: Path) -> dict[str, Any]:
    """The result of one recording under the policy of the product, with the test accounts."""
    return scan([FIXTURES / session / f"session.{kind}"], Options(
        policy=FIXTURES / "policy.yaml", subjects=FIXTURES / "subjects.yaml", key_file=folder / "key"))


def scan_case(case: contracted.Case, folder: Path, *, known: bool) -> dict[str, Any]:
    """The result of one exchange of the chain under its policy."""
    capture, policy = folder / "case.har", folder / "case.yaml"
    capture.write_text(contracted.har(case), "utf-8")
    policy.write_text(contracted.policy(case), "utf-8")
    return scan([capture], Options(policy=policy, subjects=FIXTURES / "subjects.yaml" if known else None,
                                   key_file=folder / "key", ner="off"))


def above_info(document: dict[str, Any]) -> list[Finding]:
    """The findings that say more than what was not seen."""
    return [f for f in document["findings"] if f["severity"] != "info"]


def _allowed(case: contracted.Case, finding: Finding) -> bool:
    most = case.may.get(finding["rule"])
    return most is not None and Severity.parse(finding["severity"]) <= Severity.parse(most)


def is_at(finding: Finding, leak: Leak) -> bool:
    """Whether a finding stands where a leak was planted: at the value, its object, or its whole message."""
    place = {"at": f"{leak.host} {leak.method} {leak.path}", "direction": leak.direction, "part": leak.part,
             "pointer": leak.pointer}
    return _same_place(finding, place) and (not finding["categories"] or _same_kind(finding, leak.category))


def is_in_message(finding: Finding, leak: Leak) -> bool:
    """Whether a finding about a header or a token is of the message in which a leak was planted."""
    return (finding["host"], finding["direction"]) == (leak.host, leak.direction) and _alike(
        finding["endpoint"].split("/"), f"{leak.method} {leak.path}".split("/"))


def _same_place(finding: Finding, place: dict[str, Any]) -> bool:
    host, _, endpoint = place["at"].partition(" ")
    if finding["host"] != host or finding["direction"] != place["direction"]:
        return False
    anywhere = finding["part"].startswith(("cookie.", "header."))  # it goes along to every endpoint
    if not anywhere and not _alike(finding["endpoint"].split("/"), endpoint.split("/")):
        return False
    if finding["part"] not in ("", place["part"]):
        return False
    own = [step for step in finding["pointer"].split("/") if step]
    told = [step for step in place["pointer"].split("/") if step]
    return _alike(own, told[:len(own)])


def _same_kind(finding: Finding, category: str) -> bool:
    """A full name is its parts."""
    kinds = {category, "name.full"} if category.startswith("name.") else {category}
    if category == "name.full":
        kinds |= {"name.family", "name.given"}
    return not kinds.isdisjoint(finding["categories"])


def _alike(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two paths are the same where neither has a wildcard."""
    left, right = list(one), list(other)
    return len(left) == len(right) and all(
        a == b or "*" in (a, b) or a.startswith("{") or b.startswith("{") for a, b in zip(left, right, strict=True))


def _share(part: int, whole: int) -> str:
    return f"{part / whole:5.3f} of {whole:3}" if whole else "    – of   0"


if __name__ == "__main__":
    sys.exit(main())
