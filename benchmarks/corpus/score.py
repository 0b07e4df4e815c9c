"""Compares what a tool found with what the corpus holds, category by category.

A tool gives, for each exchange, texts with a category. A value is found when one of them is it, or covers it (or lies
in it) for the greater part, so that *mevrouw* before a name or a place behind a postcode is no error. A text that
belongs to no value of its category is false, unless the sheet says that it may be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.corpus.labels import Direction, Label
from benchmarks.corpus.record import Recorded


class Given(NamedTuple):
    """A text that a tool calls personal; ``where`` is field or prose, empty when the tool does not say."""

    direction: Direction
    category: str
    text: str
    where: str = ""
    place: str = ""


GROUPS = {
    "name.full": "names", "name.family": "names", "name.given": "names", "contact.email": "e-mail",
    "contact.phone": "phone",
    "addr.street": "street", "addr.postcode": "postcode", "demo.dob": "date of birth", "id.bsn": "BSN", "id.pgn": "BSN",
    "id.eckid": "ECK iD", "id.leerlingnummer": "leerlingnummer", "id.login": "user name", "fin.iban": "IBAN",
    "secret.credential": "password", "id.advertising": "advertising id",
}  # fmt: skip
"""Category → row of the tables. What is not here (sessions, results, groups) the corpus does not label."""
SPECIAL = ("special.",)
_OTHER = "special categories"


@dataclass(slots=True)
class Tally:
    """Counts of one row."""

    planted: int = 0
    found: int = 0
    false: int = 0
    true: int = 0

    @property
    def precision(self) -> float | None:
        """Share of what was given that is right; None when nothing was given."""
        return self.true / (self.true + self.false) if self.true + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of what is there that was given; None when nothing is there."""
        return self.found / self.planted if self.planted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both."""
        p, r = self.precision, self.recall
        return None if p is None or r is None else 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Score:
    """The rows of one tool, by group and by (group, field or prose); with the places of errors."""

    rows: dict[str, Tally] = field(default_factory=dict)
    split: dict[tuple[str, str], Tally] = field(default_factory=dict)
    missed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    wrong: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def row(self, group: str) -> Tally:
        """The row of a group."""
        return self.rows.setdefault(group, Tally())

    def part(self, group: str, where: str) -> Tally:
        """The row of a group in fields or in prose."""
        return self.split.setdefault((group, where), Tally())

    @property
    def total(self) -> Tally:
        """All rows together."""
        total = Tally()
        for row in self.rows.values():
            total.planted += row.planted
            total.found += row.found
            total.false += row.false
            total.true += row.true
        return total


def group_of(category: str) -> str | None:
    """The row of a category."""
    return GROUPS.get(category) or (_OTHER if category.startswith(SPECIAL) else None)


def score(recorded: Sequence[Recorded], given: Iterable[Sequence[Given]]) -> Score:
    """Compare, exchange by exchange."""
    result = Score()
    for each, found in zip(recorded, given, strict=True):
        _one(result, each, set(found))
    return result


def _one(result: Score, recorded: Recorded, given: set[Given]) -> None:
    labels = set(recorded.labels)
    texts: Mapping[tuple[str, str], list[str]] = _texts(given)
    for label in labels:
        group = group_of(label.category)
        assert group is not None, label.category
        hit = any(
            _same(label.value, text) for name in (group, *label.also) for text in texts.get((label.direction, name), ())
        )
        for row in (result.row(group), result.part(group, label.where)):
            row.planted += 1
            row.found += hit
        if not hit:
            result.missed[recorded.case, label.category, label.where] += 1
    judged: set[tuple[str, str, str, str]] = set()
    for each in given:
        group = group_of(each.category)
        key = (each.direction, group or "", _plain(each.text), each.where)
        if group is None or key in judged:
            continue
        judged.add(key)
        verdict = _verdict(each, group, labels, recorded.harmless)
        if verdict is None:
            continue
        rows = [result.row(group), *([result.part(group, each.where)] if each.where else [])]
        for row in rows:
            row.true += verdict
            row.false += not verdict
        if not verdict:
            result.wrong[recorded.case, each.category, each.place, each.where] += 1


def _verdict(given: Given, group: str, labels: set[Label], harmless: frozenset[str]) -> bool | None:
    """Right, wrong, or neither."""
    for label in labels:
        if label.direction == given.direction and _same(label.value, given.text):
            if group_of(label.category) == group:
                return True
            if group in {group_of(also) for also in label.also}:
                return None
    return None if any(_same(value, given.text) for value in harmless) else False


def _texts(given: set[Given]) -> dict[tuple[str, str], list[str]]:
    texts: dict[tuple[str, str], list[str]] = {}
    for each in given:
        for name in {each.category, group_of(each.category) or each.category}:
            texts.setdefault((each.direction, name), []).append(each.text)
    return texts


_SEPARATORS = re.compile(r"[\W_]+")
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:00[0:.]*(?:Z|\+0[012]:?00)?\Z")


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", _MIDNIGHT.sub("", text)).casefold()


def _same(value: str, text: str) -> bool:
    left, right = _plain(value), _plain(text)
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    return len(short) * 2 >= len(long) and len(short) >= 3 and short in long
