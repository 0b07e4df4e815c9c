"""Session archives of Fiddler."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from export_builders import BODY, REQUEST, RESPONSE, a_zip, read, saz

from scanner.capture import saz as module
from scanner.capture import sniff
from scanner.capture.saz import read_saz
from scanner.errors import InputError
from scanner.model import Gap, Peer

ASKED = REQUEST.replace(b"POST /", b"POST https://les.example/")


def test_sessions(tmp_path: Path) -> None:
    exchanges, notes = read(tmp_path, saz((ASKED, RESPONSE), (b"CONNECT les.example:443 HTTP/1.1\r\n\r\n", b"")))
    assert sniff(tmp_path / "opname") == "saz"
    first = exchanges[0]
    assert (first.id, first.scheme, first.host, first.status) == ("session-1", "https", "les.example", 200)
    assert (first.time, first.server) == (1_791_184_462.125, Peer("192.0.2.7", 443))
    assert (first.request_body.data, first.response_body.data) == (BODY, b"klaar")
    assert len(exchanges) + sum(note.gap is Gap.FILE_ENTRY_BROKEN for note in notes) == 2


def test_numbers_order_the_sessions_and_facts_may_be_missing(tmp_path: Path) -> None:
    members = {f"raw/{number}_c.txt": ASKED for number in (10, 9, 1)}
    exchanges, notes = read(tmp_path, a_zip(members))
    assert [exchange.id for exchange in exchanges] == ["session-1", "session-9", "session-10"]
    assert {note.gap for note in notes} == {Gap.HTTP_NO_RESPONSE}


def test_what_lies_beyond_the_bound_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HEAD", 1000)
    (exchange,), notes = read(tmp_path, saz((ASKED, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50_000)), max_body=1000)
    assert len(exchange.response_body.data) == 1000
    assert {note.gap for note in notes} == {Gap.BODY_TRUNCATED}
    assert sum(note.bytes for note in notes) == 49_000


def test_websocket_logs_are_named(tmp_path: Path) -> None:
    _, notes = read(tmp_path, a_zip({"raw/1_c.txt": ASKED, "raw/1_s.txt": RESPONSE, "raw/1_w.txt": b"x" * 70}))
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.WEBSOCKET_UNREAD, 70)]


def test_damaged_and_encrypted_members_are_noted(tmp_path: Path) -> None:
    content = bytearray(a_zip({"raw/1_c.txt": ASKED, "raw/2_c.txt": ASKED}, zipfile.ZIP_STORED))
    place = content.index(b"leerling?")
    content[place] ^= 1  # the checksum no longer fits
    exchanges, notes = read(tmp_path, bytes(content))
    assert [exchange.id for exchange in exchanges][-1] == "session-2"
    assert (Gap.FILE_ENTRY_BROKEN, "member is damaged") in {(note.gap, note.detail) for note in notes}
    locked = bytearray(a_zip({"raw/1_c.txt": ASKED}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    exchanges, notes = read(tmp_path, bytes(locked))
    assert [(note.gap, note.detail) for note in notes] == [(Gap.FILE_ENTRY_BROKEN, "member is encrypted")]


def test_an_archive_without_sessions_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(a_zip({"a.txt": b"x"}))
    with pytest.raises(InputError, match="no sessions of Fiddler"):
        list(read_saz(tmp_path / "x", "x", lambda note: None))
