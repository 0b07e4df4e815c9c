"""Items of Burp Suite, as it writes them and as nobody should."""

from __future__ import annotations

import gzip
import lzma
from pathlib import Path

import pytest
from export_builders import BODY, REQUEST, RESPONSE, burp, burp_item, read

from scanner.capture.burp import read_burp
from scanner.capture.sniff import kind_of
from scanner.errors import InputError
from scanner.model import Gap, Peer


@pytest.mark.parametrize("encoded", [True, False])
@pytest.mark.parametrize("declaration", [b'<?xml version="1.0"?>\n', b'<?xml version="1.1"?>\n', b"",
                                         b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>'])
def test_items(tmp_path: Path, encoded: bool, declaration: bytes) -> None:
    request = REQUEST if encoded else REQUEST.replace(b"\r\n", b"\n")  # XML knows one kind of line end
    content = burp(burp_item(request, encoded=encoded), burp_item(b"GET / HTTP/2\r\nHost: les.example\r\n\r\n", b""),
                   declaration=declaration)
    assert kind_of(content) == "burp"
    (first, second), notes = read(tmp_path, content)
    assert (first.method, first.scheme, first.host, first.port, first.target, first.status) == (
        "POST", "https", "les.example", 443, "/api/leerling?groep=6", 200)
    assert (first.id, first.time, first.server) == ("item-1", 1_791_184_462.0, Peer("192.0.2.7", 443))
    assert (first.request_body.data, first.response_body.data) == (BODY, b"klaar")
    assert (second.protocol, second.status, second.error) == ("http/2", 0, "no response recorded")
    assert [note.gap for note in notes] == [Gap.HTTP_NO_RESPONSE]


def test_bytes_that_xml_does_not_allow_come_through(tmp_path: Path) -> None:
    """Without base64 Burp writes bodies as they are: control characters, bytes that are no UTF-8, a closing bracket."""
    body = bytes(byte for byte in range(256) if byte != 13) + "é ]]> &amp; <b>".encode()
    (exchange,), notes = read(tmp_path, burp(burp_item(response=b"HTTP/1.1 200 OK\n\n" + body, encoded=False)))
    assert exchange.response_body.data == body
    assert notes == []


@pytest.mark.parametrize("entities", [
    '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">', '<!ENTITY a SYSTEM "file:///etc/passwd">',
    '<!ENTITY % a SYSTEM "https://kwaad.example/x.dtd"> %a;',
])
def test_a_file_that_declares_entities_ends_there(tmp_path: Path, entities: str) -> None:
    content = burp(burp_item().replace(b"<comment>", b"<comment>&a;"), dtd=f"<!DOCTYPE items [{entities}]>")
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(InputError):
        list(read_burp(path, "x", lambda note: None))


def test_an_external_document_type_is_not_loaded(tmp_path: Path) -> None:
    exchanges, _ = read(tmp_path, burp(burp_item(), dtd='<!DOCTYPE items SYSTEM "file:///etc/passwd">'))
    assert len(exchanges) == 1


def test_a_cut_file_gives_its_whole_items(tmp_path: Path) -> None:
    content = burp(burp_item(), burp_item())
    for cut in (content[:-200], gzip.compress(content)[:-20]):
        exchanges, notes = read(tmp_path, cut)
        assert [exchange.id for exchange in exchanges][:1] == ["item-1"]
        assert notes[-1].gap is Gap.FILE_TRUNCATED


def test_broken_items_are_counted_and_the_others_read(tmp_path: Path) -> None:
    items = [b"<item></item>", b"<item><request base64='true'>%%%</request></item>", burp_item(b"geen verzoek"),
             b"<item><url>javascript:alert(1)</url></item>", burp_item()]
    exchanges, notes = read(tmp_path, burp(*items))
    assert [exchange.id for exchange in exchanges] == ["item-5"]
    assert [note.gap for note in notes].count(Gap.FILE_ENTRY_BROKEN) == 4


def test_nesting_and_endless_tags_are_survived(tmp_path: Path) -> None:
    deep = b"<a>" * 50_000 + b"</a>" * 50_000
    exchanges, _ = read(tmp_path, burp(b"<item>" + deep + b"</item>", burp_item(), deep))
    assert [exchange.id for exchange in exchanges] == ["item-2"]
    endless = burp(burp_item()).replace(b"</items>", b"") + b"<a " + b"b='1' " * (3 << 20)
    exchanges, notes = read(tmp_path, endless)
    assert len(exchanges) == 1
    assert notes[-1].gap is Gap.FILE_TRUNCATED


def test_a_body_beyond_the_bound_is_cut_and_counted(tmp_path: Path) -> None:
    response = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500_000
    (exchange,), notes = read(tmp_path, burp(burp_item(response=response)), max_body=100_000)
    assert (len(exchange.response_body.data), exchange.response_body.size) == (100_000, 500_000)
    assert [(note.gap, note.bytes) for note in notes] == [(Gap.BODY_TRUNCATED, 400_000)]


@pytest.mark.parametrize("content", [
    b"<items/>", b"<items><product/></items>", b"<?xml version='1.0'?><rss><item/></rss>", b"<html><items>",
    b"<item><request/></item>", lzma.compress(burp(burp_item())),
])
def test_other_xml_is_no_capture(content: bytes) -> None:
    assert kind_of(content) is None


def test_response_alone_has_its_url(tmp_path: Path) -> None:
    item = burp_item().replace(b"<request base64", b"<unused base64").replace(b"</request>", b"</unused>")
    (exchange,), _ = read(tmp_path, burp(item))
    assert (exchange.method, exchange.target, exchange.error) == ("GET", "/api/leerling?groep=6", "no request recorded")
    assert exchange.response_body.data == RESPONSE[-5:]
