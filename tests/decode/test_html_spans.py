"""Cells are numbered by the columns that they stand in, whatever spans rows and columns around them."""

from __future__ import annotations

from scanner.decode.html_spans import Spans


def test_columns():
    spans = Spans()
    spans.row()
    assert [spans.cell({"rowspan": "2"}), spans.cell({"colspan": "3"}), spans.cell({})] == [0, 1, 4]
    assert (spans.width(1), spans.width(4)) == (3, 1)
    spans.row()
    assert [spans.cell({}), spans.cell({})] == [1, 2]
    assert spans.is_shared(2)
    assert not spans.is_shared(0)
    spans.row()
    assert spans.cell({}) == 0


def test_what_is_no_number_is_one():
    spans = Spans()
    spans.row()
    spans.cell({"colspan": "x", "rowspan": None})
    assert spans.cell({"colspan": "99999"}) == 1
    assert spans.cell({"colspan": "0"}) == 2


def test_two_rows_of_headings(decode):
    page = (b"<table><thead><tr><th rowspan=2>Opgave<th rowspan=2>max<th colspan=2>groep 6B</tr>"
            b"<tr><th>Yara<th>Sem</tr></thead><tr><th>1a<td>2<td>1<td>0</tr><tr><th>1b<td>3<td>2<td>3</tr></table>")
    found = decode(response=page, kind="text/html").body
    assert [found[f"/{name}/{row}"] for row in (0, 1) for name in ("max", "Yara", "Sem")] == list("210323")


def test_a_heading_of_two_columns(decode):
    page = b"<table><tr><th>Naam<th colspan=2>Cijfers</tr><tr><td>Yara B<td>7.4<td>6.1</tr></table>"
    found = decode(response=page, kind="text/html").body
    assert [found["/Naam/0"], found["/Cijfers/0"], found["/Cijfers/1"]] == ["Yara B", "7.4", "6.1"]
