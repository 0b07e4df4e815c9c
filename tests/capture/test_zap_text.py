"""ZAP's text file of messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_builders import BODY, REQUEST, RESPONSE, read, zap_text

from scanner.capture import zap_text as module
from scanner.capture.sniff import kind_of
from scanner.capture.zap_text import read_zap_text
from scanner.errors import InputError
from scanner.model import Gap

ASKED = REQUEST.replace(b"POST /", b"POST https://les.example/")


def test_messages(tmp_path: Path) -> None:
    content = zap_text((ASKED, RESPONSE), (b"GET http://a.example/ HTTP/1.1\r\n\r\n", b""), (ASKED, RESPONSE))
    assert kind_of(content) == "zap-text"
    exchanges, notes = read(tmp_path, content)
    assert [(e.id, e.scheme, e.host, e.target, e.status) for e in exchanges] == [
        ("message-1", "https", "les.example", "/api/leerling?groep=6", 200), ("message-2", "http", "a.example", "/", 0),
        ("message-3", "https", "les.example", "/api/leerling?groep=6", 200)]
    assert [(e.request_body.data, e.response_body.data) for e in exchanges] == [
        (BODY, b"klaar"), (b"", b""), (BODY, b"klaar")]
    assert [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE]


def test_the_older_separator(tmp_path: Path) -> None:
    exchanges, _ = read(tmp_path, zap_text((ASKED, RESPONSE)).replace(b"===3 =", b"==== 3 ="))
    assert len(exchanges) == 1


def test_what_looks_like_a_separator_within_a_line_is_none(tmp_path: Path) -> None:
    body = b"zie ===4 ==========\nen ==== ====\n===9 =========\n" * 50_000  # beyond a block
    (exchange,), _ = read(tmp_path, zap_text((ASKED, b"HTTP/1.1 200 OK\r\n\r\n" + body)), max_body=10 << 20)
    assert exchange.response_body.data == body.removesuffix(b"\n")


def test_large_messages_are_cut_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HEAD", 1000)
    content = zap_text((ASKED, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 3_000_000), (ASKED, RESPONSE))
    exchanges, notes = read(tmp_path, content, max_body=1000)
    assert [len(exchange.response_body.data) for exchange in exchanges] == [1000, 5]
    assert sum(note.bytes for note in notes) == pytest.approx(3_000_000, abs=2000)


@pytest.mark.parametrize("content", [
    b"===3 ==========\n", b"===3 ==========\nkop\n=====\n", b"=== titel ===\nGET / HTTP/1.1",
    b"tekst\n===3 ==========\n",
])
def test_other_texts_are_no_capture(content: bytes, tmp_path: Path) -> None:
    assert kind_of(content) is None


def test_a_text_without_messages_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"tekst")
    with pytest.raises(InputError, match="no messages of ZAP"):
        list(read_zap_text(tmp_path / "x", "x", lambda note: None))
