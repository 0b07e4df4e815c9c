"""The store: a view that is written anew after a kill, read while it is written, closed to others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.live.store import FILE, CellRow, DeviceRow, FindingRow, HostRow, Store, connect, facts_of, name_device

FINDING = FindingRow(0, "IDN-001", "BSN", "BSN", 4, "open", "leer.example", "Leer", "undeclared", "leer.example",
                     "GET /klas", "body", "/bsn", "response", "id.bsn", "", 3, 2, 1.0, 2.0)
DEVICE = DeviceRow("c1", 1, "192.0.2.7", 3, 1.0, 2.0)


def numbers(folder: Path) -> list[tuple[int, int]]:
    with closing(connect(folder)) as database:
        return [tuple(row) for row in database.execute("SELECT number, count FROM finding ORDER BY number")]


def test_rows_are_replaced_by_their_key_and_facts_by_their_name(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.update([FINDING, DEVICE], [("c1", 0)], {"exchanges": 3})
    assert store.update([replace(FINDING, count=9), replace(FINDING, number=1)], [("c1", 0), ("c1", 1)],
                        {"exchanges": 9})
    assert numbers(tmp_path) == [(0, 9), (1, 3)]
    with closing(connect(tmp_path)) as database:
        assert facts_of(database) == {"exchanges": 9, "changes": 2}
        assert database.execute("SELECT count(*) FROM on_device").fetchone()[0] == 2
    store.close()


def test_what_an_earlier_scanner_left_stays_until_the_next_one_has_something_to_show(tmp_path: Path) -> None:
    Store(tmp_path).update([FINDING, HostRow("leer.example", 1, 2, 0, 0)], [], {"exchanges": 3})
    name_device(tmp_path, "192.0.2.7", "kar 2, tablet 14")
    again = Store(tmp_path)  # the first one was killed: it closed nothing
    assert numbers(tmp_path) == [(0, 3)]
    again.update([replace(FINDING, number=7)], [], {"exchanges": 1})
    assert numbers(tmp_path) == [(7, 3)]
    with closing(connect(tmp_path)) as database:
        assert database.execute("SELECT count(*) FROM host").fetchone()[0] == 0
        assert database.execute("SELECT name FROM device_name").fetchone()[0] == "kar 2, tablet 14"


def test_the_result_replaces_the_findings_in_the_making_alone(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.update([FINDING, replace(FINDING, number=1), CellRow("a", "A", "vendor", "id.bsn", "pupil", False, 1, 1)],
                 [("c1", 1)], {})
    store.conclude([replace(FINDING, number=0, count=44)], [("c1", 0)], {"state": "done"})
    store.close()
    assert numbers(tmp_path) == [(0, 44)]
    with closing(connect(tmp_path)) as database:
        assert database.execute("SELECT count(*) FROM cell").fetchone()[0] == 1
        assert [tuple(row) for row in database.execute("SELECT * FROM on_device")] == [("c1", 0)]
    assert {path.name for path in tmp_path.iterdir()} == {FILE}, "one file is left when it is closed"


def test_who_reads_does_not_stop_who_writes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.update([FINDING], [], {})
    with closing(connect(tmp_path)) as database:
        database.execute("BEGIN")
        assert database.execute("SELECT count(*) FROM finding").fetchone()[0] == 1
        assert store.update([replace(FINDING, number=1)], [], {})
        assert database.execute("SELECT count(*) FROM finding").fetchone()[0] == 1, "a reader sees one moment"
    assert len(numbers(tmp_path)) == 2


def test_an_update_that_cannot_be_written_is_told_and_leaves_nothing_half(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.update([FINDING], [], {"exchanges": 1})
    broken = replace(FINDING, number=1, severity=None)  # type: ignore[arg-type]
    assert not store.update([replace(FINDING, count=99), broken], [], {"exchanges": 2})
    assert store.failed == 1
    assert numbers(tmp_path) == [(0, 3)]
    assert store.update([replace(FINDING, count=5)], [], {})


def test_only_the_user_may_read_it(tmp_path: Path) -> None:
    Store(tmp_path).update([FINDING], [], {})
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_store_of_another_version_is_made_anew(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as database:
        database.executescript("CREATE TABLE finding (number INTEGER PRIMARY KEY, other TEXT); PRAGMA user_version=99")
    Store(tmp_path).update([FINDING], [], {})
    assert numbers(tmp_path) == [(0, 3)]


def test_what_is_no_database_is_an_error_that_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("geen database " * 100, encoding="utf-8")
    with pytest.raises(OSError, match="store cannot be written"):
        Store(tmp_path)


def test_there_is_nothing_to_watch_before_the_scanner_began(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        connect(tmp_path)


def test_a_device_gets_a_name_and_loses_it(tmp_path: Path) -> None:
    Store(tmp_path).update([DEVICE], [], {})
    for name, left in (("kar 1", ["kar 1"]), ("kar 2", ["kar 2"]), ("", [])):
        name_device(tmp_path, "192.0.2.7", name)
        with closing(connect(tmp_path)) as database:
            assert [row["name"] for row in database.execute("SELECT name FROM device_name")] == left
