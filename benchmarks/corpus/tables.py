"""Prints the tables of the corpus: every tool by category, fields and prose of the scanner against their aims."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks.corpus import tools
from benchmarks.corpus.record import Recorded, record
from benchmarks.corpus.score import Score, Tally, score

AIMS: dict[tuple[str, str], tuple[float, float]] = {
    ("BSN", "field"): (0.99, 1.0), ("ECK iD", "field"): (0.99, 1.0), ("e-mail", "field"): (0.99, 1.0),
    ("IBAN", "field"): (0.99, 1.0), ("names", "field"): (0.95, 0.95), ("names", "prose"): (0.90, 0.90),
}  # fmt: skip
"""(group, place) → precision and recall that are aimed at."""
SPLITS = {"dev": "may be looked at while detection is improved", "test": "other people, messages and sentences"}


def main() -> int:
    """Measure all tools on both splits."""
    peers = tools.prepare()
    for split, what in SPLITS.items():
        recorded = record(split)
        nobody = sum(not each.labels for each in recorded)
        print(
            f"\nTraffic corpus, {split} ({what}): {len(recorded)} exchanges, {nobody} of them without people, "
            f"{sum(len(set(each.labels)) for each in recorded)} values"
        )
        scores = measure(recorded, peers if split == "test" else {}, others=split == "test")
        show(scores)
        own = scores["leerlek"]
        show_aims(own)
        if "--errors" in sys.argv:
            show_errors(own)
    return 0


def measure(recorded: Sequence[Recorded], peers: dict[str, str], *, others: bool) -> dict[str, Score]:
    """The score of each tool, by its name."""
    chosen: dict[str, tools.Tool] = {"leerlek": tools.leerlek}
    if others:
        chosen |= {"Presidio": tools.presidio, "Presidio+ours": tools.presidio_with_ours}
    chosen |= {f"{name} {version}": tools.peer(name) for name, version in peers.items()}
    scores: dict[str, Score] = {}
    for name, tool in chosen.items():
        found, seconds = tools.timed(tool, recorded)
        scores[name] = score(recorded, found)
        print(f"  {name}: {seconds:.1f} s")
    return scores


def show(scores: dict[str, Score]) -> None:
    """Precision, recall and F1 by category; a dash where a tool gave nothing, or nothing is there."""
    groups = sorted({group for each in scores.values() for group, row in each.rows.items() if row.planted})
    print(f"  {'':20} {'values':>6}" + "".join(f"  {name:>19}" for name in scores))
    for group in groups:
        planted = next(iter(scores.values())).row(group).planted
        print(f"  {group:20} {planted:6}" + "".join(f"  {_cells(each.row(group)):>19}" for each in scores.values()))
    print(
        f"  {'all':20} {next(iter(scores.values())).total.planted:6}"
        + "".join(f"  {_cells(each.total):>19}" for each in scores.values())
    )


def show_aims(own: Score) -> None:
    """What was aimed at and what was reached."""
    print(f"  {'aim':26} {'precision':>20} {'recall':>18}")
    for (group, where), (precision, recall) in AIMS.items():
        row = own.part(group, where)
        if row.planted:
            met = (row.precision or 0) >= precision and (row.recall or 0) >= recall
            name = f"{group} in {where}" + "s" * (where == "field")
            reached = "reached" if met else "NOT reached"
            aims = f"{_number(row.precision):>8} of {precision:.2f}  {_number(row.recall):>8} of {recall:.2f}"
            print(f"  {name:26} {aims}  {reached}  ({row.planted} values)")


def show_errors(own: Score) -> None:
    """Cases with what was missed and what was false, never a value."""
    for missed, count in own.missed.most_common():
        print(f"    missed {count:3} × {' '.join(missed)}")
    for wrong, count in own.wrong.most_common():
        print(f"    false  {count:3} × {' '.join(wrong)}")


def _cells(row: Tally) -> str:
    return f"{_number(row.precision)} {_number(row.recall)} {_number(row.f1)}"


def _number(value: float | None) -> str:
    return "   – " if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
