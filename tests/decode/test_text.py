"""Bytes to text, and what counts as readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.decode.text import is_text, is_wordy, scrub, to_text


@pytest.mark.parametrize(
    ("data", "charset", "expected", "why"),
    [
        ("Zoë".encode(), "", "Zoë", "UTF-8 unless something says otherwise"),
        ("Zoë".encode("latin-1"), "", "Zoë", "no UTF-8, so Latin-1"),
        ("Zoë".encode("latin-1"), "iso-8859-1", "Zoë", "as it says"),
        ("Zoë".encode(), "iso-8859-1", "Zoë", "browsers believe the bytes over this label"),
        ("Zoë".encode("cp1252"), "windows-1252", "Zoë", "as it says"),
        ("Zoë".encode("utf-16"), "", "Zoë", "its byte-order mark says so"),
        ("Zoë".encode("utf-8-sig"), "latin-1", "Zoë", "the mark goes before the header"),
        ("Zoë".encode("utf-16-le"), "utf-16-le", "Zoë", "as it says"),
        (
            '<meta charset="iso-8859-15">€'.encode("iso-8859-15"),
            "",
            '<meta charset="iso-8859-15">€',
            "the page says so",
        ),
        (
            '<?xml version="1.0" encoding="cp1252"?>€'.encode("cp1252"),
            "",
            '<?xml version="1.0" encoding="cp1252"?>€',
            "",
        ),
        (b"abc", "rot13", "abc", "no charset but a codec of Python's"),
        (b"abc", "zlib", "abc", "nor this one"),
        (b"abc", "\x00bad", "abc", "nor this"),
        (b"+AGEAYg-", "utf-7", "+AGEAYg-", "UTF-7 is not believed"),
        (b"", "", "", "nothing"),
    ],
)
def test_charsets(data, charset, expected, why):
    assert to_text(data, charset) == expected, why


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "utf-16", "cp1252", "big5", "x", "idna", "punycode"]))
def test_any_bytes_become_text_that_can_be_written(data, charset):
    to_text(data, charset).encode()


@given(st.text(st.characters(), max_size=20))
def test_scrubbed_text_can_be_written(text):
    scrub(text).encode()


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("Sanne de Vries", True),
        ("regel\r\n\ttwee", True),
        ("Zoë 😀", True),
        ("", True),
        ("a\x00b", False),
        ("a\x1bb", False),
        ("a\ufffdb", False),
        ("a\x85b", False),
        ("a\ue000b", False),
    ],
)
def test_readable(text, readable):
    assert is_text(text) is readable


@pytest.mark.parametrize(
    ("text", "wordy"),
    [
        ("999990019", True),
        ("Zoë van Dijk", True),
        ("a@b.example", True),
        ('{"a":1}', True),
        ("Özlem Yılmaz", True),
        ("ab", False),
        ("q-\nAU<o", False),
        ("Ĕƭ7x漢", False),
        ("abc`d", False),
        ("ǙGexɊ(C", False),
    ],
)
def test_wordy(text, wordy):
    assert is_wordy(text) is wordy
