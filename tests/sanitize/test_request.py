"""Requests with pseudonyms: every place that is decoded, everything else byte for byte, signed things untouched."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Sequence
from email.parser import BytesParser
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from scanner.decode import Decoded, Decoder
from scanner.model import Body, Category, Exchange
from scanner.pipeline import Examiner
from scanner.sanitize.pseudonyms import Pseudonyms
from scanner.sanitize.request import Rewritten, is_signed, with_pseudonyms

KEY = b"k" * 32
BSN, MAIL, FAMILY = "999990019", "sanne@school.example", "de Vries"
EXAMINER = Examiner(key=KEY, subjects=None, scan_static=False)
DECODER = Decoder()
PSEUDONYMS = Pseudonyms(KEY)
FAKE = {BSN: PSEUDONYMS.of(Category.BSN, BSN, "", ""), MAIL: PSEUDONYMS.of(Category.EMAIL, MAIL, "", ""),
        FAMILY: PSEUDONYMS.of(Category.NAME_FAMILY, FAMILY, "", "")}
JSON = "application/json"


def read(exchange: Exchange) -> Decoded:
    return DECODER.decode(exchange, lambda note: None)


def request(target: str = "/a", headers: Sequence[tuple[str, str]] = (), body: bytes = b"",
            kind: str = JSON) -> Exchange:
    of_body = (("Content-Type", kind), ("Content-Length", str(len(body)))) if body else ()
    given = (("Host", "profiel.example"), *of_body)
    return Exchange("r", "live", "http/1.1", "POST", "https", "profiel.example", 443, target, 0, 1.7e9,
                    (*given, *headers), Body(body, len(body)))


def rewritten(exchange: Exchange) -> Rewritten:
    return with_pseudonyms(exchange, *EXAMINER.sighted(exchange), PSEUDONYMS, read)


def sent(*args: object, **how: object) -> Exchange:
    return rewritten(request(*args, **how)).exchange  # type: ignore[arg-type]


def test_json_keeps_layout_order_escapes_and_numbers() -> None:
    body = (b'{ "x" : [1, 2.50, 1e3, null,true] ,\n "achternaam":"de Vries",'
            b'"bsn" : "999990019", "\\u00e9": "\\u00e9\\/ \\"a\\"" }')
    made = sent(body=body)
    assert made.request_body.data == body.replace(b"de Vries", FAKE[FAMILY].encode()).replace(
        BSN.encode(), FAKE[BSN].encode())
    assert dict(made.request_headers)["Content-Length"] == str(len(made.request_body.data))


def test_a_value_that_needs_escaping_stays_valid_json() -> None:
    body = b'{"achternaam": "O\\u0027Vries \\"de\\" Vri\\u00ebs", "email": "sanne@school.example"}'
    found = json.loads(sent(body=body).request_body.data)
    assert found["email"] == FAKE[MAIL]


def test_a_number_stays_a_number() -> None:
    assert json.loads(sent(body=b'{"bsn": 999990019, "a": 1}').request_body.data) == {"bsn": int(FAKE[BSN]), "a": 1}


def test_the_address_keeps_its_escaping() -> None:
    target = "/leerling/x%2Fy?bsn=999990019&a=1+2&b=%C3%A9%e9&email=sanne%40school.example&leeg=&vlag"
    made = sent(target).target
    assert made == target.replace(BSN, FAKE[BSN]).replace("sanne%40school.example", FAKE[MAIL].replace("@", "%40"))


def test_forms() -> None:
    body = b"achternaam=de+Vries&x=%e9%20+&bsn=999990019&leeg="
    made = sent(body=body, kind="application/x-www-form-urlencoded").request_body.data
    assert made == body.replace(b"de+Vries", FAKE[FAMILY].replace(" ", "+").encode()).replace(
        BSN.encode(), FAKE[BSN].encode())


def test_headers_and_cookies() -> None:
    headers = [("Cookie", f"a=1; mail={MAIL.replace('@', '%40')};sid=0123456789abcdef0123"), ("X-User-Email", MAIL),
               ("Referer", f"https://les.example/a?bsn={BSN}#x"), ("X-Anders", "caf\u00e9  a")]
    made = dict(sent(headers=headers).request_headers)
    assert made["Cookie"] == f"a=1; mail={FAKE[MAIL].replace('@', '%40')};sid=0123456789abcdef0123"
    assert made["X-User-Email"] == FAKE[MAIL]
    assert made["Referer"] == f"https://les.example/a?bsn={FAKE[BSN]}#x"
    assert made["X-Anders"] == "caf\u00e9  a"


def test_multipart_with_a_file_beside_it() -> None:
    picture = bytes(range(256)) * 40
    body = (b"--grens\r\nContent-Disposition: form-data; name=\"bsn\"\r\n\r\n999990019\r\n--grens\r\n"
            b"Content-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
            b"\x89PNG\r\n\x1a\n" + picture
            + b"\r\n--grens--\r\n")
    made = sent(body=body, kind="multipart/form-data; boundary=grens").request_body.data
    assert made == body.replace(BSN.encode(), FAKE[BSN].encode())
    parts = BytesParser().parsebytes(b"Content-Type: multipart/form-data; boundary=grens\r\n\r\n" + made).get_payload()
    assert next(part.get_payload(decode=True) for part in parts) == FAKE[BSN].encode()  # type: ignore[union-attr]


def test_xml() -> None:
    body = f'<?xml version="1.0"?>\n<l a="1"><bsn>{BSN}</bsn><t>&lt;x&gt; &#233;</t></l>'.encode()
    made = sent(body=body, kind="text/xml").request_body.data
    assert ElementTree.fromstring(made).findtext("bsn") == FAKE[BSN]
    assert made == body.replace(BSN.encode(), FAKE[BSN].encode())


@pytest.mark.parametrize("pack", ["base64", "json", "url", "percent"])
def test_nested_encodings(pack: str) -> None:
    inner = json.dumps({"bsn": BSN, "naam": "x"})
    packed = {"base64": base64.b64encode(inner.encode()).decode(), "json": inner,
              "url": f"https://a.example/?bsn={BSN}&b=c%20d", "percent": "%7B%22bsn%22%3A%22999990019%22%7D"}[pack]
    made = json.loads(sent(body=json.dumps({"data": packed, "z": 1}).encode()).request_body.data)
    assert made["z"] == 1 and BSN not in made["data"]
    if pack == "base64":
        assert json.loads(base64.b64decode(made["data"])) == {"bsn": FAKE[BSN], "naam": "x"}
    elif pack == "json":
        assert json.loads(made["data"]) == {"bsn": FAKE[BSN], "naam": "x"}
    elif pack == "url":
        assert parse_qs(urlsplit(made["data"]).query) == {"bsn": [FAKE[BSN]], "b": ["c d"]}
    else:
        assert FAKE[BSN] in made["data"]


def test_a_compressed_body_stays_compressed() -> None:
    made = sent(headers=[("Content-Encoding", "gzip")], body=gzip.compress(json.dumps({"bsn": BSN}).encode()))
    assert json.loads(gzip.decompress(made.request_body.data)) == {"bsn": FAKE[BSN]}
    assert dict(made.request_headers)["Content-Length"] == str(len(made.request_body.data))


def test_digests_of_the_body_are_made_anew_and_unknown_ones_leave_it() -> None:
    body = json.dumps({"bsn": BSN}).encode()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    made = sent(headers=[("Content-Digest", f"sha-256=:{digest}:"), ("Content-MD5", "x")], body=body)
    headers = dict(made.request_headers)
    new = made.request_body.data
    assert json.loads(new) == {"bsn": FAKE[BSN]}
    assert headers["Content-Digest"] == f"sha-256=:{base64.b64encode(hashlib.sha256(new).digest()).decode()}:"
    assert headers["Content-MD5"] == base64.b64encode(hashlib.md5(new).digest()).decode()
    assert sent(headers=[("Digest", "crc99=abc")], body=body).request_body.data == body


@pytest.mark.parametrize("headers", [
    [("Authorization", "AWS4-HMAC-SHA256 Credential=a")], [("Signature", "sig1=:abc=:")],
    [("X-Hub-Signature-256", "sha")], [("DPoP", "eyJ")], [("Authorization", "OAuth oauth_signature=abc")],
])
def test_a_signed_request_stays_as_it_is(headers: list[tuple[str, str]]) -> None:
    exchange = request(headers=headers, body=json.dumps({"bsn": BSN}).encode())
    found = rewritten(exchange)
    assert is_signed(exchange) and found.signed and found.exchange is exchange
    assert rewritten(request(f"/a?X-Amz-Signature=ab&bsn={BSN}")).signed


def test_tokens_and_credentials_stay() -> None:
    told = json.dumps({"name": "Sanne de Vries", "email": MAIL}).encode()
    claims = base64.urlsafe_b64encode(told).rstrip(b"=").decode()
    token = f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJlc2lnbmF0dXJl"
    body = json.dumps({"token": token, "wachtwoord": "geheim123", "bsn": BSN}).encode()
    made = sent(headers=[("Authorization", f"Bearer {token}")], body=body)
    assert made.request_body.data == body.replace(BSN.encode(), FAKE[BSN].encode())
    assert dict(made.request_headers)["Authorization"] == f"Bearer {token}"


def test_prose_keeps_its_words() -> None:
    body = json.dumps({"bericht": f"Sanne de Vries ({MAIL}) belde vandaag over de toets."}).encode()
    made = json.loads(sent(body=body).request_body.data)["bericht"]
    assert made.endswith("belde vandaag over de toets.") and "Vries" not in made and MAIL not in made


@pytest.mark.parametrize("exchange", [
    request(), request("/les/4?a=%7B%22&b=%zz&c=1;2"), request(body=b'{"a": [1, "2"], "b": "\\u00e9"}'),
    request(body=bytes(range(256)), kind="application/octet-stream"), request(body=b'{"kapot": ', kind=JSON),
    request(body=b"%PDF-1.4 x", kind="application/pdf"), request("*"), request(body=b'{"voornaam": ""}'),
])
def test_where_nobody_is_nothing_changes(exchange: Exchange) -> None:
    assert rewritten(exchange).exchange is exchange


@pytest.mark.parametrize("body", [
    b'{"bsn": "999990019"', b'{"bsn": "999990019"}}}]', b'[' * 3000 + b'{"bsn":"999990019"}',
    b'{"bsn":"999990019"}\x00\xff',
    b'\xef\xbb\xbf{"bsn":"999990019"}', b'{"bsn":"999990019","bsn":"999990020"}', b'{"a":"\\ud800","bsn":"999990019"}',
    b'bsn=999990019&bsn=999990019&=&&', b'{"bsn":"999990019"}\r\n{"bsn":"999990020"}\n',
])
def test_hostile_bodies_stay_of_one_form(body: bytes) -> None:
    exchange = request(body=body)
    made = rewritten(exchange).exchange
    before, after = read(exchange).fields, read(made).fields
    assert [(f.origin.part, f.path.names, f.indices) for f in before] == [
        (f.origin.part, f.path.names, f.indices) for f in after]
