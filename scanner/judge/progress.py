"""What a scan that still goes on has found so far, for those who watch; its end may change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.model import Category, Severity, Status, Text

from .groups import Group, Groups
from .severity import scaled


@dataclass(frozen=True, slots=True)
class Progress:
    """A finding in the making. ``number`` is its place in the order in which findings were opened.

    ``clients`` are the fingerprints of the devices that it was seen on; ``first`` and ``last`` are Unix seconds.
    """

    number: int
    opened: bool
    """Whether it is told for the first time."""
    rule: str
    title: Text
    severity: Severity
    status: Status
    recipient: str
    organisation: str
    role: str
    host: str
    endpoint: str
    part: str
    pointer: str
    direction: str
    categories: tuple[Category, ...]
    steps: tuple[str, ...]
    count: int
    subjects: int
    first: float
    last: float
    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What one exchange added to a finding: the rule, and the datum or technical fact where it stands."""

    exchange: str
    rule: str
    title: Text
    severity: Severity
    status: Status
    organisation: str
    category: Category | None
    direction: str
    part: str
    pointer: str
    masked: str


class Watch:
    """Tells which findings were opened or grew since it was asked last."""

    def __init__(self, groups: Groups) -> None:
        self._groups = groups
        self._counts: list[int] = []

    def changed(self) -> Iterator[Progress]:
        """Findings that are new or have more occurrences, in the order in which they were opened."""
        counts = self._counts
        for number, group in enumerate(self._groups):
            if number == len(counts):
                counts.append(group.count)
                yield _progress(number, group, opened=True)
            elif group.count != counts[number]:
                counts[number] = group.count
                yield _progress(number, group, opened=False)


def _progress(number: int, group: Group, *, opened: bool) -> Progress:
    spot = group.spot
    assessment = scaled(group.assessment, group.rule, len(group.subjects))
    return Progress(
        number, opened, group.rule.id, group.rule.title, assessment.severity, assessment.status, group.party.key,
        group.party.name, group.party.role, spot.host, spot.endpoint, spot.part, spot.pointer, spot.direction,
        tuple(group.categories), tuple(sorted(group.steps)), group.count, len(group.subjects), group.first, group.last,
        tuple(group.clients),
    )  # fmt: skip
