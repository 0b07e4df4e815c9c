"""The worker: what a scan of the same exchanges gives, whatever is killed in between."""

from __future__ import annotations

import json
import pickle
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import pytest

from scanner.detect import Key
from scanner.live import reports
from scanner.live import worker as module
from scanner.live.journal import Journal
from scanner.live.sealed import SealedWriter
from scanner.live.spool import Piece, SpoolWriter
from scanner.live.store import FILE
from scanner.live.worker import UNFINISHED, Worker
from scanner.model import Body, Exchange, Gap, Note, WebSocketMessage
from scanner.pipeline import Examiner
from scanner.run import Options, Run

KEY = Key(b"k" * 32, "file")
PEOPLE = [("Sanne de Vries", "999990019"), ("Yassin el Amrani", "999990020"), ("Kim Pluimgraaf", "999990032")]


def exchanges() -> list[Exchange]:
    made = []
    for number in range(12):
        name, bsn = PEOPLE[number % 3]
        body = json.dumps({"naam": name, "bsn": bsn, "id": number}).encode()
        made.append(Exchange(f"flow-{number + 1}", "live", "http/1.1", "POST", "https", "leer.example", 443,
                             f"/klas/{number}", 200, 1_700_000_000.0 + number,
                             (("content-type", "application/json"), ("cookie", f"sid=abcdef{number % 3}")),
                             Body(body, len(body))))
    return made


@pytest.fixture
def spool(tmp_path: Path) -> SpoolWriter:
    (tmp_path / UNFINISHED).mkdir()
    return SpoolWriter(tmp_path / UNFINISHED, KEY.bytes)


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(module, "tell", told.append)
    return told


def comparable(document: dict[str, Any]) -> dict[str, Any]:
    return {key: document[key] for key in ("coverage", "recipients", "detections", "findings", "flows")}


def at_once() -> dict[str, Any]:
    run = Run(Options(), key=KEY)
    for _ in run.pipeline.feed_all(exchanges()):
        pass
    return comparable(run.finish())


GONE = threading.Event()
GONE.set()


def test_the_result_is_that_of_a_scan_and_nothing_is_left(tmp_path: Path, spool: SpoolWriter) -> None:
    for exchange in exchanges():
        spool.put(exchange)
    spool.finish()
    document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert comparable(document) == at_once()
    assert {path.name for path in tmp_path.iterdir()} == {*reports.REPORTS.values(), FILE}
    assert json.loads((tmp_path / "leerlek.json").read_bytes())["findings"] == json.loads(
        json.dumps(document["findings"]))


def test_the_report_carries_the_decision_of_the_school(tmp_path: Path, spool: SpoolWriter) -> None:
    spool.finish()
    decision = "besluit bestuur 12-10-2026, kenmerk 2026-114"
    document = Worker(tmp_path, Options(mode="live", decision=decision), KEY).work(threading.Event())
    assert (document["scan"]["settings"]["mode"], document["scan"]["settings"]["decision"]) == ("live", decision)
    assert decision in (tmp_path / reports.REPORTS["html"]).read_text("utf-8")


class KilledError(BaseException):
    """Stands for a kill: nothing catches it."""


@pytest.mark.parametrize("lives", [(1, 1, 1), (5,), (0, 11), (3, 4)])
def test_killed_after_some_exchanges_it_goes_on(
    lives: tuple[int, ...], tmp_path: Path, spool: SpoolWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for exchange in exchanges():
        spool.put(exchange)
    spool.finish()
    examine = Examiner.examine_all
    for life in lives:
        left = [life]

        def killing(self: Examiner, given: Any, left: list[int] = left) -> Iterator[Any]:
            for outcome in examine(self, given):
                if not left[0]:
                    raise KilledError
                left[0] -= 1
                yield outcome

        with monkeypatch.context() as patched, pytest.raises(KilledError):
            patched.setattr(Examiner, "examine_all", killing)
            Worker(tmp_path, Options(), KEY).work(threading.Event())
        assert not (tmp_path / "leerlek.json").exists()
    document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert comparable(document) == at_once()


def test_a_proxy_that_is_gone_ends_it_with_a_report_that_says_so(tmp_path: Path, spool: SpoolWriter) -> None:
    for exchange in exchanges()[:5]:
        spool.put(exchange)
    document = Worker(tmp_path, Options(), KEY).work(GONE)
    assert document["coverage"]["totals"]["exchanges"] == 5
    assert any(note["gap"] == "file.truncated" for note in document["coverage"]["notes"])
    again = SpoolWriter(tmp_path / UNFINISHED, KEY.bytes)  # the proxy is back
    for exchange in exchanges()[5:]:
        again.put(exchange)
    again.finish()
    document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert comparable(document) == at_once()


def test_notes_of_the_proxy_and_what_had_no_room_are_in_the_coverage(
    tmp_path: Path, spool: SpoolWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.put(Note(Gap.PASSED_THROUGH, "live", "bank.example"))
    monkeypatch.setattr(spool, "shut", True)
    for exchange in exchanges()[:3]:
        spool.put(exchange)
    spool.finish()
    document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    gaps = {note["gap"]: note for note in document["coverage"]["notes"]}
    assert gaps["proxy.passed-through"]["host"] == "bank.example"
    assert gaps["queue.dropped"]["count"] == 3
    assert document["coverage"]["gate"]["verdict"] == "limited"


@pytest.mark.parametrize("fatal", ["flow-1", "flow-3"])
def test_an_exchange_that_ends_it_every_time_is_left_out_and_named(
    fatal: str, tmp_path: Path, spool: SpoolWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for exchange in exchanges()[:3]:
        spool.put(exchange)
    spool.finish()
    examine = Examiner.examine_all

    def killing(self: Examiner, given: Any) -> Iterator[Any]:
        taken = list(given)
        if any(exchange.id == fatal for exchange, _ in taken):
            raise KilledError
        yield from examine(self, taken)

    monkeypatch.setattr(Examiner, "examine_all", killing)
    monkeypatch.setattr(module, "_ATTEMPTS", 3)
    document: dict[str, Any] = {}
    lives = 0
    while not document:
        lives += 1
        with suppress(KilledError):
            document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert 3 < lives <= 3 + 3
    failed = [note for note in document["coverage"]["notes"] if note["gap"] == "stage.failed"]
    assert [(note["count"], note["bytes"]) for note in failed] == [
        (1, len(each.request_body.data)) for each in exchanges()[:3] if each.id == fatal]
    assert document["coverage"]["totals"]["exchanges"] == 3


def test_what_is_scanned_together_is_journaled_together(tmp_path: Path, spool: SpoolWriter,
                                                        monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame for each exchange would make the journal of a week eight times as large."""
    frames: list[int] = []
    add = Journal.add
    monkeypatch.setattr(Journal, "add", lambda self, data, raw: (frames.append(len(data)), add(self, data, raw=raw))[1])
    for exchange in exchanges():
        spool.put(exchange)
    spool.finish()
    Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert len(frames) == 1


def test_findings_are_told_once(tmp_path: Path, spool: SpoolWriter, silent: list[dict[str, Any]]) -> None:
    for exchange in exchanges()[:4]:
        spool.put(exchange)
    Worker(tmp_path, Options(), KEY).work(GONE)
    first = [event for event in silent if event["event"] == "finding"]
    assert {"IDN-001"} <= {event["rule"] for event in first}
    assert not any(name in json.dumps(silent) for name in ("Sanne", "Pluimgraaf", "999990019"))
    silent.clear()
    SpoolWriter(tmp_path / UNFINISHED, KEY.bytes).finish()
    Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert not [event for event in silent if event["event"] == "finding"]


def test_a_conversation_that_goes_on_when_the_proxy_is_killed_is_scanned(tmp_path: Path, spool: SpoolWriter) -> None:
    head = Exchange("flow-1", "live", "http/1.1", "GET", "https", "chat.example", 443, "/chat", 101, 1_700_000_000.0)
    said = json.dumps({"leerlingnaam": "Kim Pluimgraaf", "bsn": "999990032"}).encode()
    spool.put(Piece("flow-1", head))
    spool.put(Piece("flow-1", message=WebSocketMessage(True, 1, said, 1_700_000_001.0)))
    first = Worker(tmp_path, Options(), KEY).work(GONE)
    assert {d["category"] for d in first["detections"]} >= {"id.bsn"}
    SpoolWriter(tmp_path / UNFINISHED, KEY.bytes).finish()
    again = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert again["coverage"]["totals"]["exchanges"] == 1
    assert [d["masked"] for d in again["detections"]] == [d["masked"] for d in first["detections"]]


def test_what_was_examined_of_a_conversation_leaves_the_journal(
    tmp_path: Path, spool: SpoolWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_TIDY_EVERY", 0)
    head = Exchange("flow-1", "live", "http/1.1", "GET", "https", "chat.example", 443, "/chat", 101, 1_700_000_000.0)
    said = json.dumps({"leerlingnaam": "Kim Pluimgraaf", "bsn": "999990032"}).encode()
    spool.put(Piece("flow-1", head))
    for number in range(3):
        spool.put(Piece("flow-1", message=WebSocketMessage(True, 1, said, 1_700_000_001.0 + number)))
    first = Worker(tmp_path, Options(), KEY).work(GONE)
    entries = list(Journal(tmp_path / UNFINISHED, KEY.bytes).entries())
    assert sum(entry.piece is not None for entry in entries) == 4
    assert b"Pluimgraaf" not in pickle.dumps([entry.piece for entry in entries])
    SpoolWriter(tmp_path / UNFINISHED, KEY.bytes).finish()
    again = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert [d["masked"] for d in again["detections"]] == [d["masked"] for d in first["detections"]]


def test_a_worker_on_a_full_disk_leaves_everything_for_later(
    tmp_path: Path, spool: SpoolWriter, monkeypatch: pytest.MonkeyPatch, silent: list[dict[str, Any]]
) -> None:
    for exchange in exchanges():
        spool.put(exchange)
    spool.finish()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(SealedWriter, "append", full)
        with pytest.raises(module.LeftError):
            Worker(tmp_path, Options(), KEY).work(GONE)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(module.LeftError):
            Worker(tmp_path, Options(), KEY).work(GONE)
    assert not list(tmp_path.glob("leerlek.[jhsc]*"))
    document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert comparable(document) == at_once()


def test_a_worker_on_a_full_disk_goes_on_when_there_is_room(
    tmp_path: Path, spool: SpoolWriter, monkeypatch: pytest.MonkeyPatch, silent: list[dict[str, Any]]
) -> None:
    for exchange in exchanges():
        spool.put(exchange)
    spool.finish()
    append = SealedWriter.append
    calls = []

    def now_and_then_full(self: SealedWriter, data: bytes) -> None:
        calls.append(1)
        if len(calls) < 3:
            raise OSError(28, "No space left on device")
        append(self, data)

    monkeypatch.setattr(SealedWriter, "append", now_and_then_full)
    monkeypatch.setattr(module, "_PAUSE", 0)
    document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert comparable(document) == at_once()
    assert any(event["event"] == "full" for event in silent)


def test_a_proxy_that_is_back_before_its_folder_is_removed_loses_nothing(
    tmp_path: Path, spool: SpoolWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    for exchange in exchanges()[:5]:
        spool.put(exchange)
    spool.finish()
    write = reports.write

    def while_it_writes(folder: Path, document: dict[str, Any], lang: Literal["nl", "en"]) -> None:
        write(folder, document, lang)
        again = SpoolWriter(tmp_path / UNFINISHED, KEY.bytes)
        for exchange in exchanges()[5:]:
            again.put(exchange)

    with monkeypatch.context() as patched:
        patched.setattr(module, "write", while_it_writes)
        Worker(tmp_path, Options(), KEY).work(GONE)
    SpoolWriter(tmp_path / UNFINISHED, KEY.bytes).finish()
    document = Worker(tmp_path, Options(), KEY).work(threading.Event())
    assert comparable(document) == at_once()


def test_the_report_of_an_earlier_session_is_put_aside(tmp_path: Path, spool: SpoolWriter) -> None:
    assert reports.put_aside(tmp_path) is None
    spool.finish()
    Worker(tmp_path, Options(), KEY).work(threading.Event())
    report = (tmp_path / "leerlek.json").read_bytes()
    kept = reports.put_aside(tmp_path)
    assert kept is not None and (kept / "leerlek.json").read_bytes() == report
    assert {path.name for path in kept.iterdir()} == {*reports.REPORTS.values(), FILE}
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]
