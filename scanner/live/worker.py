"""The scanning process beside the proxy: ``python -m scanner.live.worker``, settings as one JSON line on its input.

Theory. It reads the spool behind the proxy and keeps a journal: what became of each exchange, what there is of
conversations that go on, and how far the spool was read. Both are sealed. Killed at any moment, it starts again,
replays the journal (judging is cheap, detecting is not) and goes on with the first exchange that the journal does not
hold: nothing is lost and nothing counts twice. It ends when the proxy says so or is gone, and then writes the reports.
An exchange that kills it time and again is left out and named in the coverage. On a full disk it waits for room: what
it has not journaled is still in the spool. Of two workers on one folder (the proxy was killed and is back before its
worker has ended) the second waits.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from scanner.collector import sparing_collector
from scanner.detect import Key
from scanner.detect.fingerprint import Fingerprinter
from scanner.errors import WANT_OF_ROOM
from scanner.judge import Entered
from scanner.kept import DetectionStore
from scanner.model import Exchange, Gap, Note, Protected, Protecting
from scanner.pipeline import BATCH, Examined, Examiner
from scanner.run import Document, Options, Run, Source

from . import room
from .bare import bare
from .conversations import Conversations, Cut
from .convert import CAPTURE
from .handshakes import Handshake, Handshakes
from .journal import Entry, Journal, packed
from .keeping import Keep, Keeper
from .protect.fakes import without_fakes
from .reports import REPORTS, write
from .spool import NO_ROOM, Finished, Piece, Position, Record, SpoolReader
from .store import Store
from .telling import finding, of_flows, tell
from .view import View

UNFINISHED = "unfinished"
"""Folder, within that of the results, of what is not scanned and reported yet."""

_PAUSE = 0.2
"""Seconds between looks at an empty spool, or at a full disk."""
_BATCH_BYTES = 8 << 20
"""Bytes of bodies that are examined and journaled together."""
LEFT = 75
"""Exit status of a worker that left its work for later (EX_TEMPFAIL of sysexits.h)."""
_ATTEMPTS = 10
"""How often one exchange may end the process; who kills it by hand must not lose any."""
_STATUS_EVERY = 1.0
_TIDY_EVERY = 300.0
"""Seconds after which what was examined of conversations is taken out of the journal."""
BY_FLOW = "LEERLEK_BY_FLOW"
"""Environment variable by which the proxy asks what each exchange added to findings."""


class Worker:
    """Scans what is in the spool of one folder, from where the journal ends."""

    def __init__(self, folder: Path, options: Options, key: Key, keep: Keep | None = None) -> None:
        """``keep`` asks to keep the raw exchanges. Raises ``UsageError`` when policy, subjects or rules are wrong."""
        self._folder = folder
        self._work = folder / UNFINISHED
        self._run = Run(options, key=key)
        self._examiner = Examiner(key=key.bytes, subjects=self._run.subjects, scan_static=options.scan_static,
                                  ner=options.ner)
        self._fingerprinter = Fingerprinter(key.bytes)
        self._source = Source(CAPTURE, "proxy", 0, "")
        self._run.sources.append(self._source)
        self._run.pipeline.store = DetectionStore(packs=True)
        self._keeper = Keeper(folder, keep, key) if keep is not None else None
        self._store = Store(folder)
        self._view = View(self._run, self._store)
        self._conversations = Conversations()
        self._handshakes = Handshakes()
        self._finished = False
        self._proxy_gone = threading.Event()
        self._told = 0.0
        self._tidied = time.monotonic()
        self._done = Position()
        self._added: list[Entered] = []
        self._entered: list[Entry] = []
        """What is known already and not journaled yet: of one batch at most, and killed meanwhile it is read again."""
        self._careful = False
        """The last scanner ended here: one by one, so that it shows which exchange it was."""
        self._journal = Journal(self._work, key.bytes)
        position = self._replay()
        if os.environ.get(BY_FLOW):
            self._run.judge.listener = self._added.append
        self._spool = SpoolReader(self._work, key.bytes, position)

    def work(self, proxy_gone: threading.Event) -> Document:
        """Scan until the proxy is done or gone; the result. Raises ``LeftError`` when there is no room to go on."""
        self._proxy_gone = proxy_gone
        with sparing_collector():
            while True:
                last_look = proxy_gone.is_set()  # looked at first: what it wrote before it went is read below
                if self._pass() == 0:
                    if self._finished or last_look:
                        break
                    time.sleep(_PAUSE)
                self._tell_status()
            self._examine_talks(list(self._conversations.rest()))
            self._tell_status(now=True)
            self._close_books()
            document = self._run.finish()
        self._with_room(lambda: write(self._folder, document, self._run.options.lang))
        self._view.conclude(document, self._facts("done"))
        if self._keeper is not None and self._keeper.failed:
            tell({"event": "unkept", "exchanges": self._keeper.failed})
        self._store.close()
        self._journal.close()
        if self._finished:
            with room.settling(self._folder):
                if not self._spool.later:  # else a proxy is back, and another worker goes on with its traffic
                    shutil.rmtree(self._work, ignore_errors=True)
        self._spool.close()
        return document

    def _pass(self) -> int:
        """Scan what is there now, for a second or so; how many records that was."""
        until = time.monotonic() + _STATUS_EVERY
        count = size = exchanges = 0
        batch: list[tuple[Record, Position]] = []
        for record, position in self._spool.records():
            count += 1
            self._finished = isinstance(record, Finished)  # unless a proxy comes back
            batch.append((record, position))
            if isinstance(record, Exchange):
                exchanges += 1
                size += len(record.request_body.data) + len(record.response_body.data)
            elif isinstance(record, Piece):
                size += len(record.data) + (len(record.message.data) if record.message is not None else 0)
            if exchanges == BATCH or size >= _BATCH_BYTES or len(batch) == 10 * BATCH:
                self._scan(batch)
                batch, size, exchanges = [], 0, 0
                if time.monotonic() >= until:
                    break
        self._scan(batch)
        self._examine_talks(list(self._conversations.due(time.monotonic())))
        if count:
            self._spool.forget(self._done)
        return count

    def _scan(self, batch: list[tuple[Record, Position]]) -> None:
        """Examine the exchanges of a batch and enter all of it, in its order."""
        found = [record for record, _ in batch if isinstance(record, Exchange)]
        outcomes = self._examined(found) if found else iter(())
        for record, position in batch:
            if isinstance(record, Exchange):
                outcome = self._real(record, next(outcomes))
                self._enter(Entry(position, exchange=bare(record), outcome=outcome), kept=record)
            elif isinstance(record, Piece):
                self._enter(Entry(position, piece=record))
            elif isinstance(record, Handshake):
                self._enter(Entry(position, handshake=record))
            elif isinstance(record, Note | Protecting | Protected):
                self._enter(Entry(position, note=record))
        self._settle()

    def _examine_talks(self, due: list[tuple[Exchange, Cut, Note | None]]) -> None:
        """Examine what is due of conversations."""
        outcomes = self._examined([exchange for exchange, _, _ in due]) if due else iter(())
        for (exchange, cut, note), outcome in zip(due, outcomes, strict=True):
            outcome = self._real(exchange, outcome)
            self._enter(Entry(self._done, note, cut=cut, exchange=bare(exchange), outcome=outcome), kept=exchange)
        self._settle()

    def _real(self, exchange: Exchange, outcome: Examined | Note) -> Examined | Note:
        """An outcome without the pseudonyms that its host was given, which were written down before the exchange."""
        fakes = self._run.protection.fakes.get(exchange.host)
        if not fakes or isinstance(outcome, Note):
            return outcome
        return without_fakes(outcome, fakes, self._fingerprinter)

    def _examined(self, exchanges: list[Exchange]) -> Iterator[Examined | Note]:
        """What became of each; one that stopped the scanner time and again is passed over."""
        attempts = self._attempts()
        self._careful = attempts > 1
        if attempts > _ATTEMPTS:
            exchange = exchanges[0]
            size = len(exchange.request_body.data) + len(exchange.response_body.data)
            self._run.pipeline.next_order()
            yield Note(Gap.STAGE_FAILED, CAPTURE, exchange.host, size, 1, "stopped the scanner", time=exchange.time)
            exchanges = exchanges[1:]
        numbered = ((exchange, self._run.pipeline.next_order()) for exchange in exchanges)
        for together in (([each] for each in numbered) if self._careful else [numbered]):
            yield from self._examiner.examine_all(together)

    def _enter(self, entry: Entry, kept: Exchange | None = None) -> None:
        if self._keeper is not None and kept is not None:
            self._keeper.put(kept)  # before the journal, which says that nothing more need be done with it
        self._apply(entry)
        self._entered.append(entry)
        if self._careful:
            self._settle()

    def _settle(self) -> None:
        """Journal what was entered. Raises ``LeftError``."""
        if self._entered:
            data = packed(self._entered)
            raw = any(entry.piece is not None for entry in self._entered)
            self._with_room(lambda: self._journal.add(data, raw=raw))
            self._entered = []

    def _with_room(self, write: Callable[[], None]) -> None:
        """Write, waiting for room where there is none. Raises ``LeftError`` when the proxy is gone meanwhile."""
        waited = False
        while True:
            try:
                write()
            except OSError as error:
                if error.errno not in WANT_OF_ROOM:
                    raise
                if self._proxy_gone.is_set():
                    raise LeftError from None
                if not waited:
                    tell({"event": "full", "free": room.free(self._folder)})
                waited = True
                time.sleep(_PAUSE)
            else:
                return

    def _tell_flow(self) -> None:
        for event in of_flows(self._added, self._view.clean, self._run.options.lang):
            tell(event)
        self._added.clear()

    def _apply(self, entry: Entry) -> None:
        self._done = entry.position
        pipeline = self._run.pipeline
        if isinstance(entry.note, Note):
            pipeline.note(entry.note)
        elif entry.note is not None:
            self._run.protection.add(entry.note)
        if entry.piece is not None:
            self._conversations.add(entry.piece, time.monotonic(), entry.position)
        if entry.cut is not None:
            self._conversations.settle(entry.cut)
        if entry.handshake is not None:
            self._handshakes.saw(entry.handshake)
        if entry.exchange is not None and entry.outcome is not None:
            self._source.saw(entry.exchange)
            pipeline.collect(entry.exchange, entry.outcome)
            self._view.saw(entry.exchange, entry.outcome)
            if self._added:
                self._tell_flow()

    def _replay(self) -> Position:
        position = Position()
        for entry in self._journal.entries():
            if entry.outcome is not None:
                self._run.pipeline.next_order()
            self._apply(entry)
            position = entry.position
        self._view.update(self._facts("running"))  # its findings were told before
        return position

    def _attempts(self) -> int:
        """How often a worker began with what comes next, this time counted."""
        path = self._work / "attempts"
        name = f"{self._done.segment} {self._done.records} "
        before = path.read_text("ascii") if path.exists() else ""
        times = int(before.removeprefix(name) or 0) if before.startswith(name) else 0
        with suppress(OSError):
            path.write_text(f"{name}{times + 1}", "ascii")
        return times + 1

    def _close_books(self) -> None:
        note = self._run.pipeline.note
        for each in self._handshakes.notes():
            note(each)
        if self._keeper is not None:
            self._keeper.close()
        exchanges, size, ended = room.read(self._work)
        if exchanges or size:
            note(Note(Gap.QUEUE_DROPPED, CAPTURE, bytes=size, count=max(1, exchanges), detail=NO_ROOM))
        self._finished = self._finished or ended
        if not self._finished:
            note(Note(Gap.FILE_TRUNCATED, CAPTURE, detail="the proxy was killed"))

    def _tell_status(self, *, now: bool = False) -> None:
        if not now and time.monotonic() - self._told < _STATUS_EVERY:
            return
        self._told = time.monotonic()
        gone = self._keeper.tick(time.time()) if self._keeper is not None else 0
        if gone:
            tell({"event": "forgotten", "files": gone})
        if time.monotonic() - self._tidied >= _TIDY_EVERY:
            self._tidied = time.monotonic()
            self._journal.tidy(self._conversations.leaves)
        waiting = self._spool.waiting
        for found in self._view.update(self._facts("running", waiting)):
            tell(finding(found, self._view.clean, self._run.options.lang))
        tell({"event": "status", "exchanges": self._source.exchanges, "waiting": waiting})

    def _facts(self, state: str, waiting: int = 0) -> dict[str, Any]:
        options = self._run.options
        return {"state": state, "exchanges": self._source.exchanges, "waiting": waiting, "lang": options.lang,
                "protecting": self._protecting(), "decision": options.decision,
                "mode": "test" if options.test_mode else options.mode,
                "product": self._run.policy.product, "first": self._source.first, "last": self._source.last,
                "refused": self._handshakes.table()}

    def _protecting(self) -> dict[str, Any] | None:
        """What of protection was asked for, for those who watch."""
        asked = self._run.protection.asked
        return None if asked is None else {
            "block": asked.block.code if asked.block is not None else "", "block_for": asked.block_for,
            "pseudonymise": asked.pseudonymise}


class LeftError(Exception):
    """There is no room to go on, and nobody to make some; all that is not done is in the folder."""


def settings_line(folder: Path, options: Options, key: Key, keep: Keep | None = None) -> bytes:
    """What the worker wants on its input."""
    return pickle.dumps((folder.absolute(), options, key, keep)).hex().encode() + b"\n"


@contextmanager
def _alone(work: Path) -> Iterator[bool]:
    """Wait until no other worker is at a folder; False when that one finished it."""
    try:
        lock = os.open(work / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        yield False
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield work.exists()
    finally:
        os.close(lock)


def _begun(folder: Path, options: Options, key: Key, keep: Keep | None, gone: threading.Event) -> Worker:
    """The worker, as soon as there is room for it. Raises ``LeftError`` as its ``work`` does."""
    told = False
    while True:
        try:
            return Worker(folder, options, key, keep)
        except OSError as error:
            if error.errno not in WANT_OF_ROOM:
                raise
            if gone.is_set():
                raise LeftError from None
            if not told:
                tell({"event": "full", "free": room.free(folder)})
            told = True
            time.sleep(_PAUSE)


def main() -> None:
    """Scan until the proxy is done."""
    os.nice(10)  # the proxy and its devices go first
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the proxy, which then says that it is done
    line = sys.stdin.buffer.readline()
    if not line.endswith(b"\n"):
        return  # the proxy was killed while it spoke
    folder, options, key, keep = pickle.loads(bytes.fromhex(line.decode()))
    gone = threading.Event()

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        gone.set()

    threading.Thread(target=watch, daemon=True).start()
    try:
        with _alone(folder / UNFINISHED) as unfinished:
            document = _begun(folder, options, key, keep, gone).work(gone) if unfinished else None
    except LeftError:
        sys.exit(LEFT)
    if document is None:  # the worker before this one scanned everything, the last words of this proxy too
        document = json.loads((folder / REPORTS["json"]).read_bytes())
    tell({"event": "done", "findings": len(document["findings"]),
          "exchanges": document["coverage"]["totals"]["exchanges"]})


if __name__ == "__main__":
    main()
