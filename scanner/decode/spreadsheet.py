"""Spreadsheets of Office Open XML (ECMA-376 part 1 §18): cells below the names of their columns, dates as dates.

Theory. A cell holds a number; that it is a day shows in the number format of its style only. So styles are read for
which formats have days in them, and the number (days since 1900) becomes a date that looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from scanner.model import Gap, KeyPath, Origin

from . import office
from .archive import Archive
from .message import Indices, Message, derive
from .office_xml import elements, local_name
from .table import Table

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORKBOOK = "xl/workbook.xml"
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Built-in number formats with a day or a time (§18.8.30)."""
_LITERALS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_REFERENCE = re.compile(r"([A-Z]{1,3})\d*")
_MOST_COLUMNS = 1_000
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"


def is_workbook(archive: Archive) -> bool:
    """Whether an archive is a spreadsheet."""
    return _WORKBOOK in archive.by_name


def decode(message: Message, archive: Archive, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add the cells of all sheets, hidden ones too, and their names; then what else there is.

    The names are no keys: a sheet for each pupil or class would make people's names part of every path.
    """
    here = derive(origin, "xlsx")
    strings = _shared_strings(archive)
    dates, epoch = _date_styles(archive), datetime(1899, 12, 30)
    targets = {element.get("Id"): element.get("Target") or ""
               for element in elements(archive.named("xl/_rels/workbook.xml.rels"), "Relationship")}
    done = {"xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", _WORKBOOK}
    number = 0
    for element in elements(archive.named(_WORKBOOK), "sheet", "workbookPr"):
        if local_name(element) == "workbookPr":
            if element.get("date1904") in ("1", "true"):
                epoch = datetime(1904, 1, 1)
            continue
        key = element.get(_RELATIONS + "id") or element.get(_STRICT_RELATIONS + "id")
        target = targets.get(key, "").removeprefix("/").removeprefix("xl/")
        part = "xl/" + target
        if not target or part in done:
            continue
        done.add(part)
        node, place = office.numbered(message, message.child(path, "sheet"), indices, number)
        number += 1
        message.expand(element.get("name") or "", message.child(node, "@name"), place, here)
        table = Table(message, node, place, here)
        for cells in _rows(archive.named(part), strings, dates, epoch):
            if not _pay(message, cells) or not message.has_room():
                break
            table.row(cells)
        table.finish()
    office.rest(message, archive, done, path, indices, here)


def _pay(message: Message, cells: list[str]) -> bool:
    """Take what a row holds off the budget: one long shared string may stand in a million cells."""
    message.budget.spend(sum(map(len, cells)))
    if message.budget.bytes_left > 0:
        return True
    message.budget.exceeded.add(Gap.BUDGET_BYTES)
    message.gap(Gap.BUDGET_BYTES, 1, "xlsx")
    return False


def _shared_strings(archive: Archive) -> list[str]:
    return [_text(element) for element in elements(archive.named("xl/sharedStrings.xml"), "si")]


def _text(element: _Element) -> str:
    """The text of a string: its runs joined, the pronunciation that stands beside them left out."""
    return "".join(inner.text or "" for inner in element.iter("{*}t")
                   if not _is_phonetic(inner))


def _is_phonetic(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and local_name(parent) == "rPh"


def _date_styles(archive: Archive) -> set[str]:
    """Numbers of the cell styles whose format has days in it."""
    formats: set[int] = set(_DATE_FORMATS)
    found: set[str] = set()
    for element in elements(archive.named("xl/styles.xml"), "numFmt", "cellXfs"):
        if local_name(element) == "numFmt":
            code = _LITERALS.sub("", element.get("formatCode") or "").lower()
            if re.search("[dy]", code) and (number := element.get("numFmtId", "")).isdecimal():
                formats.add(int(number[:6]))
            continue
        for position, style in enumerate(element):
            number = style.get("numFmtId", "")
            if number.isdecimal() and int(number[:6]) in formats:
                found.add(str(position))
    return found


def _rows(data: bytes, strings: list[str], dates: set[str], epoch: datetime) -> Iterator[list[str]]:
    for row in elements(data, "row"):
        cells: list[str] = []
        for cell in row:
            position = _column(cell.get("r") or "", len(cells))
            if position >= _MOST_COLUMNS:
                break
            cells += [""] * (position - len(cells) + 1)
            cells[position] = _value(cell, strings, dates, epoch)
        yield cells


def _column(reference: str, following: int) -> int:
    """The number of a column by its letters; without a reference the next one."""
    found = _REFERENCE.match(reference)
    if found is None:
        return following
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: _Element, strings: list[str], dates: set[str], epoch: datetime) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return _text(cell)
    value = next((inner.text or "" for inner in cell if local_name(inner) == "v"), "")
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and len(value) < 9 and int(value) < len(strings) else ""
    if kind == "b":
        return {"0": "false", "1": "true"}.get(value, value)
    if kind == "n" and cell.get("s") in dates:
        return _day(value, epoch)
    return value.removesuffix(".0")


def _day(value: str, epoch: datetime) -> str:
    """Days since 1900, as a date with its time if it has one."""
    try:
        days = float(value)
        moment = epoch + timedelta(seconds=round(days * 86400))
    except (ValueError, OverflowError):
        return value
    if days < 1:
        return moment.time().isoformat("minutes")
    return moment.date().isoformat() if days == int(days) else moment.isoformat(" ", "minutes")
