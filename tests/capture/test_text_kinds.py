"""Kinds of text, and in which encoding it is; more in ``test_sniff.py``."""

from __future__ import annotations

import codecs

import pytest

from scanner.capture.text_kinds import as_utf8, is_har, kind_of_text, text_encoding

HAR = '{"log": {"version": "1.2", "entries": []}}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_har_in_every_encoding(encoding: str) -> None:
    text = HAR.encode(encoding)
    assert kind_of_text(text) == "har" and is_har(text)
    assert text_encoding(text) == ("utf-16" if text.startswith(codecs.BOM_UTF16_LE) else encoding)
    assert as_utf8(text) == HAR.encode()


@pytest.mark.parametrize("head", [b"", b"{", b"[]", b"<", b"<html>", b'{"entries": []}', b"7:version", bytes(20)])
def test_no_capture(head: bytes) -> None:
    assert kind_of_text(head) is None
