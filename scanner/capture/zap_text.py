"""Reads the text file of ZAP's "Save messages": request and response of each one below a line ``===12 ==========``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .message_body import MAX_BODY
from .raw_message import Pair, exchange_of
from .unpack import BLOCK
from .wrapped import opened

FIRST: Final = re.compile(rb"[\r\n]*={3,4} ?[0-9]{1,12} ={10}\r?\n")
_SEPARATOR: Final = re.compile(rb"\n={3,4} ?[0-9]{1,12} ={10}\r?\n")
_ANSWER: Final = re.compile(rb"(?:^|(?<=\n))HTTP/[0-9.]{1,5} [1-9][0-9]{2}\b")
_HEAD: Final = 1 << 20
_SEPARATOR_BYTES: Final = 64


def read_zap_text(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The exchanges of the messages in their order; what is broken goes to ``note``.

    Raises InputError when the file does not begin with such a line.
    """
    bound = 2 * (max_body + _HEAD)
    number = 0
    with opened(path) as source:
        for block, size in _blocks(source.stream, bound):
            if not number and block is None:
                raise InputError(f"{path}: no messages of ZAP in this file")
            number += 1
            if block is None:
                continue
            if size > len(block):
                note(Note(Gap.BODY_TRUNCATED, label, bytes=size - len(block), detail="cut by the bound of the reader"))
            exchange = exchange_of(_pair(block, number), label, note, max_body)
            if exchange is not None:
                yield exchange
        if not number:
            raise InputError(f"{path}: no messages of ZAP in this file")
        if source.complaint:
            note(Note(Gap.FILE_TRUNCATED, label, detail=source.complaint))


def _pair(block: bytes, number: int) -> Pair:
    """The response begins at the first status line; a request body that holds one itself is beyond this format."""
    answer = _ANSWER.search(block)
    request, response = (block[:answer.start()], block[answer.start():]) if answer is not None else (block, None)
    return Pair(f"message-{number}", _without_end(request), _without_end(response) if response is not None else None,
                exact=False)


def _without_end(message: bytes) -> bytes:
    """The message without the line feed that ZAP puts behind a body that does not end with one."""
    return message.removesuffix(b"\n") if not message.endswith((b"\r\n\r\n", b"\n\n")) else message


def _blocks(stream: BinaryIO, bound: int) -> Iterator[tuple[bytes | None, int]]:
    """What stands between separators, cut at ``bound``, with its size; None first when the text begins otherwise."""
    held = stream.read(BLOCK)
    first = FIRST.match(held)
    if first is None:
        yield None, 0
        return
    held = held[first.end():]
    parts: list[bytes] = []
    kept = size = 0
    ended = False
    while True:
        found = _SEPARATOR.search(held)
        upto = found.start() + 1 if found is not None else len(held) if ended else max(len(held) - _SEPARATOR_BYTES, 0)
        parts.append(held[:min(upto, max(bound - kept, 0))])
        kept += len(parts[-1])
        size += upto
        if found is not None or ended:
            yield b"".join(parts), size
            parts, kept, size = [], 0, 0
            if found is None:
                return
            held = held[found.end():]
            continue
        held = held[upto:]
        more = stream.read(BLOCK)
        ended = not more
        held += more
