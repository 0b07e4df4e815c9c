"""Bodies of HAR entries: decoded or not, whole, cut or left out."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import pytest

from scanner.capture.har_body import escape, request_body, response_body
from scanner.capture.message_body import Bounds
from scanner.model import EMPTY_BODY, Body, Gap, Headers, Note

GZIPPED = gzip.compress(b'{"naam": "Sanne"}', mtime=0)
GZIP: Headers = (("Content-Encoding", "gzip"),)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def sent(request: dict[str, Any], headers: Headers = (), max_body: int = 1000) -> tuple[Body, list[tuple[Gap, int]]]:
    notes: list[Note] = []
    body = request_body(request, headers, Bounds(notes.append, "x.har", "a.example", max_body))
    return body, [(note.gap, note.bytes) for note in notes]


def received(
    response: dict[str, Any], headers: Headers = (), method: str = "GET", status: int = 200, max_body: int = 1000
) -> tuple[Body, list[tuple[Gap, int]]]:
    notes: list[Note] = []
    bounds = Bounds(notes.append, "x.har", "a.example", max_body)
    body = response_body(response, method, status, headers, bounds)
    return body, [(note.gap, note.bytes) for note in notes]


def plain(data: bytes, size: int = 0) -> Body:
    return Body(data, size or len(data), "complete", True, "utf-8")


@pytest.mark.parametrize(("request_", "headers", "body"), [
    ({"postData": {"text": "é"}}, (), plain("é".encode())),
    ({"postData": {"text": b64(b"\0\1"), "encoding": "base64"}}, (), Body(b"\0\1", 2, plain=True)),
    ({"postData": {"text": b64(b"\0\1"), "_encoding": "base64"}}, (), Body(b"\0\1", 2, plain=True)),
    ({"_content": {"text": b64(b"\0\1"), "encoding": "base64"}}, (), Body(b"\0\1", 2, plain=True)),  # HTTP Toolkit
    ({"postData": {"text": b64(GZIPPED), "encoding": "base64"}}, GZIP, Body(GZIPPED, len(GZIPPED))),  # still encoded
    ({"postData": {"text": b64(b"decoded"), "encoding": "base64"}}, GZIP, Body(b"decoded", 7, plain=True)),
    ({"postData": {"text": GZIPPED.decode("latin-1")}}, GZIP, Body(GZIPPED, len(GZIPPED))),  # one character a byte
    ({"postData": {"text": "plain"}}, GZIP, plain(b"plain")),
    ({"postData": {"text": "", "params": []}, "bodySize": 0}, (), EMPTY_BODY),
    ({"bodySize": -1}, (), EMPTY_BODY),
    ({}, (), EMPTY_BODY),
])
def test_request_bodies(request_: dict[str, Any], headers: Headers, body: Body) -> None:
    assert sent(request_, headers) == (body, [])


UPLOAD = b'--grens\r\nContent-Disposition: form-data; name="werk"\r\n\r\nPK\x03\x04\x9f\xe9\xff\r\n--grens--\r\n'
NAMED = '--grens\r\nContent-Disposition: form-data; name="naam"\r\n\r\nNo\u00ebl\r\n--grens--\r\n'.encode()


@pytest.mark.parametrize("data", [UPLOAD, NAMED], ids=["a file", "text in UTF-8"])
def test_bytes_that_were_written_as_characters_are_bytes_again(data: bytes) -> None:
    """mitmproxy and browsers write an upload one character a byte; told by the length that was sent."""
    whole = Body(data, len(data), plain=True)
    written = data.decode("latin-1")
    assert sent({"postData": {"text": written}, "bodySize": len(data)}) == (whole, [])
    assert sent({"postData": {"text": written}}, (("Content-Length", str(len(data))),)) == (whole, [])
    assert received({"content": {"text": written, "size": len(data)}, "bodySize": -1}) == (whole, [])
    assert sent({"postData": {"text": written}, "bodySize": 60}, GZIP) == (whole, [])  # the size on the wire


@pytest.mark.parametrize(("written", "declared"), [
    ("No\u00ebl", 5),  # what was sent was UTF-8
    ("No\u00ebl", 4),  # Latin-1, which is no UTF-8: the text is as good
    ("No\u00ebl \u20ac", 6),  # some exporters count characters
    ("NoÃ«l", 7),  # somebody wrote so, in UTF-8
    ("Noel", 4),
])
def test_text_stays_text(written: str, declared: int) -> None:
    assert sent({"postData": {"text": written}, "bodySize": len(written.encode())}, GZIP)[0] == plain(written.encode())
    assert sent({"postData": {"text": written}, "bodySize": declared})[0] == plain(written.encode())


@pytest.mark.parametrize(("mime", "params", "data"), [
    ("application/x-www-form-urlencoded", [("naam", "Sanne de Vries"), ("a&b", "ü")],
     b"naam=Sanne%20de%20Vries&a%26b=%C3%BC"),
    ("application/x-www-form-urlencoded", [("a%5B%5D", "al+geschreven%21")], b"a%5B%5D=al+geschreven%21"),
    ("", [("a", "1")], b"a=1"),
    ("multipart/form-data; boundary=XX", [("a", "1\n2")],
     b'--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\n2\r\n--XX--\r\n'),
])
def test_parameters_without_text_become_the_form_they_were_read_from(
    mime: str, params: list[tuple[str, str]], data: bytes
) -> None:
    listed = [{"name": name, "value": value} for name, value in params]
    assert sent({"postData": {"mimeType": mime, "params": listed}}) == (plain(data), [])


def test_a_file_in_a_form_keeps_its_name() -> None:
    param = {"name": "foto", "fileName": 'a"b.jpg', "contentType": "image/jpeg", "value": "x"}
    body, _ = sent({"postData": {"mimeType": 'multipart/form-data; boundary="X"', "params": [param]}})
    assert b'name="foto"; filename="a%22b.jpg"\r\nContent-Type: image/jpeg\r\n\r\nx\r\n--X--' in body.data


@pytest.mark.parametrize(("request_", "headers", "size"), [
    ({"bodySize": 90}, (), 90),
    ({"bodySize": -1}, (("content-length", "80"),), 80),
    ({"postData": {"mimeType": "image/png"}, "bodySize": 70}, (), 70),
    ({"bodySize": 5, "_requestBodyStatus": "discarded:too-large"}, (), 5),
])
def test_request_bodies_that_were_left_out(request_: dict[str, Any], headers: Headers, size: int) -> None:
    assert sent(request_, headers) == (Body(b"", size, "missing"), [(Gap.BODY_MISSING, size)])


@pytest.mark.parametrize(("response", "headers", "body"), [
    ({"content": {"size": 2, "text": "é"}}, (), plain("é".encode())),
    ({"content": {"size": 1, "text": "é"}}, (("content-type", "text/html; charset=iso-8859-1"),), plain("é".encode())),
    ({"content": {"size": -1, "text": "x"}}, (), plain(b"x")),
    ({"content": {"size": 3, "text": b64(b"\xff\0x"), "encoding": "base64"}}, (), Body(b"\xff\0x", 3, plain=True)),
    ({"content": {"size": 9, "text": b64(b"decoded"), "encoding": "base64", "compression": -2}, "bodySize": 9}, GZIP,
     Body(b"decoded", 7, plain=True)),  # mitmproxy: the size on the wire
    ({"content": {"size": 20, "text": b64(GZIPPED), "encoding": "base64"}}, GZIP, Body(GZIPPED, len(GZIPPED))),
    ({"content": {"size": 4, "text": "ab"}}, (), plain(b"ab")),  # UTF-16 on the wire
    ({"content": {"size": 90, "text": "ab", "mimeType": "text/plain; charset=utf-16"}}, (), plain(b"ab")),
    ({"content": {}}, (), EMPTY_BODY),
    ({}, (), EMPTY_BODY),
    ({"content": {"size": 0, "text": ""}}, (), EMPTY_BODY),
])
def test_response_bodies(response: dict[str, Any], headers: Headers, body: Body) -> None:
    assert received(response, headers) == (body, [])


@pytest.mark.parametrize(("response", "headers", "size"), [
    ({"content": {"size": 23591, "mimeType": "image/gif"}}, (), 23591),  # Firefox leaves images out
    ({"content": {"size": -1}, "bodySize": 12}, (), 12),
    ({"content": {"size": 10, "text": ""}}, (), 10),
    ({"content": {}}, (("Content-Length", "7"),), 7),
])
def test_response_bodies_that_were_left_out(response: dict[str, Any], headers: Headers, size: int) -> None:
    assert received(response, headers) == (Body(b"", size, "missing"), [(Gap.BODY_MISSING, size)])


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 304), ("GET", 204), ("GET", 101), ("GET", 0),
                                                ("CONNECT", 200)])
def test_where_no_body_can_be_none_is_missing(method: str, status: int) -> None:
    assert received({"content": {"size": 10}}, (), method, status) == (EMPTY_BODY, [])


def test_a_body_that_the_recorder_cut() -> None:
    body, notes = received({"content": {"size": 93867, "text": "x" * 900}})
    assert body == Body(b"x" * 900, 93867, "truncated", True, "utf-8")
    assert notes == [(Gap.BODY_TRUNCATED, 92967)]


def test_a_body_beyond_the_bound_is_cut_and_its_size_kept() -> None:
    body, notes = received({"content": {"size": 50, "text": "é" * 25}}, max_body=7)
    assert body == Body("ééé".encode() + b"\xc3", 50, "truncated", True, "utf-8")
    assert notes == [(Gap.BODY_TRUNCATED, 43)]


def test_text_that_is_not_the_base64_it_claims_to_be_is_read_as_text() -> None:
    body, notes = received({"content": {"text": "<p>gewoon tekst</p>?!?!?!?!?!?!?!?!?!?!?!", "encoding": "base64"}})
    assert body.data.startswith(b"<p>gewoon")
    assert notes == [(Gap.ENCODING_BROKEN, 0)]


@pytest.mark.parametrize(("value", "escaped"), [
    ("a b", "a%20b"), ("a%20b", "a%20b"), ("100%", "100%25"), ("a=b&c", "a%3Db%26c"),
    ("a+b", "a%2Bb"), ("\ud800", "%3F"),
])
def test_escaping_leaves_what_is_escaped(value: str, escaped: str) -> None:
    assert escape(value) == escaped
