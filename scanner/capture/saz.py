"""Reads session archives of Fiddler (SAZ): a ZIP with request, response and facts of each session in files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from scanner.errors import InputError
from scanner.model import Exchange, Gap, Note, NoteSink

from .message_body import MAX_BODY
from .raw_message import Pair, exchange_of
from .zip_members import Members, open_members

REQUEST: Final = re.compile(r"raw[/\\]([0-9]{1,9})_c\.txt", re.IGNORECASE)
_TIME: Final = re.compile(rb'ClientBeginRequest="([0-9T:+\-.Z]{10,40})"')
_FRACTION: Final = re.compile(r"(\.[0-9]{6})[0-9]+")
_ADDRESS: Final = re.compile(rb'N="x-hostIP"\s+V="([0-9a-fA-F.:\[\]]{2,45})"')
_HEAD: Final = 1 << 20
_FACTS: Final = 1 << 16


def read_saz(path: Path, label: str, note: NoteSink, max_body: int = MAX_BODY) -> Iterator[Exchange]:
    """The exchanges in the order of their numbers; what is broken or encrypted goes to ``note``.

    Raises InputError when the file is no archive of sessions.
    """
    with open_members(path, label, note) as members:
        found = sorted((int(match[1]), name) for name in members.names if (match := REQUEST.fullmatch(name)))
        if not found:
            raise InputError(f"{path}: no sessions of Fiddler in this archive")
        for number, name in found:
            pair = _pair(members, name, number, label, note, max_body + _HEAD)
            if pair is None:
                continue
            exchange = exchange_of(pair, label, note, max_body)
            if exchange is not None:
                _note_websocket(members, name, exchange, note)
                yield exchange


def _pair(members: Members, name: str, number: int, label: str, note: NoteSink, bound: int) -> Pair | None:
    request = members.read(name, bound)
    if request is None:  # it was noted why
        return None
    answer = _beside(members, name, "_s.txt")
    left_out = sum(max(members.size(file) - bound, 0) for file in (name, answer) if file in members)
    if left_out:
        note(Note(Gap.BODY_TRUNCATED, label, bytes=left_out, detail="cut by the bound of the reader"))
    facts = members.read(_beside(members, name, "_m.xml"), _FACTS) or b""
    address = _ADDRESS.search(facts)
    return Pair(f"session-{number}", request, members.read(answer, bound) or None,
                time=_time(facts), address=address[1].decode().strip("[]") if address is not None else "")


def _beside(members: Members, name: str, ending: str) -> str:
    """The name of another file of the session, upper or lower case as the tool writes it."""
    wanted = name[:-len("_c.txt")] + ending
    return wanted if wanted in members else wanted.upper()


def _note_websocket(members: Members, name: str, exchange: Exchange, note: NoteSink) -> None:
    log = _beside(members, name, "_w.txt")
    if log in members:
        note(Note(Gap.WEBSOCKET_UNREAD, exchange.capture, exchange.host, members.size(log),
                  detail="WebSocket log of Fiddler", time=exchange.time))


def _time(facts: bytes) -> float:
    found = _TIME.search(facts)
    if found is None:
        return 0.0
    try:
        moment = datetime.fromisoformat(_FRACTION.sub(r"\1", found[1].decode()))
        return max((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp(), 0.0)
    except (ValueError, OverflowError):
        return 0.0
