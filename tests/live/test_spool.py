"""The spool: everything the proxy put in comes out once and in order, over files, restarts and a full disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.live import room
from scanner.live.spool import NO_ROOM, START, Finished, Position, SpoolReader, SpoolWriter
from scanner.model import Body, Exchange, Gap, Note

KEY = b"k" * 32
Reading = Callable[..., SpoolReader]


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[Callable[..., SpoolReader]]:
    """Makes readers that are closed at the end."""
    opened: list[SpoolReader] = []

    def make(start: Position = START) -> SpoolReader:
        opened.append(SpoolReader(tmp_path, KEY, start))
        return opened[-1]

    yield make
    for reader in opened:
        reader.close()


def exchange(number: int, size: int = 10) -> Exchange:
    return Exchange(f"flow-{number}", "live", "http/1.1", "POST", "https", "a.example", 443, "/x?naam=Pluimgraaf", 200,
                    float(number), request_body=Body(b"x" * size, size))


def ids(records: list[tuple[object, Position]]) -> list[str]:
    return [record.id for record, _ in records if isinstance(record, Exchange)]


def test_records_come_back_over_several_files(tmp_path: Path, reading: Reading) -> None:
    writer = SpoolWriter(tmp_path, KEY, segment=2000)
    for number in range(30):
        assert writer.put(exchange(number, 300))
    writer.put(Note(Gap.PASSED_THROUGH, "live", "bank.example"))
    writer.finish()
    reader = reading()
    found = list(reader.records())
    assert ids(found) == [f"flow-{number}" for number in range(30)]
    assert found[0][0] == exchange(0, 300)
    assert isinstance(found[-1][0], Finished)
    assert len(list(tmp_path.glob("spool-*"))) > 3
    reader.forget(reader.position)
    assert len(list(tmp_path.glob("spool-*"))) == 1
    assert reader.waiting == 0


def test_a_reader_follows_and_begins_where_it_was(tmp_path: Path, reading: Reading) -> None:
    writer = SpoolWriter(tmp_path, KEY, segment=1500)
    reader = reading()
    seen: list[tuple[object, Position]] = []
    for number in range(12):
        writer.put(exchange(number, 300))
        if number % 3 == 0:
            seen += reader.records()
            reader.close()
            reader = reading(reader.position)  # as after a kill
    seen += reader.records()
    assert ids(seen) == [f"flow-{number}" for number in range(12)]


def test_a_proxy_that_comes_back_begins_a_new_file_and_the_cut_is_told(tmp_path: Path, reading: Reading) -> None:
    first = SpoolWriter(tmp_path, KEY)
    first.put(exchange(1))
    first.put(exchange(2))
    path = next(tmp_path.glob("spool-*"))
    os.truncate(path, path.stat().st_size - 7)  # killed while writing
    reader = reading()
    assert ids(list(reader.records())) == ["flow-1"]
    second = SpoolWriter(tmp_path, KEY)
    second.put(exchange(3))
    (note, at), *more = list(reader.records())  # only now: before, the rest could still come
    assert isinstance(note, Note) and note.gap is Gap.QUEUE_DROPPED and note.bytes > 0
    assert at == Position(2, 0) and ids(more) == ["flow-3"]


def test_what_has_no_room_is_counted(tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = SpoolWriter(tmp_path, KEY)
    writer.put(exchange(1))

    def full(_file: int, _data: memoryview) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        assert not writer.put(exchange(2))
        assert not writer.put(Note(Gap.PASSED_THROUGH, "live", "bank.example"))
        assert writer.shut and writer.dropped[0] == 1
    assert not writer.put(exchange(3)), "only a look at the disk opens it again"
    assert len(list(tmp_path.glob("spool-*"))) == 1, "no file for each exchange that had no room"
    assert writer.look() == "enough"
    assert writer.put(exchange(4))
    writer.finish()
    found = list(reading().records())
    assert ids(found) == ["flow-1", "flow-4"]
    told, = (record for record, _ in found if isinstance(record, Note))
    assert (told.gap, told.count, told.detail) == (Gap.QUEUE_DROPPED, 2, NO_ROOM) and told.bytes > 0
    assert isinstance(found[-1][0], Finished)
    assert room.read(tmp_path) == (0, 0, False)


def test_it_stops_before_the_disk_is_full_and_goes_on_when_there_is_room(
    tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    free = room.SCARCE
    monkeypatch.setattr(room, "free", lambda _: free)
    writer = SpoolWriter(tmp_path, KEY)
    assert writer.look() == "enough"
    free = room.SCARCE - 1
    assert writer.look() == "scarce" and writer.put(exchange(1))
    free = room.FLOOR - 1
    assert writer.look() == "full" and not writer.put(exchange(2))
    free = room.FLOOR + 1
    assert writer.look() == "full", "not at once again: it would stop and go on with every exchange"
    free = room.AGAIN
    assert writer.look() == "scarce" and writer.put(exchange(3))
    writer.finish()
    assert ids(list(reading().records())) == ["flow-1", "flow-3"]


def test_a_proxy_that_is_killed_on_a_full_disk_loses_no_count(
    tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(room, "free", lambda _: 0)
        killed = SpoolWriter(tmp_path, KEY)
        killed.look()
        for number in range(5):
            killed.put(exchange(number))
    assert room.read(tmp_path)[0] == 5
    SpoolWriter(tmp_path, KEY).finish()
    told, = (record for record, _ in reading().records() if isinstance(record, Note))
    assert told.count == 5


def test_the_end_is_told_though_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = SpoolWriter(tmp_path, KEY)

    def full(_file: int, _data: memoryview) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        writer.put(exchange(1))
        writer.finish()
    exchanges, size, ended = room.read(tmp_path)
    assert (exchanges, ended) == (1, True) and size > 0


def test_nothing_is_readable_on_the_disk(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, KEY)
    writer.put(exchange(1))
    assert all(b"Pluimgraaf" not in path.read_bytes() for path in tmp_path.iterdir())
