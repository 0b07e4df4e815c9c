"""Spreadsheets, with openpyxl as the writer."""

from __future__ import annotations

import datetime
import io
import zipfile

import openpyxl
import pytest

from scanner.decode import Limits

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def class_list() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Klas 3B"
    sheet.append(["Klassenlijst"])
    sheet.append(["Naam", "BSN", "Geboren", "Gemiddeld", "Lid"])
    sheet.append(["Sanne de Vries", 999990019, datetime.date(2012, 3, 4), 7.5, True])
    sheet.append(["Zoë van Dijk", "999990020", datetime.datetime(2011, 12, 31, 10, 30), None, False])
    hidden = book.create_sheet("Zorg")
    hidden.sheet_state = "hidden"
    hidden.append(["Naam", "Diagnose"])
    hidden.append(["Daan Bakker", "dyslexie"])
    book.properties.creator = "Anja Jansen"
    return book


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with another content of one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in dict.fromkeys([*old.namelist(), name]):
            new.writestr(member, content if member == name else old.read(member))
    return out.getvalue()


@pytest.mark.parametrize("kind", [KIND, "application/octet-stream", "application/zip", ""])
def test_cells_below_the_names_of_their_columns(decode, kind):
    outcome = decode(response=saved(class_list()), kind=kind)
    body = outcome.body
    assert {key: value for key, value in body.items() if key.startswith("/sheet/0")} == {
        "/sheet/0/@name": "Klas 3B", "/sheet/0/0": "Klassenlijst",
        "/sheet/0/1/Naam": "Sanne de Vries", "/sheet/0/1/BSN": "999990019", "/sheet/0/1/Geboren": "2012-03-04",
        "/sheet/0/1/Gemiddeld": "7.5", "/sheet/0/1/Lid": "true",
        "/sheet/0/2/Naam": "Zoë van Dijk", "/sheet/0/2/BSN": "999990020", "/sheet/0/2/Geboren": "2011-12-31 10:30",
        "/sheet/0/2/Lid": "false",
    }
    assert body["/sheet/1/0/Diagnose"] == "dyslexie"
    assert "Anja Jansen" in outcome.values
    assert {gap[0] for gap in outcome.gaps} == {"content.static"}
    assert all(field.origin.static for field in outcome.fields if "<" in field.value)


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("dd-mm-yyyy", datetime.date(2012, 3, 4), "2012-03-04"),
        ('"dag "0', 40972, "40972"),  # a d in quotes is no day
        ("[Red]0.00", 40972, "40972"),
        ("hh:mm", datetime.time(10, 30), "0.4375"),
        ("General", 40972, "40972"),
        ("d mmm yy", datetime.date(2030, 1, 1), "2030-01-01"),
    ],
)
def test_what_is_a_date(decode, code, value, text):
    book = openpyxl.Workbook()
    book.active.append(["Geboren"])
    book.active.append([value])
    book.active["A2"].number_format = code
    assert decode(response=saved(book), kind=KIND).body["/sheet/0/0/Geboren"] == text


def test_the_other_epoch(decode):
    book = class_list()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    assert decode(response=saved(book), kind=KIND).body["/sheet/0/1/Geboren"] == "2012-03-04"


def test_strings_of_runs_and_in_cells(decode):
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    data = replaced(saved(class_list()), "xl/sharedStrings.xml", b"<sst " + space + b"><si><t>x</t></si><si><r>"
                    b"<t>San</t></r><r><t>ne</t></r><rPh><t>uitspraak</t></rPh></si></sst>")
    data = replaced(data, "xl/worksheets/sheet1.xml", b"<worksheet " + space + b"><sheetData><row><c t='inlineStr'><is>"
                    b"<t>Naam</t></is></c><c t='str'><v>BSN</v></c></row><row><c t='s'><v>1</v></c><c><v>999990019</v>"
                    b"</c></row></sheetData></worksheet>")
    found = decode(response=data, kind=KIND).body
    assert (found["/sheet/0/0/Naam"], found["/sheet/0/0/BSN"]) == ("Sanne", "999990019")


def test_one_long_string_in_many_cells(decode):
    text = b"<sst><si><t>" + b"Sanne " * 5000 + b"</t></si></sst>"
    data = replaced(saved(openpyxl.Workbook()), "xl/sharedStrings.xml", text)
    sheet = b"<worksheet><sheetData>" + b"<row><c t='s'><v>0</v></c></row>" * 2000 + b"</sheetData></worksheet>"
    outcome = decode(response=replaced(data, "xl/worksheets/sheet1.xml", sheet), kind=KIND,
                     limits=Limits(output_bytes=4 << 20))
    assert "budget.bytes" in [gap[0] for gap in outcome.gaps]
    assert sum(len(value) for value in outcome.values) < 6 << 20


ENTITIES = (b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
            b'<!ENTITY c SYSTEM "file:///etc/hostname">]>')


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("xl/worksheets/sheet1.xml", ENTITIES + b"<worksheet><row><c><v>&b;&c;</v></c></row></worksheet>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><row><c r='ZZZ1'><v>1</v></c><c t='s'><v>999999</v></c></row>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet>" + b"<a>" * 10_000),
        ("xl/worksheets/sheet1.xml", b""),
        ("xl/sharedStrings.xml", b"<sst><si>"),
        ("xl/styles.xml", b"<styleSheet><cellXfs><xf numFmtId='x'/></cellXfs></styleSheet>"),
        ("xl/workbook.xml", b"geen xml"),
        ("xl/_rels/workbook.xml.rels", b""),
    ],
)
def test_damaged_and_hostile_parts(decode, member, content):
    outcome = decode(response=replaced(saved(class_list()), member, content), kind=KIND)
    assert not any("aaaaaaaaaaaaaaaaaaaa" in value for value in outcome.values)


def test_a_date_beyond_all_dates(decode):
    book = openpyxl.Workbook()
    book.active.append([99999999999])
    book.active["A1"].number_format = "yyyy"
    assert "99999999999" in decode(response=saved(book), kind=KIND).values
