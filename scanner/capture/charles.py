"""Reads session files of Charles in JSON (``.chlsj``): an array of requests with their responses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .har_entry import exchange_of
from .har_values import mapping, parse, text, whole
from .json_entries import EntrySplitter
from .message_body import MAX_BODY
from .unpack import BLOCK
from .wrapped import opened

AS_HAR: Final = b'{"log":{"entries":'
"""Set before the array, so that what splits a HAR splits it too."""


def read_charles(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The exchanges in their order; what is broken or cut off goes to ``note``.

    Raises InputError when the file is no array of such objects.
    """
    splitter = EntrySplitter(max_string=max_body + max_body // 3 + 1024, max_entry=4 * max_body + (16 << 20))
    number = 0
    block = AS_HAR
    with opened(path) as source:
        while block:
            for entry in splitter.feed(block):
                number += 1
                value = parse(entry.data)
                exchange = None
                if isinstance(value, dict):
                    exchange = exchange_of(as_har(value), number, entry.line, label, note, max_body)
                else:
                    note(Note(Gap.FILE_ENTRY_BROKEN, label, bytes=entry.size, detail="no JSON object"))
                if exchange is not None:
                    if entry.cut:
                        why = "cut by the bound of the reader"
                        note(Note(Gap.BODY_TRUNCATED, label, exchange.host, entry.cut, detail=why))
                    yield exchange
            block = source.stream.read(BLOCK)
        if not splitter.found:
            raise InputError(f"{path}: no session of Charles in this file")
        if splitter.inside_entries or source.complaint:
            note(Note(Gap.FILE_TRUNCATED, label, detail=source.complaint or "the session ends before its end"))


def as_har(item: dict[str, Any]) -> dict[str, Any]:
    """An entry of a HAR with what the request object of Charles says."""
    request, response = mapping(item.get("request")), mapping(item.get("response"))
    scheme = text(item.get("scheme")) or "http"
    host, port = text(item.get("host")), whole(item.get("actualPort")) or whole(item.get("port"))
    host = f"[{host}]" if ":" in host else host
    query = text(item.get("query"))
    path = f"{text(item.get('path')) or '/'}{'?' + query if query else ''}"
    return {
        "startedDateTime": text(mapping(item.get("times")).get("start")),
        "serverIPAddress": text(item.get("remoteAddress")).rpartition("/")[2],
        "request": {
            "method": text(item.get("method")), "url": f"{scheme}://{host}{f':{port}' if port else ''}{path}",
            "httpVersion": text(item.get("protocolVersion")), "headers": _headers(request),
            "bodySize": whole(mapping(request.get("sizes")).get("body")),
            "postData": {"mimeType": text(request.get("mimeType")), **_content(request)},
        },
        "response": {
            "status": whole(response.get("status")), "headers": _headers(response),
            "bodySize": whole(mapping(response.get("sizes")).get("body")),
            "content": {"mimeType": text(response.get("mimeType")), **_content(response)},
        },
    }


def _headers(message: dict[str, Any]) -> object:
    return mapping(message.get("header")).get("headers")


def _content(message: dict[str, Any]) -> dict[str, Any]:
    """Text as text; everything else is base64, under one of two names."""
    body = mapping(message.get("body"))
    encoded = text(body.get("encoded"))
    if encoded:
        return {"text": encoded, "encoding": "base64"}
    return {"text": text(body.get("text"))}
