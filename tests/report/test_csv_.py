"""CSV tables: readable by a spreadsheet and by pandas, and inert in both."""

import csv
import io
from typing import Any

import builders
import pytest

from scanner.report import render
from scanner.report.csv_ import defused


def rows(document: dict[str, Any], fmt: str, lang: str) -> list[list[str]]:
    text = render(document, fmt, lang).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";" if lang == "nl" else ","))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_one_row_a_finding(lang: str) -> None:
    document = builders.sample_document()
    header, *body = rows(document, "csv", lang)
    assert len(body) == len(document["findings"])
    assert {len(row) for row in body} == {len(header)}
    assert len(set(header)) == len(header)


def test_language_decides_separator_and_decimal_sign() -> None:
    document = builders.sample_document()
    nl, en = rows(document, "csv", "nl"), rows(document, "csv", "en")
    assert nl[1][nl[0].index("zekerheid")] == "0,95"
    assert en[1][en[0].index("confidence")] == "0.95"
    assert en[1][en[0].index("severity")] == "critical"


def test_one_row_a_detection() -> None:
    document = builders.sample_document()
    header, *body = rows(document, "csv-detections", "en")
    assert [row[header.index("id")] for row in body] == [d["id"] for d in document["detections"]]


@pytest.mark.parametrize("fmt", ["csv", "csv-detections"])
def test_without_rows_the_header_stands(fmt: str) -> None:
    assert len(rows(builders.empty_document(), fmt, "nl")) == 1


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+31 6 …", "'+31 6 …"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("  =1", "'  =1"),
        ("\t=1", "' =1"),
        ("\r\n=1", "'  =1"),
        ("＝1", "'＝1"),
        ("|calc", "'|calc"),
        ('"=1', "'\"=1"),
        ("a=1", "a=1"),
        ("/pad", "/pad"),
        ("", ""),
        ("d000001", "d000001"),
    ],
)
def test_formulas_are_defused(text: str, cell: str) -> None:
    assert defused(text) == cell


@pytest.mark.parametrize("fmt", ["csv", "csv-detections"])
def test_no_cell_of_a_hostile_capture_is_a_formula(fmt: str) -> None:
    header, *body = rows(builders.hostile_document(), fmt, "nl")
    assert len(body) == len(builders.HOSTILE)
    for row in body:
        assert len(row) == len(header)
        assert not [cell for cell in row if cell.strip().startswith(("=", "+", "-", "@"))]


def test_excel_is_told_that_it_is_utf_8() -> None:
    assert render(builders.sample_document(), "csv", "nl").startswith(b"\xef\xbb\xbf")
