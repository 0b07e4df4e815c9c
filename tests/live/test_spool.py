"""The spool: everything the proxy put in comes out once and in order, over files, restarts and a full disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scanner.live.spool import START, Finished, Position, SpoolReader, SpoolWriter
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
    assert len(list(tmp_path.iterdir())) > 3
    reader.forget(reader.position)
    assert len(list(tmp_path.iterdir())) == 1
    assert (reader.cut, reader.waiting) == (0, 0)


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
    path = next(tmp_path.iterdir())
    os.truncate(path, path.stat().st_size - 7)  # killed while writing
    reader = reading()
    assert ids(list(reader.records())) == ["flow-1"]
    assert reader.cut == 0, "the rest may still come"
    second = SpoolWriter(tmp_path, KEY)
    second.put(exchange(3))
    assert ids(list(reader.records())) == ["flow-3"]
    assert reader.cut > 0


def test_what_has_no_room_is_counted(tmp_path: Path, reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = SpoolWriter(tmp_path, KEY)
    writer.put(exchange(1))

    def full(_file: int, _data: memoryview) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        assert not writer.put(exchange(2))
    writer.put(exchange(3))
    writer.finish()
    found = list(reading().records())
    last = found[-1][0]
    assert ids(found) == ["flow-1", "flow-3"]
    assert isinstance(last, Finished) and last.exchanges == 1 and last.bytes > 0


def test_nothing_is_readable_on_the_disk(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, KEY)
    writer.put(exchange(1))
    assert all(b"Pluimgraaf" not in path.read_bytes() for path in tmp_path.iterdir())
