"""Reads WARC files of crawlers and archiving browsers: requests and responses paired by what the records refer to.

A response stands as a rule beside its request, in either order; each waits for the other for a while. Records that
are no traffic (information, metadata, conversions) are passed over, revisits are named: their body is in another
capture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .address import protocol_of, split_url
from .message_body import MAX_BODY
from .raw_message import Pair, exchange_of
from .warc_records import WarcRecord, warc_records
from .wrapped import opened

_HEAD: Final = 1 << 20
_WAITING: Final = 200
_WAITING_BYTES: Final = 128 << 20
"""How many messages, and how many bytes of them, wait for their counterpart."""
_SILENT: Final = frozenset({"warcinfo", "metadata", "conversion"})
_MULTIPLEXED: Final = re.compile(r"h2|h3|http/[23]", re.IGNORECASE)


def read_warc(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The exchanges, each when both sides were seen; what is no HTTP, damaged or elsewhere goes to ``note``.

    Raises InputError when the file holds no record.
    """
    pairing = _Pairing(label, note, max_body)
    seen = False
    with opened(path) as source:
        for record in warc_records(source.stream, max_body + _HEAD):
            if record.fields:
                seen = True
                yield from pairing.take(record)
            elif seen:
                note(Note(Gap.FILE_ENTRY_BROKEN, label, bytes=record.size, detail="no WARC record"))
            if record.got < record.size:
                why = source.complaint or "the file ends inside a record"
                note(Note(Gap.FILE_TRUNCATED, label, bytes=record.size - record.got, detail=why))
        if not seen:
            raise InputError(f"{path}: no WARC record in this file")
        if source.complaint:
            note(Note(Gap.FILE_TRUNCATED, label, detail=source.complaint))
    yield from pairing.rest()


class _Pairing:
    """Holds one side until the other comes; keys are what both sides name: an id, else the URL."""

    def __init__(self, label: str, note: NoteSink, max_body: int) -> None:
        self._label, self._note, self._max_body = label, note, max_body
        self._waiting: dict[str, WarcRecord] = {}
        self._bytes = 0
        self._number = 0

    def take(self, record: WarcRecord) -> Iterator[Exchange]:
        """Enter a record; gives the exchanges that it completes or that waited too long."""
        kind = record.fields.get("warc-type", "").lower()
        if kind in _SILENT:
            return
        is_http = "application/http" in record.fields.get("content-type", "application/http").lower()
        url = split_url(record.fields.get("warc-target-uri", "").strip("<>"))
        if kind not in ("request", "response", "revisit", "resource") or (
                url is None if kind == "resource" else not is_http):  # recorders keep their own log as a resource
            self._note(Note(Gap.PROTOCOL_UNREAD, self._label, url.host if url else "", record.size,
                            detail="WARC record without HTTP"))
            return
        if kind == "resource":
            yield from self._exchange(None, record)
            return
        other = self._find(record, kind)
        if other is not None:
            yield from self._exchange(*((record, other) if kind == "request" else (other, record)))
            return
        self._waiting[record.fields.get("warc-record-id", str(self._number))] = record
        self._bytes += len(record.block)
        while len(self._waiting) > _WAITING or self._bytes > _WAITING_BYTES:
            yield from self._alone(next(iter(self._waiting)))

    def rest(self) -> Iterator[Exchange]:
        """What found no counterpart."""
        while self._waiting:
            yield from self._alone(next(iter(self._waiting)))

    def _find(self, record: WarcRecord, kind: str) -> WarcRecord | None:
        """The waiting side that this one names, that names this one, or that has its URL and time."""
        own = record.fields.get("warc-record-id", "")
        named = record.fields.get("warc-concurrent-to", "")
        for key in [named, *self._waiting]:
            other = self._waiting.get(key)
            if other is None or (other.fields.get("warc-type", "").lower() == "request") == (kind == "request"):
                continue
            concurrent = other.fields.get("warc-concurrent-to", "")
            same = all(record.fields.get(name) == other.fields.get(name) for name in ("warc-target-uri", "warc-date"))
            if key == named or (own and concurrent == own) or (not named and not concurrent and same):
                self._bytes -= len(other.block)
                return self._waiting.pop(key)
        return None

    def _alone(self, key: str) -> Iterator[Exchange]:
        record = self._waiting.pop(key)
        self._bytes -= len(record.block)
        is_request = record.fields.get("warc-type", "").lower() == "request"
        yield from self._exchange(*((record, None) if is_request else (None, record)))

    def _exchange(self, request: WarcRecord | None, response: WarcRecord | None) -> Iterator[Exchange]:
        self._number += 1
        fields = (response or request).fields  # type: ignore[union-attr]  # one of them is there
        answer = response.block if response is not None else None
        kind = fields.get("warc-type", "").lower()
        if kind == "resource" and response is not None:  # the content alone
            content_type = fields.get("content-type", "").replace("\r", " ").replace("\n", " ")
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: " + content_type.encode() + b"\r\n\r\n" + response.block
        url = fields.get("warc-target-uri", "").strip("<>")
        if kind == "revisit":
            host = split_url(url)
            self._note(Note(Gap.BODY_MISSING, self._label, host.host if host else "",
                            detail="revisit: the body is in another record or capture"))
        for record in (request, response):
            if record is not None and record.got > len(record.block):
                self._note(Note(Gap.BODY_TRUNCATED, self._label, bytes=record.got - len(record.block),
                                detail="cut by the bound of the reader"))
        spoken = fields.get("warc-protocol", "")
        pair = Pair(
            id=f"record-{self._number}", request=request.block if request is not None else None, response=answer,
            url=url, time=_time(fields.get("warc-date", "")), address=fields.get("warc-ip-address", ""),
            protocol=protocol_of(spoken.strip()) if _MULTIPLEXED.match(spoken.strip()) else "",
            exact=kind != "revisit" and all(r is None or len(r.block) == r.size for r in (request, response)))
        exchange = exchange_of(pair, self._label, self._note, self._max_body)
        if exchange is not None:
            yield exchange


def _time(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return 0.0
