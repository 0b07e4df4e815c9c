"""Reads session files of Charles in XML (``.chlsx``): a transaction each, with headers and bodies of both sides."""

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
from .xml_records import Element, XmlRecord, XmlRecords

_HEAD: Final = 1 << 20


def read_charles_xml(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The exchanges of the transactions in their order; what is broken goes to ``note``.

    Raises InputError when the file is no session.
    """
    records = XmlRecords(frozenset({"transaction"}), 2 * (max_body + _HEAD))
    number = 0
    with opened(path) as source:
        for record in records.read(source.stream):
            number += 1
            exchange = exchange_of(_pair(record, number), label, note, max_body)
            if exchange is not None:
                yield exchange
        if not number and records.root != "charles-session":
            raise InputError(f"{path}: no session of Charles in this file")
        if complaint := records.complaint or source.complaint:
            note(Note(Gap.FILE_TRUNCATED, label, detail=complaint))
        if records.left_out:
            note(Note(Gap.BODY_TRUNCATED, label, bytes=records.left_out, detail="cut by the bound of the reader"))


def _pair(record: XmlRecord, number: int) -> Pair:
    facts = record.attributes
    host, port = facts.get("host", ""), facts.get("actualPort") or facts.get("port", "")
    query = facts.get("query", "")
    host = f"[{host}]" if ":" in host else host
    path = f"{facts.get('path') or '/'}{'?' + query if query else ''}"
    millis = facts.get("startTimeMillis", "")
    target = f"{host}:{port or 443}" if facts.get("method") == "CONNECT" else path
    return Pair(
        id=f"transaction-{number}",
        request=_message(record, "request", f"{facts.get('method', '')} {target} HTTP/1.1"),
        response=_message(record, "response", ""),
        url=f"{facts.get('protocol') or 'http'}://{host}{f':{port}' if port else ''}{path}",
        scheme=facts.get("protocol", ""),
        time=int(millis) / 1000 if millis.isascii() and millis.isdigit() and len(millis) < 15 else 0.0,
        address=facts.get("remoteAddress", "").rpartition("/")[2], protocol=facts.get("protocolVersion", ""),
        exact=False, line=record.line)


def _message(record: XmlRecord, side: str, start: str) -> bytes | None:
    """The side as a message; its first line as written, else ``start`` or one made of the status."""
    outer = record.first(side)
    if outer is None:
        return None
    status = outer.attributes.get("status", "")
    start = record.text(f"{side}/headers/first-line") or start or (f"HTTP/1.1 {status}" if status else "")
    if not start:
        return None
    lines = [start]
    for element in record.elements:
        if element.path == f"{side}/headers/header/name":
            lines.append(_one_line(element.text) + ":")
        elif element.path == f"{side}/headers/header/value":
            lines[-1] += " " + _one_line(element.text)
    body = record.first(f"{side}/body")
    return "\r\n".join([*lines, "", ""]).encode("utf-8", "replace") + (_content(body) if body is not None else b"")


def _one_line(text: str) -> str:
    return text.strip().replace("\r", " ").replace("\n", " ")


def _content(body: Element) -> bytes:
    if body.attributes.get("encoding", "").lower() == "base64":
        data = unbase64(body.text.strip())
        if data is not None:
            return data
    return body.data
