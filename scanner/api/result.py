"""The result of a scan for Python: typed parts, tables for pandas, and every report."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.report import Document, load_document, render, report_id

from . import reading
from .types import Capture, Coverage, Detection, Finding, Flow, Lang, Recipient, SeverityCode

if TYPE_CHECKING:
    from .frames import Frames


@dataclass(frozen=True)
class Result:
    """What a scan found, and what it could not see. ``document`` is the native result (``leerlek schema result``)."""

    document: Document = field(repr=False)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings, the worst first."""
        return reading.findings(self.document)

    @cached_property
    def detections(self) -> tuple[Detection, ...]:
        """Every detection that the result lists."""
        return reading.detections(self.document)

    @cached_property
    def recipients(self) -> tuple[Recipient, ...]:
        """Who got messages, and who could have by the policy."""
        return reading.recipients(self.document)

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """Which categories went to which recipient: the matrix."""
        return reading.flows(self.document)

    @cached_property
    def coverage(self) -> Coverage:
        """What was read, and what was not."""
        return reading.coverage(self.document)

    @cached_property
    def captures(self) -> tuple[Capture, ...]:
        """The captures with their SHA-256."""
        return reading.captures(self.document)

    @property
    def id(self) -> str:
        """The report id, the same for the same result."""
        return report_id(self.document)

    def failing(self, severity: SeverityCode = "midden") -> tuple[Finding, ...]:
        """The findings that ``--fail-on`` would fail on: from this severity, not covered by exception or baseline."""
        return tuple(each for each in self.findings if each.counts and each.reaches(severity))

    def finding(self, name: str) -> Finding:
        """The finding with an id. Raises ``KeyError``."""
        for each in self.findings:
            if each.id == name:
                return each
        raise KeyError(name)

    def detections_of(self, finding: Finding) -> tuple[Detection, ...]:
        """The detections that a finding rests on."""
        wanted = set(finding.occurrences)
        return tuple(each for each in self.detections if each.id in wanted)

    def to_pandas(self) -> Frames:
        """Frames of findings, detections, flows and the matrix; pandas is imported here."""
        from .frames import frames

        return frames(self)

    def render(self, fmt: str, lang: Lang = "nl") -> bytes:
        """A report in any format of ``--output``. Raises ``UsageError`` for an unknown one."""
        return render(self.document, fmt, lang)

    def save(self, path: str | Path) -> None:
        """Write the JSON that ``load`` and every command read."""
        Path(path).write_bytes(render(self.document, "json", "nl"))

    def __repr__(self) -> str:
        return f"<Result {self.id}: {len(self.document['findings'])} findings, {len(self.document['detections'])} " \
               f"detections, coverage {self.document['coverage']['gate']['verdict']}>"


def load(path: str | Path) -> Result:
    """The result of a file that ``save`` or ``leerlek scan --output json=FILE`` wrote. Raises ``UsageError``."""
    return Result(load_document(Path(path)))
