"""WebSocket messages: JSON behind the framings of socket.io, SockJS, SignalR and STOMP, text, and binary strings."""

from __future__ import annotations

import re

from scanner.model import Gap, KeyPath, Origin, WebSocketMessage

from . import binary, json_
from .content_type import looks_binary, magic
from .message import Indices, Message, derive
from .text import to_text

_SOCKET_IO = re.compile(r"\d{1,4}(?:-)?(?:/[\w./-]{1,100}(?:\?[^,]{0,200})?,)?\d{0,12}(?=[\[{\"])")
_SOCKJS = re.compile(r"[acm](?=[\[{\"])")
_STOMP = re.compile(
    r"(?:CONNECT|CONNECTED|STOMP|SEND|MESSAGE|SUBSCRIBE|RECEIPT|ERROR|N?ACK)\r?\n(?:[^\r\n]+\r?\n)*\r?\n")
_JSON_STARTS = ("{", "[", '"')
_RECORD_END = "\x1e"
_CLOSE = 8


def decode(message: Message, number: int, frame: WebSocketMessage) -> None:
    """Add the fields of one message, part ``ws``, numbered."""
    origin = Origin("request" if frame.from_client else "response", "ws", message=number)
    path = message.trees.root("ws")
    data = frame.data[2:] if frame.opcode == _CLOSE else frame.data  # a status code, then the reason in words
    if not data:
        return
    if frame.opcode != 1 and (magic(data)[1] or looks_binary(data)):
        message.gap(Gap.CONTENT_OPAQUE, len(data), "websocket-binary", read=True)
        binary.decode(message, data, path, (), origin)
        return
    text = to_text(data)
    if _RECORD_END in text:
        records = [record for record in text.split(_RECORD_END) if record]
        for index, record in enumerate(records):
            if len(records) == 1:
                _text(message, record, path, (), origin)
            elif message.has_room():
                _text(message, record, path.item(), (index,), origin)
        return
    _text(message, text, path, (), origin)


def _text(message: Message, text: str, path: KeyPath, indices: Indices, origin: Origin) -> None:
    if text[:1] in _JSON_STARTS and json_.decode(message, text, path, indices, origin):
        return
    for name, framing in (("socket.io", _SOCKET_IO), ("sockjs", _SOCKJS), ("stomp", _STOMP)):
        found = framing.match(text)
        if found is None:
            continue
        rest = text[found.end():].rstrip("\x00\n")
        here = derive(origin, name, found.end(), len(text))
        if name == "stomp":
            message.add(found[0].strip(), message.child(path, "@stomp"), indices, here)
        if not json_.decode(message, rest, path, indices, here, start=0, end=len(rest)):
            message.expand(rest, path, indices, derive(here, "text"))
        return
    message.expand(text, path, indices, derive(origin, "text"))
