"""WARC files: pairs, revisits, and what is no HTTP."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from export_builders import BODY, REQUEST, RESPONSE, read, warc_pair, warc_record

from scanner.capture import warc
from scanner.capture.sniff import kind_of
from scanner.capture.warc import read_warc
from scanner.errors import InputError
from scanner.model import Gap, Peer

INFO = warc_record("warcinfo", b"software: x\r\n", "i")
URL = "https://les.example/a"


@pytest.mark.parametrize("per_record_gzip", [True, False])
@pytest.mark.parametrize("order", [1, -1])
def test_pairs(tmp_path: Path, per_record_gzip: bool, order: int) -> None:
    records = [INFO, *[record for number in range(3) for record in warc_pair(number)[::order]]]
    content = b"".join(map(gzip.compress, records) if per_record_gzip else records)
    if not per_record_gzip:
        assert kind_of(content) == "warc"
    exchanges, notes = read(tmp_path, content)
    assert [(e.id, e.method, e.host, e.status) for e in exchanges] == [
        (f"record-{number}", "POST", "les.example", 200) for number in (1, 2, 3)]
    first = exchanges[0]
    assert (first.scheme, first.server, first.time) == ("https", Peer("192.0.2.7", 443), 1_791_184_462.0)
    assert (first.request_body.data, first.response_body.data, first.error) == (BODY, b"klaar", "")
    assert notes == []


def test_requests_far_from_their_answers_and_of_one_url(tmp_path: Path) -> None:
    pairs = [warc_pair(number, response=RESPONSE.replace(b"klaar", b"deel%d" % number)) for number in range(5)]
    content = b"".join([pair[0] for pair in pairs] + [pair[1] for pair in reversed(pairs)])
    exchanges, _ = read(tmp_path, content)
    assert [exchange.response_body.data for exchange in exchanges] == [b"deel%d" % n for n in (4, 3, 2, 1, 0)]


def test_without_references_the_url_and_time_pair(tmp_path: Path) -> None:
    content = b"".join(warc_pair()).replace(b"WARC-Concurrent-To", b"X-Anders")
    (exchange,), _ = read(tmp_path, content)
    assert (exchange.method, exchange.status) == ("POST", 200)


def test_one_side_alone(tmp_path: Path) -> None:
    answer, asked = warc_pair()
    (first, second), notes = read(tmp_path, answer + asked.replace(b"urn:uuid:r1", b"urn:uuid:weg").replace(
        b"groep=6\r\nWARC", b"groep=7\r\nWARC"))
    assert (first.method, first.target, first.status, first.error) == (
        "GET", "/api/leerling?groep=6", 200, "no request recorded")
    assert (second.method, second.status) == ("POST", 0)
    assert [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE]


def test_what_a_recorder_says_of_itself_is_no_broken_exchange(tmp_path: Path) -> None:
    """wget keeps its arguments and its log as resources with addresses of their own."""
    own = warc_record("resource", b"--warc-file=les", "eigen", Content_Type="text/plain",
                      WARC_Target_URI="<metadata://gnu.org/software/wget/warc/wget_arguments.txt>")
    exchanges, notes = read(tmp_path, b"".join(warc_pair()) + own)
    assert len(exchanges) == 1
    assert [(note.gap, note.bytes, note.detail) for note in notes] == [
        (Gap.PROTOCOL_UNREAD, 15, "WARC record without HTTP")]


def test_those_that_wait_too_long_are_given_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_WAITING", 2)
    content = b"".join(warc_pair(number)[1] for number in range(5))
    exchanges, _ = read(tmp_path, content)
    assert len(exchanges) == 5


def test_revisits_and_other_records_are_named(tmp_path: Path) -> None:
    revisit = warc_record("revisit", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "r", WARC_Target_URI=URL,
                          WARC_Profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest")
    dns = warc_record("response", b"20261005 les.example. A 192.0.2.7", "d", WARC_Target_URI="dns:les.example",
                      Content_Type="text/dns")
    page = warc_record("resource", b"<html>", "p", WARC_Target_URI=URL, Content_Type="text/html")
    exchanges, notes = read(tmp_path, INFO + revisit + dns + page + warc_record("metadata", b"x", "m"))
    assert [(e.target, e.status, e.response_body.data) for e in exchanges] == [("/a", 200, b"<html>"), ("/a", 200, b"")]
    assert {(note.gap, note.detail) for note in notes} == {
        (Gap.PROTOCOL_UNREAD, "WARC record without HTTP"),
        (Gap.BODY_MISSING, "revisit: the body is in another record or capture"),
        (Gap.BODY_MISSING, "body not in the export"),
    }


def test_the_protocol_of_a_browser(tmp_path: Path) -> None:
    content = b"".join(warc_pair()).replace(b"WARC-IP-Address", b"WARC-Protocol: h2, tls/1.3\r\nWARC-IP-Address")
    assert read(tmp_path, content)[0][0].protocol == "http/2"
    plain = b"".join(warc_pair()).replace(b"WARC-IP-Address", b"WARC-Protocol: http/1.1\r\nWARC-IP-Address")
    assert read(tmp_path, plain)[0][0].protocol == "http/1.1"


def test_cut_files_give_what_is_whole(tmp_path: Path) -> None:
    records = [*warc_pair(1), *warc_pair(2)]
    for content in (b"".join(records)[:-300], b"".join(map(gzip.compress, records))[:-40]):
        exchanges, notes = read(tmp_path, content)
        assert exchanges[0].request_body.data == BODY
        assert {note.gap for note in notes} & {Gap.FILE_TRUNCATED, Gap.FILE_ENTRY_BROKEN}


def test_what_lies_beyond_the_bound_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_HEAD", 1000)
    response = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50_000
    (exchange,), notes = read(tmp_path, b"".join(warc_pair(response=response)), max_body=1000)
    assert len(exchange.response_body.data) == 1000
    assert {note.gap for note in notes} == {Gap.BODY_TRUNCATED}
    assert sum(note.bytes for note in notes) == 49_000


def test_hostile_fields(tmp_path: Path) -> None:
    records = [
        warc_record("response", b"", "a"), warc_record("response", b"onzin", "b", WARC_Target_URI="javascript:1"),
        warc_record("request", REQUEST, "c", WARC_Concurrent_To="<urn:uuid:c>", WARC_Date="gisteren"),
        warc_record("response", RESPONSE, "c", WARC_Target_URI=URL + "\x00", WARC_Date="9999999-01-01"),
        warc_record("onbekend", b"x", "e"),
    ]
    exchanges, notes = read(tmp_path, b"".join(records))
    assert len(exchanges) == 1
    assert {note.gap for note in notes} >= {Gap.FILE_ENTRY_BROKEN, Gap.PROTOCOL_UNREAD}


def test_a_file_without_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"tekst")
    with pytest.raises(InputError, match="no WARC record"):
        list(read_warc(tmp_path / "x", "x", lambda note: None))
    assert kind_of(b"WARC/x") is None and kind_of(b"WARC is een formaat\r\n") is None
