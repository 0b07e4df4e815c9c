"""The journal: entries come back in order, also after a kill and after a disk that was full."""

from __future__ import annotations

import errno
import zlib
from pathlib import Path

import pytest

from scanner.live.journal import Entry, Journal, bare, packed
from scanner.live.sealed import SealedWriter
from scanner.live.spool import Position
from scanner.model import Body, Exchange

KEY = b"k" * 32


def entry(number: int) -> Entry:
    return Entry(Position(1, number))


def read(folder: Path) -> list[int]:
    return [each.position.records for each in Journal(folder, KEY).entries()]


def test_each_run_goes_on_in_a_file_of_its_own(tmp_path: Path) -> None:
    for run in range(3):
        journal = Journal(tmp_path, KEY)
        assert [each.position.records for each in journal.entries()] == list(range(2 * run))
        for number in (2 * run, 2 * run + 1):
            journal.add(packed([entry(number)]))
        journal.close()
    assert len(list(tmp_path.iterdir())) == 3


def test_an_entry_that_a_kill_cut_short_is_left_out(tmp_path: Path) -> None:
    journal = Journal(tmp_path, KEY)
    for number in range(3):
        journal.add(packed([entry(number)]))
    journal.close()
    path, = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert read(tmp_path) == [0, 1]
    journal = Journal(tmp_path, KEY)
    journal.add(packed([entry(9)]))
    assert read(tmp_path) == [0, 1, 9]


def test_after_a_full_disk_it_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path, KEY)
    journal.add(packed([entry(0)]))

    def full(self: SealedWriter, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(SealedWriter, "append", full)
        with pytest.raises(OSError, match="full"):
            journal.add(packed([entry(1)]))
    journal.add(packed([entry(1)]))
    assert read(tmp_path) == [0, 1]


def test_nothing_of_an_exchange_stays_but_a_mark_of_the_tester() -> None:
    exchange = Exchange("e", "live", "http/1.1", "GET", "https", "a.example", 443, "/?naam=Quirinus", 200, 1.0,
                        (("Cookie", "naam=Quirinus"),), Body(b"Quirinus", 8), (("Set-Cookie", "naam=Quirinus"),),
                        Body(b"Quirinus", 8))
    assert b"Quirinus" in zlib.decompress(packed([Entry(Position(), exchange=exchange)]))
    assert b"Quirinus" not in zlib.decompress(packed([Entry(Position(), exchange=bare(exchange))]))


def test_what_is_entered_together_comes_back_in_order_and_is_small(tmp_path: Path) -> None:
    alike = [Entry(Position(1, number), exchange=bare(Exchange(
        f"flow-{number}", "live", "http/2", "POST", "https", "leer.example", 443, "/", 200, 1.0 + number, ())))
        for number in range(200)]
    journal = Journal(tmp_path, KEY)
    journal.add(packed(alike[:120]))
    journal.add(packed(alike[120:]))
    assert list(journal.entries()) == alike
    assert len(packed(alike)) < sum(len(packed([each])) for each in alike) / 4
