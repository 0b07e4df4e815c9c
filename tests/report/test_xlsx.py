"""The spreadsheet: read back by openpyxl and pandas, every text inert, the same bytes each time."""

import copy
import io
import zipfile
from typing import Any

import builders
import openpyxl
import pandas
import pytest

from scanner.report import render, xlsx


def workbook(document: dict[str, Any], lang: str = "nl") -> Any:
    return openpyxl.load_workbook(io.BytesIO(render(document, "xlsx", lang)))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_pandas_reads_what_the_result_holds(lang: str) -> None:
    document = builders.sample_document()
    sheets = pandas.read_excel(io.BytesIO(render(document, "xlsx", lang)), sheet_name=None, keep_default_na=False)
    names = ["Over dit bestand", "Bevindingen", "Waarnemingen", "Matrix", "Gegevensstromen", "Ontvangers",
             "Niet gezien"]
    if lang == "en":
        names = ["About this file", "Findings", "Detections", "Matrix", "Data flows", "Recipients", "Not seen"]
    assert list(sheets) == names
    first = "kenmerk" if lang == "nl" else "id"
    assert list(sheets[names[1]][first]) == [f["id"] for f in document["findings"]]
    assert list(sheets[names[2]][first]) == [d["id"] for d in document["detections"]]
    confidence = sheets[names[1]]["zekerheid" if lang == "nl" else "confidence"]
    assert [float(value) for value in confidence] == [f["confidence"] for f in document["findings"]]
    assert len(sheets[names[4]]) == len(document["flows"])


def test_the_matrix_holds_numbers_and_marks_what_is_not_named() -> None:
    document = builders.sample_document()
    sheet = workbook(document)["Matrix"]
    heads = [cell.value for cell in sheet[1]]
    total = 0
    for row in sheet.iter_rows(min_row=2, max_row=4):
        for cell in row[1:]:
            if cell.value is not None:
                assert isinstance(cell.value, int)
                total += cell.value
    assert total == sum(f["count"] for f in document["flows"])
    marked = {(sheet.cell(cell.row, 1).value, heads[cell.column - 1]) for row in sheet.iter_rows(min_row=2)
              for cell in row if "!" in cell.number_format}
    assert len(marked) == sum(not f["declared"] for f in document["flows"])


@pytest.mark.parametrize("name", ["sample", "quiet", "empty", "hostile"])
def test_no_cell_computes_or_links(name: str) -> None:
    book = workbook(getattr(builders, f"{name}_document")())
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}, "a formula has the type f"
                assert cell.hyperlink is None
                if isinstance(cell.value, str):
                    assert not cell.value.lstrip().startswith(("=", "+", "-", "@", "|", "%"))


def test_the_check_of_formulas_can_fail() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    out = io.BytesIO()
    book.save(out)
    assert openpyxl.load_workbook(io.BytesIO(out.getvalue())).active["A1"].data_type == "f"


def test_the_file_holds_no_clock() -> None:
    content = render(builders.sample_document(), "xlsx", "nl")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {item.date_time[0] for item in archive.infolist()} == {1980}
        assert b"2026-10-05" in archive.read("docProps/core.xml"), "the end of the captures"


def test_rows_beyond_a_sheet_go_on_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    document = builders.sample_document()
    book = workbook(document)
    rows = [row[0].value for name in ("Waarnemingen", "Waarnemingen 2", "Waarnemingen 3")
            for row in book[name].iter_rows(min_row=2)]
    assert rows == [d["id"] for d in document["detections"]]


def test_without_dates_it_is_made_all_the_same() -> None:
    document = copy.deepcopy(builders.empty_document())
    document["scan"]["period"] = {"first": None, "last": None}
    assert workbook(document)["Bevindingen"].max_row == 1
