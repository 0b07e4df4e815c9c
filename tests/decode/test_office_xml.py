"""Elements of a part, one after another."""

from __future__ import annotations

from scanner.decode.office_xml import elements

PART = b'<a xmlns:w="urn:w"><w:row n="1"><c>een</c></w:row><x/><row n="2"/><!-- row --></a>'


def test_elements_by_local_name():
    assert [(element.get("n"), len(element)) for element in elements(PART, "row")] == [("1", 1), ("2", 0)]


def test_what_went_before_a_break_is_read():
    assert [element.get("n") for element in elements(PART[:-10] + b"</kapot>", "row")] == ["1", "2"]


def test_a_document_type_is_refused():
    assert list(elements(b"<!DOCTYPE a>" + PART, "row")) == []
    assert list(elements(b"", "row")) == []
