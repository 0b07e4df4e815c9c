"""Captures in ZIP archives."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from export_builders import BODY, a_zip, burp, burp_item, read, saz, warc_pair
from export_builders import har_with_attachment as har

from scanner.capture import find_captures, sniff, zipped
from scanner.model import Gap

PCAP = Path(__file__).parent.parent / "captures" / "pcap" / "zeek__http-vlan-0.pcap"


def test_a_har_with_its_attachments(tmp_path: Path) -> None:
    (exchange,), notes = read(tmp_path, a_zip({"har.har": har("0a1b.json"), "0a1b.json": BODY}))
    assert sniff(tmp_path / "opname") == "zip"
    assert (exchange.id, exchange.response_body.data, exchange.request_body.data) == ("1/entry-1", BODY, BODY)
    assert notes == []


def test_captures_of_every_kind(tmp_path: Path) -> None:
    content = a_zip({"leesmij.txt": b"tekst", "a/les.har": har("weg"), "b.xml": burp(burp_item()),
                     "c.pcap": PCAP.read_bytes(),
                     "archive/d.warc.gz": b"".join(map(gzip.compress, warc_pair())),
                     "e.pcap.gz": gzip.compress(PCAP.read_bytes()), "diep.zip": a_zip({"a.har": har("weg")}),
                     "diep.saz": saz()})
    exchanges, notes = read(tmp_path, content)
    assert [exchange.id for exchange in exchanges] == ["1/entry-1", "2/item-1", "3/tcp-0.1", "4/record-1", "5/tcp-0.1"]
    assert {exchange.capture for exchange in exchanges} == {"opname"}
    assert Gap.BODY_MISSING in {note.gap for note in notes}


@pytest.mark.parametrize("members", [
    {"tekst.txt": b"x"}, {}, {"word/document.xml": b"<?xml version='1.0'?><w:document/>"},
    {"META-INF/MANIFEST.MF": b"", "A.class": b"\xca\xfe\xba\xbe"}, {"a.json": b'{"log": {"level": 1}}'},
])
def test_other_archives_are_no_captures(tmp_path: Path, members: dict[str, bytes]) -> None:
    (tmp_path / "x").write_bytes(a_zip(members))
    assert sniff(tmp_path / "x") is None


def test_directories_are_searched_for_archives(tmp_path: Path) -> None:
    (tmp_path / "les.zip").write_bytes(a_zip({"har.har": har("weg")}))
    (tmp_path / "verslag.docx").write_bytes(a_zip({"word/document.xml": b"<w/>"}))
    (tmp_path / "kapot.zip").write_bytes(a_zip({"har.har": har("weg")})[:100])
    assert find_captures([tmp_path]) == [tmp_path / "les.zip"]


def test_a_member_that_is_unreadable_is_named_and_the_rest_read(tmp_path: Path) -> None:
    broken = b'{"log":{"entries":{"a": 1}}}'
    exchanges, notes = read(tmp_path, a_zip({"a.har": broken, "b.har": har("weg")}))
    assert [exchange.id for exchange in exchanges] == ["2/entry-1"]
    assert [note.gap for note in notes] == [Gap.FILE_UNREADABLE, Gap.BODY_MISSING, Gap.BODY_MISSING]


def test_members_that_are_not_looked_at_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped, "_LOOKED_AT", 2)
    content = a_zip({"a.har": har("weg"), "b": b"x", "c": b"y", "d": b"z"})
    exchanges, notes = read(tmp_path, content)
    assert len(exchanges) == 1
    assert (Gap.BUDGET_PARTS, 2) in {(note.gap, note.count) for note in notes}


def test_a_trace_of_playwright(tmp_path: Path) -> None:
    snapshot = {"request": {"method": "GET", "url": "https://les.example/api", "postData": {"_sha1": "aa.json"}},
                "response": {"status": 200, "content": {"mimeType": "application/json", "_sha1": "bb.json"}}}
    lines = [json.dumps({"type": "context-options"}), json.dumps({"type": "resource-snapshot", "snapshot": snapshot},
                                                                 separators=(",", ":"))]
    content = a_zip({"trace.trace": b"{}", "trace.network": "\n".join(lines).encode(), "resources/bb.json": BODY})
    (exchange,), _ = read(tmp_path, content)
    assert (exchange.id, exchange.response_body.data) == ("1/entry-2", BODY)
