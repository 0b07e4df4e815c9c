"""Framings of texts on message channels: socket.io on engine.io, SockJS, SignalR, STOMP, each around JSON.

They are used over WebSockets and, where these are blocked, in bodies of polling requests, several messages in one.
engine.io: https://github.com/socketio/engine.io-protocol (version 4 separates by a record separator, 3 gives lengths);
SignalR ends each message with a record separator; STOMP is https://stomp.github.io.
"""

from __future__ import annotations

import binascii
import re

from scanner.model import KeyPath, Origin

from . import json_
from .message import Indices, Message, derive

RECORD_END = "\x1e"
_SOCKET_IO = re.compile(r"\d{1,4}(?:-)?(?:/[\w./-]{1,100}(?:\?[^,]{0,200})?,)?\d{0,12}(?=[\[{\"])")
_SOCKJS = re.compile(r"[acm](?=[\[{\"])")
_SOCKJS_LINE = re.compile(r"(?:[acm][\[{\"]|o\r?\Z|h+\r?\Z)")
_STOMP = re.compile(
    r"(?:CONNECT|CONNECTED|STOMP|SEND|MESSAGE|SUBSCRIBE|RECEIPT|ERROR|N?ACK)\r?\n(?:[^\r\n]+\r?\n)*\r?\n")
_FRAMINGS = (("socket.io", _SOCKET_IO), ("sockjs", _SOCKJS), ("stomp", _STOMP))
_PACKET = re.compile(r"(?:[0-6](?:\d|\Z|[\[{\"/]|probe)|b[A-Za-z0-9+/]*={0,2}\Z)")
_BARE = re.compile(r"[0-6]\d?(?:probe)?(?:/[\w./-]{1,100},?)?\Z")
_LENGTH = re.compile(r"(\d{1,8}):")
_JSON_STARTS = ("{", "[", '"')
_MOST_RECORDS = 100_000


def decode(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add a message in one of the framings, or JSON without any; false when it is neither."""
    if text[:1] in _JSON_STARTS and json_.decode(message, text, path, indices, origin):
        return True
    for name, framing in _FRAMINGS:
        found = framing.match(text)
        if found is None:
            continue
        rest = text[found.end():].rstrip("\x00\n")
        here = derive(origin, name, found.end(), len(text))
        before = len(message.fields)
        if name == "stomp":
            message.add(found[0].strip(), message.child(path, "@stomp"), indices, here)
        if not json_.decode(message, rest, path, indices, here, start=0, end=len(rest)):
            message.expand(rest, path, indices, derive(here, "text"))
        if len(message.fields) == before:  # around an empty object: the frame itself is all that was said
            message.add(text, path, indices, origin)
        return True
    return False


def decode_records(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    """Add messages that end with record separators; a single one is no array."""
    records = [record for record in text.split(RECORD_END) if record]
    for index, record in enumerate(records):
        if not message.has_room():
            return
        node, place = (path, indices) if len(records) == 1 else (path.item(), (*indices, index))
        _record(message, record, node, place, origin)


def decode_polling(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the messages of a polling body; false when the text is none."""
    first = text[0]
    if first in "{[" and RECORD_END in text:  # SignalR
        records = [record for record in text.split(RECORD_END) if record.strip()]
        if not all(record[0] in "{[" and json_.is_json(record) for record in records):
            return False
    elif first in "0123456b":
        found = _packets(text)
        if found is None:
            return False
        records = found
    else:
        return False
    deep = path.depth >= message.budget.limits.levels
    for index, record in enumerate(records):
        if not message.has_room():
            return True
        node, place = (path, indices) if len(records) == 1 or deep else (path.item(), (*indices, index))
        _record(message, record, node, place, origin)
    return True


def decode_sockjs(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> bool:
    """Add the messages that a polling or streaming answer of SockJS holds, one frame a line; false when one is none.

    https://github.com/sockjs/sockjs-protocol: ``o`` opens, ``h`` is a heartbeat, ``c[…]`` closes, ``a[…]`` messages.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > _MOST_RECORDS or not all(_SOCKJS_LINE.match(line) for line in lines):
        return False
    framed = [line.strip() for line in lines if len(line.strip()) > 1 and line[0] != "h"]
    if not framed or not all(json_.is_json(line[1:]) for line in framed):
        return False
    deep = path.depth >= message.budget.limits.levels
    for index, line in enumerate(framed):
        if not message.has_room():
            return True
        node, place = (path, indices) if len(framed) == 1 or deep else (path.item(), (*indices, index))
        decode(message, line, node, place, origin)
    return True


def _packets(text: str) -> list[str] | None:
    """The engine.io packets that a text consists of, at least one of them with content; else None."""
    records = text.split(RECORD_END) if RECORD_END in text else _by_length(text)
    if records is None:
        records = [text]
    if len(records) > _MOST_RECORDS or not all(map(_PACKET.match, records)):
        return None
    if len(records) == 1:
        return records if _SOCKET_IO.match(records[0]) else None
    return None if all(map(_BARE.match, records)) else records


def _by_length(text: str) -> list[str] | None:
    records: list[str] = []
    position = 0
    while position < len(text):
        found = _LENGTH.match(text, position)
        if found is None:
            return None
        start, position = found.end(), found.end() + int(found[1])
        if position > len(text):
            return None
        records.append(text[start:position])
    return records if all(records) else None


def _record(message: Message, record: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    if record[0] == "b" and len(record) > 8 and _PACKET.match(record):
        # A binary attachment, in base64 because the channel carries text.
        body = record[1:].removeprefix("4")
        try:
            data = binascii.a2b_base64(body + "=" * (-len(body) % 4))
        except ValueError:  # binascii.Error, or characters beyond ASCII
            data = b""
        if data:
            message.content(data, "", path, indices, derive(origin, "base64", 1, len(record)))
            return
    if not decode(message, record, path, indices, origin):
        message.expand(record, path, indices, derive(origin, "text"))
