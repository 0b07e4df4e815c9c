"""Reads what Burp Suite saves as items: an XML file of requests and responses, as base64 or as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .har_values import unbase64
from .message_body import MAX_BODY
from .raw_message import Pair, exchange_of
from .wrapped import opened
from .xml_records import Element, XmlRecord, XmlRecords

_TIME: Final = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) ([0-9]{1,2}) ([0-9:]{8}) (\S{1,40}) ([0-9]{4})")
_ZONES: Final = {"CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "WET": 0, "WEST": 1, "EET": 2, "EEST": 3, "BST": 1,
                 "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
_HEAD: Final = 1 << 20


def read_burp(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The exchanges of the items in their order; what is broken goes to ``note``.

    Raises InputError when the file holds no items.
    """
    records = XmlRecords(frozenset({"item"}), 2 * (max_body + _HEAD))
    number = 0
    with opened(path) as source:
        for record in records.read(source.stream):
            number += 1
            exchange = _exchange(record, number, label, note, max_body)
            if exchange is not None:
                yield exchange
        if not number and records.root != "items":
            raise InputError(f"{path}: no items of Burp Suite in this file")
        if complaint := records.complaint or source.complaint:
            note(Note(Gap.FILE_TRUNCATED, label, detail=complaint))
        if records.left_out:
            note(Note(Gap.BODY_TRUNCATED, label, bytes=records.left_out, detail="cut by the bound of the reader"))


def _exchange(record: XmlRecord, number: int, label: str, note: NoteSink, max_body: int) -> Exchange | None:
    identifier = f"item-{number}"
    host = record.first("host")
    request, response = record.first("request"), record.first("response")
    pair = Pair(
        id=identifier, request=_message(request, label, note), response=_message(response, label, note),
        url=record.text("url"), scheme=record.text("protocol"), time=_time(record.text("time")),
        address=(host.attributes.get("ip", "") if host is not None else ""),
        exact=request is None or _encoded(request), line=record.line)
    return exchange_of(pair, label, note, max_body)


def _encoded(element: Element) -> bool:
    return element.attributes.get("base64", "").lower() == "true"


def _message(element: Element | None, label: str, note: NoteSink) -> bytes | None:
    if element is None:
        return None
    if not _encoded(element):
        return element.data
    data = unbase64(element.text.strip())
    if data is None:
        note(Note(Gap.ENCODING_BROKEN, label, bytes=element.size, detail="base64 of the export"))
    return data


def _time(text: str) -> float:
    """Java's way of writing a time; zones that are not known count as UTC, so that every machine reads the same."""
    found = _TIME.fullmatch(text)
    if found is None:
        return 0.0
    try:
        moment = datetime.strptime(f"{found[1]} {found[2]} {found[3]} {found[5]}", "%b %d %H:%M:%S %Y")
        return moment.replace(tzinfo=UTC).timestamp() - 3600 * _ZONES.get(found[4], 0)
    except ValueError:
        return 0.0
