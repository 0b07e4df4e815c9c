"""Formats of one record a line: JSON lines (NDJSON), server-sent events, CSV, and forms line by line."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import islice
from typing import NamedTuple

from scanner.model import KeyPath, Origin

from . import form, json_
from .message import Indices, Message, derive
from .table import is_label

_DECODER = json.JSONDecoder()
_CHUNK_GUARD = re.compile(r"\s{0,20}\)\]\}'?,?")
_CHUNK_LENGTH = re.compile(r"\s{0,20}\d{1,9}\s{0,4}\n(?=[\[{])")
_JSON_STARTS = frozenset('{["-0123456789')
_MOST_TITLES = 8
"""Lines above the names of the columns of a table."""
_LEAST_BELOW_TITLE = 3
"""Lines and columns of a table of unknown type that stands below a title."""
_FIRST_ROWS = 8192
_DIGIT = re.compile("[0-9]")
_IDENTIFYING = re.compile(r"9{5}|9{1,4}[-/.]9{1,2}[-/.]9{1,4}\Z")
"""A long number or a date, its digits written as nines."""
_LONG = re.compile(r"[0-9]{5,9}\Z|[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}\Z")
"""A number or a day that names no column."""
_DELIMITERS = ";\t|,"
"""The comma last: where it stands as often as another, it is the one in numbers."""


def decode_ndjson(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add one JSON value a line; lines that are none are text. False when the first is none."""
    lines = text.split("\n")
    first = next((line for line in lines if line.strip(" \t\r\x1e")), "").strip(" \t\r\x1e")
    if first[:1] not in ("{", "[") or not json_.is_json(first):
        return False
    node = path.item()
    here = derive(origin, "ndjson")
    for number, line in enumerate(lines):
        line = line.strip(" \t\r\x1e")
        if not line:
            continue
        if not message.has_room():
            return True
        place = (*indices, number)
        if not json_.decode(message, line, node, place, here, step=""):
            message.expand(line, node, place, here)
    return True


def decode_chunks(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add JSON values that each stand behind their length in a line of its own, as Google's applications answer.

    False when the first is none; what follows the last is text.
    """
    guard = _CHUNK_GUARD.match(text)
    position = guard.end() if guard else 0
    here = derive(origin, "chunks", format="json")
    deep = path.depth >= message.budget.limits.levels
    node = path if deep else path.item()
    number = 0
    while (length := _CHUNK_LENGTH.match(text, position)) and message.has_room():
        start = length.end()
        try:
            _, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        if not json_.decode(message, text[start:end], node, indices if deep else (*indices, number), here, step=""):
            break
        position = end
        number += 1
    if number and text[position:].strip():
        message.add(text[position:].strip(), path, indices, derive(origin, "text"))
    return number > 0


def decode_sse(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add server-sent events (HTML standard §9.2): each is a message of its own, its data decoded by content."""
    number = 0
    steps = derive(origin, "sse").steps
    for block in text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n\n"):
        data: list[str] = []
        other: list[tuple[str, str]] = []
        for line in block.split("\n"):
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if name == "data":
                data.append(value)
            elif value:
                other.append((name or "comment", value))
        if not data and not other:
            continue
        if not message.has_room(len(other) + 1):
            return
        here = Origin(origin.direction, origin.part, steps, origin.static, number, "sse")
        number += 1
        for name, value in other:
            message.add(value, message.child(path, "@" + name), indices, here)
        joined = "\n".join(data)
        if joined and not (joined[0] in _JSON_STARTS and json_.decode(message, joined, path, indices, here)):
            message.expand(joined, path, indices, here)


def decode_forms(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add lines that each are a form (analytics beacons batch that way); false when a line is none."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines or not all(form.looks_like_form(line.strip()) for line in lines):
        return False
    here = derive(origin, "form")
    if len(lines) == 1:
        form.decode(message, lines[0].strip(), path, indices, here)
        return True
    for number, line in enumerate(lines):
        form.decode(message, line.strip(), path.item(), (*indices, number), here)
    return True


def looks_like_csv(text: str) -> bool:
    """Whether a text of unknown type is a table: column names first, and as many cells in each of the next rows."""
    sample = text[:16384]
    lines = sample.split("\n")[:-1] if len(text) > len(sample) else sample.rstrip("\r\n").split("\n")
    if len(lines) < 2:
        return False
    titles, delimiter = _above_names(sample)
    if titles:
        lines = lines[titles:]
        if len(lines) < _LEAST_BELOW_TITLE or lines[0].count(delimiter) < _LEAST_BELOW_TITLE - 1:
            return False
    delimiter = delimiter or max(_DELIMITERS, key=lines[0].count)
    if lines[0].count(delimiter) < (2 if delimiter == "," else 1) or ", " in lines[0]:
        return False  # too little to be sure of, or a sentence
    try:
        rows = list(csv.reader(lines[:20], delimiter=delimiter))
    except csv.Error:
        return False
    names = [name.strip() for name in rows[0]]
    return (all(len(row) == len(names) for row in rows if row) and sum(map(bool, rows)) > 1
            and len(set(names)) == len(names) and all(map(is_label, names)))


def _above_names(text: str) -> tuple[int, str]:
    """How many lines stand above the names of the columns, and the delimiter; empty when there is none.

    A title or a comment is a line with less than half of the delimiters that the lines below it have.
    """
    lines = text.split("\n")[:_MOST_TITLES * 2]
    delimiter = max(_DELIMITERS, key=lines[0].count)
    if lines[0].count(delimiter):
        widest = max(line.count(delimiter) for line in lines[1:-1]) if len(lines) > 2 else 0
        if lines[0].count(delimiter) * 2 >= widest:
            return 0, delimiter
    delimiter = max(_DELIMITERS, key=lambda each: sum(line.count(each) > 1 for line in lines))
    widest = max(line.count(delimiter) for line in lines)
    titles = next((number for number, line in enumerate(lines) if line.count(delimiter) * 2 >= widest), 0)
    return (titles, delimiter) if widest > 1 and 0 < titles <= _MOST_TITLES and titles + 1 < len(lines) else (
        0, delimiter if lines[0].count(delimiter) else "")


def _is_nameless(rows: list[list[str]]) -> bool:
    """Whether the first row of a table is data as the second: two columns have the same form, one of them a number."""
    if len(rows) < 2 or len(rows[0]) != len(rows[1]):
        return False
    if any(_LONG.match(one.strip()) and _LONG.match(other.strip()) for one, other in zip(*rows[:2], strict=True)):
        return True
    alike = [form for one, other in zip(*rows[:2], strict=True)
             if (form := _DIGIT.sub("9", one.strip())) == _DIGIT.sub("9", other.strip()) and "9" in form]
    return len(alike) > 1 and any(_IDENTIFYING.search(form) for form in alike)


class CsvHead(NamedTuple):
    """How a table in lines begins."""

    titles: int
    """Lines above it."""
    delimiter: str
    """Empty where there is none, and so no table."""
    named: bool
    """Whether its first row names the columns; else these are called by their position, from 0."""


def csv_head(text: str) -> CsvHead:
    """How a text begins as a table; raises ``csv.Error`` for what cannot be cut into cells."""
    titles, delimiter = _above_names(text[:_FIRST_ROWS])
    if not delimiter:
        return CsvHead(0, "", named=False)
    sample = text[:_FIRST_ROWS].split("\n", titles)[-1]
    first = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), 2))
    return CsvHead(titles, delimiter, named=not _is_nameless(first))


def decode_csv(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the cells of a table below the names of its first row; false when it is no table."""
    try:
        head = csv_head(text)
    except csv.Error:
        return False
    if not head.delimiter:
        return False
    here = derive(origin, "csv")
    node = path.item()
    for _ in range(head.titles):
        title, _, text = text.partition("\n")
        if title.strip():
            message.expand(title.strip(), path, indices, here)
    columns: list[KeyPath] = []
    number = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=head.delimiter):
            if not columns:
                columns = [message.child(node, (name.strip() if head.named else "") or str(position))
                           for position, name in enumerate(row[:1000])]
                if head.named:
                    continue
            if not message.has_room(len(row)):
                return True
            place = (*indices, number)
            for position, cell in enumerate(row):
                column = columns[position] if position < len(columns) else node
                if cell:
                    message.expand(cell, column, place, here)
            number += 1
    except csv.Error:
        return False
    return number > 0
