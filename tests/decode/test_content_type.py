"""Declared types, magic bytes, caching."""

from __future__ import annotations

import pytest

from scanner.decode.content_type import Kind, charset_of, declared, is_cached_for_all, looks_binary, magic


@pytest.mark.parametrize(
    ("mime", "kind", "name"),
    [
        ("application/json; charset=utf-8", Kind.JSON, ""),
        ("application/problem+json", Kind.JSON, ""),
        ("APPLICATION/JSON", Kind.JSON, ""),
        ("application/soap+xml", Kind.XML, ""),
        ("application/xhtml+xml", Kind.HTML, ""),
        ("text/vcard", Kind.TEXT, ""),
        ("image/webp", Kind.MEDIA, "image"),
        ("font/woff2", Kind.MEDIA, "font"),
        ("image/svg+xml", Kind.STATIC, "svg"),
        ("text/css", Kind.STATIC, "css"),
        ("multipart/mixed", Kind.MULTIPART, ""),
        ("application/vnd.openxmlformats-officedocument.x", Kind.OPAQUE, "office"),
        ("", Kind.UNKNOWN, ""),
        ("geheim", Kind.UNKNOWN, ""),
        ("application/octet-stream", Kind.UNKNOWN, ""),
    ],
)
def test_declared(mime, kind, name):
    assert declared(mime) == (kind, name)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", Kind.MEDIA),
        (b"\0\0\0\x18ftypmp42", Kind.MEDIA),
        (b"RIFF\0\0\0\0WEBPVP8", Kind.MEDIA),
        (b"PK\x03\x04", Kind.OPAQUE),
        (b"\0asm\1\0\0\0", Kind.STATIC),
        (b"{}", Kind.UNKNOWN),
        (b"", Kind.UNKNOWN),
        (b"RIFF tekst", Kind.UNKNOWN),
    ],
)
def test_magic(data, kind):
    assert magic(data)[0] is kind


@pytest.mark.parametrize(
    ("control", "others", "answer"),
    [
        ("public, max-age=31536000", (), True),
        ("max-age=31536000, immutable", (), True),
        ("public, s-maxage=700000", (), True),
        ("public, max-age=60", (), False),
        ("max-age=31536000", (), False),
        ("private, max-age=31536000", (), False),
        ("no-store, public, max-age=31536000", (), False),
        ("", (), False),
        ("public, max-age=x", (), False),
        ("public, max-age=31536000", (("Set-Cookie", "a=b"),), False),
    ],
)
def test_caching(control, others, answer):
    assert is_cached_for_all((("Cache-Control", control), *others)) is answer


def test_charset_parameter():
    assert charset_of('text/html; charset="ISO-8859-1"') == "ISO-8859-1"
    assert charset_of("text/html") == ""


@pytest.mark.parametrize(
    ("data", "kind", "answer"),
    [
        (b"tekst\r\n\tmeer \x1b[0m", Kind.UNKNOWN, False),
        (b"\x00\x01", Kind.UNKNOWN, True),
        (b"a\x01b", Kind.XML, False),
        (b"a\x01b", Kind.UNKNOWN, True),
        (b"a\x00b", Kind.TEXT, True),
        (b"\x01\xff\xfe\xfd\xfc\xfb", Kind.TEXT, True),
        ("Zoë".encode("utf-16"), Kind.UNKNOWN, False),
        (b"", Kind.UNKNOWN, False),
    ],
)
def test_binary(data, kind, answer):
    assert looks_binary(data, kind) is answer
