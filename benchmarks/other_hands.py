"""Detection on sets that other hands wrote: traffic in the style of many products, and lines of text.

The authors knew the categories and saw neither code, nor tests, nor lexicon; the sets hold about as many hard negatives
as personal data. The first of each kind was looked at to mend what it showed; of the later ones every other piece, of
the third its end and of the fourth half was only ever counted, so that their difference says how much was learnt by
heart. A label that a careful reader would hesitate about counts neither way. ``make eval`` prints all.

A detection answers a label when it is on the same side of the exchange, holds the value or is held by it, and is of
the same category or of one that a reader could choose as well (a given name for a full name, a token for a password).
"""

from __future__ import annotations

import base64
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scanner.capture import read_capture
from scanner.detect import TextDetector
from scanner.pipeline import Examiner

DATA = Path(__file__).parent / "data" / "other_hands"
BAND = 0.6
_KEY = b"o" * 32
_NOT_COUNTED = "text.free"
_THIRD_UNSEEN = 363
"""The exchange of the third set of traffic from which on nobody looked."""
_ALIKE = tuple(frozenset(group.split()) for group in (
    "special.diagnosis special.support special.health special.youthcare", "secret.token secret.credential id.cookie",
    "id.login contact.email id.account secret.credential", "id.account id.leerlingnummer id.cookie id.device",
    "edu.attendance special.health", "name.given name.family name.full", "edu.result edu.progress", "id.bsn id.pgn",
    "id.cookie id.advertising id.device", "addr.street demo.birthplace", "id.eckid id.stampseudoniem",
))  # fmt: skip
"""Categories between which a reader could choose."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value and its category, by a label (``sure`` or not) or by the scanner; ``place`` parts what is never one."""

    place: str
    category: str
    value: str
    sure: bool = True


@dataclass(slots=True)
class Tally:
    """Counts by category: labels that were found and missed, detections that answer no label."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        right, missed, false = self.found.total(), self.missed.total(), self.false.total()
        return (f"precision {right / max(1, right + false):.3f}, recall {right / max(1, right + missed):.3f} "
                f"({right + missed} labels, {false} false)")

    def add(self, labels: Iterable[Said], given: Iterable[Said]) -> None:
        """Compare what a unit (an exchange, a line) is labelled with to what was detected in it."""
        labels, given = list(labels), list(given)
        for label in labels:
            if label.sure and label.category != _NOT_COUNTED:
                hit = any(_alike(each.category, label.category) and _meet(each, label) for each in given)
                (self.found if hit else self.missed)[label.category] += 1
        for each in dict.fromkeys(given):
            if each.category != _NOT_COUNTED and not any(
                _meet(each, label) and (not label.sure or _alike(each.category, label.category)) for label in labels
            ):
                self.false[each.category] += 1


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _ALIKE)


def _meet(one: Said, other: Said) -> bool:
    if one.place != other.place:
        return False
    left, right = (" ".join(_in_full(said.value).split()).casefold() for said in (one, other))
    return bool(left and right) and (left == right or (len(right) > 2 and right in left) or (
        len(left) > 2 and left in right))


def _in_full(value: str) -> str:
    """Credentials of Basic authentication (RFC 7617) with what they say: the label has the name or the password."""
    if not value.startswith("Basic "):
        return value
    try:
        return f"{value} {base64.b64decode(value[6:] + '==').decode('utf-8', 'replace')}"
    except ValueError:
        return value


def traffic(name: str = "traffic") -> dict[str, Tally]:
    """The tallies of the exchanges of a set that were looked at, and of the others."""
    labels: dict[int, list[Said]] = {}
    for row in _rows(DATA / f"{name}_labels.jsonl"):
        labels.setdefault(int(str(row["exchange"])), []).append(
            Said(str(row["direction"]), str(row["category"]), str(row["value"]), bool(row["sure"])))
    examiner = Examiner(key=_KEY, subjects=None, scan_static=False)
    tallies: dict[str, Tally] = {}
    for number, exchange in enumerate(read_capture(DATA / f"{name}.har", name, lambda _note: None)):
        _, sightings = examiner.sighted(exchange)
        given = [Said(each.direction, each.category.value, each.value) for each in sightings.values
                 if each.confidence >= BAND]
        tallies.setdefault(_part(name, number), Tally()).add(labels.get(number, []), given)
    return tallies


def _part(name: str, number: int) -> str:
    """Of the later sets every other piece was never looked at, of the third its end, of the others half.

    Numbers begin at 0.
    """
    unseen = (name.endswith("later") and number % 2 == 1) or (name.endswith("third") and number >= _THIRD_UNSEEN) or (
        name.endswith("fourth") and number % 8 > 3) or (name.endswith("fifth") and number % 4 > 1)
    return "not looked at" if unseen else "looked at"


def lines(name: str = "lines") -> dict[str, Tally]:
    """The tallies of the lines of a set that were looked at, and of the others.

    The first set has no names of people marked; there they are left out.
    """
    texts = (DATA / f"{name}.txt").read_text("utf-8").split("\n")
    detector = TextDetector(key=_KEY)
    tallies: dict[str, Tally] = {}
    named = name.endswith("later")
    for row, text in zip(_rows(DATA / f"{name}_labels.jsonl"), texts, strict=False):
        number = int(str(row["line"]))
        spans = row["spans"]
        assert isinstance(spans, list)
        marks = [Said(str(span["start"]), span["category"], text[span["start"]:span["end"]], span["sure"])
                 for span in spans]
        given = []
        for each in detector.detect(text):
            if each.confidence >= BAND and (named or not each.category.value.startswith("name.")):
                near = [mark for mark, span in zip(marks, spans, strict=True)
                        if each.start < span["end"] and span["start"] < each.end]
                places = [mark.place for mark in near] or [f"at {each.start}"]
                given += [Said(place, each.category.value, text[each.start:each.end]) for place in places]
        tallies.setdefault(_part(name, number - 1), Tally()).add(marks, given)
    return tallies


def _rows(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def main() -> int:
    """Print all sets; with ``--categories`` the counts of each category too."""
    for name, tallies in (
        ("Traffic by other hands", traffic()), ("Traffic by other hands, later", traffic("traffic_later")),
        ("Traffic by other hands, third", traffic("traffic_third")),
        ("Traffic by other hands, fourth", traffic("traffic_fourth")),
        ("Traffic by other hands, fifth", traffic("traffic_fifth")),
        ("Lines by other hands", lines()), ("Lines by other hands, later", lines("lines_later")),
    ):
        print(f"\n{name}, from {BAND}")
        for part, tally in tallies.items():
            print(f"  {part:14} {tally}")
            if "--categories" in sys.argv:
                for category in sorted(tally.found | tally.missed | tally.false):
                    print(f"    {category:24} found {tally.found[category]:3}  missed {tally.missed[category]:3}  "
                          f"false {tally.false[category]:3}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
