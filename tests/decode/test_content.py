"""Which decoder a content gets: data before labels, static only what is for everybody."""

from __future__ import annotations

import pytest

FOREVER = (("Cache-Control", "public, max-age=31536000, immutable"),)
PUPIL = b'{"naam":"Sanne"}'


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/html",
        "text/plain",
        "application/octet-stream",
        "",
        "application/x-www-form-urlencoded",
        "text/javascript",
        "text/xml",
        "text/css",
    ],
)
def test_json_is_json_whatever_it_is_called(decode, kind):
    outcome = decode(response=PUPIL, kind=kind)
    assert outcome.body == {"/naam": "Sanne"}
    assert not outcome.fields[0].origin.static


def test_json_in_another_charset(decode):
    assert decode(response='{"naam":"Zoë"}'.encode("latin-1"), kind="application/json; charset=iso-8859-1").body == {
        "/naam": "Zoë"
    }
    assert decode(response='{"naam":"Zoë"}'.encode("utf-16"), kind="application/json").body == {"/naam": "Zoë"}


@pytest.mark.parametrize(
    ("kind", "body", "headers", "detail"),
    [
        ("text/javascript", b"var a = 'Sanne';", (), "javascript"),
        ("text/css", b"a{}", (), "css"),
        ("application/javascript", b"!function(){}();", FOREVER, "javascript"),
        ("image/svg+xml", b"<svg/>", (), "svg"),
        ("text/html", b"<p>Over ons</p>", FOREVER, "cached"),
        ("text/plain", b"Over ons", FOREVER, "cached"),
        ("application/wasm", b"\x00asm\x01\x00", (), "wasm"),
    ],
)
def test_static_content_is_one_static_text(decode, kind, body, headers, detail):
    outcome = decode(response=body, kind=kind, headers=headers)
    (field,) = [field for field in outcome.fields if field.origin.part == "body"]
    assert field.origin.static
    assert field.value.encode("latin-1") == body
    assert outcome.gaps == [("content.static", len(body), detail, True)]
    assert outcome.decoded.decoded_bytes == 0


@pytest.mark.parametrize(
    ("kind", "body", "headers"),
    [
        ("application/json", PUPIL, FOREVER),
        ("text/javascript", b"cb(" + PUPIL + b")", FOREVER),
        ("text/plain", PUPIL, FOREVER),
        ("text/html", b"<p>Sanne</p>", (("Cache-Control", "public, max-age=60"),)),
        ("text/html", b"<p>Sanne</p>", (*FOREVER, ("Set-Cookie", "a=b"))),
        ("text/csv", b"naam;x\nSanne;1\n", FOREVER),
    ],
)
def test_data_is_never_static(decode, kind, body, headers):
    outcome = decode(response=body, kind=kind, headers=headers)
    assert not outcome.field("Sanne").origin.static
    assert outcome.notes == []


def test_a_request_is_never_static(decode):
    assert not decode(request=b"Sanne", kind="text/plain", headers=FOREVER).field("Sanne").origin.static


@pytest.mark.parametrize(
    ("kind", "body", "name"),
    [
        ("image/jpeg", b"\xff\xd8\xff\xe0x", "image"),
        ("", b"\x89PNG\r\n\x1a\nx", "image"),
        ("video/mp4", b"x", "video"),
        ("application/json", b"GIF89a\x01\x00", "image"),
        ("font/woff2", b"wOF2x", "font"),
    ],
)
def test_media_has_no_fields(decode, kind, body, name):
    outcome = decode(response=body, kind=kind)
    assert outcome.values == []
    assert outcome.gaps == [("content.media", len(body), name, False)]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", "Beste Sanne,\nGoed gedaan."),
        ("", "Beste Sanne"),
        ("text/x-log", "BEGIN\nFN:Sanne"),
        ("application/octet-stream", "een log van Sanne"),
    ],
)
def test_other_text_is_one_field_and_fully_read(decode, kind, body):
    outcome = decode(response=body.encode(), kind=kind)
    assert outcome.body == {"": body}
    assert outcome.notes == []


@pytest.mark.parametrize(
    "kind",
    [
        "application/json",
        "text/xml",
        "text/csv",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/x-ndjson",
        "application/graphql",
    ],
)
def test_what_is_not_what_it_says_is_text_and_noted(decode, kind):
    body = b"Beste Sanne, dit is gewoon tekst"
    outcome = decode(response=body, kind=kind)
    assert outcome.values == [body.decode()]
    assert [gap[::3] for gap in outcome.gaps] in ([("content.parse-failed", True)], [])
    if kind == "application/json":
        assert outcome.gaps == [("content.parse-failed", len(body), "json", True)]


def test_html_by_its_beginning(decode):
    outcome = decode(response=b"<!doctype html><p>Sanne", kind="application/json")
    assert outcome.field("Sanne").origin.format == "html"
