"""Reads HAR 1.1 and 1.2 of any recorder, entry by entry, however large the file."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .har_attachments import Attachment, attach, beside
from .har_entry import exchange_of
from .har_values import parse
from .json_entries import EntrySplitter
from .message_body import MAX_BODY
from .text_kinds import text_encoding
from .wrapped import BLOCK, Opened, opened

_NO_ENTRIES: Final = "JSON, but no HAR: it has no log.entries; export it again as HAR with content"


def read_har(
    path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY, attachment: Attachment | None = None
) -> Iterator[Exchange]:
    """The exchanges of the entries in their order; what is broken, cut off or left out goes to ``note``.

    Bodies that the HAR keeps in files of their own come from ``attachment``, else from beside the HAR. Raises
    InputError when the file is no HAR at all.
    """
    for _, exchange in har_entries(path, label, note, max_body, attachment):
        yield exchange


def har_entries(
    path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY, attachment: Attachment | None = None
) -> Iterator[tuple[dict[str, Any], Exchange]]:
    """The same, each exchange with the entry that it was read from, for who writes the entry anew."""
    attachment = attachment or beside(path, max_body)
    # A body of max_body bytes takes a third more as base64; escapes may take more, then less of it is kept.
    splitter = EntrySplitter(max_string=max_body + max_body // 3 + 1024, max_entry=4 * max_body + (16 << 20))
    number = 0
    with opened(path) as source:
        for block in _blocks(source, path):
            for entry in splitter.feed(block):
                number += 1
                value = parse(entry.data)
                if not isinstance(value, dict):
                    why = "HAR entry is too large" if entry.size > len(entry.data) + entry.cut else "no JSON object"
                    note(Note(Gap.FILE_ENTRY_BROKEN, label, bytes=entry.size, detail=why))
                    continue
                attach(value, attachment)
                exchange = exchange_of(value, number, entry.line, label, note, max_body)
                if exchange is None:
                    continue
                states = (exchange.request_body.state, exchange.response_body.state)
                if entry.cut and "truncated" not in states:
                    why = "cut by the bound of the reader"
                    note(Note(Gap.BODY_TRUNCATED, label, exchange.host, entry.cut, detail=why))
                yield value, exchange
        unfinished = splitter.unfinished
        if not splitter.found:
            raise InputError(f"{path}: {_NO_ENTRIES}")
        if unfinished is not None or source.complaint:
            why = source.complaint or "the HAR ends before its end"
            note(Note(Gap.FILE_TRUNCATED, label, bytes=unfinished or 0, detail=why))


def _blocks(source: Opened, path: Path) -> Iterator[bytes]:
    """The text in UTF-8, without byte order mark."""
    block = source.stream.read(BLOCK)
    encoding = text_encoding(block)
    if encoding == "utf-8-sig":
        block = block[len(codecs.BOM_UTF8):]
    first = block.replace(b"\0", b"").removeprefix(codecs.BOM_UTF16_LE).removeprefix(codecs.BOM_UTF16_BE)
    if not first.lstrip().startswith(b"{"):
        raise InputError(f"{path}: no HAR: it does not begin with a JSON object")
    if encoding in ("utf-8", "utf-8-sig"):
        while block:
            yield block
            block = source.stream.read(BLOCK)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    while block:
        yield decoder.decode(block).encode("utf-8", "replace")
        block = source.stream.read(BLOCK)
