"""Sessions of Charles in XML."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from export_builders import BODY, charles_xml, read

from scanner.capture.charles_xml import read_charles_xml
from scanner.capture.sniff import kind_of
from scanner.errors import InputError
from scanner.model import Gap, Peer


@pytest.mark.parametrize("content", [charles_xml(), charles_xml(base64.b64encode(BODY), "base64")])
def test_a_session(tmp_path: Path, content: bytes) -> None:
    assert kind_of(content) == "charles-xml"
    (exchange,), notes = read(tmp_path, content)
    assert (exchange.id, exchange.method, exchange.scheme, exchange.host, exchange.port, exchange.target) == (
        "transaction-1", "POST", "https", "les.example", 443, "/api/leerling?groep=6")
    assert (exchange.protocol, exchange.status, exchange.time, exchange.server) == (
        "http/2", 200, 1_791_184_462.125, Peer("192.0.2.7", 443))
    assert (exchange.request_body.data, exchange.response_body.data) == (BODY, b"klaar")
    assert notes == []


def test_what_is_left_out_is_filled_in_from_the_attributes(tmp_path: Path) -> None:
    content = (b'<charles-session><transaction method="GET" protocol="http" host="a.example" path="/x"><request/>'
               b'<response status="404"/></transaction><transaction method="CONNECT" protocol="https" host="b.example" '
               b'actualPort="443"><request/></transaction></charles-session>')
    (first, second), notes = read(tmp_path, content)
    assert (first.host, first.port, first.target, first.status) == ("a.example", 80, "/x", 404)
    assert (second.method, second.target, second.status) == ("CONNECT", "b.example:443", 0)
    assert [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE]


@pytest.mark.parametrize("attributes", ["", 'host=""', 'method="GET POST" host="a.example"', 'host="a b" method="x"'])
def test_broken_transactions_are_noted(tmp_path: Path, attributes: str) -> None:
    content = f"<charles-session><transaction {attributes}><request/></transaction></charles-session>".encode()
    exchanges, notes = read(tmp_path, content)
    assert len(exchanges) + sum(note.gap is Gap.FILE_ENTRY_BROKEN for note in notes) == 1


def test_a_cut_session_and_other_files(tmp_path: Path) -> None:
    exchanges, notes = read(tmp_path, charles_xml()[:-10])
    assert len(exchanges) == 1
    assert [note.gap for note in notes] == [Gap.FILE_TRUNCATED]
    (tmp_path / "x").write_bytes(b"<sessions/>")
    with pytest.raises(InputError, match="no session of Charles"):
        list(read_charles_xml(tmp_path / "x", "x", lambda note: None))
