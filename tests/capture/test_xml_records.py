"""Records of an XML stream; the exports that use them test the rest."""

from __future__ import annotations

import io
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.capture.xml_records import XmlRecord, XmlRecords


def records(content: bytes, max_text: int = 1000) -> tuple[list[XmlRecord], XmlRecords]:
    reader = XmlRecords(frozenset({"r"}), max_text)
    return list(reader.read(io.BytesIO(content))), reader


def test_elements_by_path_attributes_and_line() -> None:
    (record,), reader = records(b'<l>\n<x/>\n<r id="7"><a n="1">een<b>twee</b></a><a>drie</a></r></l>')
    assert [(element.path, element.text) for element in record.elements] == [
        ("a", "een"), ("a/b", "twee"), ("a", "drie")]
    assert (record.attributes, record.line, record.text("a/b"), record.text("c")) == ({"id": "7"}, 3, "twee", "")
    assert record.first("a").attributes == {"n": "1"}  # type: ignore[union-attr]
    assert (reader.root, reader.complaint) == ("l", "")


@given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=60))
def test_text_comes_back(text: str) -> None:
    (record,), _ = records(f"<l><r><a>{escape(text)}</a></r></l>".encode())
    assert record.elements[0].data.decode() == text


def test_a_character_that_carries_bytes_comes_back() -> None:
    (record,), _ = records("<l><r><a>x\U0010f800\U0010f8ffy</a></r></l>".encode())
    assert record.elements[0].data.decode() == "x\U0010f800\U0010f8ffy"


@given(data=st.binary(max_size=60))
def test_bytes_that_are_no_text_come_back(data: bytes) -> None:
    data = data.replace(b"\r", b"").replace(b"]", b"")
    (record,), _ = records(b"<l><r><a><![CDATA[" + data + b"]]></a></r></l>")
    assert record.elements[0].data == data


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><l><r><a>één</a></r></l>'
    (record,), _ = records(text.encode(encoding))
    assert record.text("a") == "één"


@pytest.mark.parametrize(("content", "complaint"), [
    (b"<l><r><a>1</a></r><r>", "the XML is not well-formed"), (b"<l><r><a>1</a></r></k>", "the XML is not well-formed"),
    (b"<l><r><a>1</a></r>&b;</l>", "the XML is not well-formed"),
    (b'<!DOCTYPE l [<!ENTITY b "c">]><l><r/></l>', "the XML declares entities"),
])
def test_it_ends_where_the_xml_does(content: bytes, complaint: str) -> None:
    found, reader = records(content)
    assert len(found) <= 1
    assert reader.complaint == complaint


def test_texts_are_bounded_and_the_rest_counted() -> None:
    (record,), reader = records(b"<l><r><a>" + b"x" * 5000 + b"</a><b>y</b></r></l>")
    assert (len(record.text("a")), record.text("b"), reader.left_out) == (1000, "y", 4000)


def test_records_in_records_and_many_elements_are_survived() -> None:
    found, _ = records(b"<l><r><r><r/></r></r><r>" + b"<a/>" * 10_000 + b"</r><r/></l>")
    assert [len(record.elements) for record in found] == [2, 4096, 0]


@given(content=st.binary(max_size=300))
def test_nothing_raises(content: bytes) -> None:
    records(content)
    records(b"<l><r>" + content)
