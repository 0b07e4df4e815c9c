"""Compares ``leerlek inspect --json`` with what is true of each capture: ``make parity DIR=folder``.

Truth is the file ``NAME.truth.jsonl`` beside a capture where there is one (a server's own log, or another dissector's
rows), else what tshark, mitmproxy or plain JSON parsing say (``parity_truth.py``). A key log is looked for as
``NAME.keys``. What differs must stand in ``parity_reasons.yaml`` with how often and why; a reason that is no longer
needed is an error as well.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.parity_truth import Missing, Row, Truth, key_log, same, truth_of

ROOT = Path(__file__).parent.parent
DEFAULT = [ROOT / "tests" / "captures", ROOT / "fixtures" / "leaking", ROOT / "fixtures" / "lean"]
REASONS = Path(__file__).parent / "parity_reasons.yaml"
KINDS = ("missed", "extra", "body", "more", "other")
FIRST_CONTROL = 8
"""Opcodes of WebSocket frames from here on are close, ping and pong."""
BESIDE = (".truth.jsonl", ".keys", ".md")


@dataclass(slots=True)
class Outcome:
    """How the rows of one capture compare; the lists hold one line a row, without bodies."""

    name: str
    source: str
    expected: int = 0
    found: int = 0
    ws_expected: int = 0
    ws_found: int = 0
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    """Rows without an answer in the truth that are answered here."""
    other: list[str] = field(default_factory=list)
    """Rows with another status or host."""
    problem: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """The differences that there are, by kind."""
        return {kind: len(getattr(self, kind)) for kind in KINDS if getattr(self, kind)}


def main(arguments: list[str] | None = None) -> int:
    """Compare every capture of the folders; 0 when all that differs has its reason."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folders", nargs="*", type=Path, help="captures, or folders that hold them")
    parser.add_argument("--reasons", type=Path, default=REASONS)
    parser.add_argument("--only-differing", action="store_true", help="leave out captures that are equal")
    options = parser.parse_args(arguments)
    reasons = load_reasons(options.reasons)
    outcomes = [compare_file(path) for path in captures(options.folders or DEFAULT)]
    if not outcomes:
        print("parity: no capture in these folders", file=sys.stderr)
        return 2
    return show(outcomes, reasons, options.only_differing)


def captures(folders: Iterable[Path]) -> Iterator[Path]:
    """The captures in these folders, and files beside which a truth lies even if they are none that we know."""
    from scanner.capture import find_captures

    for folder in folders:
        if folder.is_file():
            yield folder
            continue
        known = {Path(str(path).removesuffix(".truth.jsonl")) for path in folder.rglob("*.truth.jsonl")}
        known.update(path for path in find_captures([folder]) if not path.name.endswith(BESIDE))
        yield from sorted(path for path in known if path.is_file())


def compare_file(path: Path) -> Outcome:
    """One capture: its truth, and what ``leerlek inspect --json`` prints."""
    try:
        truth = truth_of(path)
    except Missing as missing:
        return Outcome(path.name, "none", problem=str(missing))
    ours, problem = inspected(path)
    outcome = compare(path.name, truth, ours)
    if problem and (truth.rows or not truth.refused):
        outcome.problem = problem
    return outcome


def inspected(path: Path) -> tuple[list[Row], str]:
    """The rows that the command prints, and what it complained about."""
    from click.testing import CliRunner

    from scanner.cli.root import cli

    keys = key_log(path)
    result = CliRunner().invoke(cli, ["inspect", "--json", str(path), *(["--keylog", str(keys)] if keys else [])])
    rows = [json.loads(line) for line in result.stdout_bytes.splitlines() if line.startswith(b"{")]
    if rows and rows[-1]["kind"] == "coverage":
        return [row_of(row) for row in rows[:-1]], ""
    return [row_of(row) for row in rows], f"{type(result.exception).__name__}: {result.exception}"


def row_of(row: dict[str, Any]) -> Row:
    """A row of ours in the form that is compared."""
    if row["kind"] == "ws":
        return Row("ws", row["dir"], "", row["path"], row["opcode"], None, row["sha256"])
    return Row(row["kind"], row["method"], row["host"], row["path"], row["status"], row["req_sha256"],
               row["resp_sha256"])


def compare(name: str, truth: Truth, ours: list[Row]) -> Outcome:
    """Pair equal rows first, then those that differ in least."""
    outcome = Outcome(name, truth.source)
    for is_ws in (False, True):
        wanted = [row for row in truth.rows if (row.kind == "ws") is is_ws]
        have = [row for row in ours if (row.kind == "ws") is is_ws
                and (not is_ws or truth.controls or (row.status or 0) < FIRST_CONTROL)]
        pairs, left, over = paired(wanted, have)
        if is_ws:
            outcome.ws_expected, outcome.ws_found = len(wanted), len(pairs)
        else:
            outcome.expected, outcome.found = len(wanted), len(pairs)
        outcome.missed += map(str, left)
        outcome.extra += map(str, over)
        for theirs, mine, level in pairs:
            if level == 1:
                outcome.body.append(str(theirs))
            elif level == 2 and theirs.status is None and same(theirs._replace(status=mine.status), mine, 1):
                outcome.more.append(str(mine))
            elif level == 2:
                outcome.other.append(f"{theirs}  here {mine}")
    return outcome


def paired(wanted: list[Row], have: list[Row]) -> tuple[list[tuple[Row, Row, int]], list[Row], list[Row]]:
    """Pairs with what differs (0 nothing, 1 a body, 2 status, host or protocol), and what is left on each side."""
    pairs: list[tuple[Row, Row, int]] = []
    for level in (0, 1, 2):
        rest: list[Row] = []
        for row in wanted:
            match = next((mine for mine in have if same(row, mine, level)), None)
            if match is None:
                rest.append(row)
            else:
                have.remove(match)
                pairs.append((row, match, level))
        wanted = rest
    return pairs, wanted, have


def load_reasons(path: Path) -> dict[str, dict[str, Any]]:
    """Per capture the differences that are known, by kind, and why they are right."""
    import yaml

    entries = yaml.safe_load(path.read_text("utf-8")) or []
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        for name in entry["captures"]:
            found[name] = {"reason": " ".join(entry["reason"].split()),
                           **{kind: entry[kind] for kind in KINDS if entry.get(kind)}}
    return found


def show(outcomes: list[Outcome], reasons: dict[str, dict[str, Any]], only_differing: bool) -> int:
    """Print the table, the differences with their reasons, and the sums."""
    width = max(len(outcome.name) for outcome in outcomes)
    print(f"{'capture':{width}} {'exch':>5} {'found':>5} {'ws':>4} {'found':>5} {'miss':>4} {'extra':>5} {'body':>4} "
          f"{'more':>4} {'other':>5}  truth")
    unexplained: list[Outcome] = []
    explained: list[Outcome] = []
    for outcome in outcomes:
        known = {kind: count for kind, count in reasons.get(outcome.name, {}).items() if kind in KINDS}
        right = outcome.counts == known and not outcome.problem
        if outcome.counts or outcome.problem or known:
            (explained if right else unexplained).append(outcome)
        verdict = "" if not (outcome.counts or outcome.problem or known) else "  (reason)" if right else "  DIFFERS"
        if verdict or not only_differing:
            counts = " ".join(f"{len(getattr(outcome, kind)):>{size}}" for kind, size in zip(KINDS, (4, 5, 4, 4, 5),
                                                                                             strict=True))
            print(f"{outcome.name:{width}} {outcome.expected:5} {outcome.found:5} {outcome.ws_expected:4} "
                  f"{outcome.ws_found:5} {counts}  {outcome.source}{verdict}")
    if explained:
        print("\nDifferent, with a reason")
    for outcome in explained:
        print(f"  {outcome.name}: {_counted(outcome.counts)}\n    {reasons[outcome.name]['reason']}")
    if unexplained:
        print("\nDifferent, without a reason that fits")
    for outcome in unexplained:
        print(f"  {outcome.name}: {outcome.problem or _counted(outcome.counts) or 'equal, but reasons say it differs'}")
        for kind in KINDS:
            for text in getattr(outcome, kind)[:20]:
                print(f"    {kind:6} {text}")
    _sums(outcomes, explained, unexplained)
    return 1 if unexplained else 0


def _sums(outcomes: list[Outcome], explained: list[Outcome], unexplained: list[Outcome]) -> None:
    total: Counter[str] = Counter()
    for outcome in outcomes:
        total.update(expected=outcome.expected, found=outcome.found, ws=outcome.ws_expected, ws_found=outcome.ws_found)
        total.update(outcome.counts)
    print(f"\n{len(outcomes)} captures: {total['found']} of {total['expected']} exchanges and {total['ws_found']} of "
          f"{total['ws']} WebSocket messages found; {_counted({kind: total[kind] for kind in KINDS})}")
    print(f"{len(outcomes) - len(explained) - len(unexplained)} captures equal, {len(explained)} different with a "
          f"reason, {len(unexplained)} without")


def _counted(counts: dict[str, int]) -> str:
    names = {"missed": "missed", "extra": "extra", "body": "bodies differ", "more": "answered here only",
             "other": "differ otherwise"}
    return ", ".join(f"{count} {names[kind]}" for kind, count in counts.items())


if __name__ == "__main__":
    raise SystemExit(main())
