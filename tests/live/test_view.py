"""What watchers see: the findings as the judge has them, devices, and no value that is known by then."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from scanner.detect import Key
from scanner.live.store import FILE, Store, connect
from scanner.live.view import View
from scanner.model import Body, Exchange, Gap, Note, Peer
from scanner.pipeline import Examiner
from scanner.run import Options, Run

KEY = Key(b"k" * 32, "file")
DISTINCT = "Quirinus Pluimgraaf"


def exchange(number: int, target: str, content: dict[str, Any], client: str = "192.0.2.7") -> Exchange:
    body = json.dumps(content).encode()
    return Exchange(f"flow-{number}", "live", "http/1.1", "POST", "https", "leer.example", 443, target, 200,
                    1_700_000_000.0 + number, (("content-type", "application/json"),), Body(body, len(body)),
                    client=Peer(client, 40_000 + number))


class Session:
    """A run that is watched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.run = Run(Options(), key=KEY)
        self.examiner = Examiner(key=KEY.bytes, subjects=None, scan_static=False)
        self.store = Store(folder)
        self.view = View(self.run, self.store)

    def feed(self, *exchanges: Exchange) -> None:
        for each in exchanges:
            outcome = self.examiner.examine(each, self.run.pipeline.next_order())
            self.run.pipeline.collect(each, outcome)
            self.view.saw(each, outcome)

    def rows(self, question: str) -> list[dict[str, Any]]:
        with closing(connect(self.folder)) as database:
            return [dict(row) for row in database.execute(question)]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path)


def test_findings_are_opened_once_and_grow(session: Session) -> None:
    session.feed(exchange(1, "/klas", {"bsn": "999990019"}))
    opened = session.view.update({})
    assert "IDN-001" in {each.rule for each in opened}
    session.feed(exchange(2, "/klas", {"bsn": "999990020"}, client="192.0.2.8"))
    assert session.view.update({}) == []
    bsn = session.rows("SELECT * FROM finding WHERE rule = 'IDN-001'")
    assert [(row["count"], row["subjects"], row["severity"]) for row in bsn] == [(2, 2, 4)]
    on = session.rows("SELECT device.address FROM on_device JOIN device USING (client) JOIN finding "
                      "ON finding = finding.number WHERE rule = 'IDN-001' ORDER BY address")
    assert [row["address"] for row in on] == ["192.0.2.7", "192.0.2.8"]


def test_devices_are_numbered_as_they_come(session: Session) -> None:
    session.feed(exchange(1, "/a", {}), exchange(2, "/a", {}, client="192.0.2.8"), exchange(3, "/a", {}))
    session.view.update({})
    assert [(row["number"], row["address"], row["exchanges"]) for row in
            session.rows("SELECT * FROM device ORDER BY number")] == [(1, "192.0.2.7", 2), (2, "192.0.2.8", 1)]


def test_the_matrix_and_the_gaps_are_there(session: Session) -> None:
    session.feed(exchange(1, "/klas", {"bsn": "999990019"}))
    for _ in range(2):
        session.run.pipeline.note(Note(Gap.TLS_NO_KEY, "live", "dicht.example", 10, detail="x"))
    session.view.update({})
    cell, = session.rows("SELECT * FROM cell WHERE category = 'id.bsn'")
    assert (cell["organisation"], cell["declared"], cell["count"]) == ("leer.example", 0, 1)
    gap, = session.rows("SELECT * FROM gap")
    assert (gap["host"], gap["bytes"], gap["count"]) == ("dicht.example", 20, 2)


def test_a_name_that_becomes_known_later_leaves_the_places_it_stood_in(session: Session) -> None:
    """A segment of a path says nothing until the name is seen as one."""
    session.feed(exchange(1, "/dossier/quirinus-pluimgraaf/bsn", {"bsn": "999990019"}))
    session.view.update({})
    session.feed(exchange(2, "/klas", {"leerlingnaam": DISTINCT}))
    for _ in range(31):
        session.view.update({})
    stored = b"".join(path.read_bytes() for path in session.folder.glob(FILE + "*"))
    shown = json.dumps(session.rows("SELECT * FROM finding")).lower()
    assert stored
    assert "pluimgraaf" not in shown
    assert "999990019" not in shown
    assert "pluimgraaf" not in session.view.clean("/dossier/quirinus-pluimgraaf")


def test_in_the_end_the_store_holds_the_findings_of_the_report(session: Session) -> None:
    session.feed(*(exchange(n, f"/klas/{n}", {"naam": DISTINCT, "bsn": "999990019"}) for n in range(3)))
    session.view.update({})
    document = session.run.finish()
    session.view.conclude(document, {"state": "done"})
    stored = session.rows("SELECT rule, endpoint, pointer, count FROM finding ORDER BY number")
    assert stored == [{name: found[name] for name in ("rule", "endpoint", "pointer", "count")}
                      for found in document["findings"]]
    assert session.rows("SELECT count(*) AS n FROM on_device")[0]["n"] >= 2
