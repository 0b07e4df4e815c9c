"""The scanning process beside the proxy: ``python -m scanner.live.worker``, settings as one JSON line on its input.

Theory. It reads the spool behind the proxy and keeps a journal: what became of each exchange, and how far the spool was
read. Both are sealed. Killed at any moment, it starts again, replays the journal (judging is cheap, detecting is not)
and goes on with the first exchange that the journal does not hold: nothing is lost and nothing counts twice. It ends
when the proxy says so or is gone, and then writes the reports. An exchange that kills it time and again is left out and
named in the coverage. Of two workers on one folder (the proxy was killed and is back before its worker has ended) the
second waits.
"""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scanner.detect import Key
from scanner.judge import Progress, mark_of
from scanner.model import EMPTY_BODY, Exchange, Gap, Note
from scanner.pipeline import BATCH, Examined, Examiner, sparing_collector
from scanner.run import Document, Options, Run, Source

from .convert import CAPTURE
from .keeping import Keep, Keeper
from .sealed import SealedReader, SealedWriter
from .spool import Finished, Position, SpoolReader
from .store import Store
from .view import View

REPORTS = {"json": "leerlek.json", "html": "leerlek.html", "sarif": "leerlek.sarif", "csv": "leerlek.csv"}
"""Format → file name in the results folder."""
UNFINISHED = "unfinished"
"""Folder, within that of the results, of what is not scanned and reported yet."""

_PAUSE = 0.2
"""Seconds between looks at an empty spool."""
_ATTEMPTS = 10
"""How often one exchange may end the process; who kills it by hand must not lose any."""
_STATUS_EVERY = 1.0
_JOURNAL = "journal-*.llk"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal holds of one record: nothing raw beyond what the pipeline keeps until the end."""

    position: Position
    note: Note | None = None
    exchange: Exchange | None = None
    """Without what was examined: bodies, and headers and URL unless they hold a mark of the tester."""
    outcome: Examined | Note | None = None


class Worker:
    """Scans what is in the spool of one folder, from where the journal ends."""

    def __init__(self, folder: Path, options: Options, key: Key, keep: Keep | None = None) -> None:
        """``keep`` asks to keep the raw exchanges. Raises ``UsageError`` when policy, subjects or rules are wrong."""
        self._folder = folder
        self._work = folder / UNFINISHED
        self._run = Run(options, key=key)
        self._examiner = Examiner(key=key.bytes, subjects=self._run.subjects, scan_static=options.scan_static,
                                  ner=options.ner)
        self._source = Source(CAPTURE, "proxy", 0, "")
        self._run.sources.append(self._source)
        self._keeper = Keeper(folder, keep, key) if keep is not None else None
        self._store = Store(folder)
        self._view = View(self._run, self._store)
        self._finished: Finished | None = None
        self._told = 0.0
        self._done = Position()
        position = self._replay(key.bytes)
        journals = sorted(self._work.glob(_JOURNAL))
        number = int(journals[-1].stem.partition("-")[2]) + 1 if journals else 1
        self._journal = SealedWriter(self._work / _JOURNAL.replace("*", f"{number:06d}"), key.bytes)
        self._spool = SpoolReader(self._work, key.bytes, position)

    def work(self, proxy_gone: threading.Event) -> Document:
        """Scan until the proxy is done or gone; the result."""
        with sparing_collector():
            while self._finished is None:
                last_look = proxy_gone.is_set()  # looked at first: what it wrote before it went is read below
                if self._pass() == 0:
                    if last_look:
                        break
                    time.sleep(_PAUSE)
                if time.monotonic() - self._told >= _STATUS_EVERY:
                    self._tell_status()
            self._tell_status()
            self._close_books()
            document = self._run.finish()
        self._write(document)
        self._view.conclude(document, self._facts("done"))
        self._store.close()
        self._journal.close()
        self._spool.close()
        if self._finished is not None:
            shutil.rmtree(self._work, ignore_errors=True)
        return document

    def _pass(self) -> int:
        """Scan what is there now; how many records that was."""
        count = 0
        batch: list[tuple[Exchange, Position]] = []
        for record, position in self._spool.records():
            count += 1
            if isinstance(record, Exchange):
                batch.append((record, position))
                if len(batch) == BATCH:
                    self._scan(batch)
                    batch = []
                continue
            self._scan(batch)
            batch = []
            if isinstance(record, Finished):
                self._finished = record
                break
            self._enter(Entry(position, note=record))
        self._scan(batch)
        if count:
            self._spool.forget(self._spool.position)
        return count

    def _scan(self, batch: list[tuple[Exchange, Position]]) -> None:
        if batch and self._attempts() > _ATTEMPTS:
            exchange, position = batch.pop(0)
            size = len(exchange.request_body.data) + len(exchange.response_body.data)
            note = Note(Gap.STAGE_FAILED, CAPTURE, exchange.host, size, 1, "stopped the scanner", time=exchange.time)
            self._enter(Entry(position, exchange=_bare(exchange), outcome=note))
        pipeline = self._run.pipeline
        numbered = ((exchange, pipeline.next_order()) for exchange, _ in batch)
        for (exchange, position), outcome in zip(batch, self._examiner.examine_all(numbered), strict=True):
            entry = Entry(position, exchange=_bare(exchange), outcome=outcome)
            if self._keeper is not None:  # before the journal, which says that nothing more need be done with it
                self._keeper.put(exchange)
            self._journal.append(pickle.dumps(entry, pickle.HIGHEST_PROTOCOL))
            self._apply(entry)

    def _enter(self, entry: Entry) -> None:
        self._journal.append(pickle.dumps(entry, pickle.HIGHEST_PROTOCOL))
        if entry.outcome is not None:
            self._run.pipeline.next_order()
        self._apply(entry)

    def _apply(self, entry: Entry) -> None:
        self._done = entry.position
        pipeline = self._run.pipeline
        if entry.note is not None:
            pipeline.note(entry.note)
        if entry.exchange is not None and entry.outcome is not None:
            self._source.saw(entry.exchange)
            pipeline.collect(entry.exchange, entry.outcome)
            self._view.saw(entry.exchange, entry.outcome)

    def _replay(self, key: bytes) -> Position:
        position = Position()
        for path in sorted(self._work.glob(_JOURNAL)):
            reader = SealedReader(path, key)
            for data in reader.frames():
                entry: Entry = pickle.loads(data)  # sealed under the user's key: our own words
                if entry.outcome is not None:
                    self._run.pipeline.next_order()
                self._apply(entry)
                position = entry.position
            reader.close()
        self._view.update(self._facts("running"))  # its findings were told before
        return position

    def _attempts(self) -> int:
        """How often a worker began with what comes next, this time counted."""
        path = self._work / "attempts"
        name = f"{self._done.segment} {self._done.records} "
        before = path.read_text("ascii") if path.exists() else ""
        times = int(before.removeprefix(name) or 0) if before.startswith(name) else 0
        path.write_text(f"{name}{times + 1}", "ascii")
        return times + 1

    def _close_books(self) -> None:
        note = self._run.pipeline.note
        if self._keeper is not None:
            self._keeper.close()
        if self._finished is not None and self._finished.exchanges:
            note(Note(Gap.QUEUE_DROPPED, CAPTURE, bytes=self._finished.bytes, count=self._finished.exchanges,
                      detail="no room on the disk"))
        if self._spool.cut:
            note(Note(Gap.QUEUE_DROPPED, CAPTURE, bytes=self._spool.cut, detail="the proxy was killed while writing"))
        if self._finished is None:
            note(Note(Gap.FILE_TRUNCATED, CAPTURE, detail="the proxy was killed"))

    def _write(self, document: Document) -> None:
        from scanner.report import render

        for name, file in REPORTS.items():
            (self._folder / file).write_bytes(render(document, name, self._run.options.lang))

    def _tell_status(self) -> None:
        self._told = time.monotonic()
        if self._keeper is not None:
            self._keeper.tick(time.time())
        waiting = self._spool.waiting
        for found in self._view.update(self._facts("running", waiting)):
            tell(self._finding(found))
        tell({"event": "status", "exchanges": self._source.exchanges, "waiting": waiting})

    def _facts(self, state: str, waiting: int = 0) -> dict[str, Any]:
        options = self._run.options
        return {"state": state, "exchanges": self._source.exchanges, "waiting": waiting, "lang": options.lang,
                "mode": "test" if options.test_mode else options.mode, "decision": options.decision,
                "product": self._run.policy.product, "first": self._source.first, "last": self._source.last}

    def _finding(self, found: Progress) -> dict[str, Any]:
        clean = self._view.clean
        return {"event": "finding", "rule": found.rule, "title": found.title.get(self._run.options.lang),
                "severity": found.severity.code, "recipient": found.organisation, "endpoint": clean(found.endpoint),
                "part": clean(found.part), "pointer": clean(found.pointer)}


def tell(event: dict[str, Any]) -> None:
    """One event as a JSON line to the proxy; a proxy that is gone does not hear it."""
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), json.dumps(event).encode() + b"\n")


def _bare(exchange: Exchange) -> Exchange:
    if mark_of(exchange) is not None:
        return replace(exchange, request_body=EMPTY_BODY, response_body=EMPTY_BODY, websocket=())
    return replace(exchange, target="/", request_headers=(), response_headers=(), request_body=EMPTY_BODY,
                   response_body=EMPTY_BODY, websocket=())


def settings_line(folder: Path, options: Options, key: Key, keep: Keep | None = None) -> bytes:
    """What the worker wants on its input."""
    return pickle.dumps((folder.absolute(), options, key, keep)).hex().encode() + b"\n"


@contextmanager
def _alone(work: Path) -> Iterator[bool]:
    """Wait until no other worker is at a folder; False when that one finished it."""
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield work.exists()


def main() -> None:
    """Scan until the proxy is done."""
    os.nice(10)  # the proxy and its devices go first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the proxy, which then says that it is done
    folder, options, key, keep = pickle.loads(bytes.fromhex(sys.stdin.buffer.readline().decode()))
    gone = threading.Event()

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        gone.set()

    threading.Thread(target=watch, daemon=True).start()
    with _alone(folder / UNFINISHED) as unfinished:
        document = Worker(folder, options, key, keep).work(gone) if unfinished else None
    if document is None:  # the worker before this one scanned everything, the last words of this proxy too
        document = json.loads((folder / REPORTS["json"]).read_bytes())
    tell({"event": "done", "findings": len(document["findings"]),
          "exchanges": document["coverage"]["totals"]["exchanges"]})


if __name__ == "__main__":
    main()
