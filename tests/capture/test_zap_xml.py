"""ZAP's messages as XML: of the API, of reports, saved by hand."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from export_builders import BODY, REQUEST, RESPONSE, read, zap_xml

from scanner.capture.sniff import kind_of
from scanner.capture.zap_xml import read_zap_xml
from scanner.errors import InputError
from scanner.model import Gap

ASKED = "POST https://les.example/api?groep=6 HTTP/1.1\r\nHost: les.example\r\nContent-Length: 99\r\n\r\n"
ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"


def test_messages_of_the_api(tmp_path: Path) -> None:
    content = zap_xml((ASKED, BODY.decode(), ANSWER, "één < twee & drie"), (ASKED, "", "", ""))
    assert kind_of(content) == "zap-xml"
    (first, second), notes = read(tmp_path, content)
    assert (first.host, first.target, first.status, first.time) == (
        "les.example", "/api?groep=6", 200, 1_791_184_462.125)
    assert first.request_body.data == BODY
    assert first.response_body.data == "één < twee & drie".encode()
    assert (second.status, second.request_body.state) == (0, "missing")
    assert [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE, Gap.BODY_MISSING]


def test_messages_of_a_report(tmp_path: Path) -> None:
    content = (f'<?xml version="1.0"?><OWASPZAPReport programName="ZAP" version="2.16"><site name="https://les.example">'
               f"<alerts><alertitem><instances><instance><uri>https://les.example/api</uri><requestheader>{ASKED}"
               f"</requestheader><requestbody>a=1</requestbody><responseheader>{ANSWER}</responseheader><responsebody>x"
               f"</responsebody></instance><instance><uri>https://les.example/b</uri></instance></instances></alertitem>"
               f"</alerts></site></OWASPZAPReport>").encode()
    assert kind_of(content) == "zap-xml"
    (exchange,), notes = read(tmp_path, content)
    assert (exchange.target, exchange.request_body.data, exchange.response_body.data) == ("/api?groep=6", b"a=1", b"x")
    assert [note.gap for note in notes] == [Gap.FILE_ENTRY_BROKEN]  # an instance without its message


@pytest.mark.parametrize(("data", "count"), [(REQUEST, 1), (RESPONSE, 0)])
def test_one_side_saved_by_hand(tmp_path: Path, data: bytes, count: int) -> None:
    head, _, body = data.partition(b"\r\n\r\n")
    parts = [base64.b64encode(part).decode() for part in (head + b"\r\n\r\n", body)]
    content = ("<?xml version='1.0' encoding='UTF-8'?><Message>\n"
               f"<Headers>{parts[0]}</Headers><Body>{parts[1]}</Body></Message>")
    assert kind_of(content.encode()) == "zap-xml"
    exchanges, notes = read(tmp_path, content.encode())
    assert len(exchanges) == count
    assert len(notes) == 1  # no response; or an answer without an address


@pytest.mark.parametrize("content", [
    b"<messages><message>hoi</message></messages>", b"<Message><Text>hoi</Text></Message>",
    b'<OWASPZAPReport version="2"><site/></OWASPZAPReport>',  # alerts without messages
])
def test_other_xml_is_no_capture(content: bytes) -> None:
    assert kind_of(content) is None


def test_what_is_no_xml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"tekst")
    with pytest.raises(InputError, match="no messages of ZAP"):
        list(read_zap_xml(tmp_path / "x", "x", lambda note: None))
