"""Keeps the store in step with a scan that goes on: what changed, masked once more on its way out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scanner.detect import Redactor
from scanner.judge import Progress
from scanner.model import Exchange, Severity
from scanner.pipeline import Examined

from .store import CellRow, DeviceRow, FindingRow, GapRow, HostRow, ProtectedRow, Row, StepRow, Store

if TYPE_CHECKING:
    from scanner.run import Run

MAX_DEVICES = 2000
_AGAIN = 30
"""Updates after which all findings are cleaned anew: an identifier may have become known after its place was shown."""


class View:
    """What watchers see of a run. Feed it what became of each exchange; ``update`` writes what changed."""

    def __init__(self, run: Run, store: Store) -> None:
        self._run = run
        self._store = store
        self._redactor = Redactor(run.subjects)
        self._learned = False
        self._devices: dict[str, DeviceRow] = {}
        self._findings: dict[int, Progress] = {}
        self._written: dict[tuple[object, ...], Row] = {}
        self._updates = 0
        self._tied: list[tuple[str, int]] = []
        """Devices and their findings that the store does not have yet."""
        self._known_on: dict[int, int] = {}
        """Devices of a finding that are tied to it; they only become more."""

    def saw(self, exchange: Exchange, outcome: object) -> None:
        """One exchange, and what decode and detect made of it."""
        if not isinstance(outcome, Examined):
            return
        for identifier in outcome.detected.identifiers:
            self._learned = True
            self._redactor.add(identifier)
        client = outcome.detected.observation.facts.client
        if not client or exchange.client is None:
            return
        known = self._devices.get(client)
        if known is not None:
            self._devices[client] = DeviceRow(client, known.number, known.address, known.exchanges + 1, known.first,
                                              max(known.last, exchange.time))
        elif len(self._devices) < MAX_DEVICES:
            self._devices[client] = DeviceRow(client, len(self._devices) + 1, exchange.client.host, 1, exchange.time,
                                              exchange.time)

    def clean(self, text: str) -> str:
        """A text of a capture without any value that is known by now."""
        return self._redactor.clean(text) if text else text

    def update(self, facts: Mapping[str, Any]) -> list[Progress]:
        """Write what changed, with facts on the session; the findings that were opened since the last time."""
        self._updates += 1
        changed = list(self._run.judge.progress())
        self._findings.update((each.number, each) for each in changed)
        every = self._learned and self._updates % _AGAIN == 0
        if every:
            self._learned = False
        rows = [row for row in self._rows(self._findings.values() if every else changed) if self._is_news(row)]
        for each in changed:
            if len(each.clients) != self._known_on.get(each.number, 0):
                self._known_on[each.number] = len(each.clients)
                self._tied += [(client, each.number) for client in each.clients]
        if self._store.update(rows, self._tied, facts):
            self._tied = []
        else:
            for row in rows:
                self._written.pop(_key(row), None)
        return [each for each in changed if each.opened]

    def conclude(self, document: Mapping[str, Any], facts: Mapping[str, Any]) -> None:
        """Replace the findings in the making by those of the result, which folds some of them into others."""
        numbers = {(p.rule, p.recipient, p.endpoint, p.part, p.pointer, p.direction): p for p in
                   self._findings.values()}
        rows: list[FindingRow] = []
        tied: list[tuple[str, int]] = []
        names = {each["id"]: each["organisation"] or each["id"] for each in document["recipients"]}
        for number, found in enumerate(document["findings"]):
            rows.append(_of_result(number, found, names))
            before = numbers.get(tuple(found[name] for name in (
                "rule", "recipient", "endpoint", "part", "pointer", "direction")))
            tied += [(client, number) for client in before.clients] if before is not None else []
        self._store.conclude(rows, tied, facts)

    def _is_news(self, row: Row) -> bool:
        key = _key(row)
        if self._written.get(key) == row:
            return False
        self._written[key] = row
        return True

    def _rows(self, findings: Iterable[Progress]) -> Iterator[Row]:
        clean, run = self.clean, self._run
        for each in findings:
            yield FindingRow(
                each.number, each.rule, each.title.nl, each.title.en, int(each.severity), each.status.value,
                each.recipient, each.organisation, each.role, clean(each.host), clean(each.endpoint), clean(each.part),
                clean(each.pointer), each.direction, " ".join(category.value for category in each.categories),
                " ".join(each.steps), each.count, each.subjects, each.first, each.last)
        for flow, party in run.judge.flows():
            yield CellRow(flow.recipient, party.name, party.role, flow.category, flow.about, flow.declared, flow.count,
                          flow.subjects)
        yield from self._devices.values()
        for host in run.pipeline.coverage.hosts:
            yield HostRow(clean(host.host), host.exchanges, host.body_bytes, sum(host.unread.values()),
                          host.undecrypted_connections)
        gaps: dict[tuple[str, str, str], GapRow] = {}
        for note in run.pipeline.coverage.notes:
            row = GapRow(note.gap.value, clean(note.host), note.detail, note.bytes, note.count, note.time)
            known = gaps.get((row.gap, row.host, row.detail))
            gaps[row.gap, row.host, row.detail] = row if known is None else GapRow(
                row.gap, row.host, row.detail, known.bytes + row.bytes, known.count + row.count, known.time)
        yield from gaps.values()
        for seen in run.pipeline.steps.seen().steps:
            yield StepRow(seen.step.id, seen.step.title, seen.step.actor, seen.exchanges, seen.first, seen.last)
        yield from self._protected()

    def _protected(self) -> Iterator[Row]:
        """What was done to requests, then why."""
        clean, ledger = self.clean, self._run.protection
        for done in ledger.requests:
            yield ProtectedRow(done.deed, clean(done.host), done.organisation, done.reason, "", "", "", -1, "", "", "",
                               "", done.count)
        for row in ledger.rows:
            title = row.title
            yield ProtectedRow(
                row.deed, clean(row.host), row.recipient, row.why, row.rule, title.nl if title else "",
                title.en if title else "", -1 if row.severity is None else int(row.severity), row.category,
                clean(row.part), clean(row.pointer), row.masked, row.count)


def _key(row: Row) -> tuple[object, ...]:
    """What the row stands for, as the table's primary key tells it."""
    match row:
        case FindingRow():
            return "finding", row.number
        case CellRow():
            return "cell", row.recipient, row.category, row.about
        case DeviceRow():
            return "device", row.client
        case HostRow():
            return "host", row.host
        case GapRow():
            return "gap", row.gap, row.host, row.detail
        case StepRow():
            return "step", row.name
        case ProtectedRow():
            return "protected", row.deed, row.host, row.reason, row.rule, row.category, row.part, row.pointer


def _of_result(number: int, found: Mapping[str, Any], names: Mapping[str, str]) -> FindingRow:
    return FindingRow(
        number, found["rule"], found["texts"]["nl"]["title"], found["texts"]["en"]["title"],
        int(Severity.parse(found["severity"])), found["status"], found["recipient"],
        names.get(found["recipient"], found["recipient"]), found["role"], found["host"], found["endpoint"],
        found["part"], found["pointer"], found["direction"], " ".join(found["categories"]),
        " ".join(found["scenario_steps"]), found["count"], found["subjects"], _seconds(found["first_seen"]),
        _seconds(found["last_seen"]))


def _seconds(time: str) -> float:
    return datetime.fromisoformat(time).timestamp() if time else 0.0
