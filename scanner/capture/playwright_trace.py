"""Reads the network log of a Playwright trace: a HAR entry a line, bodies as files named by their digest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from scanner.model import Exchange, Gap, Note, NoteSink

from .har_attachments import Attachment, attach
from .har_entry import exchange_of
from .har_values import mapping, parse
from .wrapped import opened

MARK: Final = b'"type":"resource-snapshot"'
_LONGEST_LINE: Final = 64 << 20


def read_trace(path: Path, label: str, note: NoteSink, max_body: int, attachment: Attachment) -> Iterator[Exchange]:
    """The exchanges of the lines in their order; what is broken goes to ``note``."""
    with opened(path) as source:
        number = 0
        while line := source.stream.readline(_LONGEST_LINE):
            number += 1
            if MARK not in line[:4096] and MARK not in line[-4096:]:
                continue
            value = parse(line)
            if not isinstance(value, dict):
                note(Note(Gap.FILE_ENTRY_BROKEN, label, bytes=len(line), detail="no JSON object"))
                continue
            entry = mapping(value.get("snapshot"))
            attach(entry, attachment)
            exchange = exchange_of(entry, number, number, label, note, max_body)
            if exchange is not None:
                yield exchange
