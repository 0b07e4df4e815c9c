"""The dashboard's questions: pages of findings by filter, however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.live.dashboard import queries
from scanner.live.store import CellRow, DeviceRow, FindingRow, GapRow, HostRow, StepRow, Store, connect, name_device

MANY = 2_000
BASE = FindingRow(0, "IDN-001", "BSN buiten de wettelijke ontvanger", "BSN outside a statutory recipient", 4, "open",
                  "leer.example", "Leer", "undeclared", "api.leer.example", "GET /klas", "body", "/bsn", "response",
                  "id.bsn", "", 3, 2, 1.0, 2.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    store = Store(folder)
    found = [replace(BASE, number=n, severity=n % 5, last=float(n), count=MANY - n, pointer=f"/veld{n}",
                     recipient="anders.example" if n % 2 else "leer.example") for n in range(MANY)]
    store.update([
        *found, DeviceRow("c1", 1, "192.0.2.7", 5, 1.0, 2.0), DeviceRow("c2", 2, "192.0.2.8", 6, 1.0, 3.0),
        CellRow("leer.example", "Leer", "vendor", "id.bsn", "pupil", False, 3, 2), HostRow("leer.example", 5, 9, 1, 0),
        HostRow("dicht.example", 0, 0, 0, 4), GapRow("tls.no-key", "dicht.example", "", 0, 4, 5.0),
        GapRow("content.media", "leer.example", "jpeg", 99, 1, 0.0), StepRow("stap-1", "Toets", "pupil", 2, 1.0, 2.0),
    ], [("c1", 0), ("c1", 5), ("c2", 5)], {"exchanges": 11, "refused": [
        {"gap": "tls.pinned", "host": "dicht.example", "devices": ["192.0.2.7"], "count": 4, "time": 5.0}]})
    name_device(folder, "192.0.2.8", "kar 2")
    store.close()
    return folder


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(folder)) as database:
        yield database


def numbers(answer: dict[str, list[dict[str, int]]]) -> list[int]:
    return [each["number"] for each in answer["findings"]]


def test_state(database: sqlite3.Connection) -> None:
    state = queries.state(database)
    assert state["severities"] == [MANY // 5] * 5
    assert (state["exchanges"], state["real_person"]) == (11, False)
    assert [(d["number"], d["name"], d["findings"]) for d in state["devices"]] == [(1, "", 2), (2, "kar 2", 1)]
    assert [step["title"] for step in state["steps"]] == ["Toets"]


def test_pages_hold_everything_once(database: sqlite3.Connection) -> None:
    seen: list[int] = []
    first = queries.findings(database)
    for page in range(first["pages"]):
        seen += numbers(queries.findings(database, page=page))
    assert first["total"] == MANY
    assert sorted(seen) == list(range(MANY))
    assert numbers(queries.findings(database, page=first["pages"])) == []


@pytest.mark.parametrize(("order", "first"), [
    ("severity", [1999, 1994, 1989]), ("last", [1999, 1998, 1997]), ("count", [0, 1, 2]),
    ("; DROP TABLE finding", [1999]),
])
def test_orders(order: str, first: list[int], database: sqlite3.Connection) -> None:
    assert numbers(queries.findings(database, order=order))[: len(first)] == first


@pytest.mark.parametrize(("filters", "total"), [
    ({"least": 4}, MANY // 5), ({"least": 5}, 0), ({"recipient": "leer.example"}, MANY // 2),
    ({"recipient": "geen"}, 0),
    ({"device": 1}, 2), ({"device": 2}, 1), ({"device": 3}, 0), ({"device": 1, "recipient": "anders.example"}, 1),
    ({"words": "bsn LEER"}, MANY), ({"words": "/veld77 bsn"}, 11), ({"words": "%"}, 0), ({"words": "' OR 1=1 --"}, 0),
    ({"words": "outside"}, MANY), ({"words": "wettelijke /veld1999"}, 1),
])
def test_filters(filters: dict[str, int | str], total: int, database: sqlite3.Connection) -> None:
    answer = queries.findings(database, **filters)  # type: ignore[arg-type]
    assert answer["total"] == total
    assert len(answer["findings"]) == min(total, queries.PAGE)


def test_coverage_tells_refusing_hosts_from_other_gaps(database: sqlite3.Connection) -> None:
    coverage = queries.coverage(database)
    assert [each["host"] for each in coverage["refused"]] == ["dicht.example"]
    assert [each["gap"] for each in coverage["gaps"]] == ["content.media", "tls.no-key"]
    assert [each["host"] for each in coverage["hosts"]] == ["dicht.example", "leer.example"], "closed ones first"


def test_matrix(database: sqlite3.Connection) -> None:
    assert [(cell["organisation"], cell["category"], cell["count"]) for cell in queries.matrix(database)] == [
        ("Leer", "id.bsn", 3)]
