"""Multipart: names, file names, nested contents, damage."""

from __future__ import annotations

import gzip
import json

import pytest

KIND = 'multipart/form-data; boundary="--grens"'


def part(body: bytes, *headers: str) -> bytes:
    return b"----grens\r\n" + "\r\n".join(headers).encode() + b"\r\n\r\n" + body + b"\r\n"


END = b"----grens--\r\n"


def test_parts_by_name_and_type(decode):
    body = (
        part(b"Zo\xc3\xab", 'Content-Disposition: form-data; name="naam"')
        + part(
            json.dumps({"bsn": "999990019"}).encode(),
            'Content-Disposition: form-data; name="data"',
            "Content-Type: application/json",
        )
        + part(
            b"<a><b>x</b></a>",
            'Content-Disposition: form-data; name="user[xml]"; filename="werkstuk Sanne.xml"',
            "Content-Type: text/xml",
        )
        + END
    )
    outcome = decode(request=body, kind=KIND)
    assert outcome.body == {
        "/naam": "Zoë",
        "/data/bsn": "999990019",
        "/user/xml/@filename": "werkstuk Sanne.xml",
        "/user/xml/a/b": "x",
    }
    assert outcome.steps("999990019") == ["multipart", "json"]
    assert outcome.notes == []


def test_media_in_a_part_is_named_with_its_size(decode):
    picture = b"\x89PNG\r\n\x1a\n" + bytes(500)
    body = (
        part(picture, 'Content-Disposition: form-data; name="foto"; filename="Sanne.png"', "Content-Type: image/png")
        + part(b"Sanne", 'Content-Disposition: form-data; name="naam"')
        + END
    )
    outcome = decode(request=body, kind=KIND)
    assert outcome.gaps == [("content.media", len(picture), "image", False)]
    assert outcome.body == {"/foto/@filename": "Sanne.png", "/naam": "Sanne"}


def test_a_packed_body_with_media_still_adds_up(decode):
    body = part(bytes(range(256)) * 40, 'Content-Disposition: form-data; name="f"; filename="a.bin"') + END
    outcome = decode(request=gzip.compress(body), kind=KIND, headers=(("Content-Encoding", "gzip"),))
    assert outcome.gaps[0][0] == "content.opaque"


def test_transfer_encodings_and_unnamed_parts(decode):
    body = (
        part(b"U2FubmUgZGUgVnJpZXM=", "Content-Transfer-Encoding: base64")
        + part(b"Zo=C3=AB", "Content-Transfer-Encoding: quoted-printable")
        + part(
            b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"naam":"Daan"}',
            "Content-Type: application/http",
        )
        + END
    )
    outcome = decode(response=body, kind="multipart/mixed; boundary=--grens")
    assert outcome.body == {"/0": "Sanne de Vries", "/1": "Zoë", "/2/naam": "Daan"}
    assert outcome.steps("Sanne de Vries") == ["multipart", "base64", "text"]


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=anders", ""])
def test_the_boundary_is_found_without_its_parameter(decode, kind):
    body = part(b"Sanne", 'Content-Disposition: form-data; name="naam"') + END
    assert decode(request=body, kind=kind).body == {"/naam": "Sanne"}


@pytest.mark.parametrize(
    "body",
    [
        b"geen delen",
        b"----grens",
        b"----grens\r\n\r\n",
        b"----grens\r\n" * 2000,
        b'----grens\r\nContent-Disposition: form-data; name="' + b"x" * 20_000,
    ],
)
def test_damaged_bodies(decode, body):
    decode(request=body, kind=KIND)


def test_parts_within_parts_within_parts_end(decode):
    body = b"Sanne"
    for _ in range(40):
        body = (
            part(body, 'Content-Disposition: form-data; name="a"', f"Content-Type: {KIND}").replace(
                b"----grens", b"----grens"
            )
            + END
        )
    outcome = decode(request=body, kind=KIND)
    assert any("Sanne" in value for value in outcome.values)
