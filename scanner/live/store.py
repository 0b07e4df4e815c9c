"""The store of a live session: an embedded database with what the scan found so far, masked, for those who watch.

Theory. One process writes (the scanner), others read (the dashboard) and never wait for it: SQLite in WAL mode. The
store is a view of the scan, not its memory. A scanner that was killed replays its journal and fills the store anew, so
the store needs no repair; what the watchers wrote themselves, the names of devices, stands in a table of its own.
"""

from __future__ import annotations

import errno
import json
import sqlite3
import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = "leerlek.db"
"""Name of the store in the folder of the results."""
VERSION = 2
_BUSY_MS = 5000

_TABLES = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS finding (
  number INTEGER PRIMARY KEY, rule TEXT NOT NULL, title_nl TEXT NOT NULL, title_en TEXT NOT NULL,
  severity INTEGER NOT NULL, status TEXT NOT NULL, recipient TEXT NOT NULL, organisation TEXT NOT NULL,
  role TEXT NOT NULL, host TEXT NOT NULL, endpoint TEXT NOT NULL, part TEXT NOT NULL, pointer TEXT NOT NULL,
  direction TEXT NOT NULL, categories TEXT NOT NULL, step TEXT NOT NULL, count INTEGER NOT NULL,
  subjects INTEGER NOT NULL, first REAL NOT NULL, last REAL NOT NULL, changed INTEGER NOT NULL, words TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS finding_by_severity ON finding (severity DESC, last DESC, number);
CREATE INDEX IF NOT EXISTS finding_by_last ON finding (last DESC, number, severity);
CREATE INDEX IF NOT EXISTS finding_by_count ON finding (count DESC, number, severity);
CREATE INDEX IF NOT EXISTS finding_by_recipient ON finding (recipient, severity);
CREATE INDEX IF NOT EXISTS finding_by_rule ON finding (rule);
CREATE TABLE IF NOT EXISTS cell (
  recipient TEXT NOT NULL, organisation TEXT NOT NULL, role TEXT NOT NULL, category TEXT NOT NULL, about TEXT NOT NULL,
  declared INTEGER NOT NULL, count INTEGER NOT NULL, subjects INTEGER NOT NULL,
  PRIMARY KEY (recipient, category, about)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS device (
  client TEXT PRIMARY KEY, number INTEGER NOT NULL, address TEXT NOT NULL, exchanges INTEGER NOT NULL,
  first REAL NOT NULL, last REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS on_device (
  client TEXT NOT NULL, finding INTEGER NOT NULL, PRIMARY KEY (client, finding)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS findings_of (client TEXT PRIMARY KEY, findings INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS device_name (address TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS host (
  host TEXT PRIMARY KEY, exchanges INTEGER NOT NULL, body_bytes INTEGER NOT NULL, unread_bytes INTEGER NOT NULL,
  closed_connections INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gap (
  gap TEXT NOT NULL, host TEXT NOT NULL, detail TEXT NOT NULL, bytes INTEGER NOT NULL, count INTEGER NOT NULL,
  time REAL NOT NULL, PRIMARY KEY (gap, host, detail)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS step (
  name TEXT PRIMARY KEY, title TEXT NOT NULL, actor TEXT NOT NULL, exchanges INTEGER NOT NULL, first REAL NOT NULL,
  last REAL NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS protected (
  deed TEXT NOT NULL, host TEXT NOT NULL, organisation TEXT NOT NULL, reason TEXT NOT NULL, rule TEXT NOT NULL,
  title_nl TEXT NOT NULL, title_en TEXT NOT NULL, severity INTEGER NOT NULL, category TEXT NOT NULL, part TEXT NOT NULL,
  pointer TEXT NOT NULL, masked TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (deed, host, reason, rule, category, part, pointer)) WITHOUT ROWID;
"""
_OF_THE_SCAN = ("fact", "finding", "cell", "device", "on_device", "host", "gap", "step", "protected")
"""Tables that are filled anew when the scanner starts again; the names of devices are not among them."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the making, as it may be shown; times are Unix seconds, ``severity`` 0 (info) to 4 (kritiek)."""

    number: int
    rule: str
    title_nl: str
    title_en: str
    severity: int
    status: str
    recipient: str
    organisation: str
    role: str
    host: str
    endpoint: str
    part: str
    pointer: str
    direction: str
    categories: str
    step: str
    count: int
    subjects: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class CellRow:
    """One cell of the matrix recipient × category."""

    recipient: str
    organisation: str
    role: str
    category: str
    about: str
    declared: bool
    count: int
    subjects: int


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device; ``client`` is the fingerprint under which the scan knows it."""

    client: str
    number: int
    address: str
    exchanges: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class HostRow:
    """What was read of one host: bytes of bodies, and of these not decoded; TLS connections that stayed closed."""

    host: str
    exchanges: int
    body_bytes: int
    unread_bytes: int
    closed_connections: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something that was not read, and why."""

    gap: str
    host: str
    detail: str
    bytes: int
    count: int
    time: float


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the scenario, as far as it was seen."""

    name: str
    title: str
    actor: str
    exchanges: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class ProtectedRow:
    """What was done to requests of a host, or why: ``rule`` or ``category`` empty where the row counts requests.

    ``severity`` is -1 where there is none; ``reason`` a key of ``UNJUDGED`` or ``KEPT``.
    """

    deed: str
    host: str
    organisation: str
    reason: str
    rule: str
    title_nl: str
    title_en: str
    severity: int
    category: str
    part: str
    pointer: str
    masked: str
    count: int


Row = FindingRow | CellRow | DeviceRow | HostRow | GapRow | StepRow | ProtectedRow
_TABLE: Mapping[type[Row], str] = {
    FindingRow: "finding", CellRow: "cell", DeviceRow: "device", HostRow: "host", GapRow: "gap", StepRow: "step",
    ProtectedRow: "protected",
}


class Store:
    """The scanner's end: its first update replaces what an earlier one left, the next ones change it."""

    def __init__(self, folder: Path) -> None:
        """Raises ``OSError`` when the database cannot be written, with the error number where that is for room."""
        try:
            self._database = _open(folder / FILE)
        except sqlite3.Error as error:
            why = f"the store cannot be written ({error})"
            raise (OSError(errno.ENOSPC, why) if _is_about_room(error) else OSError(why)) from None
        weakref.finalize(self, self._database.close)
        self._changes = 0
        self._left: tuple[str, ...] = _OF_THE_SCAN
        """Tables to be emptied with the next update."""
        self.failed = 0
        """Updates that could not be written, for want of room say; the next one brings what they would have."""

    def update(self, rows: Iterable[Row], on_device: Iterable[tuple[str, int]], facts: Mapping[str, Any]) -> bool:
        """Insert or replace rows, tie findings to devices, and set facts, all at once; False when it was not possible.

        ``facts`` are JSON values by name (state of the session, totals).
        """
        self._changes += 1
        try:
            with self._database:
                for table in self._left:
                    self._database.execute(f"DELETE FROM {table}")
                for row in rows:
                    values = [getattr(row, name) for name in row.__slots__]
                    if isinstance(row, FindingRow):
                        values += [self._changes, _words(row)]
                    marks = ",".join("?" * len(values))
                    self._database.execute(f"INSERT OR REPLACE INTO {_TABLE[type(row)]} VALUES ({marks})", values)
                self._tie(on_device)
                self._database.executemany(
                    "INSERT OR REPLACE INTO fact VALUES (?, ?)",
                    [(name, json.dumps(value)) for name, value in (*facts.items(), ("changes", self._changes))])
        except sqlite3.Error:
            self.failed += 1
            return False
        self._left = ()
        return True

    def _tie(self, on_device: Iterable[tuple[str, int]]) -> None:
        """Tie findings to devices, and count them there: to count them when asked takes too long."""
        tied: dict[str, int] = {}
        for client, finding in on_device:
            added = self._database.execute("INSERT OR IGNORE INTO on_device VALUES (?, ?)", (client, finding)).rowcount
            tied[client] = tied.get(client, 0) + added
        self._database.executemany(
            "INSERT INTO findings_of VALUES (?1, ?2) ON CONFLICT DO UPDATE SET findings = findings + ?2", tied.items())

    def conclude(
        self, rows: Iterable[FindingRow], on_device: Iterable[tuple[str, int]], facts: Mapping[str, Any]
    ) -> bool:
        """Replace all findings by those of the result."""
        self._left = ("finding", "on_device", "findings_of")
        return self.update(rows, on_device, facts)

    def close(self) -> None:
        """Fold the log into the database, so that one file is left."""
        try:
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            self.failed += 1
        self._database.close()


def connect(folder: Path) -> sqlite3.Connection:
    """A watcher's end, which may write names of devices; rows come as ``sqlite3.Row``.

    Raises ``FileNotFoundError`` while the scanner has not made the store yet.
    """
    path = folder / FILE
    if not path.exists():
        raise FileNotFoundError(path)
    database = sqlite3.connect(path, timeout=_BUSY_MS / 1000)
    database.row_factory = sqlite3.Row
    return database


def name_device(folder: Path, address: str, name: str) -> None:
    """Remember what the people in the room call a device; an empty name takes it away."""
    with closing(connect(folder)) as database, database:
        if name:
            database.execute("INSERT OR REPLACE INTO device_name VALUES (?, ?)", (address, name))
        else:
            database.execute("DELETE FROM device_name WHERE address = ?", (address,))


def facts_of(database: sqlite3.Connection) -> dict[str, Any]:
    """The facts that the scanner wrote."""
    rows: Sequence[sqlite3.Row] = database.execute("SELECT name, value FROM fact").fetchall()
    return {row["name"]: json.loads(row["value"]) for row in rows}


def _words(row: FindingRow) -> str:
    """What a search looks through."""
    return "\n".join((row.rule, row.title_nl, row.title_en, row.organisation, row.host, row.endpoint, row.pointer,
                      row.categories)).lower()


def _is_about_room(error: sqlite3.Error) -> bool:
    """SQLite tells of a full disk as such, or as a failed write where it has no better word."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_FULL", "SQLITE_IOERR"))


def _open(path: Path) -> sqlite3.Connection:
    path.touch(0o600)  # before SQLite makes it: its log gets the same mode
    database = sqlite3.connect(path, timeout=_BUSY_MS / 1000)
    try:
        _prepare(database)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _prepare(database: sqlite3.Connection) -> None:
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=NORMAL")  # a crash of the machine may cost the last second of a view
    if database.execute("PRAGMA user_version").fetchone()[0] not in (0, VERSION):
        for table in (*_OF_THE_SCAN, "device_name"):
            database.execute(f"DROP TABLE IF EXISTS {table}")
    database.executescript(_TABLES)
    database.execute(f"PRAGMA user_version={VERSION}")
