"""Reads messages that ZAP gives as XML: of its API, of reports with messages, and single saved ones.

The API (``/XML/core/view/messages``) and the reports (``traditional-xml-plus``) hold header and body of request and
response in an element each; a message saved by hand holds the base64 of one side.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .har_values import unbase64
from .message_body import MAX_BODY
from .raw_message import Pair, exchange_of
from .wrapped import opened
from .xml_records import XmlRecord, XmlRecords

_RECORDS: Final = frozenset({"message", "instance", "Message"})
_HEAD: Final = 1 << 20


def read_zap_xml(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The exchanges of the messages in their order; what is broken goes to ``note``.

    Raises InputError when the file holds no messages.
    """
    records = XmlRecords(_RECORDS, 2 * (max_body + _HEAD))
    number = 0
    with opened(path) as source:
        for record in records.read(source.stream):
            number += 1
            pair = _pair(record, number)
            if pair is None:
                note(Note(Gap.FILE_ENTRY_BROKEN, label, detail="entry without a readable request"))
                continue
            exchange = exchange_of(pair, label, note, max_body)
            if exchange is not None:
                yield exchange
        if not number and not records.root:
            raise InputError(f"{path}: no messages of ZAP in this file")
        if complaint := records.complaint or source.complaint:
            note(Note(Gap.FILE_TRUNCATED, label, detail=complaint))
        if records.left_out:
            note(Note(Gap.BODY_TRUNCATED, label, bytes=records.left_out, detail="cut by the bound of the reader"))


def _pair(record: XmlRecord, number: int) -> Pair | None:
    fields = {element.path.lower(): element for element in record.elements}
    if "headers" in fields:  # one side, saved by hand
        parts = [unbase64(fields[name].text.strip()) for name in ("headers", "body") if name in fields]
        whole = b"".join(part for part in parts if part)
        is_answer = whole.startswith(b"HTTP/")
        return Pair(f"message-{number}", None if is_answer else whole, whole if is_answer else None, line=record.line)
    sides = [_side(fields[f"{side}header"].data, fields[f"{side}body"].data if f"{side}body" in fields else b"")
             if f"{side}header" in fields else None for side in ("request", "response")]
    if not sides[0]:
        return None
    time = record.text("timestamp")
    return Pair(f"message-{number}", sides[0], sides[1], url=record.text("uri"), exact=False, line=record.line,
                time=int(time) / 1000 if time.isdigit() and len(time) < 15 else 0.0)


def _side(head: bytes, body: bytes) -> bytes:
    return head.strip() + b"\r\n\r\n" + body if head.strip() else b""
