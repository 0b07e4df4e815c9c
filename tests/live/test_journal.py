"""The journal: entries come back in order, also after a kill and after a disk that was full."""

from __future__ import annotations

import errno
import zlib
from pathlib import Path

import pytest

from scanner.live import journal as module
from scanner.live.bare import bare, blank
from scanner.live.journal import Entry, Journal, packed
from scanner.live.sealed import SealedReader, SealedWriter
from scanner.live.spool import Piece, Position
from scanner.model import Exchange, WebSocketMessage

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


def test_what_is_entered_together_comes_back_in_order_and_is_small(tmp_path: Path) -> None:
    alike = [Entry(Position(1, number), exchange=bare(Exchange(
        f"flow-{number}", "live", "http/2", "POST", "https", "leer.example", 443, "/", 200, 1.0 + number, ())))
        for number in range(200)]
    journal = Journal(tmp_path, KEY)
    journal.add(packed(alike[:120]))
    journal.add(packed(alike[120:]))
    assert list(journal.entries()) == alike
    assert len(packed(alike)) < sum(len(packed([each])) for each in alike) / 4


HEAD = Exchange("w", "live", "http/1.1", "GET", "https", "chat.example", 443, "/chat?naam=Quirinus", 101, 1.0, ())


def said(number: int, text: str = "Quirinus") -> Entry:
    piece = Piece("w", HEAD if number == 0 else None, message=WebSocketMessage(True, 1, text.encode(), 1.0))
    return Entry(Position(1, number), piece=piece)


def plain(folder: Path) -> bytes:
    """All frames of all files, opened and unpacked."""
    found = b""
    for path in sorted(folder.glob("journal-*.llk")):
        reader = SealedReader(path, KEY)
        found += b"".join(map(zlib.decompress, reader.frames()))
        reader.close()
    return found


def test_what_was_examined_of_a_conversation_does_not_stay(tmp_path: Path) -> None:
    journal = Journal(tmp_path, KEY)
    for number in range(4):
        journal.add(packed([said(number), entry(number)]), raw=True)
    journal.tidy(lambda piece, position: piece if position.records == 3 else blank(piece))
    assert plain(tmp_path).count(b"Quirinus") == 1
    journal.add(packed([said(4)]), raw=True)
    again = Journal(tmp_path, KEY)
    before = list(again.entries())
    assert [each.position.records for each in before] == [0, 0, 1, 1, 2, 2, 3, 3, 4]
    assert [len(each.piece.message.data) for each in before if each.piece and each.piece.message] == [8] * 5
    again.tidy(lambda piece, _: blank(piece))  # of files that another run wrote, too
    assert b"Quirinus" not in plain(tmp_path) and not list(tmp_path.glob("*.draft"))


def test_on_a_full_disk_it_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path, KEY)
    journal.add(packed([said(0)]), raw=True)

    def full(self: SealedWriter, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr(SealedWriter, "append", full)
        journal.tidy(lambda piece, _: blank(piece))
    assert [path.name for path in tmp_path.iterdir()] == ["journal-000001.llk"]
    assert b"Quirinus" in plain(tmp_path)
    journal.tidy(lambda piece, _: blank(piece))
    assert b"Quirinus" not in plain(tmp_path)


def test_a_large_file_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT", 300)
    journal = Journal(tmp_path, KEY)
    for number in range(9):
        journal.add(packed([entry(number)]))
    assert len(list(tmp_path.iterdir())) > 2 and read(tmp_path) == list(range(9))
